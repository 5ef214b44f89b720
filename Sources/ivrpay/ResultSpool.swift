import Foundation
import JSONText
import ScenarioReports

/// Results while a run lasts: in memory as long as they are few, then in a file without a name, so that memory stays the same.
final class ResultSpool {
    private static let inMemory = 2_000

    private var few: [ScenarioResult] = []
    private var file: UnsafeMutablePointer<FILE>?

    deinit { if let file { fclose(file) } }

    func add(_ result: ScenarioResult) throws {
        if file == nil {
            few.append(result)
            guard few.count > ResultSpool.inMemory else { return }
            guard let made = tmpfile() else {
                throw Failure.world("a temporary file: " + String(cString: strerror(errno)))
            }
            file = made
            for result in few { try write(result) }
            few = []
            return
        }
        try write(result)
    }

    private func write(_ result: ScenarioResult) throws {
        guard fputs(result.json.text + "\n", file) >= 0 else {
            throw Failure.world("a temporary file: \(String(cString: strerror(errno))); free some space")
        }
    }

    /// Each result, in the order in which they came.
    func forEach(_ body: (ScenarioResult) throws -> Void) throws {
        for result in few { try body(result) }
        guard let file else { return }
        rewind(file)
        defer { fseek(file, 0, SEEK_END) }
        var line: UnsafeMutablePointer<CChar>?
        var size = 0
        defer { free(line) }
        while true {
            let count = getline(&line, &size, file)
            guard count > 0, let line else { return }
            let bytes = UnsafeRawBufferPointer(start: line, count: count)
            try body(ScenarioResult(line: Array(bytes)))
        }
    }
}

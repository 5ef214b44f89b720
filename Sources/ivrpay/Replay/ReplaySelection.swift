import CardData
import Foundation
import ScenarioReports
import Scenarios
import Telephony

/// The files of a run, and which of their scenarios are meant.
struct ReplaySelection {
    /// The files, in order.
    var files: [String] = []
    var selection: ScenarioSelection
    /// Paths at which there is nothing.
    var unreadable: [Failure] = []
    /// Whether what fails in it is what `--failed` means next time.
    var isRemembered = true

    /// What `choice` and `paths` select.
    init(_ choice: ReplaySelectionOptions, _ paths: [String]) throws {
        selection = choice.selection
        // By bytes: names that look alike may be two files.
        var seen: Set<[UInt8]> = []
        for path in paths + (try choice.filesFrom.map(ReplaySelection.lines) ?? []) {
            do {
                for file in try ReplaySelection.scenarios(at: path) where seen.insert(Array(file.utf8)).inserted {
                    files.append(file)
                }
            } catch { unreadable.append(error) }
        }
    }

    /// The lines of a list of paths, without empty ones.
    static func lines(of list: String) throws(Failure) -> [String] {
        let data: Data
        if list == "-" {
            data = FileHandle.standardInput.readDataToEndOfFile()
        } else {
            guard let read = FileManager.default.contents(atPath: list) else {
                throw .userFile("\(list): the list of files can't be read")
            }
            data = read
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw .userFile("\(list): the list of files is not UTF-8 text")
        }
        return text.split(whereSeparator: \.isNewline).map { String($0) }.filter { !$0.isEmpty }
    }

    /// The scenario files at a path, in the order of their names. A folder's files without a name of a scenario are parts that
    /// others include.
    static func scenarios(at path: String) throws(Failure) -> [String] {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw .userFile("\(path): there is no such file or folder")
        }
        guard isDirectory.boolValue else {
            guard isFile(path) else { throw .userFile("\(path): this is a pipe or a device; give a file or a folder") }
            return [path]
        }
        let all = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        let folder = path.hasSuffix("/") ? path : path + "/"
        return all.filter { ReplaySelection.isScenario($0) }.sorted().map { folder + $0 }.filter(ReplaySelection.isFile)
    }

    /// Whether a path is a file's, links followed: a folder or a pipe among scenarios is none.
    private static func isFile(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
    }

    /// Whether a name below a folder is that of a scenario: YAML, and in no folder of parts that scenarios include.
    private static func isScenario(_ name: String) -> Bool {
        guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else { return false }
        return !name.split(separator: "/").dropLast().contains("parts")
    }
}

/// What failed in the last run from this folder, kept for `--failed` beside other things that may be lost.
struct ReplayHistory {
    private let path: String
    /// A line for all whose names could be card numbers.
    private static let unnamed = "?"

    init() {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "/tmp") + "/.cache"
        var hash = StableHash()
        hash.combine(FileManager.default.currentDirectoryPath)
        path = cache + "/ivrpay/failed-" + String(hash.value, radix: 16)
    }

    /// What is selected, with what failed in the last run where that is meant.
    func selection(_ choice: ReplaySelectionOptions, _ paths: [String]) throws -> ReplaySelection {
        var selected = try ReplaySelection(choice, paths)
        guard choice.failed else { return selected }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(
                code: Exit.nothingMatched, message: "no run from this folder is known whose failures could be run again"
            )
        }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map { $0.split(separator: "\t") }
        let failed = lines.filter { $0.count == 2 }.map { (file: String($0[0]), id: String($0[1])) }
        if lines.contains(where: { $0 == [ReplayHistory.unnamed[...]] }) {
            Output.note(
                "ivrpay: some that failed have names that look like card numbers, which are kept nowhere; rename them")
        }
        if paths.isEmpty, choice.filesFrom == nil {
            var seen: Set<String> = []
            selected.files = failed.map(\.file).filter { seen.insert($0).inserted }
        }
        selected.selection.ids = Set(failed.map(\.id)).union(selected.selection.ids ?? [])
        guard !failed.isEmpty else {
            throw Failure(
                code: Exit.nothingMatched,
                message: lines.isEmpty
                    ? "nothing failed in the last run from this folder" : "no other failure of the last run is known")
        }
        return selected
    }

    /// Keeps what failed. Where that can't be written `--failed` will say that it knows of no run.
    func remember(_ bad: [(file: String, id: String)]) {
        let kept = bad.filter { CardMask.masking($0.id) == $0.id }
        let rest = kept.count < bad.count ? ReplayHistory.unnamed + "\n" : ""
        let text = kept.map { "\($0.file)\t\($0.id)\n" }.joined() + rest
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try? Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}

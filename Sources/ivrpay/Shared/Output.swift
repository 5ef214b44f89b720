import Foundation
import ScenarioReports
import Synchronization

/// The exit codes of the interface.
enum Exit {
    static let expectationFailed: Int32 = 1
    static let userFileWrong: Int32 = 2
    static let worldFailed: Int32 = 3
    static let nothingMatched: Int32 = 4
    static let usage: Int32 = 64
}

/// A command's end with a sentence for the user.
struct Failure: Error {
    let code: Int32
    let message: String
    /// Standard output can't be written: there is no use in going on.
    var isOfOutput = false

    static func usage(_ message: String) -> Failure { Failure(code: Exit.usage, message: message) }
    static func world(_ message: String) -> Failure { Failure(code: Exit.worldFailed, message: message) }
    static func userFile(_ message: String) -> Failure { Failure(code: Exit.userFileWrong, message: message) }
}

/// Standard output and standard error.
enum Output {
    /// The reader of standard output has seen enough, as `head` does: the work goes on, for its exit code.
    private static let readerIsGone = Atomic<Bool>(false)

    /// Writes a line of results.
    static func line(_ text: String) throws { try self.text(text + "\n") }

    /// Writes a part of a line of results, at once.
    static func text(_ text: String) throws {
        guard !readerIsGone.load(ordering: .relaxed) else { return }
        let failure = write(Array(text.utf8), to: STDOUT_FILENO)
        if failure == EPIPE { return readerIsGone.store(true, ordering: .relaxed) }
        guard failure != 0 else { return }
        throw Failure(
            code: Exit.worldFailed, message: "standard output: " + reason(failure), isOfOutput: true)
    }

    /// Writes a sentence for the user beside the results.
    static func note(_ text: String) { _ = write(Array((text + "\n").utf8), to: STDERR_FILENO) }

    /// `name` as it may stand in a line: a file's name may hold anything.
    static func printable(_ name: String) -> String { ReportText.printable(name) }

    /// Writes all bytes; 0, or the system's number of what went wrong.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) }
            if count < 0, errno != EINTR { return errno }
        }
        return 0
    }

    /// What went wrong, and what to do.
    static func reason(_ number: Int32) -> String {
        let advice = number == ENOSPC ? "free some space" : "give another place"
        return String(cString: strerror(number)) + "; " + advice
    }

    /// What went wrong with a file, in words for the user where the system has a number for it.
    static func reason(_ error: any Error) -> String {
        let underlying = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error ?? error) as NSError
        return underlying.domain == NSPOSIXErrorDomain ? reason(Int32(underlying.code)) : "\(error)"
    }
}

/// A file that is written whole, or not at all: beside its place first, then under its name. Devices and pipes are written
/// straight, and a link is followed to what it names. It is opened before the work, so that a wrong place is told early.
final class WholeFile {
    private let name: String
    private let place: String
    private let draft: String
    private let descriptor: Int32
    private var isFinished = false

    /// Opens the file; `-` is standard output. Throws where nothing can be written there.
    init(_ given: String) throws(Failure) {
        name = given
        let path = given == "-" ? "/dev/stdout" : given
        let straight = WholeFile.isSpecial(path)
        place = straight ? path : WholeFile.resolved(path)
        draft = straight ? place : place + ".part-\(getpid())"
        // Else it would be told only when all is written.
        guard !WholeFile.isFolder(place) else { throw .world("\(given): " + Output.reason(EISDIR)) }
        // Appending: /dev/stderr may be a file that others write too.
        descriptor = open(draft, straight ? O_WRONLY | O_APPEND : O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw .world("\(given): " + Output.reason(errno)) }
    }

    deinit { if !isFinished { discard() } }

    /// Writes a part of it.
    func write(_ bytes: [UInt8]) throws(Failure) {
        let failure = Output.write(bytes, to: descriptor)
        guard failure != 0 else { return }
        throw .world("\(name): " + Output.reason(failure))
    }

    /// Writes all of it and gives it its name.
    func finish(_ text: String) throws(Failure) { try finish(Array(text.utf8)) }

    /// Writes all that is left and gives it its name.
    func finish(_ bytes: [UInt8]) throws(Failure) {
        isFinished = true
        var failure = Output.write(bytes, to: descriptor)
        if close(descriptor) != 0, failure == 0 { failure = errno }
        if failure == 0, draft != place, rename(draft, place) != 0 { failure = errno }
        guard failure != 0 else { return }
        if draft != place { unlink(draft) }
        throw .world("\(name): " + Output.reason(failure))
    }

    private func discard() {
        close(descriptor)
        if draft != place { unlink(draft) }
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func isFolder(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether `path` is a device or a pipe, which is written straight.
    static func isSpecial(_ path: String) -> Bool {
        // Shared memory is a disk like others.
        let isDevice = path.hasPrefix("/dev/") && !path.hasPrefix("/dev/shm/")
        if isDevice || path.hasPrefix("/proc/") { return true }
        var info = stat()
        guard stat(path, &info) == 0 else { return false }
        return info.st_mode & S_IFMT != S_IFREG && info.st_mode & S_IFMT != S_IFDIR
    }
}

import Foundation

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

    static func usage(_ message: String) -> Failure { Failure(code: Exit.usage, message: message) }
    static func world(_ message: String) -> Failure { Failure(code: Exit.worldFailed, message: message) }
    static func userFile(_ message: String) -> Failure { Failure(code: Exit.userFileWrong, message: message) }
}

/// Standard output and standard error.
enum Output {
    /// Writes a line of results.
    static func line(_ text: String) throws { try write(Array((text + "\n").utf8), to: STDOUT_FILENO) }

    /// Writes results as they are.
    static func raw(_ text: String) throws { try write(Array(text.utf8), to: STDOUT_FILENO) }

    /// Writes a sentence for the user beside the results.
    static func note(_ text: String) { try? write(Array((text + "\n").utf8), to: STDERR_FILENO) }

    /// Whether standard output is a terminal.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) }
            if count < 0, errno != EINTR {
                // A reader that has seen enough, as `head` does, is no failure.
                if errno == EPIPE { Foundation.exit(0) }
                throw Failure.world("standard output: " + String(cString: strerror(errno)) + "; free some space")
            }
        }
    }

    /// Writes a whole file, or none: beside it first, then under its name. Devices and pipes are written straight, and a
    /// link is followed to what it names.
    static func writeFile(_ given: String, _ text: String) throws {
        let straight = isSpecial(given)
        let path = straight ? given : resolved(given)
        let target = straight ? path : path + ".part-\(getpid())"
        // Appending: /dev/stderr may be a file that others write too.
        let descriptor = open(target, straight ? O_WRONLY | O_APPEND : O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw unwritable(path) }
        var failed = false
        do { try write(Array(text.utf8), to: descriptor) } catch { failed = true }
        let saved = errno
        if close(descriptor) != 0 { failed = true } else { errno = saved }
        if failed || (!straight && rename(target, path) != 0) {
            let failure = unwritable(path)
            if !straight { unlink(target) }
            throw failure
        }
    }

    private static func unwritable(_ path: String) -> Failure {
        .world("\(path): " + String(cString: strerror(errno)) + "; give another place with -o, or free some space")
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func isSpecial(_ path: String) -> Bool {
        if path.hasPrefix("/dev/") || path.hasPrefix("/proc/") { return true }
        var info = stat()
        guard stat(path, &info) == 0 else { return false }
        return info.st_mode & S_IFMT != S_IFREG && info.st_mode & S_IFMT != S_IFDIR
    }
}

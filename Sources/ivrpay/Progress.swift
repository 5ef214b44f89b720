import Foundation

/// How far a long work has come, on the terminal of standard error; nothing where that is no terminal, and nothing in
/// the first second.
final class Progress {
    private let isShown = isatty(STDERR_FILENO) == 1
    private let clock = ContinuousClock()
    private let started: ContinuousClock.Instant
    private var last: ContinuousClock.Instant
    private var isDirty = false

    init() {
        started = clock.now
        last = started
    }

    /// Shows `done` of `total`, at most twice a second.
    func show(_ name: String, done: Int, of total: Int?) {
        guard isShown else { return }
        let now = clock.now
        guard now - started > .seconds(1), now - last > .milliseconds(500) else { return }
        last = now
        isDirty = true
        let share = total.flatMap { $0 > 0 ? " \(min(100, done * 100 / $0)) %" : nil } ?? " \(done)"
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K\(name)\(share)".utf8))
    }

    /// Takes the line away again.
    func clear() {
        guard isDirty else { return }
        isDirty = false
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8))
    }
}

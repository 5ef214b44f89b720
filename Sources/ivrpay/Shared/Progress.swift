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
        guard isDue else { return }
        let share = total.flatMap { $0 > 0 ? " \(min(100, done * 100 / $0)) %" : nil } ?? " \(done)"
        write(name + share)
    }

    /// Shows that `done` of `total` files are done, at most twice a second.
    func showFiles(done: Int, of total: Int) {
        guard isDue else { return }
        write("\(done) of \(total) files")
    }

    /// Takes the line away again.
    func clear() {
        guard isDirty else { return }
        write("")
        isDirty = false
    }

    /// Whether the line may be written anew; then it counts as written now.
    private var isDue: Bool {
        guard isShown else { return false }
        let now = clock.now
        guard now - started > .seconds(1), now - last > .milliseconds(500) else { return false }
        last = now
        return true
    }

    private func write(_ line: String) {
        isDirty = true
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K\(line)".utf8))
    }
}

import Foundation

/// Lines of standard output that come thousands a second, written together: a call of the system costs as much as a tenth of a
/// scenario. On a terminal each is written at once, and elsewhere one that comes after a pause.
struct LineBuffer {
    /// How long lines may wait for the next one, and how many bytes of them.
    private static let (patience, capacity) = (Duration.milliseconds(20), 1 << 16)

    private let isTerminal = isatty(STDOUT_FILENO) == 1
    private let clock = ContinuousClock()
    private var waiting = ""
    private var written: ContinuousClock.Instant?

    /// Takes a line. Throws where standard output can't be written.
    mutating func line(_ text: String) throws {
        waiting += text
        waiting += "\n"
        let now = clock.now
        let isSoon = written.map { now - $0 < LineBuffer.patience } ?? false
        guard isTerminal || !isSoon || waiting.utf8.count >= LineBuffer.capacity else { return }
        written = now
        try flush()
    }

    /// Writes what waits.
    mutating func flush() throws {
        guard !waiting.isEmpty else { return }
        let text = waiting
        waiting.removeAll(keepingCapacity: true)
        try Output.text(text)
    }
}

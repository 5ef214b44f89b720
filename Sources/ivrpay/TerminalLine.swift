import CallEngine
import CallReports
import CallSession
import Foundation
import PaymentCall
import Prompts
import Synchronization
import Telephony

/// The keyboard as a telephone: a key is a key, prompts appear as words, the clock is real, Ctrl-C hangs up.
struct TerminalLine: LiveLine {
    private let clock = ContinuousClock()
    private let answered: ContinuousClock.Instant
    private let before: termios?
    private var view: LiveView
    private var hasEnded = false

    /// Set by the signals that end a program: the caller hangs up, and the terminal is put right again.
    private static let hangUpAsked = Atomic<Bool>(false)

    /// Takes the terminal over; `close` gives it back.
    init(prompts: PromptSet, results: Format, verbose: Bool) {
        answered = clock.now
        view = LiveView(prompts: prompts, toStandardError: results == .json, verbose: verbose)
        var settings = termios()
        if tcgetattr(STDIN_FILENO, &settings) == 0 {
            before = settings
            settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
            tcsetattr(STDIN_FILENO, TCSANOW, &settings)
        } else {
            before = nil
        }
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { _ in TerminalLine.hangUpAsked.store(true, ordering: .relaxed) }
        }
        view.start(isTerminal: before != nil)
    }

    /// Gives the terminal back.
    func close() {
        guard var settings = before else { return }
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    var now: MediaTime {
        let passed = answered.duration(to: clock.now).components
        return .zero + .milliseconds(Int(passed.seconds) * 1000 + Int(passed.attoseconds / 1_000_000_000_000_000))
    }

    mutating func wait(until deadline: MediaTime) -> LiveInput? {
        while true {
            if TerminalLine.hangUpAsked.load(ordering: .relaxed) { return .hangUp }
            let left = (deadline - now).seconds
            if left <= 0 { return nil }
            var descriptor = pollfd(fd: hasEnded ? -1 : STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            // Rounded up, so that the deadline has come when poll gives up; at most an hour at a time.
            guard poll(&descriptor, 1, Int32(min(left * 1000 + 1, 3_600_000))) > 0 else { continue }
            if let input = readKey() { return input }
        }
    }

    private mutating func readKey() -> LiveInput? {
        var byte: UInt8 = 0
        guard read(STDIN_FILENO, &byte, 1) == 1 else {
            hasEnded = true
            return .end
        }
        switch byte {
        case 0x03, 0x04: return .hangUp
        case UInt8(ascii: "!"): return .hangUp
        default: return Key(Character(UnicodeScalar(byte))).map { .key($0) }
        }
    }

    mutating func show(_ events: [TimedEvent], question: Question?) {
        for event in events { view.show(event) }
    }
}

/// A live call on a screen: words as they begin, keys as they come, dots for the sensitive ones.
struct LiveView {
    private var transcript: Transcript
    private let toStandardError: Bool
    private var isKeying = false

    init(prompts: PromptSet, toStandardError: Bool, verbose: Bool) {
        transcript = Transcript(prompts: prompts, verbose: verbose)
        self.toStandardError = toStandardError
    }

    func start(isTerminal: Bool) {
        guard isTerminal else { return }
        write("Keys: 0-9 * # A-D. Ctrl-C hangs up. Test card: see README.\n\n")
    }

    mutating func show(_ event: TimedEvent) {
        if let echo = Transcript.echo(of: event) {
            if !isKeying { write(String(repeating: " ", count: 18)) }
            isKeying = true
            return write(echo)
        }
        let lines = transcript.lines(for: event)
        guard !lines.isEmpty else { return }
        write((isKeying ? "\n" : "") + lines.joined(separator: "\n") + "\n")
        isKeying = false
    }

    private func write(_ text: String) {
        let handle = toStandardError ? FileHandle.standardError : FileHandle.standardOutput
        try? handle.write(contentsOf: Data(text.utf8))
    }
}

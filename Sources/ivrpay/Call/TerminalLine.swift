import CallEngine
import CallReports
import CallSession
import ConnectorHTTP
import Connectors
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
    private let services: LiveHTTPConnector
    private let gateway: LiveGateway?
    private var gatewayAnswers: [LiveGateway.Answer] = []
    private var answers: [ConnectorAnswer] = []

    /// How often a service's answer is looked for, in milliseconds: an answer that late is heard at once by a person.
    private static let patience: Int32 = 20

    /// Set by the signals that end a program: the caller hangs up, and the terminal is put right again.
    private static let hangUpAsked = Atomic<Bool>(false)

    /// Takes the terminal over; `close` gives it back.
    init(prompts: PromptSet, services: LiveHTTPConnector, gateway: LiveGateway?, results: Format, verbose: Bool) {
        answered = clock.now
        self.services = services
        self.gateway = gateway
        // With the results elsewhere, the person at the keyboard still reads the prompts.
        let isElsewhere = results == .json || (isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 0)
        view = LiveView(prompts: prompts, toStandardError: isElsewhere, verbose: verbose)
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
            // Told once: a gateway that was asked is waited for behind it.
            if TerminalLine.hangUpAsked.exchange(false, ordering: .relaxed) { return .hangUp }
            answers += services.takeAnswers()
            if !answers.isEmpty { return .answer(answers.removeFirst()) }
            gatewayAnswers += gateway?.takeAnswers() ?? []
            if !gatewayAnswers.isEmpty { return .gatewayAnswer(gatewayAnswers.removeFirst()) }
            let left = (deadline - now).seconds
            if left <= 0 { return nil }
            var descriptor = pollfd(fd: hasEnded ? -1 : STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            // Rounded up, so that the deadline has come when poll gives up; at most an hour at a time.
            let isAsking = services.isWaiting || gateway?.isWaiting == true
            let most = isAsking ? TerminalLine.patience : 3_600_000
            guard poll(&descriptor, 1, Int32(min(left * 1000 + 1, Double(most)))) > 0 else { continue }
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
        case 0x03, 0x04, UInt8(ascii: "!"): return .hangUp
        case 0x1b:
            skipEscapeSequence()
            return nil
        default: return Key(Character(UnicodeScalar(byte))).map { .key($0) }
        }
    }

    /// Arrow and function keys send an escape sequence, in which letters may stand that are keys of ours.
    private func skipEscapeSequence() {
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        var byte: UInt8 = 0
        var isFirst = true
        while poll(&descriptor, 1, 25) > 0, read(STDIN_FILENO, &byte, 1) == 1 {
            let opens = isFirst && (byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O"))
            if !opens, (0x40...0x7e).contains(byte) { return }
            isFirst = false
        }
    }

    mutating func show(_ events: [TimedEvent], question: Question?) {
        for event in events { view.show(event) }
    }
}

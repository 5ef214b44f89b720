import CallEngine
import CallReports
import CallSession
import CardData
import JSONText
import PaymentCall
import PaymentGateway
import PromptFiles
import Prompts
import Settings
import Telephony

extension FinishedCall {
    /// The outcome with its reason: `failed/too-many-attempts`.
    public var summary: String { result.outcome.rawValue + (result.reason.map { "/" + $0 } ?? "") }
    /// The declines by code.
    public var declines: [String] { result.payment?.declines.map(\.rawValue) ?? [] }
    /// The transfer: `queue payments`.
    public var transfer: String? { result.transfer.map { "\($0.route.names.kind) \($0.route.names.target)" } }

    /// The events of the payment call, in order.
    public var callEvents: [CallEvent] {
        events.compactMap { if case .call(let event) = $0.event { event } else { nil } }
    }

    /// Failed attempts: `card-number luhn 1`.
    public var failures: [String] {
        callEvents.compactMap {
            if case .attemptFailed(let question, let fault, let attempt, _) = $0 {
                "\(question.name) \(fault.code) \(attempt)"
            } else {
                nil
            }
        }
    }

    /// Everything that any output shows of the call.
    public var everyOutput: String {
        var transcript = Transcript(prompts: CallKit.prompts)
        let lines = events.flatMap { transcript.lines(for: $0) } + transcript.flush() + record.lines
        let json = events.map { $0.json(prompts: CallKit.prompts).text } + [record.json.text]
        return (lines + json).joined(separator: "\n")
    }
}

/// Calls in media time for tests.
public enum CallKit {
    /// The canonical call of the interface: the full balance is paid.
    public static let canonical = "10023# 4821# 1 4242424242424242# 1 1230# 1 123# 1 1"
    /// The canonical call up to the summary, with another card.
    public static func card(_ number: String, code: String = "123") -> String { "\(number)# 1 1230# 1 \(code)# 1" }
    /// Identified, and paying in full.
    public static let identified = "10023# 4821# 1 "

    /// The shipped words.
    public static let prompts: PromptSet = {
        do { return try PromptSet.shipped() } catch { preconditionFailure("the shipped prompts: \(error)") }
    }()

    /// Runs a call whose caller types `keys`, in a scene that `configure` changes.
    public static func call(
        _ keys: String, hangsUpAtEnd: Bool = false, agentCancelsAt: Double? = nil,
        _ configure: (inout CallScene) -> Void = { _ in }
    ) throws -> FinishedCall {
        let caller = KeyedCaller(script: try KeyScript(keys), hangsUpAtEnd: hangsUpAtEnd)
        return try call(
            { scene in
                scene.agentCancelsAt = agentCancelsAt.map { .seconds($0) }
                configure(&scene)
            }, drive: { caller.drive(&$0) })
    }

    /// Runs a call whose caller presses keys at given instants, and then stays on the line.
    public static func call(
        presses: [(key: Key, at: MediaTime)], _ configure: (inout CallScene) -> Void = { _ in }
    ) throws -> FinishedCall {
        try call(configure) { engine in
            engine.answer()
            for press in presses { engine.press(press.key, at: press.at) }
            engine.runToEnd()
        }
    }

    /// Runs a call that `drive` drives.
    public static func call(
        _ configure: (inout CallScene) -> Void, drive: (inout CallEngine) -> Void
    ) throws -> FinishedCall {
        var scene = CallScene(prompts: prompts)
        configure(&scene)
        var engine = try scene.engine(door: ["test"])
        drive(&engine)
        let call = try FinishedCall(of: &engine)
        guard engine.holdsNoCardData else { throw DigitsKept() }
        return call
    }
}

/// Keyed digits outlived their call.
public struct DigitsKept: Error {
    /// There is nothing more to say.
    public init() {}
}

/// Random numbers that a printed seed brings back (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The generator of a seed.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension EngineEvent {
    /// The prompt whose begin, end or interruption this is, by its id; nil for anything else.
    public var promptID: String? {
        switch self {
        case .promptStarted(let prompt), .promptFinished(let prompt), .promptInterrupted(let prompt): prompt.id
        case .call, .plan, .key, .callerSilenceChanged, .ended: nil
        }
    }

    /// Whether a prompt was heard to its end.
    public var isPromptEnd: Bool { if case .promptFinished = self { true } else { false } }
    /// Whether a prompt was cut short.
    public var isInterruption: Bool { if case .promptInterrupted = self { true } else { false } }
}

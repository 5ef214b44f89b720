import CallEngine
import CallReports
import CallSession
import CardData
import PaymentCall
import PaymentGateway
import Settings
import Telephony

/// One thing that a caller does, or the agent of the call.
public enum CallerStep: Hashable, Sendable {
    /// Presses a key.
    case press(Key)
    /// Waits.
    case wait(MediaDuration)
    /// Listens until the prompt now playing is over.
    case listen
    /// Hangs up.
    case hangUp
    /// The agent cancels the payment.
    case agentCancels
}

/// One thing in which the scene of a call differs from the defaults.
public struct SceneOption: Sendable {
    /// What it is, for a person.
    public let text: String
    let apply: @Sendable (inout CallScene) -> Void
}

/// All that a call is made of, so that it can be played again, also without some of it.
public struct CallScript: Sendable {
    /// The seed that it came from.
    public var seed: UInt64
    /// What is not as by default.
    public var options: [SceneOption] = []
    /// What caller and agent do, in order.
    public var steps: [CallerStep] = []
    /// What the caller keys that nobody else may see.
    public var secrets = Secrets.first

    /// The scene of the call.
    public var scene: CallScene {
        var scene = CallScene(prompts: CallKit.prompts)
        scene.seed = seed
        scene.directory = secrets.directory
        for option in options { option.apply(&scene) }
        return scene
    }

    /// Plays the call to its end; throws where the options don't go together.
    public func played() throws(SceneError) -> PlayedCall {
        var line = try CallLine(self)
        for step in steps where !line.engine.isOver { line.perform(step) }
        return line.finish()
    }

    /// The call as a person reads it: keys as in key scripts, and what of the scene is not as by default.
    public var text: String {
        var keys = ""
        for step in steps {
            switch step {
            case .press(let key): keys.append(key.character)
            case .wait(let length): keys += CallScript.text(of: length)
            case .listen: keys += "> "
            case .hangUp: keys += " ! "
            case .agentCancels: keys += " (agent cancels) "
            }
        }
        let scene = options.isEmpty ? ["as by default"] : options.map(\.text)
        return "keys   \(keys)\nscene  " + scene.joined(separator: "\n       ")
    }

    private static func text(of length: MediaDuration) -> String {
        let halves = (length.seconds * 2).rounded()
        guard halves * 0.5 == length.seconds else { return " (wait \(length.seconds) s) " }
        let whole = Int(halves)
        return " " + String(repeating: "W", count: whole / 2) + (whole % 2 == 1 ? "w " : " ")
    }
}

/// A call that was played, with all that can be known of it.
public struct PlayedCall: Sendable {
    /// What it was made of.
    public let script: CallScript
    /// Its scene.
    public let scene: CallScene
    /// The call; nil where it did not end.
    public let call: FinishedCall?
    /// What the gateway was asked.
    public let book: GatewayBook
    /// Whether no keyed digit was kept after the end.
    public let isWiped: Bool
    /// When the caller did the last thing.
    public let lastStepAt: MediaTime
}

/// A call on the line, and the caller's place in time.
struct CallLine: ~Copyable {
    /// More things than may ever fall due on one call.
    private static let mostEvents = 20_000

    private let script: CallScript
    let scene: CallScene
    var engine: CallEngine
    private let book = GatewayBook()
    private var cursor = MediaTime.zero + KeyScript.lead
    private(set) var steps: [CallerStep] = []

    init(_ script: CallScript) throws(SceneError) {
        self.script = script
        let scene = script.scene
        self.scene = scene
        engine = try scene.engine(
            door: ["random"], gateway: SpyGateway(behaviour: scene.settings.gateway, book: book))
        engine.answer()
        engine.advance(to: cursor)
    }

    mutating func perform(_ step: CallerStep) {
        steps.append(step)
        switch step {
        case .press(let key):
            engine.press(key, at: cursor)
            cursor = cursor + KeyScript.keyLength + KeyScript.gap
        case .wait(let length):
            cursor = cursor + length
            engine.advance(to: cursor)
        case .listen:
            engine.advance(to: cursor)
            let heard = engine.utterance
            while heard != nil, engine.utterance == heard, let due = engine.nextDue { engine.advance(to: due) }
            cursor = max(cursor, engine.now)
        case .hangUp: engine.hangUp(at: cursor)
        case .agentCancels: engine.cancelByAgent(at: cursor)
        }
    }

    /// The caller does nothing more.
    consuming func finish() -> PlayedCall {
        let lastStepAt = min(cursor, engine.now)
        var events = 0
        while !engine.isOver, events < CallLine.mostEvents, let due = engine.nextDue {
            engine.advance(to: due)
            events += 1
        }
        var script = script
        script.steps = steps
        return PlayedCall(
            script: script, scene: scene, call: try? FinishedCall(of: &engine), book: book,
            isWiped: engine.holdsNoCardData, lastStepAt: lastStepAt)
    }
}

/// What callers key and nobody else may see. Of two sets, each digit of one stands where the other has its own, so that
/// a call goes the same way with both.
public struct Secrets: Sendable {
    let pins: [String]
    let expiry: String
    /// The longest security code; a shorter one is its begin.
    let securityCode: String

    /// Secrets of a caller.
    public static let first = Secrets(
        pins: ["4567", "5647", "6745", "7546", "4756"], expiry: "1238", securityCode: "4565")
    /// Other ones, by which a call must look the same.
    public static let second = Secrets(
        pins: ["8945", "9485", "4589", "5984", "8594"], expiry: "1239", securityCode: "7898")

    /// The shipped accounts with these PINs.
    var directory: AccountDirectory {
        AccountDirectory(
            zip(AccountDirectory.standard.accounts, pins).map { account, pin in
                Account(
                    number: account.number, name: account.name, pin: StoredPIN(pin), balance: account.balance,
                    isBlocked: account.isBlocked)
            })
    }
}

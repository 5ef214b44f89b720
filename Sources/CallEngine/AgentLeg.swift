import Amounts
import PaymentCall
import Telephony

/// What a simulated agent does.
public enum AgentMove: Hashable, Sendable {
    /// Lets time pass before the next move.
    case wait(MediaDuration)
    /// Starts a payment; refused while one runs.
    case pay(amount: Money?, reference: String?)
    /// Cancels the payment that runs.
    case cancel
    /// Waits until the caller is back.
    case waitForCaller
    /// Is done with the caller, once they are back.
    case finish
}

/// The agent's leg of a call: what the agent does, and what of the call they hear.
///
/// While a payment runs the agent is off the call and stays reserved: what they hear, and what a recording of their leg
/// keeps, is silence (Genesys CE08).
struct AgentLeg {
    /// Between having the caller and the next move, where no other time is given.
    private let talkTime: MediaDuration
    private let moves: [AgentMove]
    /// Whether somebody tells the agent what to do: without a move they wait.
    private let isLed: Bool
    private var next = 0
    /// When the next move is made; nil before the agent has ever been on the call.
    private var readyAt: MediaTime?
    private(set) var heard: [AgentHearing] = []
    private var open: (isSilence: Bool, start: MediaTime)?
    private(set) var hasCaller = false
    /// When the agent hears what is said on the call.
    private(set) var hears = OpenTimes(open: false)

    init(moves: [AgentMove], isLed: Bool, talkTime: MediaDuration) {
        self.moves = moves
        self.isLed = isLed
        self.talkTime = talkTime
    }

    /// Whether the agent has been on the call.
    var wasThere: Bool { open != nil || !heard.isEmpty }

    /// The agent talks to the caller from here.
    mutating func hasCaller(at now: MediaTime) {
        hear(silence: false, at: now)
        hasCaller = true
        readyAt = max(readyAt ?? now, now + talkTime)
    }

    /// The agent is cut off from here.
    mutating func cutOff(at now: MediaTime) {
        hear(silence: true, at: now)
        hasCaller = false
        readyAt = max(readyAt ?? now, now)
    }

    /// The agent is no more on the call.
    mutating func leave(at now: MediaTime) {
        if let open, open.start < now {
            heard.append(AgentHearing(isSilence: open.isSilence, start: open.start, end: now))
        }
        open = nil
        hears.set(open: false, at: now)
        hasCaller = false
        readyAt = nil
    }

    private mutating func hear(silence: Bool, at now: MediaTime) {
        if let open, open.isSilence == silence { return }
        let ready = readyAt
        leave(at: now)
        readyAt = ready
        open = (silence, now)
        hears.set(open: !silence, at: now)
    }

    /// When the agent's next move is made; nil for none, or while it waits for the caller.
    var due: MediaTime? {
        guard let readyAt else { return nil }
        guard next < moves.count else { return hasCaller && !isLed ? readyAt : nil }
        switch moves[next] {
        case .wait, .pay, .cancel: return readyAt
        case .waitForCaller, .finish: return hasCaller ? readyAt : nil
        }
    }

    /// The move that is due; an agent who has no more to do is done with the caller.
    mutating func takeMove(at now: MediaTime) -> AgentMove? {
        guard next < moves.count else {
            readyAt = nil
            return .finish
        }
        defer { next += 1 }
        switch moves[next] {
        case .wait(let length):
            readyAt = now + length
            return nil
        case .waitForCaller: return nil
        case let move: return move
        }
    }
}

/// What an agent heard for a while.
public struct AgentHearing: Hashable, Sendable {
    /// Silence: a payment ran.
    public let isSilence: Bool
    /// From here.
    public let start: MediaTime
    /// To here.
    public let end: MediaTime
}

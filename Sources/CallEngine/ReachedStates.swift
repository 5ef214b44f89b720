import PaymentCall

/// What may happen to a payment call from outside, by kind.
public enum Happening: String, Hashable, Sendable, CaseIterable {
    case answered, key
    case promptFinished = "prompt-finished"
    case deadline
    case accountLookedUp = "account-looked-up"
    case cardChecked = "card-checked"
    case gatewayApproved = "gateway-approved"
    case gatewayDeclined = "gateway-declined"
    case gatewayNotSent = "gateway-not-sent"
    case gatewayUnknown = "gateway-unknown"
    case gatewayLater = "gateway-later"
    case gatewayVoided = "gateway-voided"
    case gatewayHeldBack = "gateway-held-back"
    case callerHungUp = "caller-hung-up"
    case agentCancelled = "agent-cancelled"
    case secondPayment = "second-payment"

    init(_ reply: GatewayReply) {
        self =
            switch reply {
            case .approved: .gatewayApproved
            case .declined: .gatewayDeclined
            case .notSent: .gatewayNotSent
            case .unknown: .gatewayUnknown
            case .later: .gatewayLater
            case .voided: .gatewayVoided
            case .heldBack: .gatewayHeldBack
            }
    }

    fileprivate var bit: UInt32 { 1 << UInt32(unsafeBitCast(self, to: UInt8.self)) }
}

/// What has happened to the payments of a call, and in which states: what was ignored there counts as well.
public struct ReachedStates: Hashable, Sendable {
    /// For each state a bit of each happening.
    private var rows = SIMD8<UInt32>.zero
    /// Whether a payment has ended.
    private var hasEnded = false

    /// Nothing has happened.
    public init() {}

    /// Whether that has happened in that state.
    public func has(_ happening: Happening, in state: StateName) -> Bool {
        rows[ReachedStates.row(state)] & happening.bit != 0
    }

    /// Whether a payment has been in that state while something happened, or has ended there.
    public func has(_ state: StateName) -> Bool {
        state == .ended ? hasEnded : rows[ReachedStates.row(state)] != 0
    }

    /// That happens in that state. Nothing happens to a payment that is over.
    mutating func note(_ happening: Happening, in state: StateName) {
        guard state != .ended else { return }
        rows[ReachedStates.row(state)] |= happening.bit
    }

    /// A payment is over.
    mutating func noteEnd() { hasEnded = true }

    private static func row(_ state: StateName) -> Int { Int(unsafeBitCast(state, to: UInt8.self)) }
}

extension CallEngine {
    /// Notes what happens to the payment in hand; nothing where there is none.
    mutating func reach(_ happening: Happening) {
        if let state = payment?.call.stateName { reached.note(happening, in: state) }
    }
}

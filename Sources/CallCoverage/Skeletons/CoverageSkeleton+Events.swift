import CallEngine
import PaymentCall

// The ways to states, and to what happens in them.
extension CoverageSkeleton {
    /// `charging`.
    static func state(_ name: String) -> CoverageSkeleton? {
        switch StateName(rawValue: name) {
        case .lookingUp: happening(.accountLookedUp, in: .lookingUp)
        case .checking: happening(.cardChecked, in: .checking)
        case .ready, .greeting, .listening, .charging, .closing, .ended: withToken.pressing("1").ends(.paid)
        case nil: nil
        }
    }

    /// `charging/caller-hung-up`.
    static func event(_ name: String) -> CoverageSkeleton? {
        let parts = name.split(separator: "/").map(String.init)
        guard parts.count == 2, let state = StateName(rawValue: parts[0]), let happening = Happening(rawValue: parts[1])
        else { return nil }
        return self.happening(happening, in: state)
    }

    private static func happening(_ happening: Happening, in state: StateName) -> CoverageSkeleton? {
        switch state {
        case .ready: happening == .answered ? withToken.pressing("1").ends(.paid) : nil
        case .greeting: inGreeting(happening)
        case .lookingUp: happening == .accountLookedUp ? way(to: .enter(.account))?.pressing("10023#").leaves() : nil
        case .listening: inListening(happening)
        case .checking: inChecking(happening)
        case .charging: inCharging(happening)
        case .closing: inClosing(happening)
        case .ended: nil
        }
    }

    /// A second payment that the agent asks for, or a cancellation, so many seconds after the answer.
    private func agent(_ happening: Happening, at seconds: Int) -> CoverageSkeleton {
        happening == .agentCancelled ? assisted(cancelsAt: seconds) : assisted("wait \(seconds); pay 5.00")
    }

    private static func inGreeting(_ happening: Happening) -> CoverageSkeleton? {
        var atOnce = withToken
        atOnce.keys = ""
        switch happening {
        case .key: return atOnce.pressing("1").ends(.paid)
        case .promptFinished: return withToken.pressing("1").ends(.paid)
        case .callerHungUp: return atOnce.leaves()
        case .agentCancelled: return withToken.agent(happening, at: 1).ends(.cancelled, "agent-cancelled")
        case .secondPayment: return withToken.agent(happening, at: 1).pressing("1").ends(.paid)
        default: return nil
        }
    }

    private static func inListening(_ happening: Happening) -> CoverageSkeleton? {
        switch happening {
        case .key: return withToken.pressing("1").ends(.paid)
        case .promptFinished: return withToken.pressing("> 1").ends(.paid)
        case .deadline: return withToken.setting("timeouts.first-digit", "1").pressing("> WW").leaves()
        case .callerHungUp: return withToken.leaves()
        case .agentCancelled: return withToken.agent(happening, at: 20).ends(.cancelled, "agent-cancelled")
        case .secondPayment: return withToken.agent(happening, at: 20).waiting(20).leaves()
        case .cardChecked: return checkingLate.waiting(5).leaves()
        default:
            guard let late = lateReply(happening) else { return nil }
            return late.with("token", "tok_chargeDeclined").pressing("1").waiting(4).leaves()
        }
    }

    private static func inChecking(_ happening: Happening) -> CoverageSkeleton? {
        let checking = checking(withAmount).setting("card-check.timeout", "200").setting("card-check.latency", "100")
        let asked = checking.pressing("4242424242424242#")
        switch happening {
        case .key: return asked.pressing("1").leaves()
        case .promptFinished: return asked.waiting(20).leaves()
        case .deadline: return asked.setting("card-check.timeout", "1").waiting(2).leaves()
        case .cardChecked: return Self.checking(withAmount).pressing("4242424242424242# > W").leaves()
        case .callerHungUp: return asked.waiting(1).leaves()
        case .agentCancelled: return asked.agent(happening, at: 60).ends(.cancelled, "agent-cancelled")
        case .secondPayment: return asked.agent(happening, at: 60).waiting(60).leaves()
        default:
            // The answer to the second try comes while the next card is checked.
            guard let late = lateReply(happening) else { return nil }
            let slow = late.setting("gateway.timeout", "30").setting("gateway.latency", "40")
            let declined = slow.with("token", "tok_chargeDeclined").setting("card-check.asked", "true")
            let other = declined.setting("card-check.timeout", "200").setting("card-check.latency", "100")
            return other.pressing("1").waiting(42).pressing("4242424242424242#").waiting(32).leaves()
        }
    }

    private static func inCharging(_ happening: Happening) -> CoverageSkeleton? {
        let slow = withToken.setting("gateway.timeout", "200").setting("gateway.latency", "100").pressing("1")
        let once = withToken.setting("gateway.retries", "0").pressing("1")
        switch happening {
        case .key: return slow.pressing("W 5").ends(.paid)
        case .promptFinished: return slow.ends(.paid)
        case .deadline: return withToken.setting("gateway.faults", "[lost-request, none]").pressing("1").ends(.paid)
        case .callerHungUp: return slow.pressing("W !").ends(.paid)
        case .agentCancelled, .secondPayment: return slow.agent(happening, at: 60).ends(.paid)
        case .cardChecked:
            let given = withAmount.given([.expiry, .securityCode]).setting("gateway.timeout", "200")
            let check = given.setting("gateway.latency", "100").setting("card-check.asked", "true")
            let late = check.setting("card-check.timeout", "1").setting("card-check.latency", "60")
            return late.pressing("4242424242424242# WW 1 1").ends(.paid)
        case .gatewayApproved: return withToken.pressing("1").ends(.paid)
        case .gatewayDeclined: return withToken.with("token", "tok_chargeDeclined").pressing("1 >").leaves()
        case .gatewayNotSent:
            return once.setting("gateway.faults", "[unreachable]").ends(.failed, "gateway-unavailable")
        case .gatewayUnknown: return once.setting("gateway.faults", "[lost-request]").ends(.pending, "outcome-unknown")
        case .gatewayLater: return withToken.setting("gateway.faults", "[later, none]").pressing("1").ends(.paid)
        case .gatewayVoided:
            let lost = once.setting("gateway.faults", "[lost-request]").setting("gateway.void-unknown", "true")
            return lost.ends(.failed, "gateway-unavailable")
        case .gatewayHeldBack:
            return withToken.setting("gateway.faults", "[already-paid]").pressing("1").ends(.failed, "already-paid")
        case .answered, .accountLookedUp: return nil
        }
    }

    private static func inClosing(_ happening: Happening) -> CoverageSkeleton? {
        var cancelled = withToken.ends(.cancelled, "caller-cancelled")
        cancelled.keys = "*"
        let once = withToken.setting("gateway.retries", "0").setting("gateway.faults", "[lost-request]")
        let lost = once.setting("gateway.timeout", "1").setting("gateway.latency", "1.5").pressing("1")
        switch happening {
        case .key: return withToken.pressing("1 > W 5").ends(.paid)
        case .promptFinished: return withToken.pressing("1").ends(.paid)
        case .callerHungUp: return withToken.pressing("1 > W !").ends(.paid)
        case .agentCancelled, .secondPayment: return cancelled.agent(happening, at: 1)
        case .cardChecked:
            return checkingLate.setting("card-check.when-unreachable", "end").ends(.failed, "card-check-unavailable")
        case .gatewayUnknown: return lost.ends(.pending, "outcome-unknown")
        case .gatewayVoided:
            return lost.setting("gateway.void-unknown", "true").ends(.pending, "outcome-unknown")
        case .gatewayDeclined:
            let last = lateReply(happening)?.with("token", "tok_chargeDeclined").setting("declines", "1")
            return last?.pressing("1").ends(.declined, "too-many-declines")
        case .answered, .deadline, .accountLookedUp: return nil
        case .gatewayApproved, .gatewayNotSent, .gatewayLater, .gatewayHeldBack:
            return lateReply(happening)?.pressing("1").ends(.paid)
        }
    }

    /// A card check whose answer comes when the call waits for it no more.
    private static var checkingLate: CoverageSkeleton {
        let late = checking(withAmount).setting("card-check.timeout", "1").setting("card-check.latency", "2")
        return late.pressing("4242424242424242#")
    }

    /// A gateway whose answer to the first try comes when the second has been made, to which it answers so.
    private static func lateReply(_ happening: Happening) -> CoverageSkeleton? {
        let late = withToken.setting("gateway.timeout", "1").setting("gateway.latency", "1.2")
        return switch happening {
        case .gatewayApproved, .gatewayDeclined: late
        case .gatewayNotSent: late.setting("gateway.faults", "[none, unreachable]")
        case .gatewayLater: late.setting("gateway.faults", "[none, later]")
        case .gatewayHeldBack: late.setting("gateway.faults", "[none, already-paid]")
        default: nil
        }
    }
}

import CallPlan
import PaymentCall
import Telephony

extension PlanEvent {
    /// The event in a transcript: who did what; nil for what only a verbose one tells, or none.
    func line(isVerbose: Bool) -> (who: String, what: String)? { text ?? (isVerbose ? detail : nil) }

    private var text: (who: String, what: String)? {
        switch self {
        case .choice(let step, let key): ("caller", "\(step): \(key.character)")
        case .keyDropped(.afterEntry): nil
        case .keyDropped(let why): ("caller", "a key is dropped (\(why.rawValue))")
        case .attemptFailed(let step, let fault, let attempt, let limit):
            ("plan", "\(step): \(fault.code), attempt \(attempt) of \(limit)")
        case .timerExpired(let timer): ("plan", "\(timer.rawValue) timeout")
        case .dataSet(let name, let shown): ("plan", "\(name) = \(shown.isEmpty ? "(empty)" : shown)")
        case .connectorAsked(let step, let request): ("plan", "\(step): asks \(request)")
        case .connectorAnswered(let step, let failure): ("plan", "\(step): \(failure ?? "answered")")
        case .transferredToPCI(let destination, let clid):
            ("plan", "transferred to the payment side, \(destination) as \(clid); recording suspended")
        case .returnedFromPCI(let result): ("plan", "back from the payment side: \(result.rawValue); recording resumed")
        case .agentTalks(let name): ("agent", "\(name) has the caller")
        case .agentStartedPayment: ("agent", "starts a payment, and is cut off")
        case .paymentRefused: ("plan", "a payment can't be started now")
        case .callerHungUp: ("caller", "hangs up")
        case .transferred(let transfer): ("plan", "transferred to \(transfer.route.text)")
        case .hungUp: ("plan", "hangs up")
        case .step, .digits, .keyWaits, .timerStarted: nil
        }
    }

    private var detail: (who: String, what: String)? {
        switch self {
        case .step(let name, let kind): ("plan", "step \(name), \(kind)")
        case .timerStarted(let timer, let length) where timer != .interDigit:
            ("timer", "\(timer.rawValue), \(Transcript.clock(.zero + length)) s")
        case .keyWaits(let count): ("caller", "a key waits, \(count) in all")
        case .keyDropped(.afterEntry): ("caller", "# after the entry")
        default: nil
        }
    }
}

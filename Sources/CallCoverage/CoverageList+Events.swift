import CallEngine
import PaymentCall

// Which happenings can come in which state, by any door of the program.
extension CoverageList {
    /// Whether it can come: to be acted on, or to be ignored.
    static func comes(_ happening: Happening, in state: StateName) -> Bool {
        switch (happening, state) {
        // A call is answered before anything else can happen, and nothing reaches one that is over.
        case (.answered, .ready): true
        case (_, .ready), (_, .ended), (.answered, _): false
        // The directory answers at once: nothing else can come between.
        case (.accountLookedUp, .lookingUp): true
        case (_, .lookingUp), (.accountLookedUp, _): false
        // In the greeting there is neither a timer nor anybody who was asked.
        case (.key, .greeting), (.promptFinished, .greeting), (.callerHungUp, .greeting), (.agentCancelled, .greeting),
            (.secondPayment, .greeting):
            true
        case (_, .greeting): false
        // The last words have no timer.
        case (.deadline, .closing): false
        // Answers that come too late: the question whether the call waits for them is its own. An answer that ends the
        // payment, or that there is none, can't follow a decline of the same transaction, and only a decline leads from
        // the gateway back to a question.
        case (.gatewayApproved, .listening), (.gatewayUnknown, .listening), (.gatewayVoided, .listening),
            (.gatewayApproved, .checking), (.gatewayUnknown, .checking), (.gatewayVoided, .checking):
            false
        default: true
        }
    }
}

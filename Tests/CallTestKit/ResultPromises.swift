import Amounts
import CallSession
import CardData
import PaymentCall
import Settings
import Telephony

/// What the result of a payment says is what happened in it.
enum ResultPromises {
    static func check(_ payment: PaymentModel, _ result: CallResult, isCharged: Bool) throws(BrokenPromise) {
        let summary = result.outcome.rawValue + (result.reason.map { "/" + $0 } ?? "")
        func need(_ holds: Bool, _ promise: String) throws(BrokenPromise) {
            if !holds { throw BrokenPromise(promise, summary) }
        }
        let mayBeCharged = result.outcome == .paid || result.outcome == .pending
        try need(isCharged ? mayBeCharged : result.outcome != .paid, "paid means charged")
        let isApproved = payment.approval != nil
        try need(isApproved == [.paid, .tokenized].contains(result.outcome), "an approval is paid or tokenized")
        try need(result.payment?.declines ?? [] == payment.declines, "declines are told")
        switch (result.outcome, result.reason) {
        case (.paid, nil): try need(!payment.isTokenizing, "what is only stored is not paid")
        case (.tokenized, nil): try need(payment.isTokenizing, "what is paid is not only stored")
        case (.hungUp, nil): try need(payment.wasLeft, "hung up means that the caller did")
        case (.pending, "outcome-unknown"): try need(!payment.ids.isEmpty, "pending comes after an ask")
        case (.declined, "too-many-declines"):
            try need(payment.declines.count == payment.rules.declines, "declines are counted and limited")
        case (.declined, let reason?):
            try need(payment.declines.last?.rawValue == reason, "a decline has the gateway's reason")
            let rule = payment.declines.last.flatMap { payment.rules.declineRules[$0] }
            try need(rule?.ends == true || payment.wasLeft, "a decline ends what its rule ends")
        case (.failed, "gateway-unavailable"): try need(!payment.ids.isEmpty, "unavailable comes after an ask")
        case (.failed, "already-paid"):
            if case .paid = payment.heldBack {
            } else {
                try need(false, "already paid is what the gateway's answer said")
            }
        case (.failed, "earlier-payment-unknown"):
            try need(payment.heldBack == .unknown, "an unknown earlier payment is what the gateway's answer said")
        case (.failed, "identification-failed"):
            let field = payment.lastFailure?.question.field
            try need(field == .account || field == .pin, "identification fails at account or PIN")
            try need(payment.isOver == "the last attempt at a field", "attempts are counted and limited")
        case (.failed, "too-many-attempts"):
            try need(payment.isOver?.hasPrefix("the last attempt") == true, "attempts are counted and limited")
        case (.failed, "asked-for-agent"): try need(payment.lastChoice?.key == .zero, "an agent comes when asked for")
        case (.failed, "not-payable"): try need(payment.due?.minor == 0, "nothing to pay means that nothing is due")
        case (.failed, "account-blocked"): try need(payment.account?.isBlocked == true, "blocked means blocked")
        case (.failed, "card-check-unavailable"):
            try need(payment.checkReply == .unreachable, "the check was not reached")
            try need(payment.rules.cardCheck.whenUnreachable == .end, "the check's fallback ends the payment")
        case (.cancelled, "agent-cancelled"): try need(payment.wasCancelledByAgent, "an agent cancels by cancelling")
        case (.cancelled, "caller-cancelled"): try need(payment.isOver == nil, "a caller cancels a payment that runs")
        default: throw BrokenPromise("outcome and reason are in the table of results", summary)
        }
    }

    /// Where the caller goes, by the table of results and the rules.
    static func checkWayOut(
        _ payment: PaymentModel, _ result: CallResult, _ scene: CallScene
    ) throws(BrokenPromise) {
        let expected = wayOut(payment, result, scene)
        let found = result.transfer?.route
        guard payment.wasLeft ? found == nil : found == expected else {
            throw BrokenPromise(
                "callers go where the rules say",
                "\(String(describing: found)) after \(result.outcome) \(result.reason ?? ""), not "
                    + String(describing: expected))
        }
        let names: Set = [
            "callId", "caller", "account", "result", "amountMinor", "currency", "reference", "transactionId",
            "declines",
        ]
        guard result.transfer?.context.allSatisfy({ names.contains($0.name) }) ?? true else {
            throw BrokenPromise("a transfer tells what may be told", "\(result.transfer?.context.map(\.name) ?? [])")
        }
    }

    private static func wayOut(_ payment: PaymentModel, _ result: CallResult, _ scene: CallScene) -> Route? {
        let rules = payment.rules
        guard scene.mode == .automated else { return .agent(rules.agent) }
        var route: Route?
        if result.reason == "too-many-attempts" {
            let field = payment.lastFailure?.question.field
            route =
                payment.isOver == "the last attempt of the call"
                ? rules.routes[CallRules.callAttemptsRoute] : field.flatMap { rules.fields[$0]?.ending }
        }
        route = route ?? result.reason.flatMap { rules.routes[$0] }
        switch (result.outcome, result.reason) {
        case (.paid, _), (.tokenized, _), (.cancelled, _), (.hungUp, _), (.failed, "not-payable"): break
        default: route = route ?? .queue(rules.queue)
        }
        return route == .hangUp ? nil : route
    }
}

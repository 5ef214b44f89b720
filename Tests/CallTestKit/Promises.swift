import Amounts
import CallEngine
import CallPlan
import CallReports
import CallSession
import CardData
import PaymentCall
import Settings
import Telephony

/// What every call promises, whatever its caller does.
public enum Promises {
    /// No call of a random caller may last longer.
    private static let longestCall = MediaDuration.milliseconds(2 * 3_600_000)
    /// A call whose caller does nothing more is over by then.
    private static let longestSilence = MediaDuration.milliseconds(900_000)

    /// The first promise that a call broke; nil for none.
    public static func broken(by played: PlayedCall) -> BrokenPromise? {
        do {
            try check(played)
            return nil
        } catch { return error }
    }

    private static func check(_ played: PlayedCall) throws(BrokenPromise) {
        guard let call = played.call else { throw BrokenPromise("every call ends", "it did not") }
        guard played.isWiped else { throw BrokenPromise("no keyed digit outlives the call", "some did") }
        let ends = call.events.count { if case .ended = $0.event { true } else { false } }
        guard ends == 1, case .ended(call.result)? = call.events.last?.event else {
            throw BrokenPromise("a call has one result", "\(ends) of them, or not as its last event")
        }
        guard call.record.duration < longestCall, .zero + call.record.duration < played.lastStepAt + longestSilence
        else {
            throw BrokenPromise("a call ends in bounded time", "it lasted \(call.record.duration.seconds) s")
        }
        let payments = try payments(call, played.scene)
        try check(payments, call, played)
        try AgentPromises.check(call, played.scene)
        try checkNamedDigits(call)
    }

    /// Follows every payment of a call, and the words around them.
    private static func payments(_ call: FinishedCall, _ scene: CallScene) throws(BrokenPromise) -> [PaymentModel] {
        var payments: [PaymentModel] = []
        var prompts = PromptModel()
        let given = scene.data.first { $0.hasPrefix("account=") }
        var account = given.map { String($0.dropFirst("account=".count)) }
        for timed in call.events {
            if case .plan(.dataSet("account", let shown)) = timed.event { account = shown }
            if case .call(let event) = timed.event {
                if event == .answered { payments.append(PaymentModel(scene, planned: account)) }
                guard !payments.isEmpty else { throw BrokenPromise("a payment begins by its answer", "\(event)") }
                try payments[payments.count - 1].take(event)
            }
            try prompts.take(timed.event, payments.last)
        }
        return payments
    }

    // MARK: Money

    private static func check(
        _ payments: [PaymentModel], _ call: FinishedCall, _ played: PlayedCall
    ) throws(BrokenPromise) {
        let charged = played.book.chargedIDs
        let results = call.record.plan?.payments ?? [call.result]
        guard results.count == payments.count else {
            throw BrokenPromise("each payment has one result", "\(results.count) of \(payments.count)")
        }
        for (payment, result) in zip(payments, results) {
            let own = charged.intersection(payment.ids)
            guard own.count <= 1 else { throw BrokenPromise("at most one charge succeeds", "\(own.count) did") }
            try ResultPromises.check(payment, result, isCharged: !own.isEmpty)
        }
        let known = Set(payments.flatMap(\.ids))
        guard charged.isSubset(of: known) else { throw BrokenPromise("every charge is told", "\(charged), \(known)") }
        try checkRequests(payments, played)
        guard played.scene.plan == nil else { return try checkPlan(call, payments, results) }
        try ResultPromises.checkWayOut(payments[0], call.result, played.scene)
    }

    /// What the gateway got is what the caller agreed to.
    private static func checkRequests(_ payments: [PaymentModel], _ played: PlayedCall) throws(BrokenPromise) {
        let entries = played.book.requests
        for payment in payments {
            guard let entry = entries.last(where: { $0.request.transactionID == payment.ids.last }) else { continue }
            let request = entry.request
            let amount = PaymentModel.text(request.amount)
            if let agreed = payment.askedAmount, agreed != amount {
                throw BrokenPromise("what a caller agrees to is what is charged", "\(amount), not \(agreed)")
            }
            guard request.method == payment.askedMethod, request.storesOnly == payment.isTokenizing else {
                throw BrokenPromise("what a caller agrees to is what is charged", "\(request.method)")
            }
            let needed: Set<Detail> = request.method == .card ? [.cardNumber] : [.bankAccount]
            let has = Set(entry.digits.keys)
            guard request.token != nil ? has.isEmpty : needed.isSubset(of: has) else {
                throw BrokenPromise("a charge has what is paid with", "it has \(has)")
            }
        }
    }

    private static func checkPlan(
        _ call: FinishedCall, _ payments: [PaymentModel], _ results: [CallResult]
    ) throws(BrokenPromise) {
        let transfers = call.events.count { if case .plan(.transferredToPCI) = $0.event { true } else { false } }
        guard payments.count <= transfers else {
            throw BrokenPromise("a plan has one payment a transfer", "\(payments.count) in \(transfers)")
        }
        guard
            results.last.map({ $0.outcome == call.result.outcome && $0.reason == call.result.reason })
                ?? [.noPayment, .hungUp].contains(call.result.outcome)
        else { throw BrokenPromise("a plan ends as its last payment", "\(call.summary)") }
    }

    // MARK: Digits

    /// A sensitive digit named, or more than a BIN of a harmless field's.
    private static func checkNamedDigits(_ call: FinishedCall) throws(BrokenPromise) {
        var named = 0
        for timed in call.events {
            switch timed.event {
            case .call(.digits(let field, _, .some)) where field.isSensitive:
                throw BrokenPromise("no sensitive digit is told", "a key of \(field) is named")
            case .call(.digits(_, _, let key?)) where key.digit != nil: named += 1
            case .plan(.digits(_, _, let key?)) where key.digit != nil: named += 1
            case .call(.accepted(let field, _)) where !field.isSensitive: named = 0
            case .call(.answered), .plan(.dataSet): named = 0
            default: break
            }
            guard named <= 6 else {
                throw BrokenPromise("no sensitive digit is told", "\(named) digits of entries not taken are named")
            }
        }
    }

    /// Every seven digits in a row of a test number, but for those of numbers that are shown.
    private static let sevens: Set<Substring> = {
        func parts(_ number: String) -> [Substring] {
            number.indices.dropLast(6).map { number[$0...].prefix(7) }
        }
        let numbers = TestCards.all.map(\.number) + TestBankAccount.all.map(\.number)
        return Set(numbers.flatMap(parts)).subtracting(
            parts(TestBankAccount.routingNumber) + parts("15550000100") + parts("15550000111"))
    }()

    /// Searches all that is told of a call: no more of a card than may be shown. It is much to search, so it is not for
    /// every call.
    public static func spelledOut(by played: PlayedCall) -> BrokenPromise? {
        guard let output = played.call?.everyOutput else { return nil }
        for run in output.split(whereSeparator: { !$0.isASCII || !$0.isNumber }) where run.count >= 7 {
            for start in run.indices.dropLast(6) where sevens.contains(run[start...].prefix(7)) {
                return BrokenPromise("no card is spelled out", "seven digits of a number: \(run)")
            }
        }
        return nil
    }

    /// Plays the call of the same seed with other secrets: all that is told must be the same, to the byte.
    public static func toldOfSecrets(by played: PlayedCall) -> BrokenPromise? {
        // A wrong entry may be cut into other fields, where its digits are harmless, so only clean ones are compared.
        let rules = played.scene.settings.rules
        guard played.scene.plan == nil, rules.withoutBargeIn.isEmpty, rules.fields.isEmpty else { return nil }
        let other = RandomCall.played(seed: played.script.seed, secrets: .second)
        guard let output = played.call?.everyOutput, let twin = other.call?.everyOutput, twin != output else {
            return nil
        }
        let lines = zip(output.split(separator: "\n"), twin.split(separator: "\n")).first { $0.0 != $0.1 }
        return BrokenPromise("a call looks the same with other secrets", "\(lines?.0 ?? ""), \(lines?.1 ?? "")")
    }
}

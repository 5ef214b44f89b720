import PaymentCall

// The ways to the questions of the call, and attempts at them that fail.
extension CoverageSkeleton {
    /// A caller who is known, and owes 120.00 USD.
    static var known: CoverageSkeleton {
        CoverageSkeleton().with("account", "\"10023\"").with("identified", "true").pressing(">")
    }

    /// The same with an amount: what is paid with is asked next.
    static var withAmount: CoverageSkeleton { known.with("amount", "20.00") }

    /// The same with a stored card, so that the summary is the only question.
    static var withToken: CoverageSkeleton { withAmount.with("token", "tok_visa") }

    /// Fields as they are keyed rightly.
    static let right: [Field: String] = [
        .account: "10023", .pin: "4821", .amount: "20", .cardNumber: "4242424242424242", .expiry: "1230",
        .securityCode: "123", .postalCode: "94103", .routingNumber: "110000000", .bankAccount: "000123456789",
    ]

    /// A call that has come to `question`, whose prompt has just begun.
    static func way(to question: Question) -> CoverageSkeleton? {
        switch question {
        case .choose(.language): return CoverageSkeleton().setting("languages", "[en-US, es-US]").pressing(">")
        case .choose(.amountChoice): return known
        case .choose(.method): return withAmount.setting("methods", "[card, bank-account]")
        case .choose(.summary): return withToken
        case .choose(.change): return withToken.pressing("2")
        case .choose(.afterDecline):
            return known.with("token", "tok_chargeDeclined").setting(
                "decline-rules.card_declined.another-amount", "true"
            )
            .pressing("1 1 >")
        case .choose: return nil
        case .enter(let field): return way(toEnter: field)
        case .confirm(let field): return right[field].flatMap { keys in way(toEnter: field)?.pressing(keys + "#") }
        case .enterAgain(let field):
            guard let keys = right[field], let entry = way(toEnter: field) else { return nil }
            return entry.setting("fields.\(field.rawValue).confirm", "twice").pressing(keys + "#")
        }
    }

    private static func way(toEnter field: Field) -> CoverageSkeleton? {
        switch field {
        case .account: CoverageSkeleton().pressing(">")
        case .pin: CoverageSkeleton().with("account", "\"10023\"").pressing(">")
        case .amount: known.pressing("2")
        case .cardNumber: withAmount
        case .expiry: withAmount.given([.cardNumber])
        case .securityCode: withAmount.given([.cardNumber, .expiry])
        case .postalCode:
            withAmount.given([.cardNumber, .expiry, .securityCode]).setting("fields.postal-code.ask", "always")
        case .routingNumber: withAmount.with("method", "bank-account")
        case .bankAccount: withAmount.with("method", "bank-account").given([.routingNumber])
        default: nil
        }
    }

    /// The same with fields that come with the call.
    func given(_ fields: [Field], cardNumber: String? = nil, bankAccount: String? = nil) -> CoverageSkeleton {
        let pairs = fields.map { field in
            let other = field == .cardNumber ? cardNumber : field == .bankAccount ? bankAccount : nil
            return "\(field.rawValue): \"\(other ?? CoverageSkeleton.right[field] ?? "")\""
        }
        return with("give", "{ \(pairs.joined(separator: ", ")) }")
    }

    // MARK: Attempts

    /// `card-number/luhn/2`.
    static func attempt(_ name: String) -> CoverageSkeleton? {
        let parts = name.split(separator: "/").map(String.init)
        guard parts.count == 3, let question = Question(name: parts[0]), let attempt = Int(parts[2]) else { return nil }
        return failing(question, parts[1], times: attempt)
    }

    /// A caller who fails so often at `question`, and then leaves; with the last attempt the call ends by itself.
    static func failing(_ question: Question, _ code: String, times: Int) -> CoverageSkeleton? {
        guard let failure = failure(question, code) else { return nil }
        var skeleton = failure.start
        for attempt in 1...times {
            if attempt > 1 { skeleton = skeleton.pressing(failure.again) }
            skeleton = skeleton.pressing(failure.wrong)
            // Keys in the first second of an error's words are thrown away.
            if attempt < times { skeleton = skeleton.waiting(2) }
        }
        guard times == CoverageList.attempts else { return skeleton.leaves() }
        let identifies = question == .enter(.account) || question == .enter(.pin)
        return skeleton.ends(.failed, identifies ? "identification-failed" : "too-many-attempts")
    }

    /// How an attempt fails: where the call has come before, what is wrong, and what leads back to the question.
    private struct Failure {
        let start: CoverageSkeleton
        let wrong: String
        var again = ""
    }

    private static func failure(_ question: Question, _ code: String) -> Failure? {
        guard let start = way(to: question) else { return nil }
        let isEntry = if case .enter = question { true } else if case .enterAgain = question { true } else { false }
        switch (code, question) {
        case (AttemptFault.noInput.code, .enter(.amount)):
            // The # of the menu's key is one that comes too late, for as long as a next digit is waited for.
            return Failure(start: start, wrong: "WWWWW #")
        case (AttemptFault.noInput.code, _):
            return isEntry
                ? Failure(start: start, wrong: "#")
                : Failure(start: start.setting("timeouts.first-digit", "1"), wrong: "> WW")
        case (AttemptFault.noMatch.code, _): return Failure(start: start, wrong: isEntry ? "A" : "9")
        case (AttemptFault.refused.code, .confirm(let field)):
            return Failure(start: start, wrong: "2", again: (right[field] ?? "") + "#")
        case (AttemptFault.refused.code, _):
            // Back to the summary by the amount, which costs no other attempt.
            let paying = known.with("token", "tok_visa").pressing("1")
            return Failure(start: paying, wrong: "2", again: "1 1")
        case (_, .enter(let field)): return wrongEntry(field, code, start)
        default: return nil
        }
    }

    private static func wrongEntry(_ field: Field, _ code: String, _ start: CoverageSkeleton) -> Failure? {
        let keyed = right[field] ?? ""
        switch code {
        case "entries-differ":
            // The last digit but two is another one, so that the entry has its length.
            let other = field == .amount ? "30" : String(keyed.dropLast(3)) + "456"
            return Failure(
                start: start.setting("fields.\(field.rawValue).confirm", "twice"), wrong: "\(keyed)# \(other)#")
        case "amount-above-maximum":
            return Failure(start: start.setting("amount.at-most-balance", "false"), wrong: "9999#")
        case "amount-not-allowed":
            return Failure(start: start.setting("amount.allowed", "[\"20.00\"]"), wrong: "30#")
        case "brand-not-accepted":
            return Failure(start: start.setting("cards.brands", "[mastercard]"), wrong: keyed + "#")
        case "card-refused":
            return Failure(start: checking(start).setting("card-check.replies", "[refused]"), wrong: keyed + "# >")
        case "card-check-unavailable":
            let away = checking(start).setting("card-check.replies", "[unreachable]")
            return Failure(start: away.setting("card-check.when-unreachable", "refuse"), wrong: keyed + "# >")
        default: return wrongKeys[code].map { Failure(start: start, wrong: $0 + "#") }
        }
    }

    /// The same with a card check.
    static func checking(_ start: CoverageSkeleton) -> CoverageSkeleton { start.setting("card-check.asked", "true") }

    /// What is wrong by itself.
    private static let wrongKeys: [String: String] = [
        "unknown-account": "99", "wrong-pin": "1111", "invalid-amount": "20*555", "amount-below-minimum": "1",
        "amount-above-balance": "2000", "unknown-brand": "1234567890123456", "wrong-length": "42",
        "luhn": "4242424242424241",
        // A test number that some gateways publish, and this program does not know.
        "live-card-refused": "4000000000000010",
        "invalid-expiry": "1330", "card-expired": "1220", "invalid-security-code": "12", "invalid-postal-code": "12",
        "invalid-routing-number": "123456789", "invalid-bank-account": "12", "live-account-refused": "111111111111",
    ]
}

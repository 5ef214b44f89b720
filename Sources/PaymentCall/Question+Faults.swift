/// What may be wrong with an account number.
enum AccountFault: String, CaseIterable {
    case unknown = "unknown-account"
}

/// What may be wrong with a PIN.
enum PINFault: String, CaseIterable {
    case wrong = "wrong-pin"
}

/// What may be wrong with an amount; each has a prompt of its own.
enum AmountFault: String, CaseIterable {
    case invalid = "invalid-amount"
    case belowMinimum = "amount-below-minimum"
    case aboveMaximum = "amount-above-maximum"
    case aboveBalance = "amount-above-balance"
    case notAllowed = "amount-not-allowed"
}

/// What may be wrong with an entry that is keyed twice.
enum RepetitionFault: String, CaseIterable {
    case differs = "entries-differ"
}

/// What the integration that is asked about card numbers may find wrong with one.
enum CardCheckFault: String, CaseIterable {
    case refused = "card-refused"
    case unavailable = "card-check-unavailable"
}

extension AttemptFault {
    /// Wrong, as `fault` names it.
    static func wrong(_ fault: some RawRepresentable<String>) -> AttemptFault { .invalid(fault.rawValue) }
}

extension Question {
    /// The codes of all that an attempt at this question may fail for: see `AttemptFault.code`. An entry that is keyed
    /// twice and differs fails at the first of its two questions.
    public var faults: [String] {
        let silence = [AttemptFault.noInput.code, AttemptFault.noMatch.code]
        switch self {
        case .enter(.account): return silence + names(AccountFault.self)
        case .enter(.pin): return silence + names(PINFault.self)
        case .enter(.amount): return silence + names(AmountFault.self) + names(RepetitionFault.self)
        case .enter(let field):
            let own = (PaymentFields.of(field)?.faults ?? []) + names(RepetitionFault.self)
            return silence + own + (field == .cardNumber ? names(CardCheckFault.self) : [])
        case .confirm, .choose(.summary): return silence + [AttemptFault.refused.code]
        case .enterAgain, .choose: return silence
        }
    }

    private func names<Fault: RawRepresentable<String> & CaseIterable>(_ faults: Fault.Type) -> [String] {
        faults.allCases.map(\.rawValue)
    }
}

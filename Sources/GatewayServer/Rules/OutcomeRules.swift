import Amounts
import CardData

/// What the gateway does with a payment, row by row: the first that fits decides, and what fits none is approved.
public struct OutcomeRules: Hashable, Sendable {
    /// One row.
    struct Row: Hashable, Sendable {
        var conditions: [Condition]
        var outcome: Outcome
    }

    /// What a row asks of a payment.
    enum Condition: Hashable, Sendable {
        /// The published test number of a card.
        case card(String)
        /// The published number of a bank's test account.
        case account(String)
        /// A published test token.
        case token(String)
        /// The amount, in thousandths of the currency's unit.
        case amount(ClosedRange<Int64>)
        /// The last three digits of the amount in minor units.
        case lastDigits(Int64)
        case securityCode(String)
        case currency(String)
    }

    /// What a row does.
    enum Outcome: Hashable, Sendable {
        case approved
        case declined(code: String)
        /// Declined; the whole units of the amount are the code.
        case declinedByAmount
    }

    /// What rows are asked about: published numbers alone, and a security code for as long as they are asked.
    struct Facts {
        var card: String?
        var account: String?
        var token: String?
        var securityCode: String?
        var money: Money?
    }

    /// The set's name, or the file it was read from.
    public let name: String
    let rows: [Row]
    let faults: [FaultRule]

    init(name: String, rows: [Row], faults: [FaultRule] = []) {
        self.name = name
        self.rows = rows
        self.faults = faults
    }

    /// Why the payment is declined; nil when it is approved.
    func decline(of facts: Facts) -> String? {
        guard let row = rows.first(where: { $0.conditions.allSatisfy { $0.fits(facts) } }) else { return nil }
        switch row.outcome {
        case .approved: return nil
        case .declined(let code): return code
        case .declinedByAmount: return String((facts.money?.thousandths ?? 0) / 1000)
        }
    }
}

extension OutcomeRules.Condition {
    func fits(_ facts: OutcomeRules.Facts) -> Bool {
        switch self {
        case .card(let number): return facts.card == number
        case .account(let number): return facts.account == number
        case .token(let token): return facts.token == token
        case .amount(let range): return facts.money.map { range.contains($0.thousandths) } ?? false
        case .lastDigits(let digits): return facts.money.map { $0.minor % 1000 == digits } ?? false
        case .securityCode(let code): return facts.securityCode == code
        case .currency(let code): return facts.money?.currency.code == code
        }
    }
}

extension Money {
    /// The amount in thousandths of the currency's unit, whatever its minor unit is; at most 10^15.
    var thousandths: Int64 { minor * (1000 / currency.minorUnitsPerMajor) }
}

import Amounts
import CardData
import JSONText

/// Reads the body of `POST /v1/payments`, and judges the payment by the rules while the card is at hand.
struct OrderReader {
    let rules: OutcomeRules
    let time: GatewayTime

    /// Parameters that a payment may have.
    private static let mostParameters = 50

    func order(_ body: JSONValue) throws(GatewayProblem) -> PaymentOrder {
        let members = try MemberReader(
            body, knowing: ["reference", "action", "amount", "currency", "source", "description", "parameters"])
        let reference = try OrderReader.reference(members)
        let action = try members.choice("action", of: Payment.Action.allCases) ?? .charge
        let money = try self.money(members, isNeeded: action != .tokenize)
        guard let source = members.value("source") else { throw .missing("source") }
        let paid = try SourceReader(today: time.month).source(source, isStored: action == .tokenize)
        var facts = paid.facts
        facts.money = money
        var order = PaymentOrder(reference: reference, action: action, money: money, source: paid.source)
        order.isOwnToken = paid.isOwnToken
        order.declineCode = paid.isExpired ? DeclineReason.expiredCard.rawValue : rules.decline(of: facts)
        order.description = try description(members)
        order.parameters = try parameters(members)
        return order
    }

    static func reference(_ members: MemberReader) throws(GatewayProblem) -> String {
        let text = try members.required("reference")
        guard GatewayText.isReference(text) else {
            throw .member(
                "reference",
                "a reference is 1 to 64 printable ASCII characters, without spaces, without 13 digits in a row and without "
                    + "a card number")
        }
        return text
    }

    private func money(_ members: MemberReader, isNeeded: Bool) throws(GatewayProblem) -> Money? {
        let amount = try members.whole("amount", in: 1...Money.largestMinor, "an amount in minor units")
        let code = try members.text("currency")
        guard isNeeded else {
            guard amount == nil, code == nil else {
                throw .member(amount == nil ? "currency" : "amount", "nothing is charged by tokenize; leave this out")
            }
            return nil
        }
        guard let amount else { throw .missing("amount") }
        guard let code else { throw .missing("currency") }
        guard let currency = Currency(code: code), currency.code == code else {
            throw .member("currency", "this must be a currency of ISO 4217: three capital letters, such as USD")
        }
        return Money(minor: amount, currency: currency)
    }

    /// The description as it is kept: a card number that somebody wrote into it is masked.
    private func description(_ members: MemberReader) throws(GatewayProblem) -> String? {
        guard let text = try members.text("description") else { return nil }
        guard text.count <= GatewayText.longest, GatewayText.isPlain(text) else {
            throw .member(
                "description", "a description has at most \(GatewayText.longest) characters, and no control characters")
        }
        return GatewayText.masked(text)
    }

    private func parameters(_ members: MemberReader) throws(GatewayProblem) -> String {
        guard let value = members.value("parameters") else { return "{}" }
        guard case .object(let given) = value, given.count <= OrderReader.mostParameters else {
            throw .member(
                "parameters", "this must be an object of at most \(OrderReader.mostParameters) texts by their names")
        }
        var kept: [JSON.Member] = []
        for member in given {
            guard case .string(let text) = member.value, text.count <= GatewayText.longest, GatewayText.isPlain(text),
                GatewayText.isPlain(member.name), GatewayText.lengths.contains(member.name.count),
                GatewayText.masked(member.name) == member.name
            else {
                throw .member(
                    "parameters",
                    "a parameter has a name of 1 to 64 characters without a card number, and a text of at most "
                        + "\(GatewayText.longest); neither has control characters")
            }
            kept.append(JSON.Member(name: member.name, value: .string(GatewayText.masked(text))))
        }
        return JSON.object(kept).text
    }
}

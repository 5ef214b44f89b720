import CallEngine
import CallPlan
import CardData
import PaymentCall
import Prompts

// What is settled before a call of what is paid with, and how.
extension CallScene {
    /// The card under the token; published test tokens alone are known.
    func storedCard() throws(SceneError) -> StoredCard? {
        guard let token else { return nil }
        if method == .bankAccount {
            throw SceneError(key: "token", message: "a token is that of a card; leave out the method bank-account")
        }
        if tokenizes {
            throw SceneError(key: "token", message: "what has a token is stored already; leave out tokenize")
        }
        if let known = TestToken.token(named: token) { return known.card }
        guard let described = CallScene.describedToken(token) else {
            throw SceneError(
                key: "token",
                message: "this token is not known; say what card it is, as tok_abc=visa-4242, or use one of "
                    + TestToken.all.map(\.card.token).joined(separator: ", "))
        }
        return described
    }

    /// A card that a gateway of one's own keeps: its token, brand and last four digits, as `tok_abc=visa-4242`.
    private static func describedToken(_ text: String) -> StoredCard? {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, (1...100).contains(parts[0].utf8.count),
            parts[0].utf8.allSatisfy({ (0x21...0x7e).contains($0) }), CardMask.masking(String(parts[0])) == parts[0]
        else { return nil }
        let card = parts[1].split(separator: "-", maxSplits: 1)
        guard card.count == 2, let brand = Brand(rawValue: String(card[0])), card[1].utf8.count == 4,
            card[1].utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return StoredCard(token: String(parts[0]), brand: brand, lastFour: String(card[1]))
    }

    /// The language that `language` means, among those with words.
    func knownLanguage() throws(SceneError) -> Language? {
        guard let language else { return nil }
        let known = prompts.languages.map(\.language)
        guard let found = known.first(where: { $0.answers(to: language) }) else {
            throw SceneError(
                key: "language",
                message: "there are no words in this language; there are "
                    + known.map(\.tag).joined(separator: ", ") + ", and --prompts FILE adds others")
        }
        return found
    }

    /// `name=value`.
    func parameter(_ text: String) throws(SceneError) -> GatewayParameter {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw SceneError(key: "parameter", message: "write name=value")
        }
        return GatewayParameter(
            name: try printable(parts[0], "parameter") ?? "", value: try printable(parts[1], "parameter") ?? "")
    }

    /// `field=digits`, into the call's own memory.
    func give(_ text: String, to engine: inout CallEngine) throws(SceneError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let names = Field.ofPayment.map(\.rawValue).joined(separator: ", ")
        guard parts.count == 2, let field = Field(rawValue: String(parts[0])),
            Field.ofPayment.contains(field)
        else { throw SceneError(key: "give", message: "write FIELD=DIGITS; the fields are \(names)") }
        if let method, field.paymentMethod != method {
            throw SceneError(key: "give", message: "\(field.rawValue) is no part of a payment by \(method.rawValue)")
        }
        var digits = SecretDigits()
        for character in parts[1].utf8 {
            guard (0x30...0x39).contains(character) else {
                throw SceneError(key: "give", message: "\(field.rawValue) is digits and nothing else")
            }
            digits.append(character - 0x30)
        }
        do { try engine.give(field, digits: digits) } catch {
            throw SceneError(key: "give", message: "\(field.rawValue) is not taken: \(error.reason)")
        }
    }

    /// What goes into the call's id of values that few calls have; of digits that are given their number alone.
    var furtherShape: [String] {
        let optional = [method?.rawValue, token, language, agent, plan?.name].compactMap { $0 }
        let digits = given.map { text in
            let parts = text.split(separator: "=", maxSplits: 1)
            return "\(parts.first ?? "")=\(parts.count > 1 ? parts[1].count : 0)"
        }
        return (optional + parameters + data).map { CardMask.masking($0) } + digits
    }

    /// What the rules and the call must have together.
    func check(_ rules: CallRules, _ setup: CallSetup) throws(SceneError) {
        let languages = Set(prompts.languages.map(\.language))
        if let missing = rules.languages.first(where: { !languages.contains($0) }) {
            throw SceneError(
                key: "settings", message: "the settings have the language \(missing.tag), for which there are no words")
        }
        if let card = setup.storedCard {
            try check(card, rules)
        }
        for method in setup.method.map({ [$0] }) ?? rules.methods {
            try checkNumber(method == .card ? [.cardNumber] : [.routingNumber, .bankAccount], rules, setup)
        }
    }

    /// A stored card is one that the rules take, and nothing else of a card comes with it.
    private func check(_ card: StoredCard, _ rules: CallRules) throws(SceneError) {
        guard rules.cards.brands.contains(card.brand) else {
            throw SceneError(
                key: "token", message: "the settings take no \(card.brand.rawValue) cards; take another token")
        }
        guard given.isEmpty else {
            throw SceneError(key: "give", message: "a token has all of its card; leave out what is given")
        }
    }

    /// What is paid with needs its number: asked, given, or in the gateway's hands already.
    private func checkNumber(_ fields: [Field], _ rules: CallRules, _ setup: CallSetup) throws(SceneError) {
        guard setup.storedCard == nil else { return }
        for field in fields where rules.rule(of: field).asked == .never {
            guard !given.contains(where: { $0.hasPrefix(field.rawValue + "=") }) else { continue }
            throw SceneError(
                key: "settings", message: "\(field.rawValue) is never asked; give it with the call, or ask it")
        }
    }
}

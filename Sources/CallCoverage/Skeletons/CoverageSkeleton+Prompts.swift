import CardData
import PaymentCall

// The ways to the prompts.
extension CoverageSkeleton {
    /// `ask-pin`.
    static func prompt(_ id: String) -> CoverageSkeleton? {
        (question(saying: id) ?? menu(saying: id) ?? failure(saying: id) ?? lastWords(id))?.says(id)
    }

    /// A question that is asked with a prompt of its own name.
    private static func question(saying id: String) -> CoverageSkeleton? {
        let own = Question.all.first { question in
            switch question {
            case .choose(.summary): id == "summary"
            case .choose(.change): id == "ask-change-card-only"
            case .enter(let field), .choose(let field): id == "ask-" + field.rawValue
            case .enterAgain(let field): id == "repeat-" + field.rawValue
            case .confirm(let field): id == "confirm-" + field.rawValue
            }
        }
        // The words of a decline come first.
        return own.flatMap { way(to: $0)?.pressing($0 == .choose(.afterDecline) ? ">" : "") }?.leaves()
    }

    /// A question whose words are others in some calls.
    private static func menu(saying id: String) -> CoverageSkeleton? {
        let changing = known.with("token", "tok_visa")
        let bank = known.with("method", "bank-account").given([.routingNumber, .bankAccount])
        let way: CoverageSkeleton? =
            switch id {
            case "greeting": CoverageSkeleton()
            case "choose-language": self.way(to: .choose(.language))
            case "offer-balance": known
            case "offer-balance-only": known.setting("amount.partial", "false")
            case "ask-amount-in-cents": known.setting("amount.implied-cents", "true").pressing("2")
            case "ask-amount-of": known.setting("amount.allowed", "[\"20.00\"]").pressing("2")
            case "summary-of-bank-account": bank.with("amount", "20.00")
            case "summary-of-storing": storing
            case "summary-of-storing-bank-account": bank.with("tokenize", "true")
            case "ask-change": changing.pressing("1 2")
            case "ask-change-bank-account": bank.pressing("1 2")
            case "ask-change-bank-account-only": bank.with("amount", "20.00").pressing("2")
            case "ask-change-method": withToken.setting("methods", "[card, bank-account]").pressing("2 >")
            case "confirm-spoken-security-code":
                self.way(to: .confirm(.securityCode))?.setting("say-security-code", "true")
            case "checking-card": checking(withAmount).pressing("4242424242424242#")
            case "processing": withToken.pressing("1 W")
            default: nil
            }
        guard id != "processing" else { return way?.pressing("!").ends(.paid) }
        return way?.leaves()
    }

    /// What is said of an attempt that failed, or of a decline.
    private static func failure(saying id: String) -> CoverageSkeleton? {
        if id == "enter-again" { return failing(.confirm(.cardNumber), AttemptFault.refused.code, times: 1) }
        // Several faults of a card number have one prompt.
        let code = id == "invalid-card-number" ? "luhn" : id
        // A card check that is not there has its words only where it ends the payment.
        if id == "card-check-unavailable" { return nil }
        if let question = Question.all.first(where: { $0.faults.contains(code) }) {
            return failing(question, code, times: 1)?.pressingBeforeLeaving("W")
        }
        let reason = DeclineReason.allCases.first { id == "declined-" + $0.rawValue.replacing("_", with: "-") }
        guard let reason else { return nil }
        return declining(reason)?.setting("decline-rules.\(reason.rawValue).end", "false").leaves()
    }

    /// The last words, by the ending that they are for.
    private static func lastWords(_ id: String) -> CoverageSkeleton? {
        let bank = known.with("method", "bank-account").given([.routingNumber, .bankAccount])
        switch id {
        case "paid", "goodbye": return withToken.pressing("1").ends(.paid)
        case "card-stored": return storing.pressing("1").ends(.tokenized)
        case "bank-account-stored": return bank.with("tokenize", "true").pressing("1").ends(.tokenized)
        case "nothing-due": return ending("failed/not-payable", plans: [])
        case "card-not-usable": return decline(DeclineReason.stolenCard.rawValue)
        case "cancelled": return ending("cancelled/caller-cancelled", plans: [])
        case "transferring": return asking
        case "transferring-to-agent": return withToken.assisted().pressing("1").ends(.paid)
        case "payment-link": return asking.setting("routes.asked-for-agent", "{ payment-link: sms }")
        case "callback-offer": return asking.setting("routes.asked-for-agent", "{ callback: tomorrow }")
        default:
            let result = CallResult.endings.first { $0.reason == id }
            return result.flatMap { ending(CoverageList.name($0.outcome, $0.reason), plans: []) }
        }
    }

    private static var asking: CoverageSkeleton { withToken.pressing("0").ends(.failed, "asked-for-agent") }

    /// The same with more keys before the caller hangs up.
    private func pressingBeforeLeaving(_ keys: String) -> CoverageSkeleton {
        guard self.keys.hasSuffix(" !") else { return self }
        var skeleton = self
        skeleton.keys.replaceSubrange(skeleton.keys.index(skeleton.keys.endIndex, offsetBy: -2)..., with: " \(keys) !")
        return skeleton
    }
}

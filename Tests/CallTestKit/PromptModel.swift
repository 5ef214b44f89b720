import Amounts
import CallEngine
import CallPlan
import CallSession
import CardData
import PaymentCall
import Settings
import Telephony

/// What a caller may hear next: each prompt names what is expected.
struct PromptModel {
    /// The question whose prompt was heard last, until the caller's answer to it shows that it was asked.
    private var expected: Question?
    private var step = ""

    /// Looks at an event behind those before it; `payment` has taken it already.
    mutating func take(_ event: EngineEvent, _ payment: PaymentModel?) throws(BrokenPromise) {
        switch event {
        case .plan(.step(let name, kind: _)):
            step = name
            expected = nil
        case .call(.digits(let field, _, _)): try answer(field, "digits of \(field)")
        case .call(.choice(let question, _)): try answer(question.field, "a choice at \(question.name)")
        case .call(.attemptFailed(let question, _, _, _)): try answer(question.field, "a failure at \(question.name)")
        case .call(.timerStarted(.firstDigit, _)) where expected == nil:
            throw BrokenPromise("an answer is awaited after its question", "nothing was asked")
        case .promptStarted(let prompt): try said(prompt, payment)
        default: break
        }
    }

    private mutating func answer(_ field: Field, _ what: String) throws(BrokenPromise) {
        guard let asked = expected else { return }
        expected = nil
        guard asked.field == field else {
            throw BrokenPromise("a prompt names what is expected", "asked for \(asked.name), got \(what)")
        }
    }

    private mutating func said(_ prompt: Prompt, _ payment: PaymentModel?) throws(BrokenPromise) {
        if prompt.id.hasPrefix("plan/") {
            let name = prompt.id.dropFirst("plan/".count)
            guard name.hasPrefix(step) else {
                throw BrokenPromise("a plan's words are those of its step", "\(prompt.id) at \(step)")
            }
            return
        }
        guard let payment else { throw BrokenPromise("the words of a payment are said in one", prompt.id) }
        if let language = payment.language, prompt.id != "choose-language", prompt.occasion.language != language {
            throw BrokenPromise("words are in the caller's language", "\(prompt.id) in \(prompt.occasion.language.tag)")
        }
        if let question = prompt.occasion.step {
            expected = question
            guard PromptModel.asks(question).contains(prompt.id) || PromptModel.errors(payment).contains(prompt.id)
            else {
                throw BrokenPromise(
                    "a prompt names what is expected",
                    "\(prompt.id) at \(question.name) after \(PromptModel.errors(payment).sorted())")
            }
            try values(prompt, question, payment)
        } else {
            let others: Set = ["greeting", "processing", "checking-card"]
            guard others.contains(prompt.id) || PromptModel.lastWords.contains(prompt.id) else {
                throw BrokenPromise("a prompt names what is expected", "\(prompt.id) outside of a question")
            }
        }
    }

    /// What is agreed to is what was said.
    private func values(_ prompt: Prompt, _ question: Question, _ payment: PaymentModel) throws(BrokenPromise) {
        func need(_ slot: PromptSlot, _ shown: String?) throws(BrokenPromise) {
            let said: String? =
                switch prompt.value(slot) {
                case .money(let money): PaymentModel.text(money)
                case .spelled(let text): text
                default: nil
                }
            guard said == shown else {
                throw BrokenPromise(
                    "what a caller agrees to is what is charged",
                    "\(prompt.id) says \(said ?? "nothing"), not \(shown ?? "nothing")")
            }
        }
        switch question {
        case .confirm(.amount) where prompt.id == "confirm-amount": try need(.amount, payment.typedAmount)
        case .choose(.amountChoice) where prompt.id.hasPrefix("offer"):
            try need(.balance, payment.due.map(PaymentModel.text))
        case .choose(.summary) where prompt.id.hasPrefix("summary"):
            if let amount = payment.amount { try need(.amount, amount) }
            try need(.lastFour, payment.shownDigits ?? "")
        case .confirm(let field) where [.cardNumber, .bankAccount].contains(field) && prompt.id.hasPrefix("confirm"):
            try need(.lastFour, payment.lastFour[field])
        default: break
        }
    }

    /// The prompts that ask a question.
    static func asks(_ question: Question) -> Set<String> {
        switch question {
        case .choose(.language): ["choose-language"]
        case .choose(.amountChoice): ["offer-balance", "offer-balance-only"]
        case .choose(.summary):
            ["summary", "summary-of-bank-account", "summary-of-storing", "summary-of-storing-bank-account"]
        case .choose(.change):
            [
                "ask-change", "ask-change-card-only", "ask-change-bank-account", "ask-change-bank-account-only",
                "ask-change-method",
            ]
        case .choose(let field): ["ask-" + field.rawValue]
        case .enter(.amount): ["ask-amount", "ask-amount-in-cents", "ask-amount-of"]
        case .enter(let field): ["ask-" + field.rawValue]
        case .enterAgain(let field): ["repeat-" + field.rawValue]
        case .confirm(.securityCode): ["confirm-security-code", "confirm-spoken-security-code"]
        case .confirm(let field): ["confirm-" + field.rawValue]
        }
    }

    /// The words of what went wrong just before.
    static func errors(_ payment: PaymentModel) -> Set<String> {
        var words: Set<String> = []
        if let decline = payment.declines.last {
            words.insert("declined-" + decline.rawValue.split(separator: "_").joined(separator: "-"))
        }
        guard let (_, fault) = payment.lastFailure else { return words }
        switch fault {
        case .noInput: words.insert("no-input")
        case .noMatch: words.insert("no-match")
        case .refused: words.insert("enter-again")
        case .invalid("luhn"), .invalid("wrong-length"), .invalid("unknown-brand"):
            words.insert("invalid-card-number")
        case .invalid("card-check-unavailable"): words.insert("card-refused")
        case .invalid(let reason): words.insert(reason)
        }
        return words
    }

    /// What is said when nothing is asked any more.
    static let lastWords: Set<String> = [
        "paid", "card-stored", "bank-account-stored", "nothing-due", "account-blocked", "identification-failed",
        "too-many-attempts", "too-many-declines", "card-not-usable", "card-check-unavailable", "gateway-unavailable",
        "outcome-unknown", "already-paid", "earlier-payment-unknown", "cancelled", "transferring",
        "transferring-to-agent", "payment-link", "callback-offer",
        "goodbye",
    ]
}

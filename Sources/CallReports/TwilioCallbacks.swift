import CallEngine
import CallPlan
import CardData
import JSONText
import PaymentCall
import Telephony

/// The events of a call in the words of Twilio's `<Pay>`: the status callbacks that it sends as the caller keys, and the
/// request to its action URL at the end, each as an object of its parameters (twilio.com/docs/voice/twiml/pay, and for
/// `PartialResult` and `Required` twilio.com/docs/voice/api/payment-resource). All values are texts, as those of a form.
///
/// What Twilio shows of an expiry and of a routing number is hidden here, as everywhere. `AccountSid` and what else names
/// an account at Twilio is left out. `docs/dialects.md` has the table.
public struct TwilioCallbacks {
    private let callID: String
    /// The payments of a call with a plan that are still to be told of, the next one first.
    private var payments: ArraySlice<CallResult>
    private let hasPlan: Bool
    private var state = State()

    /// What is known of the payment at hand.
    private struct State {
        /// The caller has come to what `<Pay>` asks for.
        var hasBegun = false
        var method = PaymentMethod.card
        /// What is shown of each field that has been keyed or given, or is being keyed.
        var shown: [Field: String] = [:]
        /// What was taken of a field, which may be keyed once more before it stands.
        var taken: [Field: String] = [:]
        var given: Set<Field> = []
        var brand: Brand?
        var failures: [Field: Int] = [:]
        var confirmed: Field?
        var confirmation: String?
        var token: String?
    }

    /// The callbacks of `call`, in order.
    public static func objects(of call: FinishedCall) -> [JSON] {
        var callbacks = TwilioCallbacks(call)
        return call.events.compactMap { callbacks.object(for: $0.event) }
    }

    private init(_ call: FinishedCall) {
        callID = call.record.callID
        hasPlan = call.record.plan != nil
        payments = call.record.plan?.payments[...] ?? []
    }

    /// The callback that `event` makes; nil for none.
    private mutating func object(for event: EngineEvent) -> JSON? {
        switch event {
        case .call(let event): return object(for: event)
        case .plan(.transferredToPCI):
            state = State()
            return nil
        case .plan(.returnedFromPCI(let result)):
            // A transfer that nobody answers makes no payment.
            return result == .noAnswer ? nil : payments.popFirst().flatMap { end(with: $0) }
        case .ended(let result): return hasPlan ? nil : end(with: result)
        default: return nil
        }
    }

    private mutating func object(for event: CallEvent) -> JSON? {
        switch event {
        case .segment(let segment): begin(segment)
        case .given(let field, let shown):
            state.given.insert(field)
            note(field, shown: shown, count: 0)
        case .digits(let field, let count, key: _): return partial(field, count)
        case .accepted(let field, let shown):
            note(field, shown: shown, count: state.shown[field]?.count ?? 0)
        case .confirmed(let field):
            state.confirmed = field
            state.shown[field] = state.taken[field]
        case .required(let fields): return whole(fields)
        case .attemptFailed(let question, let fault, let attempt, of: _): return failed(question, fault, attempt)
        case .gatewayAsked(_, let attempt):
            return callback(.processing, [("Attempt", String(attempt)), ("PartialResult", "false")])
        case .gatewayAnswered(_, let reply): return answered(reply)
        case .choice(.choose(.change), _), .choice(.choose(.afterDecline), _): state.failures = [:]
        default: break
        }
        return nil
    }

    private mutating func begin(_ segment: Segment) {
        switch segment {
        case .card: (state.hasBegun, state.method) = (true, .card)
        case .bankAccount: (state.hasBegun, state.method) = (true, .bankAccount)
        case .authorization: state.hasBegun = true
        default: break
        }
    }
}

// MARK: - Fields

extension TwilioCallbacks {
    /// Keeps what may be shown of a field; `count` is how many digits it has, where nothing is shown.
    private mutating func note(_ field: Field, shown: String?, count: Int) {
        defer { state.taken[field] = state.shown[field] }
        switch (field, shown) {
        case (.cardNumber, let shown?):
            state.brand = Brand(masked: shown)
            state.shown[field] = String(repeating: "x", count: shown.count - 4) + shown.suffix(4)
        case (.bankAccount, let shown?):
            state.shown[field] = String(repeating: "*", count: shown.count - 2) + shown.suffix(2)
        case (.expiry, _): state.shown[field] = "xxxx"
        case (.routingNumber, _): state.shown[field] = "xxxxxxxxx"
        case (.postalCode, let shown?): state.shown[field] = shown
        default: state.shown[field] = String(repeating: "x", count: max(3, count))
        }
    }

    /// A digit came: how many there are, and nothing else.
    private mutating func partial(_ field: Field, _ count: Int) -> JSON? {
        guard let stage = Stage(field) else { return nil }
        if field == .cardNumber, count == 1 {
            // Another card has another expiry and another code.
            state.shown = state.shown.filter { state.given.contains($0.key) }
        }
        state.shown[field] = String(repeating: field == .bankAccount ? "*" : "x", count: count)
        return callback(stage, [attempt(field), ("PartialResult", "true")])
    }

    /// A field stands.
    private mutating func whole(_ required: [Field]) -> JSON? {
        guard let field = state.confirmed.take(), let stage = Stage(field) else { return nil }
        let names = required.compactMap { Stage($0)?.parameter }.joined(separator: ",")
        let parts = [attempt(field), ("PartialResult", "false"), ("Required", names)]
        state.failures[field] = nil
        return callback(stage, parts)
    }

    private mutating func failed(_ question: Question, _ fault: AttemptFault, _ attempt: Int) -> JSON? {
        let field = question.field
        guard let stage = Stage(field) else { return nil }
        defer {
            state.failures[field] = attempt
            (state.shown[field], state.taken[field]) = (nil, nil)
        }
        guard let error = TwilioCallbacks.errorType(field, fault) else { return nil }
        return callback(
            stage, [("Attempt", String(attempt)), ("PartialResult", "false"), ("ErrorType", error)])
    }

    private func attempt(_ field: Field) -> (String, String) { ("Attempt", String(1 + (state.failures[field] ?? 0))) }

    /// The fault in Twilio's words; nil for a caller who did not confirm an entry, whom `<Pay>` does not know.
    private static func errorType(_ field: Field, _ fault: AttemptFault) -> String? {
        switch (fault, field) {
        case (.noInput, _): "input-timeout"
        case (.invalid("entries-differ"), _): "input-matching-failed"
        case (.invalid("brand-not-accepted"), .cardNumber): "invalid-card-type"
        case (.invalid, .cardNumber): "invalid-card-number"
        case (.invalid, .expiry): "invalid-date"
        case (.invalid, .securityCode): "invalid-security-code"
        case (.invalid, .postalCode): "invalid-postal-code"
        case (.invalid, .routingNumber): "invalid-bank-routing-number"
        case (.invalid, .bankAccount): "invalid-bank-account-number"
        default: nil
        }
    }
}

// MARK: - The gateway and the end

extension TwilioCallbacks {
    private mutating func answered(_ reply: GatewayReply) -> JSON? {
        switch reply {
        case .approved(let approval):
            (state.confirmation, state.token) = (approval.reference, approval.token)
            return nil
        case .declined(let reason):
            return callback(.processing, [("PartialResult", "false"), ("PaymentError", reason.rawValue)])
        default: return nil
        }
    }

    /// What goes to the action URL; nil where the caller had not come as far as `<Pay>`.
    private mutating func end(with result: CallResult) -> JSON? {
        guard state.hasBegun else { return nil }
        defer { state = State() }
        var parts: [(String, String)] = []
        if let name = TwilioCallbacks.name(of: result) { parts.append(("Result", name)) }
        switch result.outcome {
        case .paid: if let code = state.confirmation { parts.append(("PaymentConfirmationCode", code)) }
        case .tokenized: if let token = state.token { parts.append(("PaymentToken", token)) }
        default: if let reason = result.reason { parts.append(("PaymentError", reason)) }
        }
        if let brand = result.payment?.brand { state.brand = brand }
        return callback(nil, parts)
    }

    /// The result in Twilio's words; nil where it has none.
    private static func name(of result: CallResult) -> String? {
        switch (result.outcome, result.reason) {
        case (.paid, _), (.tokenized, _): "success"
        case (.declined, _), (.pending, _): "payment-connector-error"
        case (.hungUp, _): "caller-hung-up"
        case (.cancelled, "caller-cancelled"): "caller-interrupted-with-star"
        case (.failed, "too-many-attempts"): "too-many-failed-attempts"
        case (.failed, "gateway-unavailable"), (.failed, "card-check-unavailable"): "payment-connector-error"
        default: nil
        }
    }

    /// An object: who and what, `parts`, and what is known of the fields.
    private func callback(_ stage: Stage?, _ parts: [(String, String)]) -> JSON {
        var members: [(String, String)] = [
            ("CallSid", callID), ("PaymentMethod", state.method == .card ? "credit-card" : "ach-debit"),
        ]
        if let stage { members.append(("For", stage.rawValue)) }
        members += parts
        for field in Field.ofPayment where field.paymentMethod == state.method {
            guard let stage = Stage(field), let name = stage.parameter, let shown = state.shown[field] else { continue }
            members.append((name, shown))
            if field == .cardNumber, state.taken[field] == shown, let brand = state.brand {
                members.append(("PaymentCardType", brand.twilioName))
            }
        }
        return .object(members.map { JSON.Member(name: $0, value: .string($1)) })
    }
}

/// What `<Pay>` is at: the values of `For`.
private enum Stage: String {
    case cardNumber = "payment-card-number"
    case expiry = "expiration-date"
    case securityCode = "security-code"
    case postalCode = "postal-code"
    case routingNumber = "bank-routing-number"
    case bankAccount = "bank-account-number"
    case processing = "payment-processing"

    /// The stage at which `field` is asked for; nil for one that `<Pay>` does not ask for.
    init?(_ field: Field) {
        switch field {
        case .cardNumber: self = .cardNumber
        case .expiry: self = .expiry
        case .securityCode: self = .securityCode
        case .postalCode: self = .postalCode
        case .routingNumber: self = .routingNumber
        case .bankAccount: self = .bankAccount
        default: return nil
        }
    }

    /// The parameter that holds what was keyed.
    var parameter: String? {
        switch self {
        case .cardNumber: "PaymentCardNumber"
        case .expiry: "ExpirationDate"
        case .securityCode: "SecurityCode"
        case .postalCode: "PaymentCardPostalCode"
        case .routingNumber: "BankRoutingNumber"
        case .bankAccount: "BankAccountNumber"
        case .processing: nil
        }
    }
}

extension Brand {
    /// The brand of a masked number, by the first digits that it shows.
    fileprivate init?(masked: String) {
        let digits = masked.utf8.prefix { (0x30...0x39).contains($0) }.map { $0 - 0x30 }
        guard let brand = BrandTable.match(digits.span).brand else { return nil }
        self = brand
    }

    /// As `PaymentCardType` has it; brands that Twilio does not take have their names here.
    fileprivate var twilioName: String { self == .diners ? "diners-club" : rawValue }
}

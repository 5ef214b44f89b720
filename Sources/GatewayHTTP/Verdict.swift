import JSONText
import PaymentCall
import Telephony

/// What an exchange says before anybody looks into the payment: the one table of how HTTP becomes a reply.
///
/// | exchange | verdict |
/// | --- | --- |
/// | no connection, no proof of who answers | not sent |
/// | no whole answer in time | silence |
/// | cut, no HTTP, longer than 1 MiB | unknown |
/// | 2xx with JSON | told: the payment in it decides |
/// | 2xx without JSON | unknown |
/// | 402 with JSON | declined: the code in it decides |
/// | 409 with JSON | conflict: the code in it decides |
/// | 400, 401, 403, 404, 405, 413, 415, 422 | refused: before anything was done, where the gateway itself says so |
/// | 429 | later; surely not charged, where the gateway itself says so |
/// | 5xx that says when, or whether, to ask again | later, perhaps charged |
/// | anything else, redirects too | unknown |
enum Verdict: Hashable {
    case told(JSONValue)
    case declined(JSONValue)
    /// With what the answer says of asking again.
    case conflict(JSONValue, RetryAdvice)
    /// The status, and the answer's object; null where it has none.
    case refused(Int, JSONValue)
    case noOutcome(GatewayReply)
    case silence

    /// Statuses with which a gateway refuses a request before it does anything.
    static let refusals: Set<Int> = [400, 401, 403, 404, 405, 413, 415, 422]

    init(_ exchange: GatewayExchange) {
        self =
            switch exchange.outcome {
            case .failed(.unreachable), .failed(.insecure): .noOutcome(.notSent)
            case .failed(.timeout): .silence
            case .failed(.interrupted), .failed(.malformed), .failed(.tooLarge): .noOutcome(.unknown)
            case .answered(let answer): Verdict(answer)
            }
    }

    private init(_ answer: GatewayHTTPAnswer) {
        let object = answer.object
        switch (answer.status, object) {
        case (200...299, .some(let object)): self = .told(object)
        case (402, .some(let object)): self = .declined(object)
        case (409, .some(let object)): self = .conflict(object, answer.advice(mayHaveCharged: true))
        case (_, _) where Verdict.refusals.contains(answer.status): self = .refused(answer.status, object ?? .null)
        case (429, _):
            self = .noOutcome(.later(answer.advice(mayHaveCharged: !Verdict.isGatewaysOwn(object ?? .null))))
        case (500...599, _) where answer.retryAfter != nil || answer.saidToRetry != nil:
            self = .noOutcome(.later(answer.advice(mayHaveCharged: true)))
        default: self = .noOutcome(.unknown)
        }
    }

    /// Whether a refusal is in the words of a gateway: an object with an error of some type. Anybody on the way may answer with
    /// the same status, and the gateway have charged.
    static func isGatewaysOwn(_ object: JSONValue) -> Bool { object["error"]?.code("type") != nil }

    /// What becomes of a step that can't charge by itself, where it has no outcome.
    var ofHarmlessStep: GatewayReply {
        switch self {
        case .noOutcome(.notSent), .refused: return .notSent
        case .noOutcome(.later(var advice)), .conflict(_, var advice):
            advice.mayHaveCharged = false
            return .later(advice)
        default: return .later(RetryAdvice(mayHaveCharged: false))
        }
    }
}

extension GatewayHTTPAnswer {
    /// The JSON object that was sent; nil for anything else.
    var object: JSONValue? {
        guard let value = try? JSONValue(parsing: body), case .object = value else { return nil }
        return value
    }

    /// Whether another try is of use, as a header or the error object says; nil where neither does.
    var saidToRetry: Bool? {
        if let shouldRetry { return shouldRetry }
        guard case .bool(let value) = object?["error"]?["shouldRetry"] else { return nil }
        return value
    }

    /// What the gateway says of asking again.
    func advice(mayHaveCharged: Bool) -> RetryAdvice {
        RetryAdvice(wait: retryAfter ?? .zero, isWorthwhile: saidToRetry ?? true, mayHaveCharged: mayHaveCharged)
    }
}

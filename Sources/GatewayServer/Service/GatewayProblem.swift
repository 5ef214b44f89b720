import JSONText

/// Why a request is refused, as the error object of the answer says it. No text holds a value of the request.
struct GatewayProblem: Error, Sendable {
    /// The kind of error, by which a client decides what to do.
    enum Kind: String, Sendable {
        case invalidRequest = "invalid_request"
        case authentication, decline, idempotency, conflict
        case rateLimit = "rate_limit"
        case gateway
    }

    let status: Int
    let kind: Kind
    let code: String
    let message: String
    /// The member that is meant, with points: `source.number`.
    var param: String?
    /// Whether the same request may succeed later.
    var shouldRetry = false
    /// Seconds to wait before that.
    var retryAfter: Int?
    /// Methods that the path has.
    var allow: String?

    var headers: [GatewayAnswer.Header] {
        var headers = [GatewayAnswer.Header(name: "Should-Retry", value: shouldRetry ? "true" : "false")]
        if let retryAfter { headers.append(GatewayAnswer.Header(name: "Retry-After", value: String(retryAfter))) }
        if let allow { headers.append(GatewayAnswer.Header(name: "Allow", value: allow)) }
        return headers
    }

    /// The body; `payment` is the one that stands, where there is one.
    func json(requestID: String, payment: JSON? = nil) -> JSON {
        var members: [JSON.Member] = [
            JSON.Member(name: "type", value: .string(kind.rawValue)), JSON.Member(name: "code", value: .string(code)),
            JSON.Member(name: "message", value: .string(message)),
        ]
        if let param { members.append(JSON.Member(name: "param", value: .string(param))) }
        members.append(JSON.Member(name: "requestId", value: .string(requestID)))
        members.append(JSON.Member(name: "shouldRetry", value: .bool(shouldRetry)))
        var body = [JSON.Member(name: "error", value: .object(members))]
        if let payment { body.append(JSON.Member(name: "payment", value: payment)) }
        return .object(body)
    }
}

extension GatewayProblem {
    static func invalid(_ code: String, _ message: String, param: String? = nil) -> GatewayProblem {
        GatewayProblem(status: 400, kind: .invalidRequest, code: code, message: message, param: param)
    }

    static func missing(_ member: String) -> GatewayProblem {
        invalid("missing_member", "this member is missing; give it", param: member)
    }

    static func member(_ member: String, _ message: String) -> GatewayProblem {
        invalid("invalid_member", message, param: member)
    }

    static let unauthorized = GatewayProblem(
        status: 401, kind: .authentication, code: "unauthorized",
        message: "no valid key was given; send 'Authorization: Bearer' and the key the gateway was started with")

    static let noSuchPath = GatewayProblem(
        status: 404, kind: .invalidRequest, code: "not_found",
        message: "there is nothing at this path; see /openapi.json")

    static let noSuchPayment = GatewayProblem(
        status: 404, kind: .invalidRequest, code: "not_found", message: "there is no such payment")

    static func method(allowed: String) -> GatewayProblem {
        GatewayProblem(
            status: 405, kind: .invalidRequest, code: "method_not_allowed",
            message: "this path does not take that method; the header Allow names those it takes", allow: allowed)
    }

    static func tooLarge(_ bytes: Int) -> GatewayProblem {
        GatewayProblem(
            status: 413, kind: .invalidRequest, code: "body_too_large", message: "a body has at most \(bytes) bytes")
    }

    static func targetTooLong(_ bytes: Int) -> GatewayProblem {
        GatewayProblem(
            status: 414, kind: .invalidRequest, code: "uri_too_long",
            message: "a path with its query has at most \(bytes) bytes")
    }

    static let headersTooLarge = GatewayProblem(
        status: 431, kind: .invalidRequest, code: "headers_too_large", message: "the headers are too large; send fewer")

    static let notHTTP = GatewayProblem(
        status: 400, kind: .invalidRequest, code: "invalid_request", message: "this is no HTTP/1.1 request")

    static let mediaType = GatewayProblem(
        status: 415, kind: .invalidRequest, code: "unsupported_media_type",
        message: "a body is JSON; send 'Content-Type: application/json'")

    static let noKey = invalid(
        "missing_idempotency_key",
        "the header Idempotency-Key is needed: 1 to 64 printable ASCII characters, new for each payment, the same for "
            + "each try of it")

    static let inProgress = GatewayProblem(
        status: 409, kind: .idempotency, code: "idempotency_in_progress",
        message: "a request with this idempotency key is under way; try again when it is done", shouldRetry: true)

    static let otherBody = GatewayProblem(
        status: 422, kind: .idempotency, code: "idempotency_mismatch",
        message: "this idempotency key was used for another request; take a new one for a new request")

    static func conflict(_ code: String, _ message: String) -> GatewayProblem {
        GatewayProblem(status: 409, kind: .conflict, code: code, message: message)
    }

    static let internalError = GatewayProblem(
        status: 500, kind: .gateway, code: "internal", message: "the gateway failed; ask what became of the payment")

    static func overloaded(_ message: String, retryAfter: Int = 1) -> GatewayProblem {
        GatewayProblem(
            status: 503, kind: .gateway, code: "overloaded", message: message, shouldRetry: true, retryAfter: retryAfter
        )
    }

    static func rateLimited(retryAfter: Int) -> GatewayProblem {
        GatewayProblem(
            status: 429, kind: .rateLimit, code: "rate_limited", message: "too many requests; wait as Retry-After says",
            shouldRetry: true, retryAfter: retryAfter)
    }
}

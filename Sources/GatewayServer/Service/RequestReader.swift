import Crypto
import Foundation
import JSONText

/// Makes work of a request, or says what is wrong with it. Nothing is kept of what it refuses.
struct RequestReader {
    /// What a request comes to.
    enum Reading {
        /// It is answered without the book.
        case answer(GatewayAnswer)
        /// It is to be carried out.
        case work(GatewayWork)
    }

    /// Payments that a page of the list may have.
    static let pageSizes: ClosedRange<Int64> = 1...1000
    private static let usualPageSize: Int64 = 100

    let rules: OutcomeRules
    let hashKey: SymmetricKey
    let time: GatewayTime
    let requestID: String

    func work(_ request: GatewayRequest, route: Route) throws(GatewayProblem) -> GatewayWork {
        let fault = try headerFault(request)
        // A look-up has no body; one that comes is not looked at.
        let body = route.readsBody ? try self.body(request) : nil
        let operation = try operation(request, route: route, body: body)
        return GatewayWork(
            requestID: requestID, operation: operation, attempt: try attempt(request, isNeeded: route.isOnce),
            fault: fault)
    }

    private func operation(
        _ request: GatewayRequest, route: Route, body: JSONValue?
    ) throws(GatewayProblem) -> GatewayWork.Operation {
        switch route {
        case .create:
            guard let body else { throw .invalid("invalid_json", "a body is needed: a JSON object") }
            return .create(try OrderReader(rules: rules, time: time).order(body))
        case .payments: return try lookup(request)
        case .payment(let id): return .lookUp(id: id)
        case .capture(let id): return .capture(id: id, amount: try amount(body))
        case .refund(let id): return .refund(id: id, amount: try amount(body))
        case .void(let id):
            _ = try body.map { value throws(GatewayProblem) in try MemberReader(value, knowing: []) }
            return .void(id: id)
        case .voids:
            guard let body else { throw .invalid("invalid_json", "a body is needed: a JSON object") }
            return .voidReference(try OrderReader.reference(MemberReader(body, knowing: ["reference"])))
        case .totals: return .totals
        case .data: return .deleteAll
        case .page, .health, .document, .faults, .addFault, .removeFaults: throw .noSuchPath
        }
    }

    private func lookup(_ request: GatewayRequest) throws(GatewayProblem) -> GatewayWork.Operation {
        guard let query = request.query else {
            throw .invalid("invalid_member", "the query can't be read; write it name=value, joined by &, once each")
        }
        let isByReference = query["reference"] != nil
        for name in query.keys where !(isByReference ? ["reference"] : ["after", "limit"]).contains(name) {
            throw .invalid("unknown_member", "the query takes reference alone, or after and limit")
        }
        if let reference = query["reference"] {
            guard GatewayText.isReference(reference) else { throw .noSuchPayment }
            return .lookUpReference(reference)
        }
        var limit = RequestReader.usualPageSize
        if let text = query["limit"] {
            guard let number = Int64(text), RequestReader.pageSizes.contains(number) else {
                throw .member("limit", "this must be a whole number from 1 to 1000")
            }
            limit = number
        }
        return .list(after: query["after"], limit: Int(limit))
    }

    private func amount(_ body: JSONValue?) throws(GatewayProblem) -> Int64? {
        guard let body else { return nil }
        return try MemberReader(body, knowing: ["amount"]).whole(
            "amount", in: 1...999_999_999_999, "an amount in minor units")
    }

    /// The body as JSON; nil for none.
    func body(_ request: GatewayRequest) throws(GatewayProblem) -> JSONValue? {
        guard !request.body.isEmpty else { return nil }
        let type = request.headers["content-type", default: ""].prefix { $0 != ";" }
        guard type.lowercased().filter({ $0 != " " }) == "application/json" else { throw .mediaType }
        do throws(JSONReadingError) {
            return try JSONValue(parsing: request.body)
        } catch {
            throw .invalid("invalid_json", error.description)
        }
    }

    private func headerFault(_ request: GatewayRequest) throws(GatewayProblem) -> ServerFault? {
        guard let text = request.headers["ivrpay-fault"] else { return nil }
        do throws(FaultTextError) {
            return try ServerFault(written: text)
        } catch {
            throw .invalid("invalid_member", "the header Ivrpay-Fault: \(error.description)", param: "Ivrpay-Fault")
        }
    }

    /// What is kept of the key and the request: keyed hashes, as a body may hold a card.
    private func attempt(_ request: GatewayRequest, isNeeded: Bool) throws(GatewayProblem) -> GatewayWork.Attempt? {
        guard isNeeded else { return nil }
        guard let key = request.headers["idempotency-key"], GatewayText.isKey(key) else { throw .noKey }
        var hash = HMAC<SHA256>(key: hashKey)
        hash.update(data: Array("\(request.method)\n\(request.target)\n".utf8))
        hash.update(data: request.body)
        return GatewayWork.Attempt(
            keyHash: Data(HMAC<SHA256>.authenticationCode(for: Array("key\n\(key)".utf8), using: hashKey)),
            requestHash: Data(hash.finalize()))
    }
}

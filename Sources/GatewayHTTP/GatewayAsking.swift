import JSONText
import PaymentCall
import Telephony

/// What a client needs for all that it asks: the way there, the key, the time, and whoever hears of what an operator should
/// know.
struct GatewayDesk: Sendable {
    let transport: any GatewayTransport
    let key: GatewayKey
    /// For all exchanges of one call of a method together.
    let timeout: MediaDuration
    let notes: @Sendable (String) -> Void
    /// Headers that the dialect wants beside the common ones.
    var headers: [(name: String, value: String)] = []

    /// The exchanges of one call of a method.
    func asking() -> GatewayAsking { GatewayAsking(desk: self, left: timeout) }

    /// Whether a transaction id may be sent as a reference and within a key: 1 to 64 printable ASCII characters.
    func takes(_ transactionID: String) -> Bool {
        let fits =
            (1...64).contains(transactionID.utf8.count) && transactionID.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        if !fits { notes("a transaction id is 1 to 64 printable ASCII characters; nothing was sent") }
        return fits
    }
}

/// The exchanges of one call of a method, which share its time.
struct GatewayAsking {
    let desk: GatewayDesk
    private(set) var left: MediaDuration

    init(desk: GatewayDesk, left: MediaDuration) {
        self.desk = desk
        self.left = left
    }

    /// Looks something up.
    mutating func get(_ path: String) -> Verdict { ask("GET", path, key: nil, type: nil, body: nil) }

    /// Sends a body, which is zeroed when the answer is there, under an idempotency key.
    mutating func post(_ path: String, key: String, type: String, _ body: SecretBody) -> Verdict {
        defer { body.wipe() }
        return ask("POST", path, key: key, type: type, body: body)
    }

    private mutating func ask(
        _ method: String, _ path: String, key: String?, type: String?, body: SecretBody?
    ) -> Verdict {
        guard left > .zero else { return .noOutcome(.later(RetryAdvice(mayHaveCharged: false))) }
        var headers = [
            (name: "Authorization", value: "Bearer " + desk.key.value), (name: "Accept", value: "application/json"),
            (name: "User-Agent", value: "ivrpay"),
        ]
        if let type { headers.append((name: "Content-Type", value: type)) }
        if let key { headers.append((name: "Idempotency-Key", value: key)) }
        let request = GatewayHTTPRequest(method: method, path: path, headers: headers + desk.headers, body: body)
        let exchange = desk.transport.exchange(request, limit: left)
        left = left - exchange.took
        if let note = GatewayNote.note(of: exchange, to: request) { desk.notes(note) }
        return Verdict(exchange)
    }
}

/// What an operator should know of an exchange: sentences that hold nothing of what was sent.
enum GatewayNote {
    static func note(of exchange: GatewayExchange, to request: GatewayHTTPRequest) -> String? {
        switch exchange.outcome {
        case .failed(.unreachable): "the gateway can't be reached; check its address, and whether it runs"
        case .failed(.insecure):
            "the gateway could not prove by its certificate who it is, and was sent nothing; check its address, or name its "
                + "authority with --gateway-ca"
        case .failed: nil
        case .answered(let answer): note(of: answer, to: request)
        }
    }

    private static func note(of answer: GatewayHTTPAnswer, to request: GatewayHTTPRequest) -> String? {
        let what: String
        switch answer.status {
        case 401, 403: what = "check its key"
        case 404 where request.method == "GET": return nil
        case 404, 405: what = "check its address and its dialect"
        case let status where Verdict.refusals.contains(status):
            what = "the request is not as it wants it; look the code up"
        case 300...399: what = "no redirect is followed; give the address it leads to"
        default: return nil
        }
        let error = answer.object?["error"]
        let code = (error?.code("code") ?? error?.code("type")).map { " " + $0 } ?? ""
        let id = error?.code("requestId").map { ", request " + $0 } ?? ""
        return
            "the gateway answered \(request.method) \(place(request.path)) with \(answer.status)\(code)\(id); \(what)"
    }

    /// The path without ids and query.
    private static func place(_ path: String) -> String {
        "/"
            + path.prefix { $0 != "?" }.split(separator: "/").map {
                $0.contains("_") && $0.contains(where: \.isNumber) ? "..." : $0
            }
            .joined(separator: "/")
    }
}

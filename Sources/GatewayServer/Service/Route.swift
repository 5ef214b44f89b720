/// What there is at a path, and which methods it takes.
enum Route: Sendable {
    case page, health, document
    case create, payments
    case payment(id: String)
    case capture(id: String)
    case void(id: String)
    case refund(id: String)
    case voids
    case faults, addFault, removeFaults, totals, data

    /// Every path with its methods, as the document has them.
    static let table: [(path: String, methods: [String])] = [
        ("/", ["GET"]), ("/health", ["GET"]), ("/openapi.json", ["GET"]), ("/v1/payments", ["GET", "POST"]),
        ("/v1/payments/{id}", ["GET"]), ("/v1/payments/{id}/capture", ["POST"]), ("/v1/payments/{id}/void", ["POST"]),
        ("/v1/payments/{id}/refund", ["POST"]), ("/v1/voids", ["POST"]), ("/admin/faults", ["GET", "POST", "DELETE"]),
        ("/admin/totals", ["GET"]), ("/admin/data", ["DELETE"]),
    ]

    /// Whether it is there for everybody.
    static func isOpen(_ path: Substring) -> Bool { path == "/" || path == "/health" || path == "/openapi.json" }

    /// The route of a request; throws for a path or a method that there is none of.
    init(method: String, path: Substring) throws(GatewayProblem) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let isOfPayment = parts.count >= 3 && parts.starts(with: ["v1", "payments"])
        var name = String(path)
        var id = ""
        if isOfPayment {
            id = String(parts[3])
            // What is no id of ours is not looked for.
            guard id.utf8.count <= 40, id.utf8.allSatisfy({ (0x61...0x7a).contains($0) || $0 == 0x5f }), !id.isEmpty
            else {
                throw .noSuchPath
            }
            name = "/v1/payments/{id}" + parts.dropFirst(3).map { "/" + $0 }.joined()
        }
        guard let row = Route.table.first(where: { $0.path == name }) else { throw .noSuchPath }
        guard row.methods.contains(method) else { throw .method(allowed: row.methods.joined(separator: ", ")) }
        switch (name, method) {
        case ("/", _): self = .page
        case ("/health", _): self = .health
        case ("/openapi.json", _): self = .document
        case ("/v1/payments", "POST"): self = .create
        case ("/v1/payments", _): self = .payments
        case ("/v1/payments/{id}", _): self = .payment(id: id)
        case ("/v1/payments/{id}/capture", _): self = .capture(id: id)
        case ("/v1/payments/{id}/void", _): self = .void(id: id)
        case ("/v1/payments/{id}/refund", _): self = .refund(id: id)
        case ("/v1/voids", _): self = .voids
        case ("/admin/faults", "GET"): self = .faults
        case ("/admin/faults", "POST"): self = .addFault
        case ("/admin/faults", _): self = .removeFaults
        case ("/admin/totals", _): self = .totals
        default: self = .data
        }
    }

    /// Whether it is done once, under an idempotency key.
    var isOnce: Bool {
        switch self {
        case .create, .capture, .void, .refund, .voids: true
        default: false
        }
    }

    var readsBody: Bool {
        switch self {
        case .create, .capture, .void, .refund, .voids, .addFault: true
        default: false
        }
    }
}

import Amounts
import GRDB
import JSONText

/// Carries operations out on the book, within a transaction. It knows no fault but a success that comes late.
struct PaymentProcessor {
    /// A name that is needed.
    enum Name: String {
        case payment = "pay_"
        case token = "tok_"
        case confirmation
    }

    /// What an operation comes to: a status, and the payment or another body.
    struct Result {
        var status: Int
        var payment: Payment?
        var problem: GatewayProblem?
        var other: JSON?

        init(_ payment: Payment, status: Int = 200) {
            self.status = status
            self.payment = payment
        }

        init(_ problem: GatewayProblem, payment: Payment? = nil) {
            status = problem.status
            self.problem = problem
            self.payment = payment
        }

        init(other: JSON) {
            status = 200
            self.other = other
        }

        /// The body; the times in it are off by `skew` seconds.
        func body(requestID: String, skew: Double = 0) -> JSON {
            if let other { return other }
            let payment = payment?.json(skew: skew)
            return problem?.json(requestID: requestID, payment: payment) ?? payment ?? .null
        }
    }

    let pages: BookPages
    let time: GatewayTime
    let name: (Name) -> String

    /// Does what is asked; a payment that is made succeeds `lateness` seconds later where one is given.
    func perform(_ operation: GatewayWork.Operation, lateness: Double?) throws -> Result {
        switch operation {
        case .create(let order): return try create(order, lateness: lateness)
        case .lookUp(let id): return try pages.payment(id: id).map { Result($0) } ?? Result(.noSuchPayment)
        case .lookUpReference(let reference):
            return try pages.payment(reference: reference).map { Result($0) } ?? Result(.noSuchPayment)
        case .list(let id, let limit): return try list(after: id, limit: limit)
        case .capture(let id, let amount):
            return try change(id) { payment throws(GatewayProblem) in
                try payment.capture(amount, at: time.milliseconds)
            }
        case .void(let id):
            return try change(id) { payment throws(GatewayProblem) in try payment.void(at: time.milliseconds) }
        case .refund(let id, let amount):
            return try change(id) { payment throws(GatewayProblem) in
                try payment.refund(amount, at: time.milliseconds)
            }
        case .voidReference(let reference): return try void(reference: reference)
        case .totals: return try totals()
        case .deleteAll:
            try pages.deleteAll()
            return Result(other: .members(["status": .string("ok")]))
        }
    }

    // MARK: Making

    private func create(_ order: PaymentOrder, lateness: Double?) throws -> Result {
        if let standing = try pages.payment(reference: order.reference) {
            guard standing.status == .voided else {
                return Result(
                    .conflict("duplicate_reference", "there is a payment of this reference; it stands in the answer"),
                    payment: standing)
            }
            return Result(
                .conflict("reference_voided", "the payment of this reference is void; take a new reference"),
                payment: standing)
        }
        var payment = Payment(
            id: name(.payment), reference: order.reference, action: order.action, status: .declined,
            amount: order.money?.minor ?? 0, currency: order.money?.currency.code, source: order.source,
            description: order.description, parameters: order.parameters, createdAt: time.milliseconds,
            updatedAt: time.milliseconds)
        if order.isOwnToken {
            guard let token = order.source.token, let source = try pages.source(token: token) else {
                return Result(.member("source.token", "there is no such token"))
            }
            payment.source = source
        }
        if let code = order.declineCode {
            payment.declineCode = code
            try pages.insert(payment)
            return Result(.decline(code), payment: payment)
        }
        return try approve(&payment, lateness: lateness)
    }

    private func approve(_ payment: inout Payment, lateness: Double?) throws -> Result {
        payment.confirmation = name(.confirmation)
        if payment.action == .tokenize, let source = payment.source {
            let token = name(.token)
            try pages.keep(token: token, of: source)
            payment.source?.token = token
        }
        if let lateness {
            payment.status = .processing
            payment.settlesAt = time.advanced(bySeconds: lateness).milliseconds
        } else {
            payment.succeed(at: time.milliseconds)
        }
        try pages.insert(payment)
        return Result(payment, status: lateness == nil ? 201 : 202)
    }

    // MARK: Changing and looking

    private func change(
        _ id: String, _ change: (inout Payment) throws(GatewayProblem) -> Void
    ) throws -> Result {
        guard var payment = try pages.payment(id: id) else { return Result(.noSuchPayment) }
        do throws(GatewayProblem) {
            try change(&payment)
        } catch {
            return Result(error, payment: payment)
        }
        try keep(payment)
        return Result(payment)
    }

    /// With a tokenization that is void its token goes too.
    private func keep(_ payment: Payment) throws {
        try pages.update(payment)
        guard payment.status == .voided, payment.action == .tokenize, let token = payment.source?.token else { return }
        try pages.remove(token: token)
    }

    /// One that never came is kept as void, so that it can't be charged when it comes later.
    private func void(reference: String) throws -> Result {
        guard var payment = try pages.payment(reference: reference) else {
            let payment = Payment(
                id: name(.payment), reference: reference, action: .charge, status: .voided, amount: 0, currency: nil,
                createdAt: time.milliseconds, updatedAt: time.milliseconds)
            try pages.insert(payment)
            return Result(payment)
        }
        guard payment.status != .declined else { return Result(payment) }
        try payment.void(at: time.milliseconds)
        try keep(payment)
        return Result(payment)
    }

    private func list(after id: String?, limit: Int) throws -> Result {
        guard let payments = try pages.payments(after: id, limit: limit + 1) else { return Result(.noSuchPayment) }
        return Result(
            other: .members([
                "payments": .array(payments.prefix(limit).map { $0.json() }), "hasMore": .bool(payments.count > limit),
            ]))
    }

    private func totals() throws -> Result {
        let counts = try pages.counts()
        return Result(
            other: .members([
                "payments": .int(counts.reduce(0) { $0 + $1.count }),
                "byStatus": .object(counts.map { JSON.Member(name: $0.status, value: .int($0.count)) }),
                "netMinor": .object(try pages.nets().map { JSON.Member(name: $0.currency, value: .int($0.minor)) }),
            ]))
    }
}

extension GatewayProblem {
    /// A decline; a new attempt needs a new key and a new reference.
    static func decline(_ code: String) -> GatewayProblem {
        GatewayProblem(
            status: 402, kind: .decline, code: code, message: "the payment was declined; the code says why")
    }
}

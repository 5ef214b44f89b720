/// What may become of a payment. Each change leaves captured at most the amount, and refunded at most captured.
extension Payment {
    /// The status of a payment that succeeds.
    var success: Status {
        switch action {
        case .charge: .paid
        case .authorize: .authorized
        case .tokenize: .tokenized
        }
    }

    /// It succeeds, now or in the end.
    mutating func succeed(at time: Int64) {
        status = success
        if status == .paid { captured = amount }
        settlesAt = nil
        updatedAt = time
    }

    /// Takes an authorized payment's money, all of it where `amount` is nil.
    mutating func capture(_ amount: Int64?, at time: Int64) throws(GatewayProblem) {
        guard status == .authorized else {
            throw .conflict("not_capturable", "only a payment that is authorized can be captured")
        }
        let part = amount ?? self.amount
        guard part <= self.amount else {
            throw .conflict("not_capturable", "more than was authorized can't be captured")
        }
        status = .paid
        captured = part
        updatedAt = time
    }

    /// Gives back a part of what was captured, the rest of it where `amount` is nil.
    mutating func refund(_ amount: Int64?, at time: Int64) throws(GatewayProblem) {
        guard status == .paid else { throw .conflict("not_refundable", "only a payment that is paid can be refunded") }
        let left = captured - refunded
        guard left > 0 else { throw .conflict("not_refundable", "all of it is refunded already") }
        let part = amount ?? left
        guard part <= left else { throw .conflict("not_refundable", "more than is left of it can't be refunded") }
        refunded += part
        updatedAt = time
    }

    /// Takes it back, whatever it was but declined. Void already, it stays as it is.
    mutating func void(at time: Int64) throws(GatewayProblem) {
        guard status != .declined else {
            throw .conflict("not_voidable", "a payment that was declined can't be voided")
        }
        guard status != .voided else { return }
        status = .voided
        settlesAt = nil
        updatedAt = time
    }

    /// What it brings in minor units: captured less refunded, nothing once it is void.
    var net: Int64 { status == .voided ? 0 : captured - refunded }
}

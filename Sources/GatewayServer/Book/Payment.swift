import JSONText

/// A payment as the book has it. It holds no card number: the masked form, or a token.
struct Payment: Hashable, Sendable {
    enum Status: String, Sendable, CaseIterable {
        case paid, authorized, tokenized, processing, declined, voided
    }

    enum Action: String, Sendable, CaseIterable {
        case charge, authorize, tokenize
    }

    /// What was paid with, as it may be told.
    struct Source: Hashable, Sendable {
        enum Kind: String, Sendable, CaseIterable {
            case card
            case bankAccount = "bank_account"
            case token
        }

        var kind: Kind
        var brand: String?
        var masked: String?
        var token: String?
    }

    let id: String
    let reference: String
    let action: Action
    var status: Status
    /// In minor units; 0 where nothing is charged.
    let amount: Int64
    let currency: String?
    var source: Source?
    var confirmation: String?
    var declineCode: String?
    var captured: Int64 = 0
    var refunded: Int64 = 0
    var description: String?
    /// The parameters, as JSON text.
    var parameters = "{}"
    /// When a payment that is processing succeeds, in milliseconds since 1970.
    var settlesAt: Int64?
    let createdAt: Int64
    var updatedAt: Int64

    /// The object of the API; its times are off by `skew` seconds.
    func json(skew: Double = 0) -> JSON {
        .members([
            "id": .string(id), "reference": .string(reference), "status": .string(status.rawValue),
            "amount": .int(amount), "currency": .optional(currency), "source": source?.json ?? .null,
            "confirmation": .optional(confirmation), "declineCode": .optional(declineCode),
            "capturedAmount": .int(captured), "refundedAmount": .int(refunded),
            "description": .optional(description), "parameters": .number(parameters),
            "createdAt": .string(time(createdAt, skew)), "updatedAt": .string(time(updatedAt, skew)),
        ])
    }

    private func time(_ milliseconds: Int64, _ skew: Double) -> String {
        GatewayTime(milliseconds: milliseconds).advanced(bySeconds: skew).description
    }
}

extension Payment.Source {
    var json: JSON {
        .members([
            "type": .string(kind.rawValue), "brand": .optional(brand), "masked": .optional(masked),
            "token": .optional(token),
        ])
    }
}

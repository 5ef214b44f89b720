import JSONText

extension LedgerPayment {
    /// Whether a caller has heard that it is paid; nil where there is nothing of that kind to hear.
    public var callerHeard: Bool? { state == .paid ? isTold : nil }

    /// The payment as one object of the interface.
    public var json: JSON {
        .members([
            "schemaVersion": .int(1), "transactionId": .string(transactionID), "callId": .string(callID),
            "account": .optional(account), "reference": .optional(reference), "gateway": .string(gateway),
            "handle": .optional(handle), "action": .string(storesOnly ? "tokenize" : "charge"),
            "method": .string(method), "amountMinor": .int(amount),
            "chargedMinor": state.isSettled ? .int(charged) : .null,
            "currency": .string(currency), "brand": .optional(brand), "masked": .optional(masked),
            "token": .optional(token), "result": .string(state.rawValue), "decline": .optional(decline),
            "confirmation": .optional(confirmation), "callerHeard": callerHeard.map { .bool($0) } ?? .null,
            "tries": .int(Int64(tries)),
            "createdAt": .string(createdAt), "updatedAt": .string(updatedAt), "settledAt": .optional(settledAt),
        ])
    }
}

extension LedgerStep {
    /// The step as a part of its payment's object.
    public var json: JSON {
        .members([
            "at": .string(at), "source": .string(source), "what": .string(what), "answer": .optional(answer),
        ])
    }
}

import CardData

/// What follows a decline.
enum DeclineRule: Equatable, Sendable {
    /// These fields are asked again.
    case ask([Field])
    /// The charge is tried once more under a new transaction id; after that these fields are asked again.
    case tryOnceMore(thenAsk: [Field])
    /// The card must not be tried again: the payment ends.
    case end

    init(for reason: DeclineReason) {
        switch reason {
        case .incorrectCVC: self = .ask([.securityCode])
        case .expiredCard: self = .ask([.expiry, .securityCode])
        case .insufficientFunds, .cardVelocityExceeded, .cardDeclined: self = .ask(DeclineRule.wholeCard)
        case .processingError: self = .tryOnceMore(thenAsk: DeclineRule.wholeCard)
        case .stolenCard, .lostCard: self = .end
        }
    }

    private static let wholeCard: [Field] = [.cardNumber, .expiry, .securityCode]
}

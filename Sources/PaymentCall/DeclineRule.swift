import CardData

/// What follows a decline.
public struct DeclineRule: Hashable, Sendable {
    /// The fields asked again; those of another method than the caller's don't count, and none means all of the method.
    public var asksAgain: [Field]
    /// Whether the charge is first tried once more, under a new transaction id.
    public var triesOnceMore = false
    /// Whether the caller may pay another amount instead.
    public var offersAnotherAmount = false
    /// Whether the payment ends: the card must not be tried again.
    public var ends = false

    /// A rule that asks these fields again.
    public init(asksAgain: [Field] = []) { self.asksAgain = asksAgain }

    /// The rules that stand where settings say nothing: the table of the interface.
    public static let standard: [DeclineReason: DeclineRule] = {
        var rules: [DeclineReason: DeclineRule] = [:]
        for reason in DeclineReason.allCases { rules[reason] = DeclineRule(for: reason) }
        return rules
    }()

    private init(for reason: DeclineReason) {
        switch reason {
        case .incorrectCVC: self.init(asksAgain: [.securityCode])
        case .expiredCard: self.init(asksAgain: [.expiry, .securityCode])
        case .insufficientFunds, .cardVelocityExceeded, .cardDeclined: self.init(asksAgain: DeclineRule.wholeCard)
        case .processingError:
            self.init(asksAgain: DeclineRule.wholeCard)
            triesOnceMore = true
        case .stolenCard, .lostCard:
            self.init()
            ends = true
        case .accountClosed, .noAccount, .debitNotAuthorized:
            self.init(asksAgain: [.routingNumber, .bankAccount])
        }
    }

    private static let wholeCard: [Field] = [.cardNumber, .expiry, .securityCode]
}

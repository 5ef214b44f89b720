import CardData
import PaymentCall
import Settings

// The ways to declines and endings, and scenarios that change a setting.
extension CoverageSkeleton {
    /// A card or bank account that is declined for that reason, up to the gateway's answer.
    static func declining(_ reason: DeclineReason) -> CoverageSkeleton? {
        if let card = TestCards.all.first(where: { $0.decline == reason }) {
            return withAmount.given([.cardNumber, .expiry, .securityCode], cardNumber: card.number).pressing("1 >")
        }
        guard let account = TestBankAccount.all.first(where: { $0.decline == reason }) else { return nil }
        let transfer = withAmount.with("method", "bank-account")
        return transfer.given([.routingNumber, .bankAccount], bankAccount: account.number).pressing("1 >")
    }

    /// `insufficient_funds`.
    static func decline(_ name: String) -> CoverageSkeleton? {
        guard let reason = DeclineReason(rawValue: name) else { return nil }
        let isLast = reason == .stolenCard || reason == .lostCard
        return declining(reason)?.setting("declines", "1").ends(.declined, isLast ? name : "too-many-declines")
    }

    /// `failed/too-many-attempts`. A call that ends without a payment needs a call plan.
    static func ending(_ name: String, plans: [SkeletonPlan]) -> CoverageSkeleton? {
        let parts = name.split(separator: "/").map(String.init)
        guard let outcome = parts.first.flatMap({ Outcome(rawValue: $0) }) else { return nil }
        switch (outcome, parts.count > 1 ? parts[1] : nil) {
        case (.paid, _): return withToken.pressing("1").ends(.paid)
        case (.tokenized, _): return storing.pressing("1").ends(.tokenized)
        case (.hungUp, _): return withToken.leaves()
        case (.noPayment, _): return withoutPayment(plans)
        case (.declined, "too-many-declines"): return decline(DeclineReason.cardDeclined.rawValue)
        case (.declined, let reason?):
            guard let decline = DeclineReason(rawValue: reason).flatMap({ declining($0) }) else { return nil }
            return decline.setting("decline-rules.\(reason).end", "true").ends(.declined, reason)
        case (.pending, let reason): return inquired.ends(.pending, reason)
        case (.cancelled, "agent-cancelled"): return event("listening/agent-cancelled")
        case (.cancelled, let reason): return withToken.pressing("*").ends(.cancelled, reason)
        case (.failed, let reason?): return failing(reason)?.ends(.failed, reason)
        case (.failed, nil), (.declined, nil): return nil
        }
    }

    /// A card that is stored, and nothing charged.
    static var storing: CoverageSkeleton {
        known.with("tokenize", "true").given([.cardNumber, .expiry, .securityCode])
    }

    private static var inquired: CoverageSkeleton {
        withToken.setting("gateway.retries", "0").setting("gateway.faults", "[lost-request]").pressing("1")
    }

    /// The way to a payment that fails for `reason`.
    private static func failing(_ reason: String) -> CoverageSkeleton? {
        switch reason {
        case "identification-failed":
            return failing(.enter(.account), "unknown-account", times: CoverageList.attempts)
        case "too-many-attempts":
            return failing(.choose(.summary), AttemptFault.noMatch.code, times: CoverageList.attempts)
        case "not-payable": return known.with("account", "\"10024\"")
        case "account-blocked": return known.with("account", "\"10027\"")
        case "asked-for-agent": return withToken.pressing("0")
        case "gateway-unavailable":
            return withToken.setting("gateway.faults", "[unreachable]").pressing("1")
        case "already-paid", "earlier-payment-unknown":
            return withToken.setting("gateway.faults", "[\(reason)]").pressing("1")
        case "card-check-unavailable":
            let away = checking(withAmount).setting("card-check.replies", "[unreachable]")
            return away.setting("card-check.when-unreachable", "end").pressing("4242424242424242#")
        default: return nil
        }
    }

    // MARK: Settings

    /// A payment under a changed setting: `timeouts.first-digit`. What the setting does is left to show.
    static func setting(_ path: String) -> CoverageSkeleton? {
        guard let place = CallSettings.paths.firstIndex(of: path), let value = CallSettings.example(at: place) else {
            return nil
        }
        var skeleton = withToken.setting(path, value).pressing("1").ends(.paid)
        skeleton.notes = ["Add here what the setting changes."]
        return skeleton
    }
}

import CardData
import JSONText

/// The one table of what a gateway's decline codes mean to a call. `docs/decline-codes.md` shows it.
public enum DeclineCodes {
    /// Every code that is known, lower case, and its reason, in the order of the document.
    public static let table: [(code: String, reason: DeclineReason)] =
        own + rows(.cardDeclined, declined) + rows(.insufficientFunds, ["withdrawal_count_limit_exceeded"])
        + rows(.lostCard, ["pickup_card"]) + rows(.expiredCard, ["invalid_expiry_month", "invalid_expiry_year"])
        + rows(.incorrectCVC, ["invalid_cvc"]) + rows(.processingError, passing)
        + rows(.accountClosed, ["account_frozen", "bank_ownership_changed"])
        + rows(.noAccount, ["invalid_account_number", "routing_number_invalid", "account_number_invalid"])
        + rows(.debitNotAuthorized, ["bank_account_restricted", "recipient_declined"])

    private static let own = DeclineReason.allCases.map { (code: $0.rawValue, reason: $0) }

    /// The card is refused as it is, and the caller may pay with another one.
    private static let declined = [
        "approve_with_id", "authentication_required", "call_issuer", "card_not_supported", "currency_not_supported",
        "do_not_honor", "do_not_try_again", "duplicate_transaction", "fraudulent", "generic_decline",
        "incorrect_number",
        "incorrect_pin", "incorrect_zip", "invalid_account", "invalid_amount", "invalid_number", "invalid_pin",
        "merchant_blacklist", "mobile_device_authentication_required", "new_account_information_available",
        "no_action_taken", "not_permitted", "offline_pin_required", "online_or_offline_pin_required",
        "pin_try_exceeded",
        "restricted_card", "revocation_of_all_authorizations", "revocation_of_authorization", "security_violation",
        "service_not_allowed", "stop_payment_order", "testmode_decline", "transaction_not_allowed",
    ]

    /// The same card may pass a moment later.
    private static let passing = [
        "could_not_process", "issuer_not_available", "reenter_transaction", "try_again_later",
    ]

    private static func rows(_ reason: DeclineReason, _ codes: [String]) -> [(code: String, reason: DeclineReason)] {
        codes.map { (code: $0, reason: reason) }
    }

    private static let reasons = Dictionary(uniqueKeysWithValues: table.map { ($0.code, $0.reason) })

    /// The reason that a code stands for, in any case of letters; `cardDeclined` for an unknown one.
    public static func reason(_ code: String?) -> DeclineReason { known(code) ?? .cardDeclined }

    private static func known(_ code: String?) -> DeclineReason? { code.flatMap { reasons[$0.lowercased()] } }

    /// The reason in an error object: its `decline_code` says more than its `code`.
    static func reason(in error: JSONValue?) -> DeclineReason {
        known(error?["decline_code"]?.plainText) ?? known(error?["code"]?.plainText) ?? .cardDeclined
    }
}

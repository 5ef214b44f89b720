import Amounts
import CallEngine
import CardData
import PaymentCall
import Telephony

extension CallRecord {
    /// The result in a few lines for a person.
    public var lines: [String] {
        var lines = ["result    \(result.outcome.rawValue)" + (result.reason.map { " (\($0))" } ?? "")]
        if let payment = result.payment {
            lines.append("amount    \(payment.amount.decimalText) \(payment.amount.currency.code)")
            if let brand = payment.brand, let masked = payment.maskedPAN {
                lines.append("card      \(brand.rawValue) \(masked)")
            }
            if let account = payment.maskedAccount { lines.append("bank      \(account)") }
            if let token = payment.token { lines.append("token     \(token)") }
            for value in payment.values { lines.append("gateway   \(value.name): \(value.value)") }
            if let reference = payment.reference { lines.append("reference \(reference)") }
            if !payment.declines.isEmpty {
                lines.append("declines  " + payment.declines.map(\.rawValue).joined(separator: ", "))
            }
        }
        if let transfer = result.transfer {
            lines.append("transfer  \(transfer.route.text), \(transfer.reason)")
        }
        if let account = result.account { lines.append("account   \(account)") }
        if let plan {
            lines.append("plan      \(plan.name)")
            if plan.payments.count > 1 { lines.append("payments  \(plan.payments.count)") }
        }
        return lines.map(Transcript.printable) + [
            "duration  \(Transcript.clock(.zero + duration)) s", "call      \(callID)",
        ]
    }
}

import PaymentGateway
import SQLiteFiles

/// Finds out what became of a payment that is held, and settles it.
struct Settler: Sendable {
    let ledger: Ledger
    let client: any GatewayClient
    let holder: String
    let source: StepSource

    /// Asks the gateway about a payment whose question is written. What it never got, or has not decided, is made void, so
    /// that a try which is still on its way can't charge. What stands after it; nobody holds it any more.
    func settle(_ payment: LedgerPayment) throws(SQLiteFileError) -> LedgerPayment {
        let standing = client.standing(transactionID: payment.transactionID, handle: payment.handle)
        CrashPoint.reached("reconcile-asked")
        let after: LedgerPayment
        switch standing {
        case .notFound, .processing:
            try ledger.answer(asking(payment, .inquiry), AnswerText.of(standing), nil)
            after = try void(payment)
        // A void that was asked for and not answered may still be on its way: what is paid now would not stay so.
        case .approved where try ledger.read({ try ledger.wasVoidAsked(payment.id, in: $0) }):
            try ledger.answer(asking(payment, .inquiry), AnswerText.of(standing), nil)
            after = try void(payment)
        case .approved, .declined, .voided, .noAnswer, .notAsked:
            after = try write(standing, of: payment, .inquiry)
        }
        CrashPoint.reached("reconcile-written")
        return after
    }

    private func void(_ payment: LedgerPayment) throws(SQLiteFileError) -> LedgerPayment {
        try ledger.ask(asking(payment, .void))
        CrashPoint.reached("void-asked")
        let standing = client.void(transactionID: payment.transactionID, handle: payment.handle)
        CrashPoint.reached("void-answered")
        return try write(standing, of: payment, .void)
    }

    private func write(
        _ standing: PaymentStanding, of payment: LedgerPayment, _ what: StepKind
    ) throws(SQLiteFileError) -> LedgerPayment {
        try ledger.answer(
            asking(payment, what), AnswerText.of(standing), Settlement(standing, of: payment), releases: true)
    }

    private func asking(_ payment: LedgerPayment, _ what: StepKind) -> Ledger.Asking {
        Ledger.Asking(id: payment.id, holder: holder, source: source, what: what)
    }
}

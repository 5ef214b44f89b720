import ArgumentParser
import JSONText
import Ledger
import SQLiteFiles

/// `ivrpay ledger show`: one payment and its history.
struct LedgerShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a payment, and everything that was asked and answered about it.",
        discussion: "Exit code 4 when the ledger has no such payment.")

    @OptionGroup var options: LedgerOptions

    @Argument(help: "The payment's id: the transaction id of the call.")
    var id: String

    @Option(help: "How it is written.")
    var format = Format.text

    func run() throws {
        let ledger = try options.open(.reading)
        let payment: LedgerPayment?
        let steps: [LedgerStep]
        do throws(SQLiteFileError) {
            payment = try ledger.payment(id)
            steps = try payment.map { payment throws(SQLiteFileError) in try ledger.steps(of: payment) } ?? []
        } catch { throw Failure.ledger(error) }
        guard let payment else {
            throw Failure(code: Exit.nothingMatched, message: "the ledger has no payment with that id")
        }
        switch format {
        case .text: for line in LedgerShowCommand.lines(payment, steps) { try Output.line(line) }
        case .json:
            guard case .object(let members) = payment.json else { return }
            let history = JSON.Member(name: "steps", value: .array(steps.map(\.json)))
            try Output.line(JSON.object(members + [history]).text)
        }
    }

    private static func lines(_ payment: LedgerPayment, _ steps: [LedgerStep]) -> [String] {
        let rows: [(name: String, value: String?)] = [
            ("payment", payment.transactionID), ("result", payment.resultText), ("amount", payment.amountText),
            ("charged", payment.state == .paid ? payment.chargedText : nil), ("paid with", payment.paidWith),
            ("token", payment.token), ("account", payment.account), ("reference", payment.reference),
            ("confirmation", payment.confirmation), ("call", payment.callID), ("gateway", payment.gateway),
            ("its name there", payment.handle), ("tries", String(payment.tries)), ("written", payment.createdAt),
            ("settled", payment.settledAt),
        ]
        var lines: [String] = []
        for case (let name, let value?) in rows where !value.isEmpty {
            lines.append(name + String(repeating: " ", count: 16 - name.count) + Output.printable(value))
        }
        lines.append("")
        for step in steps {
            let says = step.answer.map { ": " + $0 } ?? " asked"
            lines.append(Output.printable("\(step.at)  \(step.source)  \(step.what)\(says)"))
        }
        return lines
    }
}

import ArgumentParser
import JSONText
import Ledger
import SQLiteFiles

/// `ivrpay ledger list`: a page of payments.
struct LedgerListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists payments, the newest first, a page at a time.",
        discussion: """
            The next page begins behind the last payment of this one: --before ID. JSON is one object a line. Exit code 4 \
            when no payment matches.
            """)

    @OptionGroup var options: LedgerOptions
    @OptionGroup var filter: LedgerFilterOptions

    @Option(help: "Payments on a page, 1 to 1000.")
    var limit = 50

    @Option(help: ArgumentHelp("Begin behind this payment.", valueName: "id"))
    var before: String?

    @Option(help: "How the list is written.")
    var format = Format.text

    func run() throws {
        guard (1...1000).contains(limit) else { throw Failure.usage("--limit: give 1 to 1000") }
        let filter = try filter.filter()
        let ledger = try options.open(.reading)
        let found: [LedgerPayment]?
        do throws(SQLiteFileError) {
            // One more tells whether there is another page.
            found = try ledger.page(filter, before: before, limit: limit + 1)
        } catch { throw Failure.ledger(error) }
        guard let found else {
            throw Failure(code: Exit.nothingMatched, message: "--before: the ledger has no payment with that id")
        }
        if found.isEmpty { throw Failure(code: Exit.nothingMatched, message: "no payment in the ledger matches") }
        let page = Array(found.prefix(limit))
        switch format {
        case .json: for payment in page { try Output.line(payment.json.text) }
        case .text:
            for line in LedgerListCommand.table(page) { try Output.line(line) }
            if found.count > limit, let last = page.last {
                Output.note("There are more: --before \(Output.printable(last.transactionID))")
            }
        }
    }

    /// The payments as lines of equal columns under their names.
    private static func table(_ payments: [LedgerPayment]) -> [String] {
        let names = ["TIME", "ID", "ACCOUNT", "REFERENCE", "AMOUNT", "PAID WITH", "RESULT", "CONFIRMATION"]
        let rows =
            [names]
            + payments.map { payment in
                [
                    payment.createdAt, payment.transactionID, payment.account ?? "-", payment.reference ?? "-",
                    payment.amountText, payment.paidWith, payment.resultText, payment.confirmation ?? "-",
                ].map { Output.printable($0) }
            }
        let widths = names.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}

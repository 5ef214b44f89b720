import Amounts
import ArgumentParser
import Ledger
import SQLiteFiles

/// `ivrpay ledger`: the book of payments.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Lists, shows, settles and exports the payments in a ledger.",
        discussion: """
            A ledger is the file that ivrpay call --ledger FILE writes. None of these commands makes one. \
            docs/ledger.md tells what stands in it.
            """,
        subcommands: [
            LedgerListCommand.self, LedgerShowCommand.self, LedgerReconcileCommand.self, LedgerExportCommand.self,
        ])
}

/// Which ledger a command is about.
struct LedgerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The ledger.", valueName: "file"))
    var ledger: String

    /// The ledger, which must be there.
    func open(_ opening: Ledger.Opening) throws(Failure) -> Ledger {
        do throws(SQLiteFileError) { return try Ledger(ledger, opening) } catch { throw .ledger(error) }
    }
}

/// Which payments of it.
struct LedgerFilterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("From this day on, UTC, e.g. 2026-11-25.", valueName: "day"))
    var from: String?

    @Option(help: ArgumentHelp("Up to the end of this day, UTC.", valueName: "day"))
    var to: String?

    @Option(
        help: ArgumentHelp(
            "With this result: \(PaymentState.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "name"))
    var result: PaymentState?

    @Option(help: ArgumentHelp("For this account, as it was keyed.", valueName: "number"))
    var account: String?

    @Option(help: ArgumentHelp("With this payment reference.", valueName: "text"))
    var reference: String?

    /// The filter.
    func filter() throws(Failure) -> LedgerFilter {
        for (option, day) in [("--from", from), ("--to", to)] {
            guard let day, !LedgerTime.isDay(day) else { continue }
            throw .usage("\(option): this is no day; give year, month and day, as 2026-11-25")
        }
        if let from, let to, from > to { throw .usage("--from: \(from) is behind --to \(to); turn them round") }
        var filter = LedgerFilter()
        filter.from = from
        filter.to = to
        filter.state = result
        filter.account = account
        filter.reference = reference
        return filter
    }
}

extension PaymentState: ExpressibleByArgument {}

extension Failure {
    /// A ledger that can't be used: the world's fault, since nobody writes one by hand.
    static func ledger(_ error: SQLiteFileError) -> Failure { .world(Output.printable(error.description)) }
}

extension LedgerPayment {
    /// The amount as it is shown: `120.00 USD`.
    var amountText: String { LedgerPayment.text(amount, currency) }

    /// What the gateway has of it.
    var chargedText: String { LedgerPayment.text(charged, currency) }

    private static func text(_ minor: Int64, _ code: String) -> String {
        decimal(minor, code) + " " + code
    }

    /// Minor units with a point, as the currency has it.
    static func decimal(_ minor: Int64, _ code: String) -> String {
        Currency(code: code).map { Money(minor: minor, currency: $0).decimalText } ?? "\(minor) minor units"
    }

    /// The result in words.
    var resultText: String {
        switch state {
        case .paid:
            (charged < amount ? "paid, \(chargedText) of it left" : "paid") + (isTold ? "" : ", caller not told")
        case .declined: "declined " + (decline ?? "")
        case .asked, .unknown, .tokenized, .notCharged, .voided: state.rawValue
        }
    }

    /// What it was paid with, as far as it may be shown.
    var paidWith: String {
        [brand, masked ?? token].compactMap { $0 }.joined(separator: " ")
    }
}

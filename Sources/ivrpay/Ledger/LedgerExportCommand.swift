import ArgumentParser
import JSONText
import Ledger
import SQLiteFiles

/// `ivrpay ledger export`: every payment, for a spreadsheet or another program.
struct LedgerExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes all payments, the oldest first, as CSV or JSON.",
        discussion: """
            CSV is RFC 4180 with a line of names; text that a spreadsheet would take for a formula gets a ' in front. JSON \
            is one object a line. A file is written whole or not at all.
            """)

    enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
        case csv, json
    }

    @OptionGroup var options: LedgerOptions
    @OptionGroup var filter: LedgerFilterOptions

    @Option(help: "csv or json.")
    var format = ExportFormat.csv

    @Option(name: [.short, .long], help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"))
    var output = "-"

    /// Bytes that are written at once.
    private static let portion = 65_536

    func run() throws {
        try SameFile.check([("--ledger", options.ledger), ("--output", output)])
        let filter = try filter.filter()
        let ledger = try options.open(.reading)
        let file = output == "-" ? nil : try WholeFile(output)
        var text = format == .csv ? PaymentCSV.header : ""
        do {
            try ledger.forEach(filter) { payment in
                text += format == .csv ? PaymentCSV.line(payment) : payment.json.text + "\n"
                guard text.utf8.count >= LedgerExportCommand.portion else { return }
                try write(text, to: file)
                text = ""
            }
        } catch let error as SQLiteFileError { throw Failure.ledger(error) }
        try write(text, to: file)
        try file?.finish("")
    }

    private func write(_ text: String, to file: WholeFile?) throws {
        if let file { try file.write(Array(text.utf8)) } else { try Output.text(text) }
    }
}

/// Payments as lines of CSV (RFC 4180).
enum PaymentCSV {
    /// The names of the columns.
    static let header =
        "transactionId,callId,account,reference,gateway,handle,action,method,amount,charged,currency,brand,masked,token,result,"
        + "decline,confirmation,callerHeard,tries,createdAt,updatedAt,settledAt\r\n"

    /// A payment's line.
    static func line(_ payment: LedgerPayment) -> String {
        let cells: [String?] = [
            payment.transactionID, payment.callID, payment.account, payment.reference, payment.gateway, payment.handle,
            payment.storesOnly ? "tokenize" : "charge", payment.method,
            LedgerPayment.decimal(payment.amount, payment.currency),
            payment.state.isSettled ? LedgerPayment.decimal(payment.charged, payment.currency) : nil, payment.currency,
            payment.brand, payment.masked,
            payment.token, payment.state.rawValue, payment.decline, payment.confirmation,
            payment.callerHeard.map { $0 ? "true" : "false" }, String(payment.tries), payment.createdAt,
            payment.updatedAt,
            payment.settledAt,
        ]
        return cells.map { cell($0 ?? "") }.joined(separator: ",") + "\r\n"
    }

    /// A cell: what a spreadsheet would reckon with is made text, and what has a mark of CSV is quoted.
    static func cell(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return safe }
        var quoted = "\""
        for scalar in safe.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}

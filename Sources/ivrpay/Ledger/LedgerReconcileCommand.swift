import ArgumentParser
import JSONText
import Ledger
import PaymentCall
import PaymentGateway
import SQLiteFiles

/// `ivrpay ledger reconcile`: what became of the payments that nobody knows of.
struct LedgerReconcileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Asks the gateway for each payment whose outcome is unknown, and settles it.",
        discussion: """
            What the gateway never got, or has not decided, is made void there. It may be run at any time, again, and \
            beside calls. Exit codes: 0 all settled, or held by a call that lives; 1 --verify found a difference; 3 some \
            could not be asked.
            """)

    @OptionGroup var options: LedgerOptions
    @OptionGroup var gateway: GatewayOptions

    @Flag(help: "Also compare every settled payment with what the gateway says.")
    var verify = false

    @Option(help: "How the result is written.")
    var format = Format.text

    func run() throws {
        let outside = try gateway.client(timeout: CallRules().gatewayTimeout)
        if verify, outside == nil {
            throw Failure.usage(
                "--verify: give --gateway; the simulated one forgets its payments with the program that asked it")
        }
        let ledger = try options.open(.existing)
        let reconciler = Reconciler(ledger: ledger, client: outside ?? SimulatedClient())
        var count = FindingCount()
        do {
            try reconciler.reconcile { payment, finding in
                count.add(finding)
                try show(payment, finding)
            }
            if verify {
                try reconciler.verify { payment, finding in
                    count.add(finding)
                    if finding != .agrees { try show(payment, finding) }
                }
            }
        } catch let error as SQLiteFileError { throw Failure.ledger(error) }
        switch format {
        case .text: try Output.line(count.text(verified: verify))
        case .json: try Output.line(count.json(verified: verify).text)
        }
        if count.differences > 0 { throw ExitCode(Exit.expectationFailed) }
        if count.notAsked > 0 { throw ExitCode(Exit.worldFailed) }
    }

    private func show(_ payment: LedgerPayment, _ finding: Reconciler.Finding) throws {
        switch format {
        case .text:
            let parts = [payment.transactionID, payment.account ?? "-", payment.amountText, finding.text(payment)]
            try Output.line(parts.map { Output.printable($0) }.joined(separator: "  "))
        case .json:
            guard case .object(let members) = payment.json else { return }
            let found: [JSON.Member] = [
                JSON.Member(name: "finding", value: .string(finding.name)),
                JSON.Member(name: "difference", value: .optional(finding.difference)),
            ]
            try Output.line(JSON.object(members + found).text)
        }
    }
}

extension Reconciler.Finding {
    /// Its name in JSON.
    fileprivate var name: String {
        switch self {
        case .settled: "settled"
        case .noAnswer: "no-answer"
        case .notAsked: "not-asked"
        case .held: "held"
        case .otherGateway: "other-gateway"
        case .agrees: "agrees"
        case .differs: "differs"
        }
    }

    /// What the gateway says otherwise.
    fileprivate var difference: String? {
        if case .differs(let words) = self { words } else { nil }
    }

    fileprivate func text(_ payment: LedgerPayment) -> String {
        switch self {
        case .settled, .agrees: payment.resultText
        case .noAnswer: "\(payment.state.rawValue): the gateway did not answer"
        case .notAsked: "\(payment.state.rawValue): not asked, the gateway did not answer before"
        case .held: "\(payment.state.rawValue): a call or another reconcile is at it"
        case .otherGateway: "\(payment.state.rawValue): give its gateway, \(payment.gateway)"
        case .differs(let words): "\(payment.resultText) here; \(words)"
        }
    }
}

/// How many payments were found how.
private struct FindingCount {
    private var settled = 0
    private var held = 0
    private var agreeing = 0
    private var silent = 0
    private var elsewhere = 0
    private(set) var differences = 0

    /// Those that could not be asked.
    var notAsked: Int { silent + elsewhere }

    mutating func add(_ finding: Reconciler.Finding) {
        switch finding {
        case .settled: settled += 1
        case .noAnswer, .notAsked: silent += 1
        case .held: held += 1
        case .otherGateway: elsewhere += 1
        case .agrees: agreeing += 1
        case .differs: differences += 1
        }
    }

    func text(verified: Bool) -> String {
        "\(settled) settled, \(silent) without an answer, \(held) in flight, \(elsewhere) of another gateway"
            + (verified ? "; \(agreeing) agree, \(differences) differ" : "")
    }

    func json(verified: Bool) -> JSON {
        .members([
            "schemaVersion": .int(1), "settled": .int(Int64(settled)), "noAnswer": .int(Int64(silent)),
            "held": .int(Int64(held)), "otherGateway": .int(Int64(elsewhere)),
            "agree": verified ? .int(Int64(agreeing)) : .null, "differ": verified ? .int(Int64(differences)) : .null,
        ])
    }
}

import ArgumentParser
import CallSession
import Foundation
import Ledger
import PaymentCall
import PaymentGateway
import SQLiteFiles
import Settings
import Synchronization
import Telephony

/// The options of `call` that have to do with where its payments go.
struct KeptPaymentsOptions: ParsableArguments {
    @OptionGroup var gateway: GatewayOptions

    @Option(
        help: ArgumentHelp(
            "Write each payment to this ledger, before the gateway is asked and after it answered.", valueName: "file"))
    var ledger: String?

    /// The way of a call's payments; nil where the simulated gateway is asked and nobody keeps a book. A gateway outside
    /// is always asked for a void where it tells nothing, which `scene` then has.
    func way(_ scene: inout CallScene) throws -> KeptPayments? {
        let client = try gateway.client(timeout: scene.settings.rules.gatewayTimeout)
        guard client != nil || ledger != nil else { return nil }
        if client != nil { scene.settings.rules.voidsUnknown = true }
        do {
            return try KeptPayments(
                client ?? SimulatedClient(behaviour: scene.settings.gateway), ledger: Ledger(ledger),
                clock: client.map { _ in SystemClock() })
        } catch {
            throw Failure.world("--ledger: \(error)")
        }
    }
}

/// The way of one call's payments to a gateway, with a ledger on it, and what went wrong with that.
final class KeptPayments: Sendable {
    private let problems: Problems
    /// The gateway, as the call asks it.
    let gateway: LedgeredGateway
    /// The clock by which the gateway lives; nil for the simulated one.
    let clock: (any WaitingClock)?

    private final class Problems: Sendable {
        let notes = Mutex<[String]>([])

        func note(_ text: String) {
            notes.withLock { $0.append(text) }
            Output.note("ivrpay: " + Output.printable(text))
        }
    }

    init(_ client: any GatewayClient, ledger: Ledger, clock: (any WaitingClock)?) throws(SQLiteFileError) {
        self.clock = clock
        let problems = Problems()
        self.problems = problems
        gateway = try LedgeredGateway(client, ledger: ledger, beganWithProcess: true) { problems.note($0) }
    }

    /// Ends the command where the ledger failed: the call went on without it.
    func check() throws(Failure) {
        guard problems.notes.withLock({ !$0.isEmpty }) else { return }
        throw .world("the ledger could not be written; what it lacks is told above")
    }
}

/// The time that passes for everybody.
private struct SystemClock: WaitingClock {
    private let start = ContinuousClock.now

    var now: MediaDuration {
        let passed = start.duration(to: .now).components
        return .milliseconds(Int(passed.seconds) * 1000 + Int(passed.attoseconds / 1_000_000_000_000_000))
    }

    func sleep(_ length: MediaDuration) { Thread.sleep(forTimeInterval: length.seconds) }
}

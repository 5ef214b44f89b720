import Amounts
import CardData
import PaymentCall
import PaymentGateway
import SQLiteFiles
import Synchronization

/// A gateway as one call asks it, with every question and answer in a ledger. Made as the call begins.
///
/// An account or reference with a payment whose outcome nobody knows, or whose outcome this caller can't have heard, is not
/// charged: what stands is found out first. Where the ledger can't be written, nothing is asked.
public final class LedgeredGateway: WaitingGateway {
    private let ledger: Ledger
    private let client: any GatewayClient
    private let note: @Sendable (String) -> Void
    private let holder: String
    private let since: Int64
    private let memory = Mutex(Memory())

    /// What the call knows of its payments, by transaction id.
    private struct Memory {
        var attempts: [String: Attempt] = [:]
        /// Payments of others that stood in the way, of which the caller is told.
        var inTheWay: [String: Set<Int64>] = [:]
    }

    private struct Attempt {
        let id: Int64
        var handle: String?
        /// Whether some try may have reached the gateway.
        var mayBeSent = false
        /// Whether the call was told that it is paid.
        var isTold = false
        /// An answer that could not be written yet.
        var unwritten: Unwritten?
    }

    private struct Unwritten: Sendable {
        let asking: Ledger.Asking
        let answer: String
        let settlement: Settlement
    }

    /// How many unknown payments of one bill are settled at most before a charge.
    private static let rounds = 8

    /// `client` with `ledger`, for the call that begins now, or began when its process did: a program for one call. `note` gets
    /// a sentence for whoever runs the system when the ledger fails.
    public init(
        _ client: any GatewayClient, ledger: Ledger, beganWithProcess: Bool = false,
        note: @escaping @Sendable (String) -> Void
    ) throws(SQLiteFileError) {
        self.client = client
        self.ledger = ledger
        self.note = note
        holder = ledger.newHolder()
        since = try beganWithProcess ? ledger.lastStepBeforeProcess() : ledger.lastStep()
    }

    // MARK: Charging

    /// Writes the attempt, asks the client, and writes what it said before the call hears it.
    public func charge(_ request: ChargeRequest, details: borrowing PaymentDetails) -> GatewayReply? {
        tell(charged(request, details: details), of: request.transactionID)
    }

    /// The call hears this; what it heard of, the caller may hear.
    private func tell(_ reply: GatewayReply?, of transactionID: String) -> GatewayReply? {
        if case .approved = reply { memory.withLock { $0.attempts[transactionID]?.isTold = true } }
        return reply
    }

    private func charged(_ request: ChargeRequest, details: borrowing PaymentDetails) -> GatewayReply? {
        CrashPoint.reached("attempt-begin")
        let id = request.transactionID
        let attempt: Attempt
        do throws(SQLiteFileError) {
            switch try begin(request) {
            case .success(let begun): attempt = begun
            case .failure(let reply): return reply.reply
            }
        } catch {
            note("payment \(id): it can't be written into the ledger, so the gateway is not asked: \(error)")
            return .notSent
        }
        CrashPoint.reached("attempt-written")
        let asking = asking(attempt, .charge)
        let reply = client.charge(request, details: details, handle: attempt.handle) { handle in
            try ledger.prepare(asking, handle: handle)
            memory.withLock { $0.attempts[id]?.handle = handle }
            CrashPoint.reached("handle-written")
        }
        CrashPoint.reached("charge-answered")
        let told = write(reply, request, asking)
        CrashPoint.reached("outcome-written")
        return told
    }

    /// A reply that is given without asking the gateway.
    private struct OwnReply: Error {
        let reply: GatewayReply
    }

    private func begin(_ request: ChargeRequest) throws(SQLiteFileError) -> Result<Attempt, OwnReply> {
        writeWhatIsUnwritten()
        let id = request.transactionID
        for _ in 0..<LedgeredGateway.rounds {
            let own = memory.withLock { Set($0.attempts.values.map(\.id)) }
            let begin = try ledger.begin(
                request, Ledger.Beginner(gateway: client.name, holder: holder, own: own, since: since))
            switch begin {
            case .ask(let row, let handle):
                return .success(
                    memory.withLock { memory in
                        var attempt = memory.attempts[id] ?? Attempt(id: row)
                        attempt.handle = handle
                        memory.attempts[id] = attempt
                        return attempt
                    })
            case .settled(let payment):
                if payment.state == .paid { memory.withLock { _ = $0.inTheWay[id, default: []].insert(payment.id) } }
                return .failure(OwnReply(reply: payment.reply))
            case .refused:
                note("payment \(id): the ledger has another payment under that id, so the gateway is not asked")
                return .failure(OwnReply(reply: .notSent))
            case .unknown: return .failure(OwnReply(reply: .heldBack(.unknown)))
            case .paid(let payment):
                memory.withLock { _ = $0.inTheWay[id, default: []].insert(payment.id) }
                return .failure(OwnReply(reply: .heldBack(payment.money.map { .paid($0) } ?? .unknown)))
            case .settleFirst(let payment):
                let settler = Settler(ledger: ledger, client: client, holder: holder, source: .laterCall)
                let after = try settler.settle(payment)
                if !after.state.isSettled { return .failure(OwnReply(reply: .heldBack(.unknown))) }
            }
        }
        return .failure(OwnReply(reply: .heldBack(.unknown)))
    }

    /// Writes what the client said of a try; the reply for the call.
    private func write(_ reply: GatewayReply?, _ request: ChargeRequest, _ asking: Ledger.Asking) -> GatewayReply? {
        let wasSent = memory.withLock { memory in
            if reply.mayHaveCharged { memory.attempts[request.transactionID]?.mayBeSent = true }
            return memory.attempts[request.transactionID]?.mayBeSent ?? true
        }
        let settlement: Settlement? =
            switch reply {
            case .approved(let approval):
                Settlement(approval, charged: request.amount.minor, storesOnly: request.storesOnly)
            case .declined(let reason): Settlement(declined: reason)
            case .voided: Settlement(.voided)
            case .notSent, .heldBack: wasSent ? nil : Settlement(.notCharged)
            case .unknown, .later, nil: nil
            }
        return write(asking, request.transactionID, AnswerText.of(reply), settlement, reply: reply)
    }

    /// Writes an answer; the reply for the call, which is what stands in the ledger where that is settled otherwise.
    private func write(
        _ asking: Ledger.Asking, _ transactionID: String, _ answer: String, _ settlement: Settlement?,
        reply: GatewayReply?
    ) -> GatewayReply? {
        // Behind a void nothing is left that this call could ask: others may.
        let releases = asking.what == .void
        do throws(SQLiteFileError) {
            let stands = try ledger.answer(asking, answer, settlement, releases: releases)
            guard let settlement else { return stands.state.isSettled ? stands.reply : reply }
            return stands.state == settlement.state ? reply : stands.reply
        } catch {
            note("payment \(transactionID): its outcome can't be written into the ledger: \(error)")
            if let settlement {
                let unwritten = Unwritten(asking: asking, answer: answer, settlement: settlement)
                memory.withLock { $0.attempts[transactionID]?.unwritten = unwritten }
            }
            return reply
        }
    }

    /// Tries once more to write the answers that could not be written.
    private func writeWhatIsUnwritten() {
        let waiting = memory.withLock { memory in
            memory.attempts.compactMap { id, attempt in attempt.unwritten.map { (id: id, unwritten: $0) } }
        }
        for (id, unwritten) in waiting {
            do throws(SQLiteFileError) {
                try ledger.answer(unwritten.asking, unwritten.answer, unwritten.settlement)
                memory.withLock { $0.attempts[id]?.unwritten = nil }
            } catch { return }
        }
    }

    private func asking(_ attempt: Attempt, _ what: StepKind) -> Ledger.Asking {
        Ledger.Asking(id: attempt.id, holder: holder, source: .call, what: what)
    }

    // MARK: Asking on

    /// Asks what became of a payment of this call; nil where the gateway does not say.
    public func inquire(transactionID: String) -> GatewayReply? {
        let reply = askOn(transactionID, .inquiry) { handle in
            client.standing(transactionID: transactionID, handle: handle)
        }
        return tell(reply, of: transactionID)
    }

    /// Makes a payment of this call void; nil where the gateway does not say.
    public func void(transactionID: String) -> GatewayReply? {
        let reply = askOn(transactionID, .void) { handle in
            CrashPoint.reached("void-asked")
            let standing = client.void(transactionID: transactionID, handle: handle)
            CrashPoint.reached("void-answered")
            return standing
        }
        return tell(reply, of: transactionID)
    }

    private func askOn(
        _ id: String, _ what: StepKind, _ ask: (_ handle: String?) -> PaymentStanding
    ) -> GatewayReply? {
        writeWhatIsUnwritten()
        guard let attempt = memory.withLock({ $0.attempts[id] }) else { return .unknown }
        if let unwritten = attempt.unwritten { return unwritten.settlement.reply }
        let asking = asking(attempt, what)
        do throws(SQLiteFileError) {
            // Somebody else may have settled it meanwhile.
            let known = try ledger.read { try ledger.payment(attempt.id, in: $0) }
            if known.state.isSettled { return known.reply }
            try ledger.ask(asking)
        } catch {
            note("payment \(id): the ledger can't be written: \(error)")
            // An inquiry changes nothing. A void that nobody knows of could take back what somebody is told to be paid.
            if what == .void { return .unknown }
        }
        let standing = ask(attempt.handle)
        let known = try? ledger.read { try ledger.payment(attempt.id, in: $0) }
        let settlement = known.flatMap { Settlement(standing, of: $0) }
        // An approval of another amount, or of something stored, is not that of this payment.
        let reply = standing.isApproved && settlement == nil ? .unknown : standing.reply
        return write(asking, id, AnswerText.of(standing), settlement, reply: reply)
    }

    // MARK: The end

    /// Writes whether the caller heard of the outcome, and gives up a payment that has none.
    public func paymentEnded(transactionID: String, callerHeard: Bool) {
        writeWhatIsUnwritten()
        let (attempt, heard) = memory.withLock { ($0.attempts[transactionID], $0.inTheWay[transactionID] ?? []) }
        guard attempt != nil || !heard.isEmpty else { return }
        do throws(SQLiteFileError) {
            try ledger.end(
                attempt.map { asking($0, .end) }, wasNeverSent: attempt?.mayBeSent == false,
                heardOfIt: callerHeard && attempt?.isTold == true, heardOf: callerHeard ? heard : [])
        } catch {
            note("payment \(transactionID): the ledger does not have whether the caller heard of it: \(error)")
        }
        CrashPoint.reached("told-written")
    }
}

extension GatewayReply? {
    /// Whether the try that this is the answer to may have charged.
    fileprivate var mayHaveCharged: Bool {
        switch self {
        case .notSent, .heldBack: false
        case .later(let advice): advice.mayHaveCharged
        case .approved, .declined, .unknown, .voided, nil: true
        }
    }
}

extension PaymentStanding {
    /// What a call is told of it. A gateway that can't be asked now says nothing, and at once: nobody waits for it.
    fileprivate var reply: GatewayReply {
        switch self {
        case .approved(let approval, _, _): .approved(approval)
        case .declined(let reason): .declined(reason)
        case .voided: .voided
        case .processing, .notFound, .noAnswer, .notAsked: .unknown
        }
    }
}

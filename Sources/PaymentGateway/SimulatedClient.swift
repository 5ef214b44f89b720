import Amounts
import CardData
import PaymentCall
import Synchronization
import Telephony

/// The simulated gateway, asked as one outside the process is: calls of many threads may share it, and it forgets all with
/// the program. Media time means nothing to it; it answers at once, or not at all.
public final class SimulatedClient: GatewayClient {
    /// What it is called in a ledger.
    public let name = "simulated"
    // A mutex around the state would not let lent details in.
    private let lock = Mutex(())
    private nonisolated(unsafe) var state: State

    private struct State {
        var gateway: SimulatedGateway
        var asked: [String: Asked] = [:]
    }

    /// What a transaction is for.
    fileprivate struct Asked {
        let amount: Money
        let storesOnly: Bool
    }

    /// A gateway that behaves like that.
    public init(behaviour: GatewayBehaviour = GatewayBehaviour()) {
        state = State(gateway: SimulatedGateway(behaviour: behaviour))
    }

    /// How many transactions were charged, and are not void.
    public var chargesMade: Int { lock.withLock { _ in state.gateway.chargesMade } }

    /// Charges by published test number; nil where a fault says so.
    public func charge(
        _ request: ChargeRequest, details: borrowing PaymentDetails, handle: String?,
        learned: (String) throws -> Void
    ) -> GatewayReply? {
        lock.withLock { _ in
            if state.asked[request.transactionID] == nil {
                state.asked[request.transactionID] = Asked(amount: request.amount, storesOnly: request.storesOnly)
            }
            return state.gateway.charge(request, details: details)?.reply
        }
    }

    /// What became of a transaction.
    public func standing(transactionID: String, handle: String?) -> PaymentStanding {
        lock.withLock { _ in
            PaymentStanding(state.gateway.inquire(transactionID: transactionID), asked: state.asked[transactionID])
        }
    }

    /// Makes a transaction void, also one that it never got.
    public func void(transactionID: String, handle: String?) -> PaymentStanding {
        lock.withLock { _ in
            PaymentStanding(state.gateway.void(transactionID: transactionID), asked: state.asked[transactionID])
        }
    }
}

extension PaymentStanding {
    fileprivate init(_ scheduled: ScheduledReply?, asked: SimulatedClient.Asked?) {
        switch scheduled?.reply {
        case .approved(let approval):
            guard let asked else {
                self = .noAnswer
                return
            }
            let nothing = Money(minor: 0, currency: asked.amount.currency)
            self =
                asked.storesOnly
                ? .approved(approval, of: nil, charged: nothing)
                : .approved(approval, of: asked.amount, charged: asked.amount)
        case .declined(let reason): self = .declined(reason)
        case .voided: self = .voided
        case .unknown: self = .notFound
        case .notSent, .later, .heldBack, nil: self = .noAnswer
        }
    }
}

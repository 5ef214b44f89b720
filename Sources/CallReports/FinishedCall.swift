import CallEngine
import CallPlan
import PaymentCall

/// A call that is over, with all that it told.
public struct FinishedCall: Sendable {
    /// The record.
    public let record: CallRecord
    /// Every event, in order.
    public let events: [TimedEvent]
    /// What happened in which states of its payments.
    public let reached: ReachedStates
    /// The ways that its call plan took out of its steps, in order.
    public let ways: [PlanWay]

    /// Takes the record and the events of an engine whose call is over; throws where it is not.
    /// `events` are those that were taken from it before.
    public init(of engine: inout CallEngine, events: [TimedEvent] = []) throws {
        self.events = events + engine.takeEvents()
        guard let record = engine.record else { throw CallDidNotEnd() }
        self.record = record
        reached = engine.reached
        ways = engine.ways
    }

    /// The one result.
    public var result: CallResult { record.result }

    /// The ids of the prompts that began, in order.
    public var prompts: [String] {
        events.compactMap { if case .promptStarted(let prompt) = $0.event { prompt.id } else { nil } }
    }
}

/// A driver let go of a call before its end: an error of the program.
public struct CallDidNotEnd: Error, CustomStringConvertible {
    /// What to tell.
    public var description: String { "the call did not end; this is an error of ivrpay, please report it" }
}

import CallPlan
import PaymentCall
import Telephony

/// Something that happened on a call, and when.
public struct TimedEvent: Hashable, Sendable {
    /// Media time since the answer.
    public let time: MediaTime
    /// What happened.
    public let event: EngineEvent

    /// `event` at `time`.
    public init(time: MediaTime, event: EngineEvent) {
        self.time = time
        self.event = event
    }
}

/// What an engine reports: the events of the payment call and of the call plan, and those of the line around them.
public enum EngineEvent: Hashable, Sendable {
    /// An event of the payment call.
    case call(CallEvent)
    /// An event of the call plan.
    indirect case plan(PlanEvent)
    /// The caller pressed a key; which one is not said here.
    case key
    /// A prompt begins.
    indirect case promptStarted(Prompt)
    /// A prompt was heard to its end.
    indirect case promptFinished(Prompt)
    /// A prompt was cut short.
    indirect case promptInterrupted(Prompt)
    /// A silence of the caller's recording was made longer by so much, or shorter where it is negative.
    case callerSilenceChanged(MediaDuration)
    /// The call is over.
    indirect case ended(CallResult)
}

/// A part of a call that is over.
public struct CallSegment: Hashable, Sendable {
    /// Its kind, or the step of the call plan.
    public let name: String
    /// Whether sensitive digits are keyed in it.
    public let isSecure: Bool
    /// When it began.
    public let start: MediaTime
    /// When it ended.
    public let end: MediaTime
}

/// All that is known of a call when it is over.
public struct CallRecord: Hashable, Sendable {
    /// The call's name.
    public let callID: String
    /// The entry.
    public let mode: CallMode
    /// The one result.
    public let result: CallResult
    /// From the answer to the end.
    public let duration: MediaDuration
    /// Its parts, in order.
    public let segments: [CallSegment]
    /// What the agent heard of it; nil where there was no agent.
    public let agentHeard: [AgentHearing]?
    /// What the call plan came to; nil without one.
    public let plan: PlanRecord?
}

/// What a call plan came to.
public struct PlanRecord: Hashable, Sendable {
    /// The plan's name.
    public let name: String
    /// The steps, in the order they were entered.
    public let steps: [String]
    /// The data sources with a value, as they may be shown.
    public let data: [DataRecord]
    /// The payments, in order.
    public let payments: [CallResult]
}

/// A data source at the end of a call.
public struct DataRecord: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its value, as it may be shown.
    public let value: String
}

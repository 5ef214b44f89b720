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

/// What an engine reports: the events of the payment call, and those of the line around it.
public enum EngineEvent: Hashable, Sendable {
    /// An event of the payment call.
    case call(CallEvent)
    /// The caller pressed a key; which one is not said here.
    case key
    /// A prompt begins.
    case promptStarted(Prompt)
    /// A prompt was heard to its end.
    case promptFinished(Prompt)
    /// A prompt was cut short.
    case promptInterrupted(Prompt)
    /// The call is over.
    case ended(CallResult)
}

/// A part of a call that is over.
public struct CallSegment: Hashable, Sendable {
    /// Its kind.
    public let segment: Segment
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
}

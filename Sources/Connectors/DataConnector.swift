import JSONText
import Telephony

/// What asks services for a call.
public protocol DataConnector {
    /// Sends a request that the call knows by `id`.
    ///
    /// A connector that lives in media time answers with a scheduled answer. One that lives in the outside world
    /// returns nil, and its driver tells the call later.
    mutating func send(_ request: ConnectorRequest, id: Int) -> ScheduledAnswer?
}

/// What became of a request.
public enum ConnectorReply: Hashable, Sendable {
    /// The service answered with a status from 200 to 299 and JSON; null for an answer without content.
    case answered(status: Int, body: JSONValue)
    /// There is no answer that can be used.
    case failed(ConnectorFailure)
}

/// A reply and how long it takes to come.
public struct ScheduledAnswer: Hashable, Sendable {
    /// The reply.
    public let reply: ConnectorReply
    /// Media time from the request to the reply, all tries and the waits between them.
    public let delay: MediaDuration
    /// How often the request was tried, from 1.
    public let attempts: Int

    /// `reply` comes `delay` after it was asked for, by that many tries.
    public init(_ reply: ConnectorReply, after delay: MediaDuration, attempts: Int = 1) {
        self.reply = reply
        self.delay = delay
        self.attempts = attempts
    }
}

/// An answer that came from the outside world.
public struct ConnectorAnswer: Hashable, Sendable {
    /// The request's number.
    public let id: Int
    /// The reply.
    public let reply: ConnectorReply
    /// How often the request was tried, from 1.
    public let attempts: Int

    /// The reply to request `id`, by that many tries.
    public init(id: Int, reply: ConnectorReply, attempts: Int) {
        self.id = id
        self.reply = reply
        self.attempts = attempts
    }
}

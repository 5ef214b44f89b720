import NIOCore
import Telephony

extension MediaDuration {
    /// The same by the network's clock, to the nearest nanosecond below.
    public var timeAmount: TimeAmount {
        // 625/441 nanoseconds are one flick.
        .nanoseconds(flicks * 625 / 441)
    }

    /// A length by the network's clock.
    public init(_ amount: TimeAmount) { self.init(flicks: amount.nanoseconds * 441 / 625) }
}

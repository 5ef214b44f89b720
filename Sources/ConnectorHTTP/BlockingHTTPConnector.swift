import Connectors
import NIOCore
import Telephony

/// Asks services for a call in media time: recordings, typed keys, scenarios. The call waits for the answer.
///
/// What the network takes leaves no trace: an answer comes `latency` after its request, and a try that gets none takes
/// its whole timeout, so that the same answers make the same call.
public struct BlockingHTTPConnector: DataConnector {
    private let service: HTTPService
    private let latency: MediaDuration

    /// A connector over `service`, whose answers take `latency` of media time, at most a request's timeout.
    public init(service: HTTPService, latency: MediaDuration = .milliseconds(300)) {
        self.service = service
        self.latency = latency
    }

    /// Sends the request and waits for what comes of it.
    public func send(_ request: ConnectorRequest, id: Int) -> ScheduledAnswer? {
        // The waiting thread does none of the work, so it may be any but the client's own.
        let exchange = HTTPExchange(request, client: service.client, latency: latency)
        do { return try exchange.run().wait() } catch {
            // Only a service that is shut down between two tries gives none.
            return ScheduledAnswer(.failed(.interrupted), after: latency)
        }
    }
}

import AsyncHTTPClient
import HTTPClients

/// The HTTP client that all connectors of a program share.
public final class HTTPService: Sendable {
    private let shared = SharedClient()

    /// A client that is not started yet.
    public init() {}

    /// Ends every request that is under way and every thread; a later request would start them anew. Waits for it: not
    /// for the thread of a request.
    public func shutdown() { shared.shutdown() }

    /// The client, started where it is not.
    var client: HTTPClient { shared.client }
}

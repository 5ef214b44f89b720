import AsyncHTTPClient
import Connectors
import HTTPClients
import JSONText
import NIOCore
import NIOHTTP1
import Synchronization
import Telephony

/// One request with all its tries, on the client's own thread.
final class HTTPExchange: Sendable {
    private struct State {
        var task: HTTPClient.Task<HTTPClient.Response>?
        var isCancelled = false
    }

    /// What one try came to.
    private struct Try {
        let reply: ConnectorReply
        var retryAfter: MediaDuration?
    }

    private let request: ConnectorRequest
    private let client: HTTPClient
    private let loop: any EventLoop
    private let latency: MediaDuration?
    private let state = Mutex(State())

    /// - Parameter latency: what an answer costs whatever the network takes, so that delays are the same in every run;
    ///   nil for the time it takes.
    init(_ request: ConnectorRequest, client: HTTPClient, latency: MediaDuration? = nil) {
        self.request = request
        self.client = client
        self.loop = client.eventLoopGroup.next()
        self.latency = latency
    }

    /// Sends the request, and again as its rules say; the future fails only where the client ends between two tries.
    func run() -> EventLoopFuture<ScheduledAnswer> { attempt(1, spent: .zero) }

    /// Gives the request up: nothing more is sent, and what comes of it says nothing.
    func cancel() {
        let task = state.withLock { state in
            state.isCancelled = true
            return state.task
        }
        task?.cancel()
    }

    private func attempt(_ number: Int, spent before: MediaDuration) -> EventLoopFuture<ScheduledAnswer> {
        let start = NIODeadline.now()
        return tryOnce().flatMap { [self] outcome in
            let spent = before + cost(of: outcome.reply, since: start)
            guard case .failed(let failure) = outcome.reply, !state.withLock({ $0.isCancelled }),
                let wait = request.waitBeforeRetry(
                    after: failure, attempts: number, spent: spent, retryAfter: outcome.retryAfter)
            else { return loop.makeSucceededFuture(ScheduledAnswer(outcome.reply, after: spent, attempts: number)) }
            return loop.scheduleTask(in: wait.timeAmount) {}.futureResult.flatMap { [self] in
                attempt(number + 1, spent: spent + wait)
            }
        }
    }

    private func cost(of reply: ConnectorReply, since start: NIODeadline) -> MediaDuration {
        guard let latency else { return MediaDuration(NIODeadline.now() - start) }
        return reply == .failed(.timeout) ? request.timeout : min(latency, request.timeout)
    }

    private func tryOnce() -> EventLoopFuture<Try> {
        let message: HTTPClient.Request
        do { message = try HTTPClient.Request(request) } catch {
            return loop.makeSucceededFuture(Try(reply: .failed(.unreachable)))
        }
        let task = state.withLock { state -> HTTPClient.Task<HTTPClient.Response>? in
            guard !state.isCancelled else { return nil }
            // The deadline is that of the whole answer: a service that sends a byte now and then gains nothing.
            let task = client.execute(
                request: message, delegate: ResponseAccumulator(request: message, maxBodySize: JSONValue.greatestSize),
                eventLoop: .delegate(on: loop), deadline: .now() + request.timeout.timeAmount)
            state.task = task
            return task
        }
        guard let task else { return loop.makeSucceededFuture(Try(reply: .failed(.interrupted))) }
        return task.futureResult.hop(to: loop).map(HTTPExchange.read).flatMapErrorThrowing { error in
            Try(reply: .failed(ConnectorFailure(error)))
        }
    }

    private static func read(_ response: HTTPClient.Response) -> Try {
        let status = Int(response.status.code)
        guard (200...299).contains(status) else {
            let seconds = response.headers.first(name: "Retry-After").flatMap { UInt16($0) }
            return Try(
                reply: .failed(.status(status)), retryAfter: seconds.map { .milliseconds(Int($0) * 1_000) })
        }
        let bytes = response.body.map { Array($0.readableBytesView) } ?? []
        // No content is an answer where the service says so; elsewhere its end may have been lost.
        let saysEmpty = status == 204 || status == 205 || response.headers.first(name: "Content-Length") == "0"
        if bytes.isEmpty, saysEmpty { return Try(reply: .answered(status: status, body: .null)) }
        guard let body = try? JSONValue(parsing: bytes) else { return Try(reply: .failed(.malformed)) }
        return Try(reply: .answered(status: status, body: body))
    }
}

extension HTTPClient.Request {
    /// The request as the client takes it.
    fileprivate init(_ request: ConnectorRequest) throws {
        try self.init(
            url: request.address.url, method: HTTPMethod(rawValue: request.method.rawValue),
            headers: HTTPHeaders(request.sentHeaders.map { ($0.name, $0.value) }),
            body: request.body.map { .string($0) })
    }
}

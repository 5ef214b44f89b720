import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// Collects one answer, and remembers whether anything of the request had been sent.
final class AnswerReader: HTTPClientResponseDelegate {
    struct TooLong: Error {}

    private struct State {
        var wasSent = false
        var head: HTTPResponseHead?
        var body: [UInt8] = []
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: bytes that the answer's body may have.
    init(limit: Int) { self.limit = limit }

    /// Whether the head was sent. What charges lies in the body, which follows it: without the head there was none.
    var wasSent: Bool { state.withLock { $0.wasSent } }

    func didSendRequestHead(task: HTTPClient.Task<GatewayHTTPAnswer>, _ head: HTTPRequestHead) {
        state.withLock { $0.wasSent = true }
    }

    func didReceiveHead(task: HTTPClient.Task<GatewayHTTPAnswer>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        // An early answer to a request of which only a part was sent.
        state.withLock {
            $0.wasSent = true
            $0.head = head
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<GatewayHTTPAnswer>, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        let fits = state.withLock { state in
            guard state.body.count + part.readableBytes <= limit else { return false }
            state.body += part.readableBytesView
            return true
        }
        return fits ? task.eventLoop.makeSucceededVoidFuture() : task.eventLoop.makeFailedFuture(TooLong())
    }

    func didFinishRequest(task: HTTPClient.Task<GatewayHTTPAnswer>) throws -> GatewayHTTPAnswer {
        try state.withLock { state in
            guard let head = state.head else { throw HTTPClientError.remoteConnectionClosed }
            return GatewayHTTPAnswer(
                status: Int(head.status.code), headers: head.headers.map { ($0.name, $0.value) }, body: state.body)
        }
    }
}

extension TransportFailure {
    /// What an error of the client means.
    init(_ error: any Error, wasSent: Bool) {
        self =
            switch error {
            case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: wasSent ? .interrupted : .insecure
            case let error as HTTPClientError where error == .tlsHandshakeTimeout: .insecure
            case _ where !wasSent: .unreachable
            case let error as HTTPClientError where TransportFailure.timeouts.contains(error): .timeout
            case is AnswerReader.TooLong, HTTPParserError.headerOverflow: .tooLarge
            case HTTPParserError.invalidEOFState: .interrupted
            case is HTTPParserError: .malformed
            // What is left is a connection that was closed or reset, and the like.
            default: .interrupted
            }
    }

    private static let timeouts: [HTTPClientError] = [.deadlineExceeded, .readTimeout, .writeTimeout]
}

import AsyncHTTPClient
import HTTPClients
import NIOCore
import NIOHTTP1
import NIOSSL
import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The way to a gateway over HTTP/1.1, with TLS where its address says so.
///
/// Certificates are verified, no redirect is followed (it would carry the key and a card to another host), nothing is tried
/// twice.
public final class HTTPTransport: GatewayTransport {
    /// Bytes that an answer may have: 1 MiB.
    public static let longestAnswer = 1 << 20
    /// Connections that are kept at once; further requests wait for one.
    private static let mostConnections = 256

    private let address: GatewayAddress
    private let shared: SharedClient

    /// A way to the gateway at `address`.
    ///
    /// - Parameter authorities: a file of PEM certificates; where given, they alone may vouch for the gateway.
    public init(to address: GatewayAddress, authorities: String? = nil) throws(GatewayAuthoritiesError) {
        self.address = address
        guard let authorities else {
            shared = SharedClient(HTTPTransport.configuration(.default))
            return
        }
        guard access(authorities, R_OK) == 0 else { throw GatewayAuthoritiesError(authorities, isUnreadable: true) }
        do {
            let certificates = try NIOSSLCertificate.fromPEMFile(authorities)
            guard !certificates.isEmpty else { throw NIOSSLError.failedToLoadCertificate }
            shared = SharedClient(HTTPTransport.configuration(.certificates(certificates)))
        } catch { throw GatewayAuthoritiesError(authorities, isUnreadable: false) }
    }

    /// Ends every exchange that is under way and every thread; a later exchange would start them anew. Waits for it: not for
    /// the thread of an exchange.
    public func shutdown() { shared.shutdown() }

    /// Sends `request` once and waits, on any thread but the client's own. The limit is that of the whole answer: a gateway
    /// that sends a byte now and then gains nothing.
    public func exchange(_ request: GatewayHTTPRequest, limit: MediaDuration) -> GatewayExchange {
        let start = NIODeadline.now()
        let outcome = outcome(of: request, deadline: start + limit.timeAmount)
        return GatewayExchange(outcome, took: MediaDuration(NIODeadline.now() - start))
    }

    private func outcome(of request: GatewayHTTPRequest, deadline: NIODeadline) -> GatewayExchange.Outcome {
        guard deadline > .now() else { return .failed(.unreachable) }
        let message: HTTPClient.Request
        do {
            message = try HTTPClient.Request(
                url: address.url(request.path), method: HTTPMethod(rawValue: request.method),
                headers: HTTPHeaders(request.headers), body: request.body.map(HTTPTransport.copy))
        } catch { return .failed(.unreachable) }
        let client = shared.client
        let reader = AnswerReader(limit: HTTPTransport.longestAnswer)
        let task = client.execute(
            request: message, delegate: reader, eventLoop: .delegate(on: client.eventLoopGroup.next()),
            deadline: deadline)
        do { return .answered(try task.wait()) } catch {
            return .failed(TransportFailure(error, wasSent: reader.wasSent))
        }
    }

    /// A copy for the client. Our own bytes are zeroed by their owner; those of NIO can't be: it keeps, joins and encrypts
    /// them as it likes, and gives their memory back as it is.
    private static func copy(_ body: SecretBody) -> HTTPClient.Body {
        body.withBytes { .byteBuffer(ByteBuffer(bytes: $0)) }
    }

    private static func configuration(_ roots: NIOSSLTrustRoots) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.trustRoots = roots
        var configuration = HTTPClient.Configuration.careful
        configuration.tlsConfiguration = tls
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = HTTPTransport.mostConnections
        return configuration
    }
}

/// Why a file is none of certificates that may vouch for a gateway.
public struct GatewayAuthoritiesError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Whether it could not even be read.
    public let isUnreadable: Bool
    /// What is wrong, and what to do.
    public let description: String

    init(_ file: String, isUnreadable: Bool) {
        self.isUnreadable = isUnreadable
        description =
            isUnreadable
            ? "\(file): the certificates can't be read; give a file of PEM certificates that can"
            : "\(file): there is no certificate in it; give a file with -----BEGIN CERTIFICATE----- in it (PEM)"
    }
}

import Foundation
import JSONText
import Synchronization
import Testing

@testable import GatewayServer

/// A gateway that listens on this machine for the length of a test, and its log.
struct LiveGateway: Sendable {
    let port: Int
    let service: GatewayService
    private let log: Lines

    final class Lines: Sendable {
        let value = Mutex<[String]>([])
    }

    /// The lines logged so far.
    var lines: [String] { log.value.withLock { $0 } }

    /// Serves `service` while `body` runs, and stops as a signal would stop it.
    static func serving<Result: Sendable>(
        _ service: GatewayService, _ options: GatewayHTTPServer.Options = .init(),
        _ body: (LiveGateway) async throws -> Result
    ) async throws -> Result {
        var options = options
        let log = Lines()
        options.port = 0
        options.log = { line in log.value.withLock { $0.append(line) } }
        let server = try GatewayHTTPServer(service, options: options)
        let (addresses, ready) = AsyncStream<String>.makeStream()
        let running = Task {
            do { try await server.run { ready.yield($0) } } catch { ready.finish() }
        }
        var iterator = addresses.makeAsyncIterator()
        let address = try #require(await iterator.next())
        let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
        do {
            let result = try await body(LiveGateway(port: port, service: service, log: log))
            await server.stop()
            await running.value
            return result
        } catch {
            await server.stop()
            await running.value
            throw error
        }
    }

    /// Whether it is still there. A server of little patience may cut off what a busy machine is slow to send.
    func isAlive() async -> Bool {
        for _ in 0..<100 {
            if await exchange(LiveGateway.bytes("GET", "/health")).answers.first?.status == 200 { return true }
        }
        return false
    }

    /// Sends bytes, and gives what comes until the connection ends.
    func exchange(_ bytes: [UInt8], closing: Bool = false) async -> RawReply {
        await RawClient.run {
            guard let client = RawClient(port: port) else { return RawReply(bytes: [], isReset: true) }
            client.send(bytes)
            if closing { client.finish() }
            return client.rest()
        }
    }

    func exchange(_ text: String, closing: Bool = false) async -> RawReply {
        await exchange(Array(text.utf8), closing: closing)
    }

    /// The bytes of a request, after which the connection ends.
    static func bytes(
        _ method: String, _ target: String, _ body: JSON? = nil, key: String? = nil, fault: String? = nil,
        staysOpen: Bool = false, without header: String = ""
    ) -> [UInt8] {
        var lines = [
            "\(method) \(target) HTTP/1.1", "Host: x", "Authorization: Bearer " + GatewayService.testKey,
            "Content-Length: \(body?.text.utf8.count ?? 0)",
        ]
        if body != nil { lines.append("Content-Type: application/json") }
        if let key { lines.append("Idempotency-Key: " + key) }
        if let fault { lines.append("Ivrpay-Fault: " + fault) }
        if !staysOpen { lines.append("Connection: close") }
        lines.removeAll { !header.isEmpty && $0.hasPrefix(header + ":") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + (body?.text ?? "")).utf8)
    }
}

/// What came from the server until the connection ended.
struct RawReply: Sendable {
    let bytes: [UInt8]
    /// The connection was reset, or could not be made.
    let isReset: Bool
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The answers it holds, one behind the other; a last one that is not whole too.
    var answers: [RawAnswerParts] {
        var rest = text[...]
        var answers: [RawAnswerParts] = []
        while let end = rest.firstRange(of: "\r\n\r\n") {
            let lines = rest[..<end.lowerBound].components(separatedBy: "\r\n")
            var headers: [String: String] = [:]
            for line in lines.dropFirst() {
                let sides = line.components(separatedBy: ": ")
                headers[sides[0].lowercased()] = sides.dropFirst().joined(separator: ": ")
            }
            let length = Int(headers["content-length"] ?? "0") ?? 0
            let body = rest[end.upperBound...].utf8.prefix(length)
            answers.append(
                RawAnswerParts(
                    status: Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0, headers: headers,
                    body: String(body) ?? "", isWhole: body.count == length))
            rest = rest[end.upperBound...].dropFirst(String(body)?.count ?? 0)
        }
        return answers
    }
}

struct RawAnswerParts: Sendable {
    let status: Int
    let headers: [String: String]
    let body: String
    let isWhole: Bool

    var json: JSONValue { get throws { try JSONValue(parsing: body) } }
    var code: String? { (try? json)?["error"]?["code"]?.plainText }
}

/// A socket, used by a thread that may wait: the tasks of the server need theirs.
final class RawClient {
    /// Seconds to wait for a byte.
    private static let patience = 120
    private let descriptor: Int32

    static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: body()) }
            thread.start()
        }
    }

    init?(port: Int) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: RawClient.patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }

    /// Sends all bytes; false where the connection is gone.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Says that no more will be sent.
    func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads until `count` bytes are there, or the connection ends.
    func read(_ count: Int) -> RawReply {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < count {
            let got = recv(descriptor, &piece, min(piece.count, count - bytes.count), 0)
            if got < 0 { return RawReply(bytes: bytes, isReset: errno == ECONNRESET) }
            if got == 0 { break }
            bytes += piece[..<got]
        }
        return RawReply(bytes: bytes, isReset: false)
    }

    func rest() -> RawReply { read(.max) }
}

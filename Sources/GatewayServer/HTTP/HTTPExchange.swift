import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore
import ServiceLifecycle

/// One request over HTTP: read, answered by the service, and sent, with whatever a fault does to the wire.
struct HTTPExchange: Sendable {
    private let service: GatewayService
    private let options: GatewayHTTPServer.Options
    private let connections: Connections
    private let queue: CommitQueue

    init(service: GatewayService, options: GatewayHTTPServer.Options, connections: Connections) {
        self.service = service
        self.options = options
        self.connections = connections
        queue = CommitQueue(service: service, capacity: options.waiting, clock: { HTTPExchange.now })
    }

    static var now: GatewayTime {
        GatewayTime(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    /// What the framework calls for each request.
    @Sendable func respond(
        _ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel
    ) async throws {
        let start = ContinuousClock.now
        guard let connection = connections[channel] else { return }
        let method = request.head.method.rawValue
        let target = request.head.path ?? "/"
        if request.headers[.expect]?.lowercased() == "100-continue", !isTooLong(request) {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        let body = try await body(of: request)
        connection.requestCame()
        let answer: GatewayAnswer
        switch body {
        case .failure(let problem): answer = GatewayAnswer(problem, requestID: service.newRequestID())
        case .success(let bytes):
            let work: GatewayWork?
            (answer, work) = await self.answer(
                GatewayRequest(
                    method: method, target: target, headers: headers(of: request), body: bytes,
                    origin: request.head.authority.map { (options.certificate == nil ? "http://" : "https://") + $0 }))
            // Its key is under way for as long as the gateway seems to work on it, not for as long as the client listens.
            if case .delay(let seconds)? = answer.wire { await sleep(seconds: seconds) }
            if let work { service.answered(work) }
        }
        let isSent = try await send(
            answer, writer, connection, isForHead: method == "HEAD", isLast: !body.isSuccess || isLast(request))
        guard let log = options.log else { return }
        let taken = (ContinuousClock.now - start).components
        log(
            AccessLine(
                time: HTTPExchange.now, requestID: answer.requestID, method: method, path: target.prefix { $0 != "?" },
                status: isSent ? String(answer.status) : "-",
                milliseconds: Double(taken.seconds) * 1e3 + Double(taken.attoseconds) / 1e15, fault: answer.fault
            ).text)
    }

    // MARK: Reading

    private func isTooLong(_ request: Request) -> Bool {
        request.headers[.contentLength].flatMap { Int($0) }.map { $0 > options.bodySize } ?? false
    }

    private func isLast(_ request: Request) -> Bool { request.headers[.connection]?.lowercased() == "close" }

    /// The body, or why it is not read. A body that ends too early is not taken for a shorter one.
    private func body(of request: Request) async throws -> Result<[UInt8], GatewayProblem> {
        let target = request.head.path ?? "/"
        guard target.utf8.count <= GatewayHTTPServer.targetSize else {
            return .failure(.targetTooLong(GatewayHTTPServer.targetSize))
        }
        guard !isTooLong(request) else { return .failure(.tooLarge(options.bodySize)) }
        do {
            let bytes = try await request.body.collect(upTo: options.bodySize)
            if let length = request.headers[.contentLength], Int(length) != bytes.readableBytes {
                return .failure(.notHTTP)
            }
            return .success(Array(bytes.readableBytesView))
        } catch is NIOTooManyBytesError {
            return .failure(.tooLarge(options.bodySize))
        }
    }

    private func headers(of request: Request) -> [String: String] {
        var headers: [String: String] = [:]
        for name in GatewayRequest.headersRead {
            if let field = HTTPField.Name(name), let value = request.headers[field] { headers[name] = value }
        }
        return headers
    }

    private func answer(_ request: GatewayRequest) async -> (GatewayAnswer, GatewayWork?) {
        switch service.read(request, at: HTTPExchange.now) {
        case .answer(let answer): return (answer, nil)
        case .work(let work):
            if let answer = await queue.answer(to: work) { return (answer, work) }
            let problem = GatewayProblem.overloaded("too many requests wait; try again as Retry-After says")
            return (GatewayAnswer(problem, requestID: work.requestID), work)
        }
    }

    // MARK: Sending

    /// Sends the answer; false where none went out.
    private func send(
        _ answer: GatewayAnswer, _ writer: consuming ResponseWriter, _ connection: Connection, isForHead: Bool,
        isLast: Bool
    ) async throws -> Bool {
        switch answer.wire {
        case .silence:
            connection.neverAnswers()
            await sleep(seconds: .greatestFiniteMagnitude, while: connection)
            connection.channel.close(promise: nil)
            return false
        case .cut:
            connection.cut()
            return false
        case .truncated:
            let (head, body) = RawAnswer.bytes(answer, date: HTTPExchange.now.httpDate, ends: true)
            try await connection.writeRaw(head + body.prefix(body.count / 2))
            connection.channel.close(promise: nil)
            return true
        case .slow(let rate):
            try await sendSlowly(answer, rate: rate, connection)
            return true
        case .delay, .twice, nil: break
        }
        try await writer.write(
            response: head(answer, isLast: isLast),
            body: isForHead ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(string: answer.body)))
        if isLast { connection.ends() }
        if case .twice? = answer.wire {
            let (head, body) = RawAnswer.bytes(answer, date: HTTPExchange.now.httpDate, ends: false)
            try await connection.writeRaw(head + body)
        }
        return true
    }

    private func head(_ answer: GatewayAnswer, isLast: Bool) -> HTTPResponse {
        var fields = HTTPFields()
        for header in answer.headers {
            if let name = HTTPField.Name(header.name) { fields.append(HTTPField(name: name, value: header.value)) }
        }
        if fields[.date] == nil { fields[.date] = HTTPExchange.now.httpDate }
        fields[.contentLength] = String(answer.body.utf8.count)
        if isLast { fields[.connection] = "close" }
        return HTTPResponse(status: .init(code: answer.status), headerFields: fields)
    }

    /// A few bytes at a time, at most fifty times a second.
    private func sendSlowly(_ answer: GatewayAnswer, rate: Int, _ connection: Connection) async throws {
        let (head, body) = RawAnswer.bytes(answer, date: HTTPExchange.now.httpDate, ends: true)
        let piece = max(1, rate / 50)
        var rest = (head + body)[...]
        while !rest.isEmpty, connection.channel.isActive, !Task.isShuttingDownGracefully {
            try await connection.writeRaw(Array(rest.prefix(piece)))
            rest = rest.dropFirst(piece)
            await sleep(seconds: Double(piece) / Double(rate), while: connection)
        }
        if !rest.isEmpty, connection.channel.isActive { try await connection.writeRaw(Array(rest)) }
        connection.channel.close(promise: nil)
    }

    /// Sleeps so long, or until the server stops, or until the client of `connection` is gone.
    private func sleep(seconds: Double, while connection: Connection? = nil) async {
        // Some wait for ever: as long as a clock can count.
        let end = ContinuousClock.now + .seconds(min(seconds, 1e9))
        while ContinuousClock.now < end, connection?.channel.isActive != false, !Task.isShuttingDownGracefully {
            let left = min(end - .now, .milliseconds(50))
            do { try await Task.sleep(for: left) } catch { return }
        }
    }

    /// The bytes of an error for a connection that has no request to answer.
    @Sendable func rawRefusal(_ problem: GatewayProblem) -> [UInt8] {
        let answer = GatewayAnswer(problem, requestID: service.newRequestID())
        let (head, body) = RawAnswer.bytes(answer, date: HTTPExchange.now.httpDate, ends: true)
        return head + body
    }
}

extension Result {
    fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}

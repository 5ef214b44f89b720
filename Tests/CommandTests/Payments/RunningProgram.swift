import Foundation
import Testing

/// The program while it runs: it can be killed as a power cut would, and waited for.
final class RunningProgram {
    private let process = Process()
    private let output: URL
    private let errors: URL
    private let files: URL

    /// Starts it, in the project's folder or another; `crashAt` names a step at which it dies.
    init(_ arguments: [String], crashAt step: String? = nil, in folder: String? = nil) throws {
        files = FileManager.default.temporaryDirectory.appendingPathComponent("ivrpay-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        output = files.appendingPathComponent("out")
        errors = files.appendingPathComponent("err")
        for file in [output, errors] { try Data().write(to: file) }
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("IVRPAY_") }
        if let step { environment["IVRPAY_CRASH_AT"] = step }
        process.environment = environment
        process.currentDirectoryURL = URL(fileURLWithPath: folder ?? Program.root)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
    }

    deinit {
        kill()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: files)
    }

    /// Ends it as `kill -9` does.
    func kill() { if process.isRunning { _ = Foundation.kill(process.processIdentifier, SIGKILL) } }

    /// Asks it to end.
    func terminate() { process.terminate() }

    /// Whether it still runs.
    var isRunning: Bool { process.isRunning }

    /// Its process id.
    var id: Int32 { process.processIdentifier }

    /// Waits for its end, two minutes at most; whether it was killed as `kill -9` does, and the exit code.
    func wait() -> (wasKilled: Bool, code: Int32) {
        let deadline = Date(timeIntervalSinceNow: 120)
        while process.isRunning, Date() < deadline { usleep(2_000) }
        if process.isRunning {
            Issue.record("it did not end: \(err)")
            kill()
        }
        process.waitUntilExit()
        let status = process.terminationStatus
        return (process.terminationReason == .uncaughtSignal && status == SIGKILL, status)
    }

    /// What it has written on standard output so far.
    var out: String { text(output) }

    /// What it has written on standard error so far.
    var err: String { text(errors) }

    private func text(_ file: URL) -> String {
        String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }
}

/// `ivrpay gateway` as a process of its own, on a port that stays the same when it is killed and started again.
final class GatewayProcess {
    private var running: RunningProgram
    private let arguments: [String]
    let port: Int

    /// Starts it over the book in `store`.
    init(store: String, _ arguments: [String] = [], crashAt step: String? = nil) throws {
        self.arguments = ["gateway", "--store", store, "--quiet"]
        port = GatewayProcess.freePort()
        running = try RunningProgram(self.arguments + ["--port", String(port)] + arguments, crashAt: step)
        try GatewayProcess.awaitListening(running)
    }

    /// A port that nobody listens on, below those that the system gives to connections: it is still free after a restart.
    static func freePort() -> Int {
        while true {
            let port = Int.random(in: 20_000..<32_000)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(descriptor) }
            var address = loopback(port)
            let isFree = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            if isFree { return port }
        }
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }

    /// Its address.
    var url: String { "http://127.0.0.1:\(port)" }

    /// Whether it runs.
    var isRunning: Bool { running.isRunning }

    /// Kills it and waits until it is gone.
    func kill() {
        running.kill()
        _ = running.wait()
    }

    /// Starts it again, with other faults.
    func restart(_ more: [String] = []) throws {
        kill()
        running = try RunningProgram(arguments + ["--port", String(port)] + more)
        try GatewayProcess.awaitListening(running)
    }

    /// Waits until it says that it listens.
    private static func awaitListening(_ running: RunningProgram) throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while Date() < deadline {
            if running.out.hasPrefix("listening on "), running.out.hasSuffix("\n") { return }
            try #require(running.isRunning, "the gateway did not start: \(running.err)")
            usleep(5_000)
        }
        throw GatewayNeverListened()
    }

    private struct GatewayNeverListened: Error {}

    // MARK: Asking it

    /// The JSON object that a GET brings.
    func get(_ path: String) throws -> [String: Any] {
        let body = try request("GET \(path) HTTP/1.1\r\n")
        return try #require(try JSONSerialization.jsonObject(with: body) as? [String: Any])
    }

    /// The body of the answer to a request, whose head's first line is given.
    private func request(_ line: String) throws -> Data {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = GatewayProcess.loopback(port)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0, "no connection to the gateway")
        let head = line + "Host: localhost\r\nAuthorization: Bearer ivrpay_test_key\r\nConnection: close\r\n\r\n"
        let bytes = Array(head.utf8)
        try #require(send(descriptor, bytes, bytes.count, 0) == bytes.count)
        var answer = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { break }
            answer.append(contentsOf: buffer[0..<count])
        }
        let end = try #require(answer.range(of: Data("\r\n\r\n".utf8)), "no whole answer")
        let headText = String(decoding: answer[..<end.lowerBound], as: UTF8.self).lowercased()
        let body = answer[end.upperBound...]
        return headText.contains("transfer-encoding: chunked") ? GatewayProcess.unchunked(body) : Data(body)
    }

    private static func unchunked(_ body: Data) -> Data {
        var (rest, whole) = (body[...], Data())
        while let line = rest.range(of: Data("\r\n".utf8)),
            let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16), size > 0
        {
            whole.append(rest[line.upperBound..<(line.upperBound + size)])
            rest = rest[(line.upperBound + size + 2)...]
        }
        return whole
    }
}

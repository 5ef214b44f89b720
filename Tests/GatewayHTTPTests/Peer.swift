import Foundation
import GatewayHTTP
import NIOCore
import NIOPosix
import PaymentGateway
import Telephony
import Testing

/// A server of somebody else, run beside the tests where `make test-peers` has installed it.
final class Peer {
    /// Where `make test-peers` puts them.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("build/peers").path

    static var python: String { folder + "/bin/python" }

    /// Stripe's API by others.
    static let hasLocalStripe = installed("localstripe")
    /// A server that does as it is told, of Java.
    static let wireMockJar: String? = {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/java") else { return missing("java") }
        let library = folder + "/lib"
        let files = FileManager.default.enumerator(atPath: library)?.compactMap { $0 as? String } ?? []
        guard let jar = files.first(where: { $0.hasSuffix(".jar") && $0.contains("wiremock-standalone") }) else {
            return missing("wiremock")
        }
        return library + "/" + jar
    }()

    private static func installed(_ name: String) -> Bool {
        let files = FileManager.default.enumerator(atPath: folder + "/lib")?.compactMap { $0 as? String } ?? []
        guard files.contains(where: { $0.hasSuffix("site-packages/" + name) }) else { return missing(name) != nil }
        return true
    }

    /// Says so where everyone sees it: a proof that did not run is none.
    private static func missing(_ name: String) -> String? {
        FileHandle.standardError.write(
            Data("NOT PROVEN: \(name) is not installed, and its tests are left out; make test-peers installs it\n".utf8)
        )
        return nil
    }

    let port: Int
    private let process = Process()
    private let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("peer-\(UUID())")

    /// Starts it and waits until it answers a GET of `path`.
    private init(_ program: String, ready path: String, _ arguments: (_ port: Int, _ folder: String) -> [String]) throws
    {
        port = try Peer.freePort()
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments(port, scratch.path)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let transport = try HTTPTransport(to: address)
        defer { transport.shutdown() }
        let end = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < end, process.isRunning {
            let request = GatewayHTTPRequest(method: "GET", path: path, headers: [], body: nil)
            if case .answered = transport.exchange(request, limit: .milliseconds(2_000)).outcome { return }
            Thread.sleep(forTimeInterval: 0.05)
        }
        throw PeerDidNotStart()
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(at: scratch)
    }

    /// Ends it as a power cut does.
    func kill() {
        guard process.isRunning else { return }
        _ = Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    var address: GatewayAddress {
        get throws { try GatewayAddress("http://127.0.0.1:\(port)") }
    }

    static func localStripe() throws -> Peer {
        try Peer(python, ready: "/v1/customers") { port, _ in
            [
                "-c",
                """
                from aiohttp import web
                from localstripe.server import app
                web.run_app(app, host='127.0.0.1', port=\(port), print=None)
                """,
            ]
        }
    }

    static func wireMock() throws -> Peer {
        let jar = try #require(wireMockJar)
        return try Peer("/usr/bin/java", ready: "/__admin/mappings") { port, folder in
            ["-jar", jar, "--bind-address", "127.0.0.1", "--port", "\(port)", "--root-dir", folder]
        }
    }

    /// A port that was free a moment ago: these servers can't say which one they were given.
    private static func freePort() throws -> Int {
        let group = MultiThreadedEventLoopGroup.singleton
        let channel = try ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).wait()
        defer { try? channel.close().wait() }
        return try #require(channel.localAddress?.port)
    }
}

struct PeerDidNotStart: Error {}

import Foundation
import Telephony
import Testing

@testable import ivrpay

@Suite("The options of a gateway outside") struct GatewayOptionsTests {
    private func client(_ arguments: [String]) throws -> String? {
        try GatewayOptions.parse(arguments).client(timeout: .milliseconds(1_000))?.name
    }

    private func failure(_ arguments: [String]) -> Failure? {
        do {
            _ = try client(arguments)
            return nil
        } catch { return error as? Failure }
    }

    @Test("a gateway on this machine needs nothing but its address") func here() throws {
        #expect(try client([]) == nil)
        #expect(try client(["--gateway", "http://127.0.0.1:8085/"]) == "http://127.0.0.1:8085 (native)")
        #expect(
            try client(["--gateway", "https://localhost", "--gateway-dialect", "stripe"])
                == "https://localhost (stripe)")
    }

    @Test("elsewhere it is spoken to in the clear only where that is allowed") func plain() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("key-\(UUID())").path
        #expect(
            FileManager.default.createFile(
                atPath: file, contents: Data("k\n".utf8), attributes: [.posixPermissions: 0o600]))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let there = ["--gateway", "http://pay.example.com", "--gateway-key-file", file]
        #expect(failure(there)?.code == Exit.usage)
        #expect(try client(there + ["--gateway-plain-http"]) == "http://pay.example.com (native)")
    }

    @Test(
        "what is wrong, and its exit code",
        arguments: [
            (["--gateway", "pay.example.com"], 64), (["--gateway", "https://u:p@pay.example.com"], 64),
            (["--gateway-dialect", "stripe"], 64), (["--gateway-plain-http"], 64),
            (["--gateway", "https://localhost", "--gateway-key-file", "/nonexistent/key"], 3),
            (["--gateway", "https://localhost", "--gateway-key-file", "/dev/null"], 2),
            (["--gateway", "https://localhost", "--gateway-ca", "/nonexistent/ca"], 3),
            (["--gateway", "https://localhost", "--gateway-ca", "/dev/null"], 2),
        ] as [([String], Int32)])
    func wrong(arguments: [String], code: Int32) throws {
        let ended = try #require(failure(arguments))
        #expect(ended.code == code)
        #expect(!ended.message.isEmpty)
    }
}

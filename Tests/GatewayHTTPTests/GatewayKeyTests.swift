import Foundation
import GatewayHTTP
import Testing

@Suite("A gateway's key") struct GatewayKeyTests {
    private let here: GatewayAddress
    private let there: GatewayAddress

    init() throws {
        here = try GatewayAddress("http://127.0.0.1:8085")
        there = try GatewayAddress("https://pay.example.com")
    }

    private func with(_ text: String, mode: Int = 0o600, _ body: (String) throws -> Void) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("key-\(UUID())").path
        #expect(
            FileManager.default.createFile(
                atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: mode]))
        defer { try? FileManager.default.removeItem(atPath: file) }
        try body(file)
    }

    private func isSame(_ key: GatewayKey?, _ value: String) async throws -> Bool {
        let key = try #require(key)
        // What a key is, only its header tells.
        var seen: String?
        try await Kit.withKey(key) { seen = $0 }
        return seen == "Bearer " + value
    }

    @Test("the file comes before the environment, and that before the published key") func order() async throws {
        let environment = [GatewayKey.variable: "from_environment"]
        var key: GatewayKey?
        try with("\t from_file \r\nsecond line\n") { file in
            key = try GatewayKey(file: file, environment: environment, address: there) { Issue.record("\($0)") }
        }
        #expect(try await isSame(key, "from_file"))
        key = try GatewayKey(file: nil, environment: environment, address: here) { Issue.record("\($0)") }
        #expect(try await isSame(key, "from_environment"))
        key = try GatewayKey(file: nil, environment: [GatewayKey.variable: ""], address: here) { Issue.record("\($0)") }
        #expect(try await isSame(key, "ivrpay_test_key"))
    }

    @Test("a gateway elsewhere has no key of its own") func missing() throws {
        let error = try #require(throws: GatewayKeyError.self) {
            try GatewayKey(file: nil, environment: [:], address: there) { _ in }
        }
        #expect(error.code == .missing)
        #expect(error.description.contains("IVRPAY_GATEWAY_KEY") && error.description.contains("--gateway-key-file"))
    }

    @Test(
        "what others can read is taken with a warning",
        arguments: [(0o600, 0), (0o400, 0), (0o640, 1), (0o644, 1), (0o604, 1)])
    func warning(mode: Int, count: Int) throws {
        try with("k", mode: mode) { file in
            var warnings: [String] = []
            _ = try GatewayKey(file: file, environment: [:], address: there) { warnings.append($0) }
            #expect(warnings.count == count)
            #expect(warnings.allSatisfy { $0.hasPrefix(file) && $0.contains("chmod 600") })
        }
    }

    @Test(
        "a file without a key",
        arguments: [
            "", "\nsecretxyzzy", "secret xyzzy", "secretxyzzy\u{e4}", String(repeating: "4", count: 513), "a\0b",
        ])
    func wrong(text: String) throws {
        try with(text) { file in
            let error = try #require(throws: GatewayKeyError.self) {
                try GatewayKey(file: file, environment: [:], address: there) { _ in }
            }
            #expect(error.code == .wrong)
            #expect(error.description.hasPrefix(file))
            #expect(!error.description.contains("xyzzy"))
        }
        #expect(text.isEmpty || problem(ofVariable: text)?.code == .wrong)
    }

    private func problem(ofVariable value: String) -> GatewayKeyError? {
        do {
            _ = try GatewayKey(file: nil, environment: [GatewayKey.variable: value], address: there) { _ in }
            return nil
        } catch { return error }
    }

    @Test("no file, and a folder") func unreadable() throws {
        for file in ["/nonexistent/key", "/"] {
            let error = try #require(throws: GatewayKeyError.self) {
                try GatewayKey(file: file, environment: [:], address: there) { _ in }
            }
            #expect(error.code == .unreadable)
        }
    }

    @Test("it is never described") func redacted() throws {
        let key = try #require(GatewayKey("secretxyzzy"))
        var dumped = ""
        dump(key, to: &dumped)
        for text in [
            "\(key)", String(describing: key), String(reflecting: key), dumped, "\([key])", "\(Optional(key) as Any)",
        ] {
            #expect(!text.contains("xyzzy"))
        }
    }
}

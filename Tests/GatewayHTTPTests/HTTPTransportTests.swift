import CallTestKit
import Foundation
import GatewayHTTP
import HTTPTestKit
import PaymentCall
import PaymentGateway
import Testing

@Suite("The way to a gateway", .timeLimit(.minutes(20))) struct HTTPTransportTests {
    private func file(_ text: String) throws -> String {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("certificates-\(UUID())").path
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    /// A charge at a server with `TestCertificate`, reached by `host`.
    private func charge(host: String, authorities: String?) async throws -> (GatewayReply?, [String], requests: Int) {
        let server = try await ScriptedServer(scripts: [[answer("201 Created", payment())]], overTLS: true)
        let address = try GatewayAddress(server.url("", host: host))
        let transport = try HTTPTransport(to: address, authorities: authorities)
        let notes = Notes()
        let client = GatewayDialect.native.client(
            of: address, over: transport, key: .test, timeout: .milliseconds(60_000), notes: notes.adder)
        let reply = client.charge(Kit.request(), details: Kit.card(), handle: nil) { _ in }
        transport.shutdown()
        try await server.stop()
        return (reply, notes.all, server.requests.count)
    }

    @Test("a certificate of one's own authority") func ownAuthority() async throws {
        let authorities = try file(TestCertificate.certificate)
        defer { try? FileManager.default.removeItem(atPath: authorities) }
        let (reply, notes, requests) = try await charge(host: "localhost", authorities: authorities)
        #expect(reply == approved("K7X2QF"))
        #expect(notes == [])
        #expect(requests == 1)
    }

    @Test("a certificate that nobody vouches for: nothing is sent") func unknownAuthority() async throws {
        let (reply, notes, requests) = try await charge(host: "localhost", authorities: nil)
        #expect(reply == .notSent)
        #expect(notes.count == 1 && notes[0].contains("--gateway-ca"))
        #expect(requests == 0)
    }

    @Test("the certificate of another host: nothing is sent") func otherHost() async throws {
        let authorities = try file(TestCertificate.certificate)
        defer { try? FileManager.default.removeItem(atPath: authorities) }
        let (reply, notes, requests) = try await charge(host: "127.0.0.1", authorities: authorities)
        #expect(reply == .notSent)
        #expect(notes.count == 1 && notes[0].contains("certificate"))
        #expect(requests == 0)
    }

    @Test("a server that knows no TLS: nothing is sent in the clear") func noTLS() async throws {
        let server = try await ScriptedServer([.send("HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n"), .close])
        let address = try GatewayAddress("https://localhost:\(server.port)")
        let transport = try HTTPTransport(to: address)
        let client = GatewayDialect.native.client(
            of: address, over: transport, key: .test, timeout: .milliseconds(3_000))
        #expect(client.charge(Kit.request(), details: Kit.card(), handle: nil) { _ in } == .notSent)
        #expect(server.requests.allSatisfy { !$0.contains("4242") })
        transport.shutdown()
        try await server.stop()
    }

    @Test("no file, and no certificate") func wrongAuthorities() throws {
        let address = try GatewayAddress("https://localhost")
        let missing = try #require(throws: GatewayAuthoritiesError.self) {
            try HTTPTransport(to: address, authorities: "/nonexistent")
        }
        #expect(missing.isUnreadable && missing.description.hasPrefix("/nonexistent: "))
        for text in ["", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            let file = try file(text)
            defer { try? FileManager.default.removeItem(atPath: file) }
            let wrong = try #require(throws: GatewayAuthoritiesError.self) {
                try HTTPTransport(to: address, authorities: file)
            }
            #expect(!wrong.isUnreadable)
        }
    }

    @Test("a redirect is not followed", arguments: ["301 Moved", "302 Found", "303 Other", "307 Again", "308 Moved"])
    func redirects(status: String) async throws {
        let other = try await ScriptedServer([answer("201 Created", payment())])
        try await Kit.with(.native, [[answer(status, "", headers: "Location: \(other.url("/v1/payments"))\r\n")]]) {
            pair in
            #expect(pair.charge() == .unknown)
            #expect(pair.client.standing(transactionID: Kit.id, handle: nil) == .noAnswer)
            #expect(pair.server.requests.count == 2)
        }
        #expect(other.requests.isEmpty)
        try await other.stop()
    }

    @Test("one connection serves many requests, and a hundred calls ask at once") func many() async throws {
        try await Kit.with(.native, [[answer("201 Created", payment())]]) { pair in
            for _ in 0..<10 { #expect(pair.charge() == approved("K7X2QF")) }
            #expect(pair.server.connections < 10)
            DispatchQueue.concurrentPerform(iterations: 100) { _ in #expect(pair.charge() == approved("K7X2QF")) }
            #expect(pair.server.requests.count == 110)
        }
    }

    @Test("a connection that the gateway has closed meanwhile is not taken for a charge") func staleConnection()
        async throws
    {
        try await Kit.with(.native, [[answer("201 Created", payment()), .close]]) { pair in
            for count in 1...20 {
                // Either it was sent over a new connection, or surely or perhaps not at all; never twice.
                let reply = pair.charge()
                #expect(reply == approved("K7X2QF") || reply == .unknown || reply == .notSent)
                #expect(pair.server.requests.count <= count)
            }
        }
    }

    @Test("bytes by chance on the connection are no approval, and the next answer is read") func noise() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let other = payment(reference: "ivr-none-0", amount: "99999")
        let proper = Array("HTTP/1.1 201 Created\r\nContent-Length: \(other.utf8.count)\r\n\r\n\(other)".utf8)
        var scripts: [[ServerStep]] = []
        for _ in 0..<200 {
            var bytes = proper
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            scripts.append([.bytes(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))), .close])
        }
        try await Kit.with(.native, scripts + [[answer("201 Created", payment())]]) { pair in
            // A connection may be found closed before the request is sent: that one is no round.
            for _ in 0..<1_000 where pair.server.requests.count < 200 {
                if case .approved = pair.charge() { Issue.record("seed \(seed), round \(pair.server.requests.count)") }
            }
            #expect(pair.charge() == approved("K7X2QF"), "seed \(seed)")
        }
    }

    @Test("a way that was not used has nothing to end") func unused() throws {
        try HTTPTransport(to: GatewayAddress("https://localhost")).shutdown()
    }
}

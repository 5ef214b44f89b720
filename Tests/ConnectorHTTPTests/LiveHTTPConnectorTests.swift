import ConnectorHTTP
import Connectors
import HTTPTestKit
import JSONText
import Telephony
import Testing

@Suite("A request over HTTP beside a call", .timeLimit(.minutes(20))) struct LiveHTTPConnectorTests {
    private func collect(_ count: Int, from connector: LiveHTTPConnector) async throws -> [ConnectorAnswer] {
        var answers: [ConnectorAnswer] = []
        for _ in 0..<3_000 where answers.count < count {
            answers += connector.takeAnswers()
            try await Task.sleep(for: .milliseconds(10))
        }
        return answers
    }

    @Test func answersAreCollected() async throws {
        let server = try await ScriptedServer([.pause(50), answer("200 OK", "1")])
        let service = HTTPService()
        let connector = LiveHTTPConnector(service: service)
        for id in 1...3 { #expect(connector.send(try ConnectorRequest(.get, server.url()), id: id) == nil) }
        let answers = try await collect(3, from: connector)
        #expect(Set(answers.map(\.id)) == [1, 2, 3])
        #expect(answers.allSatisfy { $0.reply == .answered(status: 200, body: .number("1")) && $0.attempts == 1 })
        #expect(connector.takeAnswers().isEmpty)
        service.shutdown()
        try await server.stop()
    }

    @Test func patienceIsMeasured() async throws {
        let server = try await ScriptedServer([.pause(60_000)])
        let service = HTTPService()
        let connector = LiveHTTPConnector(service: service)
        let request = try ConnectorRequest(
            .get, server.url(), timeout: .milliseconds(200), retries: 2, retryDelay: .zero)
        _ = connector.send(request, id: 7)
        #expect(
            try await collect(1, from: connector) == [ConnectorAnswer(id: 7, reply: .failed(.timeout), attempts: 3)])
        service.shutdown()
        try await server.stop()
    }

    @Test func whatIsCancelledSaysNothing() async throws {
        let server = try await ScriptedServer([.pause(300), answer("500 Oops")])
        let service = HTTPService()
        let connector = LiveHTTPConnector(service: service)
        let request = try ConnectorRequest(
            .get, server.url(), timeout: .milliseconds(5_000), retries: 5, retryDelay: .zero)
        for id in 1...5 { _ = connector.send(request, id: id) }
        connector.cancelAll()
        try await Task.sleep(for: .milliseconds(700))
        #expect(connector.takeAnswers().isEmpty)
        // None was tried again.
        #expect(server.requests.count <= 5)
        service.shutdown()
        try await server.stop()
    }

    @Test func shutdownEndsWhatIsUnderWay() async throws {
        let server = try await ScriptedServer([.pause(60_000)])
        let service = HTTPService()
        let connector = LiveHTTPConnector(service: service)
        _ = connector.send(try ConnectorRequest(.get, server.url(), timeout: .milliseconds(60_000)), id: 1)
        service.shutdown()
        service.shutdown()
        let answers = try await collect(1, from: connector)
        #expect(answers.map(\.reply) == [.failed(.interrupted)])
        try await server.stop()
    }

    @Test func aServiceThatWasNotUsedHasNothingToEnd() { HTTPService().shutdown() }
}

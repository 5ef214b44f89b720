import Amounts
import Connectors
import JSONText
import PaymentCall
import PaymentDesk
import Telephony
import Testing

@Suite("The payment desk") struct PaymentDeskTests {
    private func open(_ body: String, _ desk: inout PaymentDesk, key: String? = nil) throws -> (
        status: Int, body: JSONValue
    ) {
        desk.respond(to: try ConnectorRequest(.post, "in-process:/sessions", body: body, idempotencyKey: key))
    }

    private func ask(_ clid: String, _ desk: inout PaymentDesk) throws -> (status: Int, body: JSONValue) {
        desk.respond(to: try ConnectorRequest(.get, "in-process:/sessions/" + clid))
    }

    @Test func aSessionFromItsOpeningToItsResult() throws {
        var desk = PaymentDesk()
        let opened = try open(
            #"{"account":"10023","amount":120.10,"reference":"INV-7","language":"en-US","parameters":{"name":"Ada","n":1.50}}"#,
            &desk)
        #expect(opened.status == 201)
        #expect(opened.body["destination"] == .string("+15550000100"))
        let clid = try #require(opened.body["clid"]?.plainText)
        #expect(clid.wholeMatch(of: /\+1555[2-9][0-9]{6}/) != nil)
        let session = try #require(desk.session(clid: clid))
        #expect(session.amount == Money(minor: 12_010, currency: .usd))
        #expect(session.parameters.map(\.name) == ["name", "n"])
        #expect(session.parameters.map(\.value) == ["Ada", "1.50"])

        let before = try ask(clid, &desk)
        #expect(before.status == 200)
        #expect(before.body["result"] == .string("no-answer"))
        #expect(before.body["transactionId"] == .null)

        desk.record(PaymentOutcome(.paid, transactionID: "t-1", reference: "A23456", brand: .visa), clid: clid)
        for spelling in [clid, "%2B" + clid.dropFirst()] {
            let after = try ask(spelling, &desk).body
            #expect(
                JSON(after).text
                    == #"{"clid":"\#(clid)","result":"paid","reason":null,"transactionId":"t-1","reference":"A23456","#
                    + #""amount":"120.10","currency":"USD","brand":"visa","maskedPAN":null}"#)
        }
    }

    @Test(arguments: PaymentResult.allCases) func everyResult(result: PaymentResult) throws {
        var desk = PaymentDesk()
        let opened = try open(#"{"amount":"5","currency":"jpy"}"#, &desk).body
        let clid = try #require(opened["clid"]?.plainText)
        desk.record(PaymentOutcome(result, reason: "because"), clid: clid)
        let body = try ask(clid, &desk).body
        #expect(body["result"]?.plainText == result.rawValue)
        #expect(body["reason"]?.plainText == "because")
        #expect(body["amount"]?.plainText == "5")
        #expect(body["currency"]?.plainText == "JPY")
    }

    @Test(arguments: [
        "", "[]", "{", "{}", #"{"currency":"USD"}"#, #"{"account":""}"#, #"{"account":null}"#, #"{"account":{}}"#,
        #"{"amount":"x"}"#,
        #"{"amount":-1}"#, #"{"amount":0}"#, #"{"amount":1.001}"#, #"{"amount":1e2}"#,
        #"{"amount":"1","currency":"XXX"}"#,
        #"{"account":"1","acount":"2"}"#, #"{"account":"4242424242424242"}"#,
        #"{"account":"1","reference":"4242 4242 4242 4242"}"#,
        #"{"account":"1","parameters":[]}"#, #"{"account":"1","parameters":{"a":{}}}"#, #"{"account":"a\nb"}"#,
        #"{"account":"1","account":"2"}"#, #"{"account":"1","parameters":{"card":4242424242424242}}"#,
    ])
    func badSessions(body: String) throws {
        var desk = PaymentDesk()
        let answer = try open(body, &desk)
        #expect(answer.status == 400)
        let message = try #require(answer.body["error"]?.plainText)
        #expect(!message.contains("4242"))
    }

    @Test(arguments: [
        (ConnectorMethod.get, "/sessions/+15552345678", 404), (.get, "/sessions", 405), (.delete, "/sessions/x", 405),
        (.get, "/", 404), (.get, "/sessions/x/y", 404), (.post, "/session", 404),
    ])
    func whatThereIsNot(method: ConnectorMethod, path: String, status: Int) throws {
        var desk = PaymentDesk()
        let answer = desk.respond(to: try ConnectorRequest(method, "in-process:" + path))
        #expect(answer.status == status)
        #expect(answer.body["error"]?.plainText != nil)
    }

    @Test func nothingIsRecordedWithoutASession() {
        var desk = PaymentDesk()
        let isKept = desk.record(PaymentOutcome(.paid), clid: "+15552345678")
        #expect(!isKept)
        #expect(desk.session(clid: "+15552345678") == nil)
    }

    @Test func clidsDifferAndRepeat() throws {
        func clids(seed: UInt64) throws -> [String] {
            var behaviour = DeskBehaviour()
            behaviour.seed = seed
            var desk = PaymentDesk(behaviour: behaviour)
            return try (0..<2_000).compactMap { _ in try open(#"{"account":"1"}"#, &desk).body["clid"]?.plainText }
        }
        let first = try clids(seed: 1)
        #expect(Set(first).count == 2_000)
        #expect(try clids(seed: 1) == first)
        #expect(try clids(seed: 2) != first)
    }

    @Test func theSameKeyIsTheSameSession() throws {
        var desk = PaymentDesk()
        let first = try open(#"{"account":"1"}"#, &desk, key: "k1").body
        let again = try open(#"{"account":"1"}"#, &desk, key: "k1").body
        let another = try open(#"{"account":"1"}"#, &desk, key: "k2").body
        #expect(again == first)
        #expect(another != first)
    }

    @Test(arguments: [
        ([DeskFault](), "answered", 300, 1), ([.unreachable, .none], "answered", 1_100, 2),
        ([.serverError, .unreachable, .none], "answered", 1_900, 3), ([.noAnswer, .none], "answered", 5_800, 2),
        ([.noAnswer], "timeout", 16_000, 3), ([.unreachable], "unreachable", 1_900, 3),
        ([.malformed], "malformed", 300, 1),
        ([.serverError], "status", 1_900, 3),
    ])
    func faults(faults: [DeskFault], name: String, milliseconds: Int, attempts: Int) throws {
        var behaviour = DeskBehaviour()
        behaviour.faults = faults
        var connector = RoutedConnector(desk: PaymentDesk(behaviour: behaviour))
        let request = try ConnectorRequest(
            .post, "in-process:/sessions", body: #"{"account":"1"}"#, idempotencyKey: "k", retries: 2)
        let sent = connector.send(request, id: 1)
        let answer = try #require(sent)
        if case .failed(let failure) = answer.reply {
            #expect(failure.name == name)
        } else {
            #expect(name == "answered")
        }
        #expect(answer.delay == .milliseconds(milliseconds))
        #expect(answer.attempts == attempts)
    }

    @Test func badInputIsAStatus() throws {
        var desk = PaymentDesk()
        let answer = desk.send(try ConnectorRequest(.post, "in-process:/sessions", body: "{}", retries: 3), id: 1)
        #expect(answer?.reply == .failed(.status(400)))
        #expect(answer?.attempts == 1)
    }

    @Test func routes() throws {
        var connector = RoutedConnector()
        let outside = try ConnectorRequest(.get, "http://localhost/")
        let nowhere = connector.send(outside, id: 1)
        connector.outside = Elsewhere()
        let elsewhere = connector.send(outside, id: 2)
        let inside = connector.send(try ConnectorRequest(.get, "in-process:/sessions/1"), id: 3)
        #expect(nowhere?.reply == .failed(.unreachable))
        #expect(elsewhere?.reply == .answered(status: 200, body: .string("elsewhere")))
        #expect(inside?.reply == .failed(.status(404)))
    }
}

private struct Elsewhere: DataConnector {
    func send(_ request: ConnectorRequest, id: Int) -> ScheduledAnswer? {
        ScheduledAnswer(.answered(status: 200, body: .string("elsewhere")), after: .zero)
    }
}

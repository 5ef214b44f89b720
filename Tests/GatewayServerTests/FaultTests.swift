import JSONText
import Testing

@testable import GatewayServer

@Suite("Faults") struct FaultTests {
    /// What a fault does to a first try: the status answered, the wire, whether it was charged; and what the same key gets.
    struct Row: Sendable, CustomTestStringConvertible {
        let fault: String
        let status: Int
        let wire: WireFault?
        let isCharged: Bool
        let again: Int
        var testDescription: String { fault }
    }

    static let table: [Row] = [
        Row(fault: "delay; seconds=3", status: 201, wire: .delay(seconds: 3), isCharged: true, again: 201),
        Row(fault: "delay; seconds=0.25", status: 201, wire: .delay(seconds: 0.25), isCharged: true, again: 201),
        Row(fault: "no-answer", status: 201, wire: .silence, isCharged: true, again: 201),
        Row(fault: "lost-request", status: 500, wire: .silence, isCharged: false, again: 201),
        Row(fault: "cut-before", status: 500, wire: .cut, isCharged: false, again: 201),
        Row(fault: "cut-after", status: 201, wire: .cut, isCharged: true, again: 201),
        Row(fault: "500-before", status: 500, wire: nil, isCharged: false, again: 201),
        Row(fault: "500-after", status: 500, wire: nil, isCharged: true, again: 201),
        Row(fault: "500-kept", status: 500, wire: nil, isCharged: false, again: 500),
        Row(fault: "malformed", status: 201, wire: nil, isCharged: true, again: 201),
        Row(fault: "truncated", status: 201, wire: .truncated, isCharged: true, again: 201),
        Row(fault: "slow-bytes", status: 201, wire: .slow(bytesPerSecond: 10), isCharged: true, again: 201),
        Row(
            fault: "slow-bytes;bytesPerSecond=7", status: 201, wire: .slow(bytesPerSecond: 7), isCharged: true,
            again: 201),
        Row(fault: "429; retryAfter=7", status: 429, wire: nil, isCharged: false, again: 201),
        Row(fault: "503; retryAfter=7", status: 503, wire: nil, isCharged: false, again: 201),
        Row(fault: "late-success; seconds=30", status: 202, wire: nil, isCharged: false, again: 202),
        Row(fault: "duplicate-answer", status: 201, wire: .twice, isCharged: true, again: 201),
        Row(fault: "other-payment", status: 201, wire: nil, isCharged: true, again: 201),
        Row(fault: "clock-skew", status: 201, wire: nil, isCharged: true, again: 201),
    ]

    @Test("every fault is in the table") func complete() {
        let names = Set(Self.table.map { String($0.fault.prefix { $0 != ";" }) })
        #expect(names == Set(ServerFault.Kind.allCases.map(\.rawValue)))
    }

    @Test("what it answers, what it does, and what the same key gets", arguments: table) func strikes(row: Row) throws {
        let kit = try GatewayKit()
        let first = kit.pay("ref-1", fault: row.fault)
        #expect(first.status == row.status)
        #expect(first.wire == row.wire)
        #expect(first.fault == String(row.fault.prefix { $0 != ";" }))
        #expect(first.requestID.hasPrefix("req_"))
        let net = try kit.totals()["netMinor"]?["USD"]?.plainText
        #expect((net == "12000") == row.isCharged, "net \(net ?? "none")")
        let again = kit.pay("ref-1", after: 5)
        #expect(again.status == row.again)
        #expect(again.wire == nil && again.fault == nil)
        #expect(try kit.totals(after: 100)["netMinor"]?["USD"]?.plainText == (row.again == 500 ? nil : "12000"))
    }

    @Test("429 and 503 say how long to wait", arguments: ["429", "503"]) func waits(name: String) throws {
        let answer = try GatewayKit().pay("ref-1", fault: name + "; retryAfter=7")
        #expect(answer[header: "Retry-After"] == "7")
        #expect(answer[header: "Should-Retry"] == "true")
        #expect(answer.code == (name == "429" ? "rate_limited" : "overloaded"))
    }

    @Test("a 500 that is kept is not to be tried again; others are") func retries() throws {
        let kit = try GatewayKit()
        #expect(kit.pay("ref-1", fault: "500-kept")[header: "Should-Retry"] == "false")
        #expect(kit.pay("ref-2", fault: "500-before")[header: "Should-Retry"] == "true")
        #expect(kit.pay("ref-3", fault: "500-after")[header: "Should-Retry"] == "true")
        // Its key is used up, its reference is not.
        #expect(kit.send("POST", "/v1/payments", GatewayKit.body("ref-1"), key: "new").status == 201)
    }

    @Test("a late success is paid when its time has come, and can be voided before") func lateSuccess() throws {
        let kit = try GatewayKit()
        let first = kit.pay("ref-1", fault: "late-success; seconds=30")
        #expect(first.field("status") == "processing" && first.field("capturedAmount") == "0")
        #expect(kit.send("GET", "/v1/payments?reference=ref-1", after: 29.9).field("status") == "processing")
        let paid = kit.send("GET", "/v1/payments?reference=ref-1", after: 31)
        #expect(paid.field("status") == "paid" && paid.field("capturedAmount") == "12000")
        #expect(paid.field("updatedAt") == "2026-11-25T12:00:30.000Z")
        let second = kit.pay("ref-2", fault: "late-success; seconds=30", after: 40)
        #expect(kit.send("POST", "/v1/payments/\(second.id)/void", key: "v", after: 60).field("status") == "voided")
        #expect(kit.send("GET", "/v1/payments/\(second.id)", after: 100).field("status") == "voided")
        // A decline does not wait.
        #expect(kit.pay("ref-3", number: "4000000000000002", fault: "late-success").status == 402)
    }

    @Test("the answer is no JSON, of another payment, or of another time") func bodies() throws {
        let kit = try GatewayKit()
        let alone = kit.pay("ref-0", fault: "other-payment")
        #expect(alone.field("reference") == "another-payment")
        let own = kit.pay("ref-1")
        #expect(throws: JSONReadingError.self) { try kit.pay("ref-2", fault: "malformed").json }
        #expect(kit.pay("ref-2").field("reference") == "ref-2")
        let other = kit.pay("ref-1", fault: "other-payment")
        #expect(other.id != own.id && other.field("reference") == "ref-0")
        let skewed = kit.pay("ref-3", fault: "clock-skew; seconds=-7200")
        #expect(skewed.field("createdAt") == "2026-11-25T10:00:00.000Z")
        #expect(skewed[header: "Date"] == "Wed, 25 Nov 2026 10:00:00 GMT")
        #expect(kit.send("GET", "/v1/payments?reference=ref-3").field("createdAt") == "2026-11-25T12:00:00.000Z")
    }

    @Test("faults that were asked for strike so many requests of their kind") func orders() throws {
        let kit = try GatewayKit(faults: [FaultOrder(written: "500-before*2"), FaultOrder(written: "cut-after")])
        #expect(kit.send("GET", "/v1/payments?reference=none").status == 404)
        #expect(kit.pay("ref-1").status == 500)
        #expect(kit.pay("ref-1").status == 500)
        #expect(kit.pay("ref-1").wire == .cut)
        #expect(kit.pay("ref-1").wire == nil)
        let asked: JSON = .members([
            "fault": .string("503"), "retryAfter": .int(2), "times": .int(1), "on": .string("lookup"),
            "reference": .string("INV-*-b"),
        ])
        #expect(kit.send("POST", "/admin/faults", asked).status == 201)
        let waiting = try kit.send("GET", "/admin/faults").json["faults"]?[0]
        #expect(waiting?["fault"]?.plainText == "503" && waiting?["retryAfter"]?.plainText == "2")
        #expect(kit.send("GET", "/v1/payments?reference=ref-1").status == 200)
        #expect(kit.send("GET", "/v1/payments?reference=INV-7-b").status == 503)
        #expect(kit.send("GET", "/v1/payments?reference=INV-7-b").status == 404)
        #expect(kit.send("POST", "/admin/faults", .members(["fault": .string("cut-before")])).status == 201)
        #expect(kit.send("DELETE", "/admin/faults").status == 200)
        #expect(kit.pay("ref-2").wire == nil)
    }

    @Test("rules strike by reference, amount and count, a payment so many times") func rules() throws {
        let rules = try GatewayKit.rules(
            """
            faults:
              - {fault: cut-after, reference: "cut-*", times: 2}
              - {fault: 500-before, amount: 66.60}
              - {fault: "429", retry-after: 9, nth: 6}
              - {fault: no-answer, reference: "never", times: always}
              - {fault: "503", on: void, times: always}
            """)
        let kit = try GatewayKit(rules: rules)
        #expect((0..<3).map { _ in kit.pay("cut-1").wire } == [.cut, .cut, nil])
        #expect((0..<2).map { _ in kit.pay("ref-1", amount: 6_660).status } == [500, 201])
        let sixth = kit.pay("ref-2")
        #expect(sixth.status == 429 && sixth[header: "Retry-After"] == "9")
        #expect(kit.pay("ref-2").status == 201)
        for _ in 0..<5 { #expect(kit.pay("never").wire == .silence) }
        for _ in 0..<2 {
            #expect(kit.send("POST", "/v1/voids", .members(["reference": .string("x")]), key: "v").status == 503)
        }
    }

    @Test(
        "a fault that can't be read is refused, and nothing is done",
        arguments: [
            "cut", "delay; seconds", "delay; seconds=x", "delay; seconds=-1", "delay; minutes=1",
            "cut-after; seconds=1",
            "429; retryAfter=0", "429; retryAfter=1.5", "slow-bytes; bytesPerSecond=0", "", "delay; seconds=nan",
        ])
    func wrong(text: String) throws {
        let kit = try GatewayKit()
        let answer = kit.pay("ref-1", fault: text)
        #expect(answer.status == 400 && answer.code == "invalid_member")
        #expect(try kit.totals()["payments"]?.plainText == "0")
    }

    @Test(
        "a pattern's stars stand for anything",
        arguments: [
            ("abc", "abc", true), ("abc", "a*", true), ("abc", "*c", true), ("abc", "*b*", true), ("abc", "a*c", true),
            ("abc", "*", true), ("", "*", true), ("", "", true), ("abc", "ab", false), ("abc", "b*", false),
            ("abcabd", "*abd", true), ("aXbXc", "a*b*d", false), ("ab", "a*b*", true),
        ])
    func patterns(text: String, pattern: String, fits: Bool) {
        #expect(FaultPattern.fits(text, pattern) == fits)
    }
}

import CallReports
import CallSession
import CallTestKit
import CardData
import PaymentCall
import PaymentGateway
import Testing

/// One row of the interface's result table: how it comes about, and where the caller goes in each mode.
struct ResultRow: Sendable, CustomTestStringConvertible {
    let name: String
    let keys: String
    let summary: String
    let automated: String?
    let assisted: String?
    var faults: [GatewayFault] = []
    var answersInquiries = true
    var tokenizes = false
    var testDescription: String { name }

    static let paid = CallKit.identified + CallKit.card("4242424242424242") + "1"
    static let declined = CallKit.identified + CallKit.card("4000000000000002") + "1 >"
    static let again = CallKit.card("4000000000000002") + "1 >"

    static let all: [ResultRow] = [
        ResultRow(name: "paid", keys: paid, summary: "paid", automated: nil, assisted: "agent agent"),
        ResultRow(
            name: "tokenized", keys: "10023# 4821# " + CallKit.card("4242424242424242") + "1", summary: "tokenized",
            automated: nil, assisted: "agent agent", tokenizes: true),
        ResultRow(
            name: "third decline", keys: declined + again + again, summary: "declined/too-many-declines",
            automated: "queue payments", assisted: "agent agent"),
        ResultRow(
            name: "stolen", keys: CallKit.identified + CallKit.card("4000000000009979") + "1",
            summary: "declined/stolen_card", automated: "queue payments", assisted: "agent agent"),
        ResultRow(
            name: "lost", keys: CallKit.identified + CallKit.card("4000000000009987") + "1",
            summary: "declined/lost_card", automated: "queue payments", assisted: "agent agent"),
        ResultRow(
            name: "unknown accounts", keys: "1# W 2# W 3#", summary: "failed/identification-failed",
            automated: "queue payments", assisted: "agent agent"),
        ResultRow(
            name: "wrong PINs", keys: "10023# 1111 W 2222 W 3333", summary: "failed/identification-failed",
            automated: "queue payments", assisted: "agent agent"),
        ResultRow(
            name: "silence at the account", keys: "", summary: "failed/identification-failed",
            automated: "queue payments", assisted: "agent agent"),
        ResultRow(
            name: "silence at the PIN", keys: "10023#", summary: "failed/identification-failed",
            automated: "queue payments", assisted: "agent agent"),
        ResultRow(
            name: "nothing due", keys: "10024# 1357", summary: "failed/not-payable", automated: nil,
            assisted: "agent agent"),
        ResultRow(
            name: "blocked", keys: "10027# 7410", summary: "failed/account-blocked", automated: "queue payments",
            assisted: "agent agent"),
        ResultRow(
            name: "attempts used up", keys: CallKit.identified + "1# W 2# W 3#", summary: "failed/too-many-attempts",
            automated: "queue payments", assisted: "agent agent"),
        ResultRow(
            name: "attempts used up after a decline", keys: declined + "1# W 2# W 3#",
            summary: "failed/too-many-attempts", automated: "queue payments", assisted: "agent agent"),
        ResultRow(
            name: "0 in a menu", keys: "10023# 4821# 0", summary: "failed/asked-for-agent",
            automated: "queue payments", assisted: "agent agent"),
        ResultRow(
            name: "0 at a confirmation", keys: CallKit.identified + "4242424242424242# 0",
            summary: "failed/asked-for-agent", automated: "queue payments", assisted: "agent agent"),
        ResultRow(
            name: "gateway not reached", keys: paid, summary: "failed/gateway-unavailable",
            automated: "queue payments", assisted: "agent agent", faults: [.unreachable]),
        ResultRow(
            name: "gateway silent", keys: paid, summary: "pending/outcome-unknown", automated: "queue payments",
            assisted: "agent agent", faults: [.noAnswer], answersInquiries: false),
        ResultRow(
            name: "request lost", keys: paid, summary: "pending/outcome-unknown", automated: "queue payments",
            assisted: "agent agent", faults: [.lostRequest]),
        ResultRow(
            name: "star", keys: "10023# *", summary: "cancelled/caller-cancelled", automated: nil,
            assisted: "agent agent"),
        ResultRow(
            name: "hung up", keys: "10023# !", summary: "hung-up", automated: nil, assisted: nil),
        ResultRow(
            name: "hung up after a decline", keys: declined + "!", summary: "hung-up", automated: nil, assisted: nil),
    ]
}

@Suite("Result table of the interface") struct ResultTableTests {
    @Test(arguments: ResultRow.all, CallMode.allCases)
    func row(row: ResultRow, mode: CallMode) throws {
        let call = try CallKit.call(row.keys) { scene in
            scene.mode = mode
            scene.tokenizes = row.tokenizes
            scene.settings.gateway.faults = row.faults
            scene.settings.gateway.answersInquiries = row.answersInquiries
        }
        #expect(call.summary == row.summary)
        #expect(call.transfer == (mode == .automated ? row.automated : row.assisted))
        #expect(call.events.count { if case .ended = $0.event { true } else { false } } == 1)
        if let transfer = call.result.transfer {
            #expect(transfer.reason == call.result.reason ?? call.result.outcome.rawValue)
        }
    }

    @Test("the agent cancels (G13)") func agentCancels() throws {
        let call = try CallKit.call("10023# 4821# 1", agentCancelsAt: 20) { $0.mode = .assisted }
        #expect(call.summary == "cancelled/agent-cancelled")
        #expect(call.transfer == "agent agent")
        #expect(throws: SceneError.self) { try CallKit.call("10023# !", agentCancelsAt: 1) }
    }

    @Test("once the gateway is asked the agent can't cancel") func tooLateToCancel() throws {
        let paid = try CallKit.call(ResultRow.paid) { $0.mode = .assisted }
        let asked = try #require(paid.events.first { if case .call(.gatewayAsked) = $0.event { true } else { false } })
        let call = try CallKit.call(ResultRow.paid, agentCancelsAt: asked.time.seconds + 0.5) { $0.mode = .assisted }
        #expect(call.summary == "paid")
    }

    @Test("declines are kept when attempts run out") func declinesAreKept() throws {
        let call = try CallKit.call(ResultRow.declined + "1# W 2# W 3#")
        #expect(call.declines == ["card_declined"])
    }

    @Test(
        "a caller who leaves while the gateway is asked changes nothing",
        arguments: [
            ("4242424242424242", [GatewayFault](), true, "paid"),
            ("4000000000000002", [], true, "declined/card_declined"),
            ("4000000000009995", [], true, "declined/insufficient_funds"),
            ("4000000000000119", [], true, "declined/processing_error"),
            ("4242424242424242", [.noAnswer], false, "pending/outcome-unknown"),
            ("4242424242424242", [.noAnswer], true, "paid"),
            ("4242424242424242", [.unreachable], true, "failed/gateway-unavailable"),
        ])
    func hangUpWhileAsked(number: String, faults: [GatewayFault], inquiries: Bool, summary: String) throws {
        for mode in CallMode.allCases {
            let call = try CallKit.call(CallKit.identified + CallKit.card(number) + "1 !") { scene in
                scene.mode = mode
                scene.settings.gateway.faults = faults
                scene.settings.gateway.answersInquiries = inquiries
            }
            #expect(call.summary == summary)
            #expect(call.transfer == nil)
            #expect(call.callEvents.contains(.agentTold) == (mode == .assisted))
        }
    }

    @Test("other ways out by settings (G12)") func otherRoutes() throws {
        let call = try CallKit.call("10023# 4821# 0") { scene in
            scene.settings.rules.routes = ["asked-for-agent": .number("+15550100")]
        }
        #expect(call.transfer == "number +15550100")
        let left = try CallKit.call("1# W 2# W 3#") { $0.settings.rules.routes = ["identification-failed": .hangUp] }
        #expect(left.transfer == nil)
    }

    @Test(
        "each account ends as its row says",
        arguments: [
            ("10023", "4821", "paid", 12_000, "USD"), ("10024", "1357", "failed/not-payable", nil, ""),
            ("10025", "2468", "paid", 198_765, "USD"), ("10026", "9999", "paid", 4_550, "EUR"),
            ("10027", "7410", "failed/account-blocked", nil, ""),
        ])
    func account(number: String, pin: String, summary: String, minor: Int64?, currency: String) throws {
        let call = try CallKit.call("\(number)# \(pin)# 1 " + CallKit.card("4242424242424242") + "1")
        #expect(call.summary == summary)
        #expect(call.result.account == number)
        #expect(call.result.payment?.amount.minor == minor)
        #expect(call.result.payment?.amount.currency.code ?? "" == currency)
    }
}

import Amounts
import CallEngine
import CallReports
import CallSession
import CallTestKit
import CardData
import PaymentCall
import PaymentGateway
import Synchronization
import Telephony

/// A client as a call in media time asks it: the call waits for the answer, which comes after a second.
struct WaitedGateway: PaymentGateway {
    let client: any GatewayClient
    private let handles = Handles()

    private final class Handles: Sendable {
        let known = Mutex<[String: String]>([:])
    }

    init(_ client: any GatewayClient) { self.client = client }

    func charge(_ request: ChargeRequest, details: borrowing PaymentDetails) -> ScheduledReply? {
        let id = request.transactionID
        return client.charge(request, details: details, handle: handles.known.withLock { $0[id] }) { handle in
            handles.known.withLock { $0[id] = handle }
        }.map { ScheduledReply($0, after: .milliseconds(1_000)) }
    }

    func inquire(transactionID: String) -> ScheduledReply? {
        reply(client.standing(transactionID: transactionID, handle: handles.known.withLock { $0[transactionID] }))
    }

    func void(transactionID: String) -> ScheduledReply? {
        reply(client.void(transactionID: transactionID, handle: handles.known.withLock { $0[transactionID] }))
    }

    private func reply(_ standing: PaymentStanding) -> ScheduledReply? {
        let reply: GatewayReply =
            switch standing {
            case .approved(let approval, _, _): .approved(approval)
            case .declined(let reason): .declined(reason)
            case .voided: .voided
            case .processing, .notFound, .noAnswer, .notAsked: .unknown
            }
        return ScheduledReply(reply, after: .milliseconds(1_000))
    }

    /// The canonical call with that card, over `client`.
    static func call(
        _ client: any GatewayClient, card: String = "4242424242424242", rules: (inout CallRules) -> Void = { _ in }
    ) throws -> FinishedCall {
        var scene = CallScene(prompts: CallKit.prompts)
        rules(&scene.settings.rules)
        var engine = try scene.engine(door: ["test"], gateway: WaitedGateway(client))
        engine.answer()
        for (index, key) in "10023#4821#1\(card)#11230#1123#11".compactMap(Key.init).enumerated() {
            engine.press(key, at: .zero + .milliseconds(500 + 200 * index))
        }
        engine.runToEnd()
        return try FinishedCall(of: &engine, events: [])
    }
}

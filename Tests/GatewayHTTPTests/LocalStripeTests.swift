import Amounts
import CallTestKit
import CardData
import GatewayHTTP
import PaymentCall
import PaymentGateway
import Telephony
import Testing

/// The Stripe dialect at a server that others wrote. It ignores idempotency keys, says `invalid_request_error` to everything,
/// knows no `description`, and declines 4000000000000341 alone.
@Suite("localstripe", .enabled(if: Peer.hasLocalStripe), .timeLimit(.minutes(20)), .serialized)
struct LocalStripeTests {
    private final class Book {
        var handles: [String] = []
    }

    private func with(_ body: (any GatewayClient, Peer, Notes) throws -> Void) throws {
        let peer = try Peer.localStripe()
        defer { peer.kill() }
        let transport = try HTTPTransport(to: peer.address)
        defer { transport.shutdown() }
        let notes = Notes()
        let key = try #require(GatewayKey("sk_test_12345"))
        let client = GatewayDialect.stripe.client(
            of: try peer.address, over: transport, key: key, timeout: .milliseconds(60_000), notes: notes.adder)
        try body(client, peer, notes)
    }

    private func approval(_ handle: String) -> GatewayApproval { GatewayApproval(reference: handle) }

    @Test("paid, found again, and given back") func pays() throws {
        try with { client, _, notes in
            let book = Book()
            let reply = client.charge(Kit.request(), details: Kit.card(), handle: nil) { book.handles.append($0) }
            let handle = try #require(book.handles.first)
            #expect(reply == .approved(approval(handle)))
            #expect(
                client.standing(transactionID: Kit.id, handle: handle)
                    == .approved(approval(handle), of: Kit.amount, charged: Kit.amount))
            #expect(client.standing(transactionID: "ivr-test-2", handle: handle) == .noAnswer)
            // A retry finds it paid and charges nothing.
            #expect(
                client.charge(Kit.request(attempt: 2), details: Kit.card(), handle: handle) { _ in }
                    == .approved(approval(handle)))
            #expect(client.void(transactionID: Kit.id, handle: handle) == .voided)
            #expect(client.void(transactionID: Kit.id, handle: handle) == .voided)
            #expect(client.standing(transactionID: Kit.id, handle: handle) == .voided)
            #expect(notes.all == [])
        }
    }

    @Test("declined") func declines() throws {
        try with { client, _, _ in
            let book = Book()
            let reply = client.charge(Kit.request(), details: Kit.card("4000000000000341"), handle: nil) {
                book.handles.append($0)
            }
            #expect(reply == .declined(.cardDeclined))
            #expect(book.handles.count == 1)
        }
    }

    @Test("prepared and not confirmed: cancelled, and never to be charged") func cancels() throws {
        try with { client, _, _ in
            let book = Book()
            struct Full: Error {}
            let reply = client.charge(Kit.request(), details: Kit.card(), handle: nil) {
                book.handles.append($0)
                throw Full()
            }
            let handle = try #require(book.handles.first)
            #expect(reply == .notSent)
            #expect(client.standing(transactionID: Kit.id, handle: handle) == .notFound)
            #expect(client.void(transactionID: Kit.id, handle: handle) == .voided)
            #expect(client.charge(Kit.request(attempt: 2), details: Kit.card(), handle: handle) { _ in } == .voided)
        }
    }

    @Test("prepared, and gone on with by a later try") func goesOn() throws {
        try with { client, _, _ in
            let book = Book()
            struct Full: Error {}
            _ = client.charge(Kit.request(), details: Kit.card(), handle: nil) {
                book.handles.append($0)
                throw Full()
            }
            let handle = try #require(book.handles.first)
            #expect(
                client.charge(Kit.request(attempt: 2), details: Kit.card(), handle: handle) { _ in }
                    == .approved(approval(handle)))
        }
    }

    @Test("killed between preparation and confirmation: not sent, and no answer after that") func killed() throws {
        try with { client, peer, notes in
            let book = Book()
            let reply = client.charge(Kit.request(), details: Kit.card(), handle: nil) {
                book.handles.append($0)
                peer.kill()
            }
            let handle = try #require(book.handles.first)
            // Over the open connection it was sent to nobody, over a new one not at all.
            #expect(reply == .unknown || reply == .notSent)
            #expect(client.standing(transactionID: Kit.id, handle: handle) == .notAsked)
            #expect(client.void(transactionID: Kit.id, handle: handle) == .notAsked)
            #expect(notes.all.allSatisfy { $0.contains("can't be reached") })
        }
    }

    @Test("a wrong key is refused, and the operator hears of it") func wrongKey() throws {
        let peer = try Peer.localStripe()
        defer { peer.kill() }
        let transport = try HTTPTransport(to: peer.address)
        defer { transport.shutdown() }
        let notes = Notes()
        let client = GatewayDialect.stripe.client(
            of: try peer.address, over: transport, key: .test, timeout: .milliseconds(60_000), notes: notes.adder)
        #expect(client.charge(Kit.request(), details: Kit.card(), handle: nil) { _ in } == .notSent)
        #expect(notes.all.count == 1 && notes.all[0].contains("401"))
    }

    @Test("a card is stored, and charged by its token") func stores() throws {
        try with { client, _, notes in
            let reply = client.charge(Kit.request(storesOnly: true), details: Kit.card(), handle: nil) { _ in }
            guard case .approved(let stored) = reply, let token = stored.token else {
                Issue.record("\(String(describing: reply)) \(notes.all)")
                return
            }
            #expect(token.hasPrefix("pm_"))
            let book = Book()
            let paid = client.charge(Kit.request(token: token), details: PaymentDetails(), handle: nil) {
                book.handles.append($0)
            }
            let handle = try #require(book.handles.first)
            #expect(paid == .approved(approval(handle)))
        }
    }

    @Test("a whole call") func call() throws {
        try with { client, _, _ in
            let paid = try WaitedGateway.call(client)
            #expect(paid.summary == "paid")
        }
    }
}

import CallReports
import CallTestKit
import CardData
import PaymentCall
import PaymentGateway
import Testing

@Suite("Decline table of the interface") struct DeclineTableTests {
    @Test("every published card is approved or gets its decline first (T13)", arguments: TestCards.all.map(\.number))
    func publishedCard(number: String) throws {
        let card = try #require(TestCards.all.first { $0.number == number })
        let code = card.brand == .americanExpress ? "1234" : "123"
        let call = try CallKit.call(CallKit.identified + CallKit.card(number, code: code) + "1")
        #expect(call.result.payment?.brand == card.brand)
        if let decline = card.decline {
            #expect(call.declines.first == decline.rawValue)
            #expect(call.result.outcome != .paid)
        } else {
            #expect(call.summary == "paid")
            #expect(call.declines.isEmpty)
        }
    }

    @Test(
        "what is asked after each decline",
        arguments: [
            ("4000000000000127", "123# 1", ["ask-security-code"]),
            ("4000000000000069", "1231# 1 123# 1", ["ask-expiry", "ask-security-code"]),
            (
                "4000000000009995", CallKit.card("4242424242424242"),
                ["ask-card-number", "ask-expiry", "ask-security-code"]
            ),
            (
                "4000000000006975", CallKit.card("4242424242424242"),
                ["ask-card-number", "ask-expiry", "ask-security-code"]
            ),
            (
                "4000000000000002", CallKit.card("4242424242424242"),
                ["ask-card-number", "ask-expiry", "ask-security-code"]
            ),
            (
                "4000000000000119", CallKit.card("4242424242424242"),
                ["ask-card-number", "ask-expiry", "ask-security-code"]
            ),
        ])
    func fieldsAskedAgain(number: String, keys: String, asked: [String]) throws {
        let call = try CallKit.call(CallKit.identified + CallKit.card(number) + "1 > > " + keys + "!")
        let decline = try #require(call.prompts.firstIndex { $0.hasPrefix("declined-") })
        let after = call.prompts[decline...].filter { $0.hasPrefix("ask-") }
        #expect(after == asked)
        #expect(call.prompts.last == "summary")
        #expect(call.summary == "hung-up")
    }

    @Test("a processing error is tried once more under a new id, then counts")
    func processingError() throws {
        let call = try CallKit.call(CallKit.identified + CallKit.card("4000000000000119") + "1 >!")
        let ids = call.callEvents.compactMap { if case .gatewayAsked(let id, _) = $0 { id } else { nil } }
        #expect(ids.count == 2)
        #expect(Set(ids).count == 2)
        #expect(call.declines == ["processing_error"])
    }

    @Test("the fields asked again have all their attempts") func fullAttemptsAfterADecline() throws {
        let wrongTwice = "4242424242424241# W 4242424242424241# W "
        let keys =
            CallKit.identified + wrongTwice + CallKit.card("4000000000000002") + "1 > > " + wrongTwice
            + CallKit.card("4242424242424242") + "1"
        let call = try CallKit.call(keys)
        #expect(call.summary == "paid")
        #expect(call.declines == ["card_declined"])
    }

    @Test("the security code is asked again after any decline, and the summary heard") func codeIsWiped() throws {
        let call = try CallKit.call(CallKit.identified + CallKit.card("4000000000000127") + "1 > > 999# 1 1 >!")
        #expect(call.declines == ["incorrect_cvc", "incorrect_cvc"])
        #expect(call.prompts.count { $0 == "summary" } == 2)
    }

    @Test("a try without answer is repeated under the same id, then inquired (T10)") func retries() throws {
        let call = try CallKit.call(CallKit.canonical) { scene in
            scene.settings.gateway.faults = [.lostRequest, .lostRequest, .none]
        }
        #expect(call.summary == "paid")
        let asked = call.callEvents.compactMap { event -> String? in
            if case .gatewayAsked(let id, let attempt) = event { "\(id) \(attempt)" } else { nil }
        }
        #expect(asked.count == 3)
        #expect(Set(asked.map { $0.split(separator: " ")[0] }).count == 1)

        let inquired = try CallKit.call(CallKit.canonical) { $0.settings.gateway.faults = [.noAnswer] }
        #expect(inquired.summary == "paid")
        #expect(inquired.callEvents.contains { if case .gatewayInquired = $0 { true } else { false } })
    }

    @Test("not sent after a try that may have arrived is no proof that nothing was charged")
    func notSentAfterSent() throws {
        let call = try CallKit.call(CallKit.canonical) { scene in
            scene.settings.gateway.faults = [.noAnswer, .unreachable]
            scene.settings.gateway.answersInquiries = false
        }
        #expect(call.summary == "pending/outcome-unknown")
    }

    @Test("a card whose brand is not accepted is its own kind of invalid") func brandNotAccepted() throws {
        let call = try CallKit.call(CallKit.identified + CallKit.card("5555555555554444")) { scene in
            scene.settings.rules.cards.brands = [.visa]
        }
        #expect(call.failures.first == "card-number brand-not-accepted 1")
        #expect(call.prompts.contains("brand-not-accepted"))
    }

    @Test("a live card is refused by the guard, and not shown") func liveCard() throws {
        let call = try CallKit.call(CallKit.identified + "4539578763621486#!")
        #expect(call.failures == ["card-number live-card-refused 1"])
        #expect(!call.everyOutput.contains("453957"))
    }
}

import CallReports
import CallTestKit
import CardData
import PaymentCall
import Settings
import Telephony
import Testing

@Suite("Rules of entry") struct EntryRuleTests {
    private let toCard = CallKit.identified

    @Test("a # behind an entry that ended by itself is swallowed, once and in time")
    func poundAfterEntry() throws {
        #expect(try CallKit.call("10023# 4821# 1# 4242424242424242# 1# 1230# 1# 123# 1# 1#").summary == "paid")
        // The second # is a no-input of the menu's question: a no-match there.
        #expect(try CallKit.call("10023# 4821## !").failures == ["amount-choice no-match 1"])
        // Within the inter-digit timeout of the entry's last key, not after it.
        #expect(try CallKit.call("10023# 4821 WWWW ww # !").failures == ["amount-choice no-match 1"])
        #expect(try CallKit.call("10023# 4821 WWWW w # !").failures == [])
    }

    @Test("# with nothing keyed is a no-input, in a menu a no-match") func poundAlone() throws {
        #expect(try CallKit.call("# !").failures == ["account no-input 1"])
        #expect(try CallKit.call("10023# WWWWWW # !").failures == ["pin no-input 1"])
        #expect(try CallKit.call("10023# 4821 WWWWWW # !").failures == ["amount-choice no-match 1"])
    }

    @Test("a star cancels everywhere but in an amount") func star() throws {
        for keys in [
            "*", "100*", "10023# *", "10023# 48*", "10023# 4821# *", toCard + "4242*", toCard + "4242424242424242# *",
        ] {
            #expect(try CallKit.call(keys).summary == "cancelled/caller-cancelled", "\(keys)")
        }
    }

    @Test(
        "in an amount one star is the decimal point",
        arguments: [
            ("50#", "50.00 USD"), ("50*5#", "50.50 USD"), ("50*05#", "50.05 USD"), ("50*#", "50.00 USD"),
            ("120#", "120.00 USD"), ("5#", "5.00 USD"), ("005#", "5.00 USD"),
        ])
    func amounts(keys: String, shown: String) throws {
        let call = try CallKit.call("10023# 4821# 2 \(keys) !")
        #expect(call.callEvents.contains(.accepted(.amount, shown: shown)))
        #expect(call.prompts.contains("confirm-amount"))
    }

    @Test(
        "a wrong amount says why",
        arguments: [
            ("4*99#", "amount-below-minimum"), ("0#", "amount-below-minimum"), ("120*01#", "amount-above-balance"),
            ("5000*01#", "amount-above-balance"), ("99999999999999999999#", "amount-above-balance"),
            ("50*123#", "invalid-amount"), ("*#", "invalid-amount"), ("50*1 ww *#", "no-match"), ("5A", "no-match"),
            ("#", "no-input"),
        ])
    func wrongAmounts(keys: String, reason: String) throws {
        let spaced = keys == "#" ? "WWWWWW #" : keys
        let call = try CallKit.call("10023# 4821# 2 \(spaced) !")
        #expect(call.failures.first == "amount \(reason) 1")
    }

    @Test("above the maximum, where that is below the balance") func aboveMaximum() throws {
        for keys in ["5000*01#", "99999999999999999999#"] {
            let call = try CallKit.call("10023# 4821# \(keys) !") { $0.balance = "6000" }
            #expect(call.failures == ["amount amount-above-maximum 1"])
        }
    }

    @Test("two stars within 0.6 s cancel an amount, 0.6 s apart they don't") func doubleStar() throws {
        #expect(try CallKit.call("10023# 4821# 2 50**").summary == "cancelled/caller-cancelled")
        #expect(try CallKit.call("10023# 4821# 2 50*w*!").failures == ["amount no-match 1"])
        let beforeStar = try CallKit.call("10023# 4821# 2 50*!")
        let last = try #require(beforeStar.events.last { $0.event == .key }).time
        for (gap, cancels) in [(599, true), (600, false)] {
            let call = try CallKit.call({ _ in }) { engine in
                engine.answer()
                for (index, key) in "1002348212".enumerated() {
                    engine.press(Key(key)!, at: .zero + .milliseconds(500 + 200 * index))
                    if index == 4 { engine.press(.pound, at: engine.now) }
                }
                engine.press(.five, at: last)
                engine.press(.star, at: last + .milliseconds(200))
                engine.press(.star, at: last + .milliseconds(200 + gap))
                engine.hangUp(at: engine.now)
            }
            #expect((call.summary == "cancelled/caller-cancelled") == cancels, "\(gap) ms")
        }
    }

    @Test("letters are a no-match anywhere") func letters() throws {
        #expect(try CallKit.call("A!").failures == ["account no-match 1"])
        #expect(try CallKit.call("10023# B!").failures == ["pin no-match 1"])
        #expect(try CallKit.call("10023# 4821# C!").failures == ["amount-choice no-match 1"])
        #expect(try CallKit.call(toCard + "42D!").failures == ["card-number no-match 1"])
    }

    @Test("a key that is no choice is a no-match") func noChoice() throws {
        for key in ["3", "9", "#"] {
            let call = try CallKit.call(toCard + "4242424242424242# WWWWWW \(key)!")
            #expect(call.failures == ["confirm-card-number no-match 1"])
        }
    }

    @Test("entries end by themselves when no longer one is possible")
    func endsByItself() throws {
        #expect(try CallKit.call("10023# 4821 1 378282246310005 1 1230 1 1234 1 1").summary == "paid")
        #expect(try CallKit.call("10023# 4821 1 5555555555554444 1 1230 1 123 1 1").summary == "paid")
        #expect(try CallKit.call("10023# 4821 1 6205500000000000004 1 1230 1 123 1 1").summary == "paid")
        let nobody = try CallKit.call(toCard + "9999999999999999999!")
        #expect(nobody.failures == ["card-number unknown-brand 1"])
    }

    @Test("a whole card number that might still grow ends by the termination timeout")
    func termination() throws {
        let call = try CallKit.call("10023# 4821 1 4242424242424242 WWW 1 1230 1 123 1 1")
        #expect(call.summary == "paid")
        let expired = call.callEvents.compactMap { if case .timerExpired(let timer) = $0 { timer } else { nil } }
        #expect(expired == [.termination])
        // An invalid one waits for the inter-digit timeout.
        let invalid = try CallKit.call("10023# 4821 1 4242424242424241 WWW !")
        #expect(invalid.failures.isEmpty)
        #expect(try CallKit.call("10023# 4821 1 4242424242424241 WWWWW !").failures == ["card-number luhn 1"])
    }

    @Test("1 and 2 confirm and enter again; 2 costs an attempt") func confirmations() throws {
        let call = try CallKit.call(
            toCard + "4242424242424242# 2 5555555555554444# 1 1230# 2 1231# 1 123# 2 124# 1 1")
        #expect(call.summary == "paid")
        #expect(call.result.payment?.brand == .mastercard)
        #expect(
            call.failures == [
                "confirm-card-number refused 1", "confirm-expiry refused 1", "confirm-security-code refused 1",
            ])
        let thrice = try CallKit.call(toCard + "4242424242424242# 2 4242424242424242# 2 4242424242424242# 2")
        #expect(thrice.summary == "failed/too-many-attempts")
    }

    @Test("no-input, no-match, invalid and refused all cost the same field's attempts") func attemptsAddUp() throws {
        let call = try CallKit.call(toCard + "42# > 4242424242424242# 5 W > 2")
        #expect(
            call.failures == [
                "card-number wrong-length 1", "confirm-card-number no-match 2", "confirm-card-number refused 3",
            ])
        #expect(call.summary == "failed/too-many-attempts")
    }

    @Test("2 at the summary asks what to change") func change() throws {
        let card = try CallKit.call(ResultRow.paid.dropLast(1) + "2 2 " + CallKit.card("5555555555554444") + "1")
        #expect(card.summary == "paid")
        #expect(card.result.payment?.maskedPAN?.description == "555555******4444")
        let amount = try CallKit.call(ResultRow.paid.dropLast(1) + "2 1 2 60*50# 1 1")
        #expect(amount.summary == "paid")
        #expect(amount.result.payment?.amount.minor == 6050)
        let fixed = try CallKit.call("10023# 4821# " + CallKit.card("4242424242424242") + "2 1 W > 2 !") {
            $0.amount = "20"
        }
        #expect(fixed.prompts.contains("ask-change-card-only"))
        #expect(fixed.failures == ["summary refused 1", "change no-match 1"])
        #expect(fixed.prompts.last == "ask-card-number")
    }

    @Test("pay in full is not offered above the maximum, another amount not below the minimum") func offers() throws {
        let large = try CallKit.call("10023# 4821# !") { $0.balance = "6000" }
        #expect(large.prompts.last == "ask-amount")
        let small = try CallKit.call("10023# 4821# 2 W > 1 !") { $0.balance = "3" }
        #expect(small.failures == ["amount-choice no-match 1"])
        #expect(small.prompts.last == "ask-card-number")
        #expect(small.result.payment?.amount.minor == 300)
    }

    @Test("barge-in stops the prompt and counts; a question may forbid it") func bargeIn() throws {
        let call = try CallKit.call("10023# !")
        #expect(call.events.contains { $0.event.promptID == "greeting" && $0.event.isInterruption })
        let forbidden = try CallKit.call(CallKit.canonical) { scene in
            scene.settings.rules.withoutBargeIn = Set(Question.all)
            scene.settings.rules.greetingBargeIn = false
        }
        #expect(forbidden.summary == "paid")
        let cut = forbidden.events.compactMap {
            if case .promptInterrupted(let prompt) = $0.event { prompt } else { nil }
        }
        #expect(cut.allSatisfy { $0.id == "processing" })
        #expect(forbidden.callEvents.contains { if case .keyWaits(let count) = $0 { count > 10 } else { false } })
    }

    @Test("type-ahead may be forbidden: keys before the question's prompt is over are dropped") func noTypeAhead()
        throws
    {
        let call = try CallKit.call("10023# 4821# !") { scene in
            scene.settings.rules.withoutBargeIn = [.enter(.pin)]
            scene.settings.rules.withoutTypeAhead = [.enter(.pin)]
        }
        #expect(call.callEvents.count { $0 == .keyDropped(.notYet) } >= 4)
        #expect(!call.callEvents.contains(.accepted(.pin, shown: nil)))
    }

    @Test("behind a wrong entry the waiting keys go, and those of the error prompt's first second")
    func wrongEntry() throws {
        // Typed in one go: the PIN is wrong, the rest was meant for what would have followed.
        let call = try CallKit.call("10023# 4822# 1 42 > 4821# !")
        #expect(call.failures == ["pin wrong-pin 1"])
        #expect(call.callEvents.contains(.accepted(.pin, shown: nil)))
        let waiting = try CallKit.call("10023# 9999 1 4242 WWWWWW !") {
            $0.settings.rules.withoutBargeIn = [.enter(.pin)]
        }
        #expect(waiting.callEvents.contains(.keyDropped(.wrongEntry)))
    }

    @Test("the guard of an error prompt ends after exactly one second", arguments: [(999, false), (1000, true)])
    func errorGuard(milliseconds: Int, counts: Bool) throws {
        let wrong = try CallKit.call("10023# 4822!")
        let failed = try #require(
            wrong.events.first { if case .call(.attemptFailed) = $0.event { true } else { false } }
        ).time
        let presses = "10023#4822".enumerated().map {
            (key: Key($1)!, at: MediaTime.zero + .milliseconds(500 + 200 * $0))
        }
        let call = try CallKit.call(presses: presses + [(key: .four, at: failed + .milliseconds(milliseconds))])
        #expect(call.callEvents.contains(.keyDropped(.errorGuard)) == !counts)
    }

    @Test("keys while the gateway is asked do nothing") func keysWhileAsked() throws {
        let call = try CallKit.call(ResultRow.declined.dropLast(1) + "4242 *0 >  > !")
        #expect(call.callEvents.count { $0 == .keyDropped(.gatewayAsked) } == 6)
        #expect(call.summary == "hung-up")
        #expect(call.declines == ["card_declined"])
    }

    @Test("assisted, with amount and identity given, asks for the card alone") func assisted() throws {
        let call = try CallKit.call(CallKit.card("4242424242424242") + "1") { scene in
            scene.mode = .assisted
            scene.account = "10023"
            scene.identified = true
            scene.amount = "20.00"
            scene.reference = "INV-7"
        }
        #expect(call.summary == "paid")
        #expect(call.result.payment?.amount.minor == 2000)
        #expect(call.result.payment?.reference == "INV-7")
        #expect(call.transfer == "agent agent")
        #expect(!call.prompts.contains("ask-account"))
        #expect(!call.prompts.contains("offer-balance"))
    }
}

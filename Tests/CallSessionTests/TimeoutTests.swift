import CallEngine
import CallReports
import CallTestKit
import PaymentCall
import Telephony
import Testing

/// A digit one sample before a deadline counts; one on it or after it does not.
@Suite("Timeouts on the exact sample") struct TimeoutTests {
    private static let rates = [8_000, 11_025, 44_100, 48_000, 192_000]

    /// When a timer of the call so far runs out.
    private func deadline(_ keys: String, _ timer: CallTimer) throws -> MediaTime {
        let call = try CallKit.call(keys)
        return try #require(call.events.last { $0.event == .call(.timerExpired(timer)) }).time
    }

    private func presses(_ keys: String) -> [(key: Key, at: MediaTime)] {
        keys.enumerated().map { (Key($1)!, .zero + .milliseconds(500 + 200 * $0)) }
    }

    @Test(arguments: rates) func firstDigit(hertz: Int) throws {
        let sample = try #require(SampleRate(hertz: hertz)).duration(ofSamples: 1)
        let first = try #require(
            try CallKit.call("10023#").events.first { $0.event == .call(.timerExpired(.firstDigit)) }
        ).time
        for (offset, counts) in [(-1, true), (0, false), (1, false)] {
            let call = try CallKit.call(presses: presses("10023#") + [(key: .four, at: first + sample * offset)])
            #expect(call.failures.contains("pin no-input 1") == !counts, "\(offset) samples at \(hertz) Hz")
        }
    }

    @Test(arguments: rates) func interDigit(hertz: Int) throws {
        let sample = try #require(SampleRate(hertz: hertz)).duration(ofSamples: 1)
        let keys = "10023#48"
        let last = MediaTime.zero + .milliseconds(500 + 200 * 7)
        for (offset, counts) in [(-1, true), (0, false), (1, false)] {
            let next = last + .milliseconds(5000) + sample * offset
            let call = try CallKit.call(presses: presses(keys) + [(key: .two, at: next)])
            let counted = call.events.contains {
                $0.event == .call(.digits(.pin, count: 3, key: nil)) && $0.time == next
            }
            #expect(counted == counts, "\(offset) samples at \(hertz) Hz")
        }
    }

    @Test(arguments: rates) func termination(hertz: Int) throws {
        let sample = try #require(SampleRate(hertz: hertz)).duration(ofSamples: 1)
        let keys = "10023#482114242424242424242"
        let last = MediaTime.zero + .milliseconds(500 + 200 * (keys.count - 1))
        for (offset, counts) in [(-1, true), (0, false), (1, false)] {
            let next = last + .milliseconds(2000) + sample * offset
            let call = try CallKit.call(presses: presses(keys) + [(key: .two, at: next)])
            let counted = call.callEvents.contains(.digits(.cardNumber, count: 17, key: nil))
            #expect(counted == counts, "\(offset) samples at \(hertz) Hz")
            #expect(call.callEvents.contains(.timerExpired(.termination)) == !counts)
        }
    }

    @Test("the first-digit timer starts when the prompt is over") func firstDigitAfterPrompt() throws {
        let call = try CallKit.call("")
        let over = try #require(call.events.first { $0.event.promptID == "ask-account" && $0.event.isPromptEnd }).time
        let expired = try #require(call.events.first { $0.event == .call(.timerExpired(.firstDigit)) }).time
        #expect(expired - over == .milliseconds(10_000))
    }

    @Test("a gateway try is given up after 10 s, three tries and one inquiry") func gateway() throws {
        let call = try CallKit.call(CallKit.canonical) { $0.settings.gateway.faults = [.lostRequest] }
        let asked = call.events.compactMap { event -> MediaTime? in
            if case .call(.gatewayAsked) = event.event { event.time } else { nil }
        }
        #expect(asked.count == 3)
        #expect(zip(asked, asked.dropFirst()).allSatisfy { $1 - $0 == .milliseconds(10_000) })
        #expect(call.summary == "pending/outcome-unknown")
    }
}

/// The canonical call with pauses between its groups.
@Suite("Canonical call") struct CanonicalCallTests {
    private static let groups = ["10023#", "4821#", "1", "4242424242424242#", "1", "1230#", "1", "123#", "1", "1"]

    private func call(pauses: [Int]) throws -> FinishedCall {
        var presses: [(key: Key, at: MediaTime)] = []
        var at = 500
        for (group, pause) in zip(Self.groups, pauses) {
            for character in group {
                presses.append((Key(character)!, .zero + .milliseconds(at)))
                at += 200
            }
            at += pause
        }
        return try CallKit.call(presses: presses)
    }

    @Test("as written") func asWritten() throws {
        let call = try CallKit.call(CallKit.canonical)
        #expect(call.summary == "paid")
        #expect(call.result.payment?.amount.minor == 12_000)
        #expect(call.result.payment?.maskedPAN?.description == "424242******4242")
    }

    @Test("every pause from 0 to 4.5 s, at each place and at all of them", arguments: 0...45)
    func sweep(tenths: Int) throws {
        let none = Self.groups.map { _ in 0 }
        for place in Self.groups.indices {
            var pauses = none
            pauses[place] = tenths * 100
            #expect(try call(pauses: pauses).summary == "paid", "\(tenths) tenths after group \(place)")
        }
        #expect(try call(pauses: none.map { _ in tenths * 100 }).summary == "paid")
    }

    @Test("random pauses", arguments: 0..<400 as Range<UInt64>) func randomPauses(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pauses = Self.groups.map { _ in Int.random(in: 0...4500, using: &random) }
        #expect(try call(pauses: pauses).summary == "paid", "seed \(seed): \(pauses)")
    }

    @Test("the same input gives the same bytes") func sameBytes() throws {
        #expect(try CallKit.call(CallKit.canonical).everyOutput == CallKit.call(CallKit.canonical).everyOutput)
        let other = try CallKit.call(CallKit.canonical) { $0.seed = 1 }
        #expect(try other.record.callID != CallKit.call(CallKit.canonical).record.callID)
    }
}

import CallEngine
import CallPlan
import CallReports
import CallTestKit
import PaymentCall
import Telephony
import Testing

@testable import CallPlots

/// What the lanes hold, against the events of the call.
@Suite("Timelines of calls") struct TimelineTests {
    private func times(_ call: FinishedCall, where isWanted: (EngineEvent) -> Bool) -> [MediaTime] {
        call.events.filter { isWanted($0.event) }.map(\.time)
    }

    /// What must hold of every call; nil, or what does not.
    private func broken(_ call: FinishedCall) -> String? {
        let timeline = PlotKit.timeline(call)
        let end = MediaTime.zero + call.record.duration
        let started = call.events.compactMap { timed -> (MediaTime, String)? in
            if case .promptStarted(let prompt) = timed.event { (timed.time, prompt.id) } else { nil }
        }
        if !timeline.prompts.map({ ($0.from, $0.name) }).elementsEqual(started, by: ==) { return "a bar a prompt" }
        let cut = times(call) { event in
            if case .promptInterrupted(let prompt) = event {
                prompt.id != "processing" && prompt.id != "checking-card"
            } else {
                false
            }
        }
        if timeline.prompts.filter({ $0.look == .cutPrompt }).map(\.to) != cut { return "where prompts were cut short" }
        let timers = times(call) { event in
            switch event {
            case .call(.timerStarted), .plan(.timerStarted): true
            default: false
            }
        }
        if timeline.timers.map(\.from) != timers { return "a bar a timer" }
        let expired = times(call) { event in
            switch event {
            case .call(.timerExpired), .plan(.timerExpired): true
            default: false
            }
        }
        if timeline.timers.filter({ $0.look != .timer }).map(\.to) != expired { return "the timers that ran out" }
        if timeline.keys.presses.map(\.time) != times(call, where: { $0 == .key }) { return "a tick a press" }
        let failed = times(call) { event in
            if case .call(.attemptFailed) = event { true } else { false }
        }
        if timeline.questions.filter({ $0.look == .failed }).map(\.to) != failed { return "the attempts that failed" }
        let all =
            timeline.prompts + timeline.timers + timeline.questions + timeline.gateway + timeline.services
            + timeline.agent + timeline.steps + timeline.segments
        if all.contains(where: { $0.from > $0.to || $0.from < .zero || $0.to > end }) { return "within the call" }
        if timeline.pins.last?.time != end { return "a pin at the end" }
        return nil
    }

    @Test("lanes hold what the events say", arguments: PlotKit.calls.map(\.name)) func lanes(name: String) throws {
        #expect(broken(try PlotKit.call(name)) == nil)
    }

    @Test("lanes hold what the events say, whatever a caller does", arguments: 0..<8) func random(group: UInt64) {
        for seed in group * 100..<(group + 1) * 100 {
            guard let call = RandomCall.played(seed: seed).call else { continue }
            if let broken = broken(call) { Issue.record("seed \(seed): \(broken)") }
        }
    }

    @Test("a timer ends with a key that counts") func timerStops() throws {
        let timeline = PlotKit.timeline(try CallKit.call("10023# > W 4821# !"))
        let first = try #require(timeline.timers.first { $0.name == "first-digit" })
        #expect(first.look == .timer && first.detail == "10 s")
        #expect(first.to - first.from == .milliseconds(1000))
        #expect(timeline.keys.presses.map(\.time).contains(first.to))
    }

    @Test("a timer goes on while a late # is thrown away") func timerGoesOn() throws {
        // The expiry ends by its fourth digit; its # comes when the next question's prompt is over.
        let call = try CallKit.call(CallKit.identified + "4242424242424242# 1 1230 > w # W 123 !") { scene in
            scene.settings.rules.fields[.expiry] = FieldRule(confirmation: .none)
            // The prompt takes some 5 s.
            scene.settings.rules.interDigitTimeout = .milliseconds(9000)
        }
        #expect(call.callEvents.contains(.keyDropped(.afterEntry)))
        let timeline = PlotKit.timeline(call)
        let first = try #require(timeline.timers.last { $0.name == "first-digit" })
        let drop = try #require(call.events.last { $0.event == .call(.keyDropped(.afterEntry)) })
        #expect(first.from < drop.time && drop.time < first.to)
        let digit = try #require(timeline.keys.entries.last)
        #expect(digit.field == "security-code" && digit.keys.first?.time == first.to)
    }

    @Test("a timer that ends an entry is no trouble by itself") func timerEndsEntry() throws {
        let timeline = PlotKit.timeline(try CallKit.call("10023 WWWWWW !"))
        let over = try #require(timeline.timers.first { $0.look == .timerOver })
        #expect(over.name == "inter-digit" && over.detail.hasSuffix("s, ran out"))
        #expect(!timeline.timers.contains { $0.look == .wrong })
        #expect(timeline.pins.map(\.words) == ["caller hangs up", "hung-up"])
    }

    @Test("nobody presses a key: each attempt fails by a timer that runs out") func noInput() throws {
        let timeline = PlotKit.timeline(try PlotKit.call("nobody presses a key"))
        let ranOut = timeline.timers.filter { $0.look == .wrong }
        let failed = timeline.questions.filter { $0.look == .failed }
        #expect(!ranOut.isEmpty && ranOut.map(\.to) == failed.map(\.to))
        #expect(ranOut.allSatisfy { $0.name == "first-digit" && $0.detail.hasSuffix("s, ran out") })
        #expect(failed.last?.detail == "no-input, \(failed.count) of \(failed.count)")
        #expect(timeline.pins.dropLast().map(\.words) == failed.map { $0.name + ": " + $0.detail })
    }

    @Test("keys of sensitive fields are dots, others have their names where they were taken") func keys() throws {
        let timeline = PlotKit.timeline(try PlotKit.call("canonical"))
        let shown = timeline.keys.entries.map { "\($0.field) " + String($0.keys.map(\.shown)) }
        #expect(
            shown == [
                "account 10023", "pin ••••", "amount-choice 1", "card-number ••••••••••••••••",
                "confirm-card-number 1", "expiry ••••", "confirm-expiry 1", "security-code •••",
                "confirm-security-code 1", "summary 1",
            ])
    }

    @Test("no key has a name that its event has not", arguments: 0..<4) func hiddenKeys(group: UInt64) {
        for seed in group * 100..<(group + 1) * 100 {
            guard let call = RandomCall.played(seed: seed).call else { continue }
            let named = call.events.compactMap { timed -> Character? in
                switch timed.event {
                case .call(.digits(_, count: _, let key)), .plan(.digits(_, count: _, let key)):
                    key?.character ?? CallerKeys.hidden
                case .call(.choice(_, let key)), .plan(.choice(step: _, let key)): key.character
                default: nil
                }
            }
            let shown = PlotKit.timeline(call).keys.entries.flatMap { $0.keys.map(\.shown) }
            #expect(shown == named, "seed \(seed)")
        }
    }

    @Test("keys that wait are told from those that are heard and those that are thrown away") func fates() throws {
        let ahead = PlotKit.timeline(try PlotKit.call("keys ahead"))
        #expect(ahead.keys.presses.first?.fate == .waits)
        let late = PlotKit.timeline(try PlotKit.call("keyed while the gateway is asked"))
        #expect(
            late.keys.presses.suffix(3).map(\.fate) == [
                .dropped(.gatewayAsked), .dropped(.gatewayAsked), .dropped(.gatewayAsked),
            ])
        #expect(late.keys.presses.first?.fate == .waits)
    }

    @Test("a decline is in the gateway's lane and among what went wrong, with its reason") func decline() throws {
        let timeline = PlotKit.timeline(try PlotKit.call("declined"))
        let declined = try #require(timeline.gateway.first)
        #expect(declined.name == "charge: declined, insufficient_funds" && declined.look == .wrong)
        #expect(declined.to - declined.from == .milliseconds(1500))
        #expect(timeline.pins.contains { $0.words == "declined: insufficient_funds" && $0.time == declined.to })
    }

    @Test("an agent hears the call, silence while the card is keyed, and the call again") func agent() throws {
        let timeline = PlotKit.timeline(try PlotKit.call("an agent with a plan"))
        #expect(timeline.agent.map(\.look) == [.heard, .silence, .heard])
        #expect(timeline.steps.map(\.name).starts(with: ["greeting", "talk", "open-session", "pay"]))
        #expect(timeline.services.first?.name == "open-session: answered")
        #expect(timeline.secure.map(\.name) == ["card"])
        let silence = timeline.agent[1]
        #expect(timeline.secure.allSatisfy { $0.from >= silence.from && $0.to <= silence.to })
        #expect(timeline.pins.last?.look == .success)
    }

    @Test("the pin at the end names result, reason and way out") func end() throws {
        let timeline = PlotKit.timeline(try PlotKit.call("wrong PINs"))
        #expect(timeline.pins.last?.words.hasPrefix("failed: identification-failed → queue") == true)
        #expect(timeline.pins.last?.look == .failure)
    }
}

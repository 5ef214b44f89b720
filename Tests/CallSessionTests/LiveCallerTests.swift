import CallEngine
import CallReports
import CallSession
import CallTestKit
import PaymentCall
import Telephony
import Testing

/// A line whose clock the test turns: what the person does is a list of inputs and instants.
private struct ManualLine: LiveLine {
    var now = MediaTime.zero
    var inputs: [(input: LiveInput, at: MediaTime)]
    var shown: [TimedEvent] = []

    mutating func wait(until deadline: MediaTime) -> LiveInput? {
        if let next = inputs.first, next.at < deadline {
            now = max(now, next.at)
            return inputs.removeFirst().input
        }
        now = deadline
        return nil
    }

    mutating func show(_ events: [TimedEvent], question: Question?) { shown += events }
}

@Suite("Live calls") struct LiveCallerTests {
    private func inputs(_ keys: String) -> [(input: LiveInput, at: MediaTime)] {
        keys.enumerated().map { (.key(Key($1) ?? .a), .zero + .milliseconds(700 + 350 * $0)) }
    }

    private func live(_ inputs: [(input: LiveInput, at: MediaTime)], hangsUp: Bool = false) throws -> FinishedCall {
        var engine = try CallScene(prompts: CallKit.prompts).engine(door: ["test"])
        var line = ManualLine(inputs: inputs)
        let events = LiveCaller(hangsUpAtEnd: hangsUp).drive(&engine, on: &line)
        #expect(line.shown == events)
        return try FinishedCall(of: &engine, events: events)
    }

    @Test("a person who keys the canonical call has paid") func canonical() throws {
        #expect(try live(inputs("10023#4821#14242424242424242#11230#1123#11")).summary == "paid")
    }

    @Test("silence runs into the timeouts of real time") func silence() throws {
        let call = try live(inputs("10023#"))
        #expect(call.summary == "failed/identification-failed")
        #expect(call.failures == ["pin no-input 1", "pin no-input 2", "pin no-input 3"])
    }

    @Test("Ctrl-C hangs up") func hangUp() throws {
        let call = try live(inputs("10023#") + [(.hangUp, .seconds(4))])
        #expect(call.summary == "hung-up")
        #expect(call.record.duration == .seconds(4))
    }

    @Test("the end of the keys leaves the caller on the line, or hangs up") func end() throws {
        let keys = inputs("10023#") + [(.end, MediaTime.seconds(4))]
        #expect(try live(keys).summary == "failed/identification-failed")
        #expect(try live(keys, hangsUp: true).summary == "hung-up")
    }

    @Test("real time and media time tell the same call") func sameAsTyped() throws {
        let keys = "10023#4821#14242424242424242#11230#1123#11"
        let typed = try CallKit.call(
            presses: inputs(keys).compactMap { entry in
                if case .key(let key) = entry.input { (key, entry.at) } else { nil }
            })
        #expect(try live(inputs(keys)).events == typed.events)
    }
}

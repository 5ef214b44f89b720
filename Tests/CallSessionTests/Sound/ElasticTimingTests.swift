import CallEngine
import CallReports
import CallSession
import CallTestKit
import PaymentCall
import Telephony
import TelephoneLine
import Testing

/// Recordings made against other IVRs answer our questions when their silences may change.
@Suite("Elastic timing") struct ElasticTimingTests {
    /// A caller who keyed these, recorded over a line, and played in the given timing.
    private static func call(
        _ keys: String, _ timing: CallerTiming, line: [Impairment] = [.whiteNoise(levelDBm0: -50)],
        rate: SampleRate = .telephone
    ) throws -> FinishedCall {
        let sound = try SoundKit.sound(keys, rate: rate, line: line)
        return try SoundKit.withFolder { folder in
            try SoundKit.write(sound, to: folder + "call.wav", .wavPCM16, rate: rate)
            let caller = try RecordedCaller(path: folder + "call.wav", timing: timing)
            var failure: (any Error)?
            let call = try CallKit.call({ _ in }) { engine in
                do { try caller.drive(&engine) } catch { failure = error }
            }
            if let failure { throw failure }
            return call
        }
    }

    /// By how much silences were changed, in seconds.
    private static func changes(_ call: FinishedCall) -> [Double] {
        call.events.compactMap {
            if case .callerSilenceChanged(let change) = $0.event { change.seconds } else { nil }
        }
    }

    @Test("another IVR that took entries without pound, with short prompts", arguments: [3, 4, 7, 9])
    func withoutPound(pause: Int) throws {
        let wait = String(repeating: "w", count: pause)
        let keys = ["", "10023", "4821", "1", "4242424242424242", "1", "1230", "1", "123", "1", "1"].joined(
            separator: wait)
        #expect(try Self.call(keys, .asRecorded).summary != "paid")
        let call = try Self.call(keys, .elastic)
        #expect(call.summary == "paid")
        #expect(call.failures == [])
        #expect(Self.changes(call).allSatisfy { $0 > 0 })
    }

    @Test("another IVR that spoke for longer than ours waits") func longPrompts() throws {
        let wait = String(repeating: "W", count: 24)
        let keys = ["", "10023#", "4821#", "1", "4242424242424242#", "1", "1230#", "1", "123#", "1", "1"].joined(
            separator: wait)
        #expect(try Self.call(keys, .asRecorded).failures.contains("account no-input 1"))
        let call = try Self.call(keys, .elastic)
        #expect(call.summary == "paid")
        #expect(call.failures == [])
        #expect(Self.changes(call).contains { $0 < 0 })
    }

    @Test("slow fingers stay one entry: gaps within an answer are not changed", arguments: [0.4, 1.0, 1.8])
    func slowFingers(gap: Double) throws {
        func slowly(_ keys: String) -> String {
            keys.map(String.init).joined(separator: String(repeating: "w", count: Int(gap / 0.5 + 0.5)))
        }
        let keys = [
            slowly("10023#"), slowly("4821"), "1", slowly("4242424242424242#"), "1", slowly("1230"), "1",
            slowly("123"), "1", "1",
        ].joined(separator: "WWWW")
        let call = try Self.call(keys, .elastic)
        #expect(call.summary == "paid")
        #expect(call.failures == [])
    }

    @Test("a recording of a call with our own prompts in mind is not changed") func unchanged() throws {
        // Each answer comes a little after our prompt is over.
        let spoken = try CallKit.call("> > 10023# > 4821# > 1 > 4242424242424242# > 1 > 1230# > 1 > 123# > 1 > 1")
        var keys = ""
        var at = 0.5
        for event in spoken.events where event.event == .key {
            while event.time.seconds + 0.25 > at + 0.5 {
                keys += "w"
                at += 0.5
            }
            keys += "k"
            at += 0.2
        }
        // The script's keys in place of the marks.
        let all = Array("10023#4821#14242424242424242#11230#1123#11")
        #expect(keys.filter { $0 == "k" }.count == all.count)
        var rest = all[...]
        let script = String(keys.map { $0 == "k" ? rest.removeFirst() : $0 })
        let asRecorded = try Self.call(script, .asRecorded)
        let elastic = try Self.call(script, .elastic)
        #expect(asRecorded.summary == "paid")
        #expect(elastic.summary == "paid")
    }

    @Test("the same recording gives the same call each time, and its events say what was changed") func deterministic()
        throws
    {
        let keys = "WW10023WWW4821WWW1"
        let call = try Self.call(keys, .elastic)
        #expect(try Self.call(keys, .elastic).everyOutput == call.everyOutput)
        #expect(call.everyOutput.contains("\"event\":\"caller-silence-changed\",\"change\":\"stretched\""))
        #expect(call.everyOutput.contains("silence stretched by"))
    }

    @Test("as recorded is the default, and changes nothing") func asRecorded() throws {
        let call = try Self.call("10023#W4821#W1", .asRecorded)
        #expect(Self.changes(call) == [])
    }
}

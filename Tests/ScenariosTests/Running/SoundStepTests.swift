import CallTestKit
import Testing

@testable import Scenarios

/// A caller whose keys are sound; `line` and `play` say what happens to it.
private func outcome(
    play: String, line: String = "{}", end: String = "expect: { result: hung-up }", explained: Bool = false
) throws -> ScenarioOutcome {
    var conditions = RunConditions()
    conditions.explainsAudio = explained
    return try scenario(
        """
        name: x
        call: { account: "10023", identified: true, amount: "20.00" }
        line: \(line)
        steps:
          - expect: { asked: card-number }
          - play: \(play)
          - expect: { field: card-number, state: taken, within: 3 }
          - hang-up
        \(end)
        """
    ).run(conditions)
}

@Suite("Steps with sound") struct SoundStepTests {
    private static let pan = "keys: \"4242424242424242#\""

    @Test(
        "the detector hears keys through what lines do",
        arguments: [
            "noise: -35", "hum: 50@-20", "dial-tone: -25", "echo: 80@-20", "twist: 6", "level: -30", "clip: 12",
            "loss: 1",
            "jitter: 10", "companding: a-law", "frequency-error: 1.2", "on: 50, off: 50", "clicks: 2@-20",
            "steady: 425@-30",
            "slips: 0.5@1",
        ])
    func heard(impairment: String) throws {
        #expect(try outcome(play: "{ \(Self.pan), \(impairment) }").failures == [])
        if !["on", "twist", "level", "freq"].contains(where: { impairment.hasPrefix($0) }) {
            #expect(try outcome(play: "{ \(Self.pan) }", line: "{ \(impairment) }").failures == [])
        }
    }

    @Test("prompts that come back are no keys") func promptEcho() throws {
        #expect(try outcome(play: "{ \(Self.pan) }", line: "{ prompt-echo: 120@-10 }").failures == [])
    }

    @Test(
        "a key that was not heard, and why",
        arguments: [
            ("dropped: 3", "card-number, wrong-length at 13.33 s: key 3 was not sounded"),
            ("doubled: [2]", "card-number, wrong-length at 13.47 s: key 2 was heard 2 times at 10.33 s"),
            ("level: -46", "after that: key 1 at 10.13 s was refused: too weak (-45.9 dBm0, at least -42 needed)"),
            ("level: -60", "after that: key 1 was not heard at 10.13 s: there is nothing like a key"),
            ("on: 15", "after that: key 1 at 10.13 s was refused: too short"),
            ("twist: 16", "after that: key 1 at 10.13 s was refused: too much twist"),
        ])
    func explained(impairment: String, note: String) throws {
        let outcome = try outcome(play: "{ \(Self.pan), \(impairment) }", explained: true)
        let notes = try #require(outcome.failures.first?.notes.first)
        #expect(notes.hasPrefix(note), "\(notes)")
        #expect(try self.notes(of: impairment, explained: false) == [])
    }

    private func notes(of impairment: String, explained: Bool) throws -> [String] {
        try outcome(play: "{ \(Self.pan), \(impairment) }", explained: explained).failures.first?.notes ?? []
    }

    @Test("two equal keys with no pause between them are one, and it is said so") func merged() throws {
        let play = "{ keys: \"5555555555554444#\", on: 60, off: 8 }"
        let outcome = try outcome(play: play, explained: true)
        let notes = try #require(outcome.failures.first?.notes.joined(separator: "\n"))
        #expect(notes.contains("keys 1 and 2, the same, were heard as one at 10.20 s, gap 8 ms"), "\(notes)")
    }

    @Test("keys that were heard and are wrong are not blamed on the sound") func wrongKeys() throws {
        let outcome = try outcome(play: "{ keys: \"4242424242424241#\" }", explained: true)
        let notes = try #require(outcome.failures.first?.notes.first)
        #expect(notes == "card-number, luhn at 13.33 s: all keys were heard as they were sent (17)")
    }

    @Test("sound of a file, at its own rate") func file() throws {
        let sound = Shipped.folder + "sounds/telephone-mulaw.wav"
        let text = """
            name: x
            steps:
              - play: { file: \(sound), noise: -50 }
            expect: { result: paid, recording: masked, no-card-digits: true }
            """
        #expect(try scenario(text).run().failures == [])
    }

    @Test("noise and speech are no keys") func speech() throws {
        let text = """
            name: x
            steps:
              - speak: { noise: 20, level: -20 }
              - expect: { asked: account, within: 1 }
              - speak: { noise: 3 }
              - hang-up
            expect: { result: hung-up }
            """
        #expect(try scenario(text).run().failures == [])
    }

    @Test("random things on a line come from the seed") func seeds() throws {
        let text = """
            name: x
            line: { noise: -12, loss: 20 }
            call: { account: "10023", identified: true, amount: "20.00" }
            keys: "4242424242424242#"
            hang-up-at-end: true
            expect: { result: hung-up }
            """
        func events(_ seed: UInt64) throws -> String {
            var conditions = RunConditions()
            conditions.seed = seed
            return "\(try scenario(text).run(conditions).call.events)"
        }
        let second = try events(1)
        #expect(try events(1) == second)
        let first = try events(0)
        let others = try (1...5).map { try events($0) }
        #expect(others.contains { $0 != first })
    }
}

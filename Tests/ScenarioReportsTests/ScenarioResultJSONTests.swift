import CallTestKit
import JSONText
import Testing

@testable import ScenarioReports

@Suite("Results as JSON") struct ScenarioResultJSONTests {
    @Test("a result that was written is read as it was") func roundTrip() throws {
        let seed = TestSeed.next()
        var random = RandomResults(seed: seed)
        for order in 0..<500 {
            let result = random.result(order)
            let text = result.json.text
            #expect(!text.contains("\n"), "seed \(seed)")
            let read = try ScenarioResult(json: JSONValue(parsing: text))
            #expect(read.json.text == text, "seed \(seed)")
            // What could be a card is masked as it is written; nothing else changes.
            var masked = result
            masked.file = ReportText.shown(result.file)
            masked.variant = result.variant.map(ReportText.shown)
            masked.name = ReportText.shown(result.name)
            #expect(
                read.file == masked.file && read.variant == masked.variant && read.name == masked.name, "seed \(seed)")
            #expect(read.mediaSeconds == result.mediaSeconds && read.order == order, "seed \(seed)")
            #expect(read.strip?.keys == result.strip?.keys && read.strip?.duration == result.strip?.duration)
            #expect(read.failures.count == result.failures.count && read.status == result.status, "seed \(seed)")
        }
    }

    @Test("no card number is written, wherever it stood") func masked() throws {
        let pan = "4242424242424242"
        var result = ScenarioResult(file: pan + ".yaml", variant: "pan=" + pan, name: pan, status: .failed)
        (result.tags, result.reason, result.command) = ([pan], pan, "ivrpay replay " + pan)
        (result.transcript, result.artifacts) = ([pan], [pan + ".wav"])
        result.failures = [
            ScenarioFailure(
                place: pan + ":1:1", source: "keys: \(pan)#", expectation: pan, expected: pan,
                actual: "4242 4242 4242 4242",
                notes: [pan])
        ]
        result.strip = CallStrip()
        result.strip?.duration = 3
        result.strip?.faults = [CallStrip.Span(pan, from: 1, to: 1)]
        result.strip?.prompts = [CallStrip.Span(pan, from: 1, to: 2)]
        let run = ReportKit.run([result])
        var texts = try ReportFormat.allCases.map { try ReportKit.text(run, $0) }
        texts += TerminalReport(isVerbose: true).lines(for: result) + (try TerminalReport().summary(of: run))
        for text in texts {
            #expect(!text.contains(pan) && !text.contains("4242 4242 4242 4242"), "\(text)")
        }
        #expect(texts[0].contains("424242******4242"))
    }

    @Test(
        "what is wrong with a scenario is said by its member",
        arguments: [
            ("\"status\":\"passed\"", "\"status\":\"paid\"", "`status` of a scenario must be one of passed, failed"),
            ("\"order\":0,", "", "a scenario lacks `order`"), ("\"order\":0", "\"order\":-1", "`order` of a scenario"),
            ("\"tags\":[]", "\"tags\":[1]", "`tags` of a scenario must be a list of texts"),
            ("\"strip\":null", "\"strip\":{}", "a strip lacks `duration`"),
            ("\"mismatches\":[]", "\"mismatches\":[7]", "a mismatch must be an object"),
            (
                "\"mediaSeconds\":0", "\"mediaSeconds\":\"0\"",
                "`mediaSeconds` of a scenario must be a number of seconds"
            ),
            ("\"schemaVersion\":1", "\"schemaVersion\":2", "`schemaVersion` of a scenario must be 1"),
            ("\"passed\":true", "\"passed\":false", "`passed` of a scenario must be true where"),
        ])
    func wrong(part: String, other: String, words: String) throws {
        let text = ScenarioResult(file: "a.yaml", name: "a", status: .passed).json.text
        #expect(text.contains(part))
        let changed = text.split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
        let error = #expect(throws: ReportError.self) { try ScenarioResult(json: JSONValue(parsing: changed)) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test("a strip has the lanes of its call") func strip() throws {
        let declined = CallKit.identified + CallKit.card("4000000000009995") + "1 > > !"
        let call = try CallKit.call(declined)
        let strip = CallStrip(of: call)
        #expect(strip.prompts.map(\.name) == call.prompts)
        #expect(strip.segments.map(\.name) == call.record.segments.map(\.name))
        #expect(strip.keys.count == call.events.count { $0.event == .key })
        #expect(strip.waits.map(\.name) == ["charge"])
        #expect(strip.faults.map(\.name) == ["declined: insufficient_funds"])
        let all = strip.segments + strip.prompts + strip.waits + strip.faults
        #expect(all.allSatisfy { $0.start <= $0.end && $0.end <= strip.duration })
    }

    @Test("silence where a key was due is a fault") func silence() throws {
        let strip = CallStrip(of: try CallKit.call("10023#"))
        #expect(strip.faults.map(\.name).prefix(2) == ["first-digit timeout", "pin: no-input, 1 of 3"])
    }

    @Test("a call that waited for the gateway until its timer shows the whole wait") func timeout() throws {
        let keys = CallKit.identified + CallKit.card("4000000000009995") + "1"
        let strip = CallStrip(of: try CallKit.call(keys))
        #expect(strip.waits.allSatisfy { $0.end > $0.start })
        #expect(!strip.waits.isEmpty)
    }
}

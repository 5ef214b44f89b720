import CardData
import CallTestKit
import DTMF
import Foundation
import Telephony
import Testing

/// No card number, security code, expiry or PIN in any output. Long secrets are searched in every byte, also spaced and
/// grouped; short ones, which occur by chance, in every text of every event and result.
enum LeakSearch {
    /// The first secret of `numbers` that stands in `bytes` however it is spaced; nil for none.
    static func number(_ numbers: [String], in bytes: String) -> String? {
        // Separators are dropped, so that 4242 4242 ..., 4-2-4-2... and one JSON string a digit are found as well.
        let digitsOnly = String(bytes.unicodeScalars.filter { !" -_.,:/|\"'\t[]".unicodeScalars.contains($0) })
        return numbers.first { bytes.contains($0) || digitsOnly.contains($0) }
    }

    /// The first of `codes` that stands alone in a text of a JSON line; nil for none.
    static func code(_ codes: [String], inJSON line: String) throws -> String? {
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return codes.first { holds($0, value) }
    }

    /// What stands alone: ids have letters beside their digits, times and amounts a point between them.
    private static func words(of text: String) -> [String] {
        text.split { !$0.isLetter && !$0.isNumber && $0 != "." }.map { $0.trimmingCharacters(in: ["."]) }
    }

    private static func holds(_ code: String, _ value: Any) -> Bool {
        switch value {
        case let text as String: words(of: text).contains { $0 == code }
        case let list as [Any]: list.contains { holds(code, $0) }
        case let object as [String: Any]: object.contains { holds(code, $0.value) }
        default: false
        }
    }
}

@Suite("Leaks") struct LeakTests {
    /// Every number that a shipped scenario or test keys.
    private static let numbers =
        TestCards.all.map(\.number) + ["4242424242424241", "3065930009020004", "4539578763621486", "424242424242424"]
    private static let codes = [
        "4821", "1357", "2468", "9999", "7410", "1230", "1231", "0131", "1226", "123", "124", "1234",
    ]

    private func expectNoLeak(
        _ text: String, json: Bool, _ what: String, at location: SourceLocation = #_sourceLocation
    ) {
        if let leak = LeakSearch.number(Self.numbers, in: text) {
            Issue.record("\(what): a card number of \(leak.count) digits", sourceLocation: location)
        }
        guard json else { return }
        for line in text.split(separator: "\n") {
            do {
                if try LeakSearch.code(Self.codes, inJSON: String(line)) != nil {
                    Issue.record("\(what): a short code in \(line)", sourceLocation: location)
                }
            } catch {
                Issue.record("\(what): no JSON: \(line)", sourceLocation: location)
            }
        }
    }

    @Test("every scenario, in every output") func scenarios() throws {
        try Program.withFiles { folder in
            let report = folder.appendingPathComponent("report.json").path
            let others = ["junit", "tap", "html"].map { ($0, folder.appendingPathComponent("report." + $0).path) }
            let text = try Program.run(
                ["replay", "scenarios", "-v", "--coverage", "--details", "--report", report]
                    + others.flatMap { ["--" + $0.0, $0.1] })
            #expect(text.code == 0)
            expectNoLeak(text.out + text.err, json: false, "replay")
            for (name, path) in others {
                let written = try String(contentsOfFile: path, encoding: .utf8)
                #expect(written.count > 10_000)
                expectNoLeak(written, json: false, name)
            }
            let json = try Program.run(["replay", "--format", "json", "scenarios"])
            expectNoLeak(json.out, json: true, "replay --format json")
            // One value on many lines.
            let written = try String(contentsOfFile: report, encoding: .utf8)
            expectNoLeak(written.replacing("\n", with: " "), json: true, "report")
        }
    }

    @Test("scenarios that fail show no digit either") func failingScenarios() throws {
        try Program.withFiles { folder in
            let yaml =
                "name: x\nkeys: \"\(CallKit.canonical)\"\nexpect:\n  result: cancelled\n  masked-pan: \"4242424242424242\"\n  reference: \"4111 1111 1111 1111\"\n"
            try Data(yaml.utf8).write(to: folder.appendingPathComponent("x.yaml"))
            let steps = """
                name: y
                steps:
                  - press: "10023# 4821# 1 4242424242424242# 1 1230# 1 123# 1"
                  - expect: { prompt: paid, within: 5 }
                """
            try Data(steps.utf8).write(to: folder.appendingPathComponent("y.yaml"))
            let sound = steps.replacing("name: y", with: "name: z\nline: { noise: -20 }")
            try Data(sound.utf8).write(to: folder.appendingPathComponent("z.yaml"))
            let run = try Program.run(
                [
                    "replay", "x.yaml", "y.yaml", "z.yaml", "-v", "--explain-audio", "--artifacts", "made", "--report",
                    "r.json", "--junit", "r.xml", "--tap", "r.tap", "--html", "r.html",
                ], in: folder.path)
            #expect(run.code == 2)
            expectNoLeak(run.out + run.err, json: false, "a failing scenario")
            for name in ["r.json", "r.xml", "r.tap", "r.html"] {
                let written = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
                expectNoLeak(written, json: false, name)
                for code in ["4821", "1230", "123"] where name != "r.html" {
                    #expect(!written.contains("\(code)#"), "\(name)")
                }
            }
            let made = folder.appendingPathComponent("made")
            let sounds = try FileManager.default.contentsOfDirectory(atPath: made.path).filter { $0.hasSuffix(".wav") }
            #expect(sounds.count == 2)
            for sound in sounds {
                for leg in try SoundKit.channels(of: made.appendingPathComponent(sound).path) {
                    #expect(SoundKit.keys(in: leg, .tolerant) == "", "\(sound)")
                }
            }
        }
    }

    static let calls: [(name: String, arguments: [String])] = [
        ("canonical", ["--keys", CallKit.canonical]),
        (
            "a card keyed as an account number",
            ["--keys", "4242424242424242# W 4111111111111111# > 5555 5555 5555 4444"]
        ),
        ("a card keyed as account numbers in parts", ["--keys", "> > 424242# WW 424242# WW 4242#"]),
        ("a card keyed as account numbers in fours", ["--keys", "> > 5555# WW 5555# WW 5555# WW 4444#"]),
        ("a card keyed as amounts in parts", ["--keys", "10023# 4821# 2 555555# WW 555555# WW 4444#"]),
        ("a card keyed as a PIN", ["--keys", "10023# 4242424242424242 W 4242424242424242"]),
        ("a card keyed as an amount", ["--keys", "10023# 4821# 2 4242424242424242# > 378282246310005#"]),
        ("a card keyed at a menu", ["--keys", "10023# 4821# 4242424242424242 > 4242424242424242 > 4242424242424242"]),
        ("a live card", ["--keys", CallKit.identified + "4539578763621486# > 4539578763621486#"]),
        ("keys ahead of their question", ["--settings", "ahead.yaml", "--keys", CallKit.canonical]),
        (
            "thrown away behind a wrong PIN",
            ["--settings", "ahead.yaml", "--keys", "10023# 1111 1 4242424242424242# 1 1230"]
        ),
        ("hung up in the middle", ["--keys", CallKit.identified + "424242424242424 !"]),
        (
            "declined, then another card",
            ["--keys", CallKit.identified + CallKit.card("4000000000009995") + "1 > > 4111111111111111# 1"]
        ),
        (
            "keyed while the gateway is asked",
            ["--keys", CallKit.identified + CallKit.card("4242424242424242") + "1 4242424242424242"]
        ),
        ("spoken to the end", ["--keys", "> 10023# > 4821# > 1 > 4242424242424242# > 1 > 1230# > 1 > 123# > 1 > 1"]),
        ("a recording", ["--audio", Program.root + "scenarios/sounds/telephone-mulaw.wav"]),
    ]

    @Test("calls in every output", arguments: calls.map(\.name)) func call(name: String) throws {
        let arguments = try #require(Self.calls.first { $0.name == name }).arguments
        try Program.withFiles { folder in
            let all =
                "no-barge-in: [greeting, account, pin, amount-choice, card-number, expiry, security-code, summary]\n"
            try Data(all.utf8).write(to: folder.appendingPathComponent("ahead.yaml"))
            let text = try Program.run(["call", "-v"] + arguments, in: folder.path)
            expectNoLeak(text.out + text.err, json: false, name)
            let json = try Program.run(
                [
                    "call", "--format", "json", "--events", "events", "--plot", "x.svg", "--record", "x.wav",
                ] + arguments, in: folder.path)
            expectNoLeak(json.out, json: true, name)
            #expect(json.err.isEmpty)
            let events = try String(contentsOf: folder.appendingPathComponent("events"), encoding: .utf8)
            expectNoLeak(events, json: true, name + ", events")
            for line in events.split(separator: "\n") { expectCountsOnly(String(line)) }
            try expectNoLeak(picture: folder.appendingPathComponent("x.svg"), name)
            for (index, leg) in try SoundKit.channels(of: folder.appendingPathComponent("x.wav").path).enumerated() {
                #expect(SoundKit.keys(in: leg, .tolerant) == "", "\(name), channel \(index) of the recording")
            }
        }
    }

    /// What a picture says, in words and where one points at it; the numbers of its shapes mean nothing. Keys that stand
    /// beside each other are read as one, as a person would.
    private func expectNoLeak(picture: URL, _ what: String) throws {
        let svg = try String(contentsOf: picture, encoding: .utf8)
        let said = ["text", "title"].flatMap { tag in
            svg.components(separatedBy: "</\(tag)>").dropLast().compactMap { $0.components(separatedBy: ">").last }
        }
        #expect(said.count > 10)
        expectNoLeak(said.joined(separator: "\n"), json: false, what + ", words of the picture")
        expectNoLeak(said.filter { $0.count == 1 }.joined(), json: false, what + ", keys of the picture")
        for text in said {
            let untimed = text.replacingOccurrences(
                of: "[0-9:]+\\.[0-9]{3}", with: "", options: .regularExpression)
            let numbers = untimed.split { !$0.isNumber }.map(String.init)
            if numbers.contains(where: Self.codes.contains) { Issue.record("\(what): a short code in \(text)") }
        }
    }

    /// A digit event of a sensitive field has a count and no key.
    private func expectCountsOnly(_ line: String) {
        for field in ["pin", "card-number", "expiry", "security-code"] where line.contains("\"field\":\"\(field)\"") {
            #expect(!line.contains("\"event\":\"digits\"") || line.contains("\"key\":null"), "\(line)")
        }
        if line.contains("\"event\":\"key\"") || line.contains("\"event\":\"key-waits\"") {
            #expect(!line.contains("\"key\":\""), "\(line)")
        }
    }

    @Test("wrong usage and wrong files name no digit") func errors() throws {
        let card = "4242424242424242"
        for arguments in [
            ["call", "--reference", "4242/4242/4242/4242", "--keys", "!"], ["call", "--keys", card, "123", "4821"],
            ["card", card, "123"], ["call", "--seed", "1'" + card + "'2"],
            ["call", "--caller", "4242,4242\t4242 4242", "--keys", "!"],
            ["call", "--keys", card + "x"], ["call", "--account", card, "--keys", "!"],
            ["call", "--reference", card, "--keys", "!"],
            ["call", "--caller", card, "--keys", "!"], ["call", "--amount", card, "--keys", "!"],
            ["call", "--balance", card, "--keys", "1"],
            ["call", "--expect", card, "--keys", "!"], ["tones", card + "x", "-o", "/dev/null"],
        ] {
            let run = try Program.run(arguments)
            #expect(run.code != 0 || ["--reference", "--caller", "--balance"].contains(arguments[1]))
            expectNoLeak(run.out + run.err, json: false, arguments[0] + " " + arguments[1])
            #expect(!(run.out + run.err).contains("'123'") && !(run.out + run.err).contains("'4821'"))
        }
    }

    @Test("detect --mask-cards, in every output and in the picture", arguments: ["", "--noise -25", "--level -40"])
    func detect(options: String) throws {
        try Program.withFiles { folder in
            let made = try Program.shell(
                "\"$0\" tones '10023#W 4242424242424242#W 1' -o x.wav --channels 2 \(options)", [Program.path],
                in: folder.path)
            #expect(made.code == 0, "\(made.err)")
            for format in ["text", "json"] {
                let run = try Program.run(
                    [
                        "detect", "x.wav", "--mask-cards", "--tones", "--explain", "--format", format, "--plot",
                        "x.svg",
                    ], in: folder.path)
                #expect(run.code == 0 && run.out.contains("424242******4242"), "\(run.err)")
                expectNoLeak(run.out + run.err, json: false, "detect, \(format)")
                // One tone a line: the keys in order.
                var keys = ""
                for line in run.out.split(separator: "\n") {
                    keys += line.split(separator: " ").dropFirst(2).first { $0.count == 1 } ?? ""
                }
                expectNoLeak(keys, json: false, "detect, lines of \(format)")
            }
            let svg = try String(contentsOf: folder.appendingPathComponent("x.svg"), encoding: .utf8)
            let labels = svg.components(separatedBy: "</text>").compactMap { $0.split(separator: ">").last }
            let shown = labels.filter { $0.count == 1 }.joined()
            #expect(shown.contains("424242******4242"), "\(shown)")
            expectNoLeak(shown, json: false, "the keys of the picture")
            let titles = svg.components(separatedBy: "<title>").dropFirst()
            #expect(titles.count == 18, "no box where the frequencies would tell the key: \(titles)")
        }
    }

    @Test("mask: neither the report nor the copy has a key", arguments: ["", "--only-cards", "--with noise"])
    func mask(options: String) throws {
        try Program.withFiles { folder in
            let made = try Program.shell(
                "\"$0\" tones '4242424242424242#W 1230#W 123#' -o x.wav --noise -45", [Program.path], in: folder.path)
            #expect(made.code == 0, "\(made.err)")
            for format in ["text", "json"] {
                let run = try Program.run(
                    ["mask", "x.wav", "-o", "y.wav", "--format", format]
                        + options.split(separator: " ").map(String.init),
                    in: folder.path)
                #expect(run.code == 0 && run.out.contains("tone"), "\(run.err)")
                expectNoLeak(run.out + run.err, json: false, "mask, \(format)")
                // A tone is one of the report's whole numbers; no key is there by name.
                for word in ["digit", "key", "Hz", "level", "twist", "frequenc"] { #expect(!run.out.contains(word)) }
            }
            let heard = try Program.run(["detect", "y.wav", "--explain"], in: folder.path)
            #expect(heard.code == 0 && heard.out == "\n", "\(heard.out)")
        }
    }

    @Test("cards: the masked form alone") func cards() throws {
        let input = Self.numbers.joined(separator: "\n") + "\n4242 4242 4242 4242\n4242424242424242x\n"
        for format in ["text", "json"] {
            let run = try Program.run(["card", "--format", format], input: input)
            expectNoLeak(run.out + run.err, json: false, "card")
        }
    }

    @Test("settings: further test numbers, and numbers where none belong") func settings() throws {
        try Program.withFiles { folder in
            let numbers = ["4539578763621486", "3065930009020004"]
            let yaml = "cards:\n  test-numbers: ['\(numbers[0])', '\(numbers[1])']\n"
            for name in ["s.yaml", numbers[0] + ".yaml"] {
                try Data(yaml.utf8).write(to: folder.appendingPathComponent(name))
            }
            for options in [
                ["--settings", "s.yaml"], ["--settings", numbers[0] + ".yaml"],
                ["--set", "cards.test-numbers=['\(numbers[0])']"], ["--set", "cards.test-numbers=\(numbers[0])"],
                ["--set", "queue=\(numbers[0])"], ["--set", "queue=a\(numbers[0])b"], ["--set", numbers[0]],
                ["--set", "\(numbers[0])=1"], ["--set", "attempts=\(numbers[0])"],
                ["--set", "attempts.\(numbers[0])=1"],
                ["--set", "no-barge-in=[\(numbers[0])]"], ["--set", "routes={ \(numbers[0]): hang-up }"],
                ["--set", "routes.lost_card={ number: 4539-5787-6362-1486 }"],
                ["--set", "amount.maximum=\(numbers[0])"], ["--set", "queue=[\(numbers[0])"],
            ] {
                for format in ["text", "json"] {
                    let run = try Program.run(["settings", "--format", format] + options, in: folder.path)
                    expectNoLeak(run.out + run.err, json: false, "settings \(options)")
                    if run.code == 0 { #expect(run.out.contains("453957******1486"), "\(options)") }
                }
            }
        }
    }

    @Test("a crash shows no picture of the memory") func crash() throws {
        let script = """
            { echo '10023#4821#14242424242424242#'; sleep 3; } | "$0" call & pid=$!
            sleep 1; kill -SEGV $pid; wait $pid
            """
        let run = try Program.shell(script, [Program.path])
        #expect(run.out.contains("card-number"))
        #expect(!run.err.contains("Registers") && !run.err.contains("Thread 0"), "\(run.err)")
        expectNoLeak(run.out + run.err, json: false, "a crash")
    }

    @Test("a planted leak is found") func plantedLeak() throws {
        let planted = [
            "card 4242424242424242", "4242 4242 4242 4242", "4-2-4-2-4-2-4-2-4-2-4-2-4-2-4-2",
            #"{"key":"4"}["4","2","4","2","4","2","4","2","4","2","4","2","4","2","4","2"]"#, "4242.4242.4242.4242",
        ]
        for text in planted { #expect(LeakSearch.number(Self.numbers, in: text) != nil, "\(text)") }
        #expect(LeakSearch.number(Self.numbers, in: "424242******4242, 10023, call-4242") == nil)
        #expect(try LeakSearch.code(Self.codes, inJSON: #"{"event":"accepted","value":"123"}"#) == "123")
        #expect(try LeakSearch.code(Self.codes, inJSON: #"{"a":[{"b":"code 4821."}]}"#) == "4821")
        #expect(try LeakSearch.code(Self.codes, inJSON: #"{"timeSeconds":123,"value":"10123"}"#) == nil)
        #expect(try LeakSearch.code(Self.codes, inJSON: #"{"id":"call-e123b74c","line":"123.02  call"}"#) == nil)
    }
}

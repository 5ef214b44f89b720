import CallTestKit
import Foundation
import Testing

/// Outputs of the command line, byte for byte.
@Suite("Golden outputs") struct GoldenTests {
    static let runs: [(name: String, arguments: [String], input: String, code: Int32)] = [
        ("call-canonical.txt", ["call", "--keys", CallKit.canonical], "", 0),
        ("call-canonical.json", ["call", "--format", "json", "--keys", CallKit.canonical], "", 0),
        ("call-verbose.txt", ["call", "-v", "--keys", "10023# 4822# WW 4821# > !"], "", 0),
        ("call-declined.json", ["call", "--format", "json", "--keys", ResultKeys.declined], "", 0),
        (
            "call-assisted.json",
            [
                "call", "--format", "json", "--mode", "assisted", "--account", "10023", "--identified", "--amount",
                "20",
                "--reference", "INV-7", "--caller", "+15550123", "--keys", CallKit.card("4242424242424242") + "1",
            ], "", 0
        ),
        ("call-recorded.txt", ["call", "--audio", "scenarios/sounds/mobile.gsm.wav"], "", 0),
        ("call-expectation.txt", ["call", "--expect", "paid", "--format", "json", "--keys", "!"], "", 1),
        ("replay.txt", ["replay", "scenarios/paid", "scenarios/declines/stolen.yaml"], "", 0),
        ("detect.txt", ["detect", "--tones", "scenarios/sounds/mobile.gsm.wav"], "", 0),
        (
            "detect.json", ["detect", "--format", "json", "--mask-cards", "scenarios/sounds/right-channel-44k1.mp3"],
            "", 0
        ),
        (
            "card.txt", ["card"],
            "4242 4242 4242 4242\n378282246310005\n4242424242424241\n3065930009020004\n4539578763621486\nabc\n\n", 0
        ),
        ("card.json", ["card", "--format", "json"], "6205500000000000004\n4242-4242-4242-4241\n", 0),
        ("help.txt", ["--help"], "", 0),
        ("help-call.txt", ["call", "--help"], "", 0),
        ("help-tones.txt", ["tones", "--help"], "", 0),
    ]

    @Test(arguments: runs.map(\.name)) func golden(name: String) throws {
        let run = try #require(Self.runs.first { $0.name == name })
        let result = try Program.run(run.arguments, input: run.input)
        #expect(result.code == run.code, "\(result.err)")
        try expectGolden(name, result.out)
    }

    @Test("the same input gives the same bytes", arguments: ["scenarios/sounds/right-channel-44k1.mp3"])
    func sameBytes(file: String) throws {
        let first = try Program.run(["call", "--audio", file, "--events", "/dev/stderr"])
        let second = try Program.run(["call", "--audio", file, "--events", "/dev/stderr"])
        #expect(first.out == second.out)
        #expect(first.err == second.err)
        #expect(first.err.split(separator: "\n").count > 50)
    }

    @Test("a scenario that fails says what was expected and what was") func failure() throws {
        try Program.withFiles { folder in
            let yaml = """
                name: A card that is declined
                keys: "\(ResultKeys.declined)"
                expect:
                  result: paid
                  declines: []
                  prompts: [paid]
                """
            try Data(yaml.utf8).write(to: folder.appendingPathComponent("declined.yaml"))
            let run = try Program.run(["replay", "declined.yaml"], in: folder.path)
            #expect(run.code == 1)
            try expectGolden("replay-failure.txt", run.out)
        }
    }
}

/// Keys of calls that several tests make.
enum ResultKeys {
    static let declined = CallKit.identified + CallKit.card("4000000000009995") + "1 > > !"
}

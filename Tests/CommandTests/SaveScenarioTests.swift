import CallTestKit
import Foundation
import Testing

@testable import ivrpay

/// `call --save-scenario`, and what `replay` makes of the file.
@Suite("Saving a call") struct SaveScenarioTests {
    /// Whether `replay` knows steps.
    private static let knowsSteps: Bool = {
        let text = "name: x\nsteps:\n- expect: {prompt: greeting}\n- hang-up\nexpect: {result: hung-up}\n"
        let code = try? Program.withFiles { folder in
            try Data(text.utf8).write(to: folder.appendingPathComponent("x.yaml"))
            return try Program.run(["replay", "x.yaml"], in: folder.path).code
        }
        return code == 0
    }()

    private static let calls: [(name: String, arguments: [String])] = [
        ("canonical", ["--keys", CallKit.canonical]),
        ("patient", ["--keys", "> 10023# > 4821# > 1 > 4242424242424242# > 1 > 1230# > 1 > 123# > 1 > 1"]),
        ("silent", ["--keys", ""]),
        ("wrong PIN, silence, hang-up", ["--keys", "> 10023# > 4822# WWWWWWWWWWWWWWWWWWWW !"]),
        ("cancel", ["--keys", "10023# 4821# 1 > *"]),
        (
            "declines",
            [
                "--keys",
                CallKit.identified + CallKit.card("4000000000009995") + "1 > > "
                    + CallKit.card("5555555555554444") + "1",
            ]
        ),
        ("settings", ["--set", "attempts=2", "--keys", "10023# > 4822# > 1111#"]),
        (
            "bank account",
            [
                "--identified", "--amount", "20", "--method", "bank-account", "--keys",
                "110000000# 1 000123456789# 1 1",
            ]
        ),
        (
            "assisted",
            [
                "--mode", "assisted", "--account", "10023", "--identified", "--amount", "20",
                "--agent-cancels-at", "12", "--keys", "4242424242424242# 1",
            ]
        ),
        ("sound", ["--audio", Program.root + "scenarios/sounds/telephone-mulaw.wav"]),
        ("other sound", ["--audio", Program.root + "scenarios/sounds/mobile.gsm.wav"]),
    ]

    @Test("a saved call is made again, with the same result", .enabled(if: knowsSteps), arguments: calls.map(\.name))
    func roundTrip(name: String) throws {
        let call = try #require(Self.calls.first { $0.name == name })
        try Program.withFiles { folder in
            let made = try Program.run(["call"] + call.arguments + ["--save-scenario", "x.yaml"], in: folder.path)
            #expect(made.code == 0, "\(made.err)")
            let text = try String(contentsOf: folder.appendingPathComponent("x.yaml"), encoding: .utf8)
            let replayed = try Program.run(["replay", "x.yaml"], in: folder.path)
            #expect(replayed.code == 0, "\(replayed.out)\(replayed.err)\n\(text)")
        }
    }

    @Test("the file is written beside every kind of caller, and holds what was pressed", arguments: ["keys", "audio"])
    func doors(door: String) throws {
        try Program.withFiles { folder in
            let caller = door == "keys" ? CallKit.canonical : Program.root + "scenarios/sounds/telephone-mulaw.wav"
            let run = try Program.run(["call", "--\(door)", caller, "--save-scenario", "x.yaml"], in: folder.path)
            #expect(run.code == 0, "\(run.err)")
            let text = try String(contentsOf: folder.appendingPathComponent("x.yaml"), encoding: .utf8)
            #expect(text.contains("- press: \"4242424242424242#\"\n") && text.contains("  result: paid\n"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x.yaml"])
        }
    }

    @Test("a recording with the echo of prompts and a picture is saved too") func heard() throws {
        try Program.withFiles { folder in
            let run = try Program.run(
                [
                    "call", "--audio", Program.root + "scenarios/sounds/telephone-mulaw.wav", "--echo", "120@-30",
                    "--record", "r.wav", "--save-scenario", "x.yaml",
                ], in: folder.path)
            #expect(run.code == 0, "\(run.err)")
            let text = try String(contentsOf: folder.appendingPathComponent("x.yaml"), encoding: .utf8)
            #expect(text.contains("- press: \"4242424242424242#\"\n"))
        }
    }

    @Test(
        "what no scenario can have is refused",
        arguments: [
            (["--prompts", "p.yaml"], "--prompts"), (["--ledger", "book"], "--ledger"),
            (["--settings", "a.yaml", "--set", "attempts=2"], "one settings file"),
            (["--events", "x.yaml"], "same file"),
        ])
    func refused(more: [String], words: String) throws {
        try Program.withFiles { folder in
            let run = try Program.run(["call", "--keys", "!", "--save-scenario", "x.yaml"] + more, in: folder.path)
            #expect(run.code == 64 && run.err.contains(words), "\(run.err)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test(
        "files are named as they are seen from the scenario's folder",
        arguments: [
            ("s.yaml", "x.yaml", "s.yaml"), ("a/s.yaml", "x.yaml", "a/s.yaml"),
            ("s.yaml", "a/b/x.yaml", "../../s.yaml"),
            ("/s.yaml", "a/x.yaml", "/s.yaml"), ("s.yaml", "./x.yaml", "s.yaml"),
        ])
    func paths(path: String, scenario: String, seen: String) {
        #expect(SavedScenarioFile.seen(path, from: scenario) == seen)
    }

    @Test("keys of other programs make the same calls") func dialects() throws {
        let sipp = try Program.run(
            ["call", "--keys", "10023#4821#14242424242424242#11230#1123#11,100,101", "--keys-dialect", "sipp"])
        #expect(sipp.code == 0 && sipp.out.contains("result    paid"))
        let patrol = try Program.run(
            ["call", "--keys", "W10023#w4821#1W4242424242424242#11230#1123#11", "--keys-dialect", "voip-patrol"])
        #expect(patrol.code == 0 && patrol.out.contains("result    paid"))
        let wrong = try Program.run(["call", "--keys", "4242424242424242,9", "--keys-dialect", "sipp"])
        #expect(wrong.code == 64 && wrong.err.contains("character 18") && !wrong.err.contains("4242"))
        let alone = try Program.run(["call", "--keys-dialect", "sipp"])
        #expect(alone.code == 64 && alone.err.contains("--keys"))
    }

    @Test("events in Twilio's words go to the file alone") func twilio() throws {
        let run = try Program.run(
            ["call", "--keys", CallKit.canonical, "--events", "/dev/stderr", "--dialect", "twilio"])
        #expect(run.code == 0 && run.out.contains("result    paid"))
        #expect(run.err.split(separator: "\n").count == 28)
        #expect(run.err.contains("\"Result\":\"success\",\"PaymentConfirmationCode\":\"AU666L\""))
        let alone = try Program.run(["call", "--keys", "!", "--dialect", "twilio"])
        #expect(alone.code == 64 && alone.err.contains("--events"))
    }
}

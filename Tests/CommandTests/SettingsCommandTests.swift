import CallTestKit
import Foundation
import Settings
import Testing
import YAMLText

@Suite("Settings in force") struct SettingsCommandTests {
    private func withFiles(_ texts: [String: String], _ body: (URL) throws -> Void) throws {
        try Program.withFiles { folder in
            for (name, text) in texts { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
            try body(folder)
        }
    }

    @Test("each value with its place; what is printed is read back") func layers() throws {
        let texts = [
            "a.yaml": "attempts: 2\ntimeouts: { first-digit: 7 }\n",
            "b.yaml": "timeouts:\n  first-digit: 8\nqueue: q\n",
        ]
        try withFiles(texts) { folder in
            let options = ["--settings", "a.yaml", "--settings", "b.yaml", "--set", "queue=r", "--set", "declines=1"]
            let run = try Program.run(["settings"] + options, in: folder.path)
            #expect(run.code == 0 && run.err.isEmpty, "\(run.err)")
            for line in [
                "  first-digit: 8  # from b.yaml:2:16", "attempts: 2  # from a.yaml:1:11", "queue: r  # from --set",
                "declines: 1  # from --set", "agent: agent  # default",
            ] { #expect(run.out.split(separator: "\n").contains(Substring(line)), "\(line)") }
            try Data(run.out.utf8).write(to: folder.appendingPathComponent("all.yaml"))
            var first = SettingsInForce()
            try first.read(contentsOf: [folder.path + "/a.yaml", folder.path + "/b.yaml"])
            try first.set(["queue=r", "declines=1"])
            #expect(try CallSettings(contentsOf: folder.path + "/all.yaml") == first.settings)

            let json = try Program.run(["settings", "--format", "json"] + options, in: folder.path)
            #expect(json.out.contains(#"{"path":"timeouts.first-digit","value":8,"from":"b.yaml:2:16"}"#))
            #expect(json.out.contains(#"{"path":"queue","value":"r","from":"--set"}"#))
            #expect(try JSONSerialization.jsonObject(with: Data(json.out.utf8)) is [String: Any])
        }
    }

    @Test("--set changes a call") func call() throws {
        let keys = ["call", "--keys", CallKit.identified + "1#", "--hang-up-at-end"]
        let usual = try Program.run(keys)
        let once = try Program.run(keys + ["--set", "attempts=1", "--set", "routes.too-many-attempts=hang-up"])
        #expect(!usual.out.contains("too-many-attempts") && once.out.contains("too-many-attempts"), "\(once.out)")
        #expect(!once.out.contains("payments"))
    }

    @Test(
        "what is wrong in an option is usage, what is wrong in a file is of the file",
        arguments: [
            (["--set", "attempts=many"], Int32(64), "--set attempts: this must be a whole number from 1 to 20"),
            (["--set", "atempts=2"], 64, "did you mean 'attempts'?"),
            (["--set", "attempts"], 64, "--set: give KEY=VALUE"),
            (["--set", "amount.minimum=6000"], 64, "--set amount.minimum: the minimum amount is greater"),
            (["--settings", "few.yaml", "--set", "amount.maximum=1"], 64, "--set amount.maximum: the minimum amount"),
            (["--settings", "wrong.yaml"], 2, "wrong.yaml:2:3: 'frist-digit' is no key here; did you mean"),
            (["--settings", "few.yaml", "--settings", "great.yaml"], 2, "great.yaml:1:9: the minimum amount"),
            (["--settings", "missing.yaml"], 2, "missing.yaml: there is no such file"),
        ])
    func wrong(options: [String], code: Int32, says: String) throws {
        let texts = [
            "few.yaml": "amount: { maximum: 100 }\n", "great.yaml": "amount: { minimum: 101 }\n",
            "wrong.yaml": "timeouts:\n  frist-digit: 2\n",
        ]
        try withFiles(texts) { folder in
            for command in [["settings"], ["settings", "--schema"], ["call", "--keys", "!"]] {
                let run = try Program.run(command + options, in: folder.path)
                #expect(run.code == code && run.out.isEmpty, "\(run.err)")
                #expect(run.err.contains(says) && run.err.split(separator: "\n").count == 1, "\(run.err)")
            }
        }
    }
}

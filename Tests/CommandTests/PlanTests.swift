import Foundation
import Testing

/// `ivrpay plan`: outputs, exit codes, pictures.
@Suite("Plans") struct PlanTests {
    /// A plan with a problem of each sort, the last of them a warning.
    private static let wrong = """
        plan: Wrong
        data:
          name: text
          card: { type: text, value: x }
        start: hello
        steps:
          hello: { play: "Hello {name}.", next: ask }
          ask: { menu: Press 1., choices: { "1": thnks }, failed: round }
          round: { play: Round and, next: round-again }
          round-again: { play: round., next: round }
          thanks: { hang-up: Bye. }
          other: { hang-up: Bye. }

        """

    private func withPlan(_ text: String, _ body: (String) throws -> Void) throws {
        try Program.withFiles { folder in
            try Data(text.utf8).write(to: folder.appendingPathComponent("p.yaml"))
            try body(folder.path)
        }
    }

    @Test("a wrong plan, in words and as JSON") func wrongPlan() throws {
        try withPlan(Self.wrong) { folder in
            for (format, name) in [("text", "plan-check.txt"), ("json", "plan-check.json")] {
                let run = try Program.run(["plan", "check", "--format", format, "p.yaml"], in: folder)
                #expect(run.code == 2 && run.err.isEmpty)
                try expectGolden(name, run.out)
            }
        }
    }

    @Test("pictures", arguments: [("dot", "plan-draw.dot"), ("mermaid", "plan-draw.mmd")])
    func pictures(language: String, name: String) throws {
        let run = try Program.run(["plan", "draw", "plans/reminder.yaml", "--as", language])
        #expect(run.code == 0 && run.err.isEmpty)
        try expectGolden(name, run.out)
    }

    @Test("a wrong plan is drawn, with what is wrong in it") func wrongPicture() throws {
        try withPlan(Self.wrong) { folder in
            let run = try Program.run(["plan", "draw", "p.yaml"], in: folder)
            #expect(run.code == 0)
            #expect(run.err == "ivrpay: p.yaml: the plan has 4 errors; ivrpay plan check shows them\n")
            try expectGolden("plan-draw-wrong.dot", run.out)
        }
    }

    @Test("the shipped plans are fine, also strictly") func shipped() throws {
        let run = try Program.shell("\"$0\" plan check --strict plans/*.yaml", [Program.path])
        #expect(run.code == 0)
        #expect(
            run.out.split(separator: "\n").count == 4
                && run.out.split(separator: "\n").allSatisfy { $0.contains(": ok, ") })
    }

    @Test("a warning is no error, unless it is to be one") func strict() throws {
        try withPlan("plan: p\ndata: { a: text }\nstart: s\nsteps: { s: { hang-up: } }\n") { folder in
            let run = try Program.run(["plan", "check", "p.yaml"], in: folder)
            #expect(run.code == 0 && run.out == "p.yaml:2:9: warning: 'a' is never used; take it out\n")
            #expect(try Program.run(["plan", "check", "--strict", "p.yaml"], in: folder).code == 2)
        }
    }

    @Test("a bad file of several is told, and the others are checked") func several() throws {
        try withPlan("plan: [\n") { folder in
            let good = Program.root + "plans/reminder.yaml"
            let run = try Program.run(["plan", "check", "missing.yaml", "p.yaml", good], in: folder)
            #expect(run.code == 2)
            #expect(run.err == "ivrpay: missing.yaml: there is no such file; check the name\n")
            #expect(run.out.hasPrefix("p.yaml:2:1: error: this is not YAML") && run.out.hasSuffix("ok, 11 steps\n"))
        }
    }

    @Test("an SVG, where Graphviz is installed; else a sentence") func svg() throws {
        try Program.withFiles { folder in
            let picture = folder.appendingPathComponent("p.svg")
            let arguments = ["plan", "draw", "plans/self-service.yaml", "-o", picture.path]
            let none = try Program.shell("PATH=/nonexistent exec \"$0\" \"$@\"", [Program.path] + arguments)
            #expect(
                none.code == 3 && none.err.split(separator: "\n").count == 1 && none.err.contains("install graphviz"))
            #expect(!FileManager.default.fileExists(atPath: picture.path))
            guard try Program.shell("command -v dot", [""]).code == 0 else {
                return print("[plan] Graphviz is not installed: no SVG is tested")
            }
            #expect(try Program.run(arguments).code == 0)
            let text = try String(contentsOf: picture, encoding: .utf8)
            #expect(text.contains("</svg>") && text.contains("fetch"))
        }
    }

    @Test(
        "usage and unreadable plans",
        arguments: [
            (["plan", "check"], Int32(64), "file"),
            (["plan", "draw", "plans/reminder.yaml", "-o", "x.png"], 64, "--as"),
            (["plan", "draw", "plans/reminder.yaml", "--as", "png"], 64, "--as"),
            (["plan", "draw", "missing.yaml"], 2, "no such file"),
            (["plan", "draw", "plans"], 2, "folder"),
            (["plan", "draw", "prompts/en-US/prompts.yaml"], 2, ": error: "),
            (["plan", "draw", "plans/reminder.yaml", "-o", "/nonexistent/x.dot"], 3, "/nonexistent/x.dot"),
        ])
    func usage(arguments: [String], code: Int32, says: String) throws {
        let run = try Program.run(arguments)
        #expect(run.code == code, "\(run.err)")
        #expect(run.err.contains(says) && run.out.isEmpty, "\(run.err)")
    }
}

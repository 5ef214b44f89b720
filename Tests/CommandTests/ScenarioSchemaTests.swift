import CallTestKit
import Foundation
import Scenarios
import Testing

/// The JSON Schema of scenario files, judged by a validator that is not ours.
@Suite("Schema of scenarios") struct ScenarioSchemaTests {
    private static let hasValidator =
        (try? Program.shell("python3 -c 'import jsonschema, yaml'", []))?.code == 0

    /// Prints each file that the schema refuses, and why.
    private static let judge = """
        import sys, re, json, yaml, jsonschema
        judge = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
        class Loader(yaml.SafeLoader): pass
        # As YAML 1.2 has it, and editors: a date is text, and so are on and off, yes and no.
        Loader.yaml_implicit_resolvers = {
            sign: [pair for pair in pairs if pair[0][-4:] not in ("tamp", "bool")]
            for sign, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()}
        Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(true|false)$"), "tf")
        for name in sys.stdin.read().split():
            for error in judge.iter_errors(yaml.load(open(name), Loader)):
                print(name, "/".join(map(str, error.path)), error.validator)
                break
        """

    private func refused(_ files: [String], in folder: String? = nil) throws -> [String] {
        let run = try Program.shell(
            "python3 -c \"$0\" \"$1\"", [Self.judge, Program.root + "docs/schemas/scenario.schema.json"],
            input: files.joined(separator: "\n"), in: folder)
        try #require(run.code == 0, "\(run.err)")
        return run.out.split(separator: "\n").map(String.init)
    }

    @Test("is made of the reader's table of keys") func file() throws {
        let schema = ScenarioKeys.schema.indentedText + "\n"
        try expectFile("docs/schemas/scenario.schema.json", schema)
        #expect(try Program.run(["replay", "--schema"]).out == schema)
    }

    private static func scenarios(below folder: String) -> [String] {
        let files = FileManager.default.enumerator(atPath: Program.root + folder)?.compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".yaml") && !$0.contains("parts/") }.map { folder + $0 }
    }

    @Test(
        "takes every scenario that is shipped", .enabled(if: hasValidator, "python3 has no jsonschema and yaml"))
    func takes() throws {
        let shipped = Self.scenarios(below: "scenarios/")
        #expect(shipped.count > 150)
        #expect(try refused(shipped) == [])
        let shown = Self.scenarios(below: "Tests/CommandTests/Replay/").filter { $0.hasSuffix("-passes.yaml") }
        #expect(try refused(shown) == [])
    }

    @Test(
        "refuses what the reader refuses", .enabled(if: hasValidator, "python3 has no jsonschema and yaml"),
        arguments: [
            ("keys: '1'", "required"), ("name: x\nkyes: '1'", "additionalProperties"),
            ("name: x\nsteps: [{ press: '1', hang-up: true }]", "anyOf"), ("name: x\nsteps: [hang-down]", "anyOf"),
            ("name: x\nexpect: { result: payed }", "anyOf"), ("name: x\ncall: { mode: robot }", "anyOf"),
            ("name: x\nline: { codec: mu-law }", "additionalProperties"), ("name: x\nhang-up-at-end: 5", "anyOf"),
            ("name: x\nmatrix: { noise: -30 }", "type"), ("name: [x]", "type"),
        ])
    func refuses(text: String, rule: String) throws {
        try Program.withFiles { folder in
            try Data((text + "\n").utf8).write(to: folder.appendingPathComponent("x.yaml"))
            let found = try refused(["x.yaml"], in: folder.path)
            #expect(found.count == 1 && found.first?.hasSuffix(" " + rule) == true, "\(found)")
            #expect(throws: (any Error).self) {
                try ScenarioFile(contentsOf: folder.path + "/x.yaml", prompts: CallKit.prompts).scenario(0)
            }
        }
    }
}

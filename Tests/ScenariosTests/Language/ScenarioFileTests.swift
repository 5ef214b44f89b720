import CallTestKit
import Foundation
import Testing
import YAMLText

@testable import Scenarios

/// Files in a folder of their own, by name.
func withFiles<Result>(_ files: [String: String], _ body: (_ folder: String) throws -> Result) throws -> Result {
    try SoundKit.withFolder { folder in
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: folder + name)) }
        return try body(folder)
    }
}

private func file(_ folder: String, _ name: String = "s.yaml") throws -> ScenarioFile {
    try ScenarioFile(contentsOf: folder + name, prompts: CallKit.prompts)
}

@Suite("Scenario files") struct ScenarioFileTests {
    private static let end = "expect: { result: hung-up }\n"

    @Test("a row of examples and a value of each axis make a scenario") func variants() throws {
        let text = """
            name: "A ${what} at ${noise}"
            variables: { keys: "${digit}!" }
            examples: [{ name: one, what: first, digit: "1" }, { what: second, digit: "2" }]
            matrix: { noise: [none, -40], companding: [none, mu-law, a-law] }
            keys: "${keys}"
            line: { noise: "${noise}", companding: "${companding}" }

            """ + Self.end
        try withFiles(["s.yaml": text]) { folder in
            let file = try file(folder)
            #expect(file.count == 12)
            #expect(file.variant(0) == "one, noise=none, companding=none")
            #expect(file.variant(11) == "example 2, noise=-40, companding=a-law")
            #expect(Set((0..<12).map { file.variant($0) }).count == 12)
            #expect(try file.scenario(7).name == "A second at none")
            for index in 0..<12 { #expect(try file.scenario(index).run().passed, "\(index)") }
        }
    }

    @Test("values of a matrix that could be cards are masked in names") func maskedVariant() throws {
        let text = "name: x\nmatrix: { pan: ['4242424242424242'] }\nkeys: '${pan}!'\n" + Self.end
        try withFiles(["s.yaml": text]) { folder in
            let variant = try file(folder).variant(0)
            #expect(variant == "pan=424242******4242")
        }
    }

    @Test("a table of comma-separated values, quotes and all") func csv() throws {
        let table = "\u{FEFF}name, keys\r\n\"one, \"\"first\"\"\",1!\r\n\r\ntwo,\"2\n!\"\r\n"
        try withFiles(["s.yaml": "name: x\nexamples: t.csv\nkeys: '${keys}'\n" + Self.end, "t.csv": table]) { folder in
            let file = try file(folder)
            #expect((0..<file.count).map { file.variant($0) } == ["one, \"first\"", "two"])
            #expect(try file.scenario(1).run().passed)
            #expect(file.files == [folder + "s.yaml", folder + "t.csv"])
        }
    }

    @Test(
        "wrong tables",
        arguments: [
            ("a,b\n1\n", "2:1: this line has 1 values, and the first one 2 names"),
            ("a\n\"1\n", "2:1: a quoted value that begins on this line is not closed"),
            ("a\n\"1\"2\n", "2:1: a quoted value ends before a comma"),
            ("a,a\n", "1:1: a name stands twice in the first line"), ("a b\n", "1:1: the first line has the names"),
            ("", "1:1: the first line has the names"), ("name\nx\nx\n", "3:1: another example has this name"),
        ])
    func wrongTable(table: String, says: String) throws {
        try withFiles(["s.yaml": "name: x\nexamples: t.csv\nkeys: '1!'\n" + Self.end, "t.csv": table]) { folder in
            let error = #expect(throws: YAMLError.self) { try file(folder) }
            #expect(error?.description.hasPrefix(folder + "t.csv:" + says) == true, "\(error?.description ?? "")")
        }
    }

    @Test("an included file brings steps, and what it names") func included() throws {
        let main = """
            name: x
            include: common.yaml
            steps:
              - include: { file: enter.yaml, with: { field: account, keys: "10023#" } }
              - include: { file: enter.yaml, with: { field: pin, keys: "${pin}#" } }
              - expect: { asked: amount-choice }
              - hang-up
            expect: { result: hung-up }

            """
        let files = [
            "s.yaml": main, "common.yaml": "variables: { pin: \"4821\" }\ncall: { caller: \"5550100\" }\n",
            "enter.yaml":
                "variables: { keys: \"0#\" }\nsteps:\n  - expect: { asked: \"${field}\" }\n  - press: \"${keys}\"\n",
        ]
        try withFiles(files) { folder in
            let file = try file(folder)
            let scenario = try file.scenario(0)
            #expect(scenario.scene.caller == "5550100")
            #expect(try scenario.run().failures == [])
            #expect(file.files == ["s", "common", "enter"].map { folder + $0 + ".yaml" })
        }
    }

    @Test("files that include each other in a circle") func circle() throws {
        let step = "steps:\n  - include: b.yaml\n"
        let files = ["s.yaml": "name: x\n" + step, "b.yaml": "steps:\n  - include: c.yaml\n", "c.yaml": step]
        try withFiles(files) { folder in
            let error = #expect(throws: YAMLError.self) { try file(folder).scenario(0) }
            let chain = ["s", "b", "c", "b"].map { folder + $0 + ".yaml" }.joined(separator: " includes ")
            #expect(error?.description == folder + "c.yaml:2:14: this file includes itself: " + chain)
        }
    }

    @Test("files that include each other twice grow no further than a scenario may") func bomb() throws {
        var files = ["s.yaml": "name: x\nsteps:\n  - include: f0.yaml\n"]
        for level in 0..<14 {
            files["f\(level).yaml"] = "steps:\n" + String(repeating: "  - include: f\(level + 1).yaml\n", count: 3)
        }
        files["f14.yaml"] = "steps:\n  - hang-up\n"
        try withFiles(files) { folder in
            let error = #expect(throws: YAMLError.self) { try file(folder).scenario(0) }
            #expect(error?.message == "a scenario has at most 10000 steps, those of included files counted")
        }
    }

    @Test("a file that is no UTF-8 says where") func badBytes() throws {
        try SoundKit.withFolder { folder in
            try Data(Array("name: x\nkeys: é".utf8) + [0xff, 0x31]).write(to: URL(fileURLWithPath: folder + "s.yaml"))
            let error = #expect(throws: YAMLError.self) { try file(folder) }
            #expect(error?.description == folder + "s.yaml:2:8: the file is not UTF-8 text; save it as UTF-8")
        }
    }

    @Test("a file of 100 MB is refused, and not read") func huge() throws {
        try SoundKit.withFolder { folder in
            let path = folder + "s.yaml"
            try Data().write(to: URL(fileURLWithPath: path))
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.truncate(atOffset: 100_000_000)
            try handle.close()
            let error = #expect(throws: YAMLError.self) { try file(folder) }
            #expect(error?.message == "the file is larger than 1 MB; split it up")
        }
    }

    @Test("variables that hold each other twice grow no further than a text may") func variableBomb() throws {
        let lines = (1...40).map { "  a\($0): \"${a\($0 - 1)}${a\($0 - 1)}\"" }.joined(separator: "\n")
        let text = "name: x\nvariables:\n  a0: \"0123456789\"\n\(lines)\nkeys: '!'\n" + Self.end
        try withFiles(["s.yaml": text]) { folder in
            let error = #expect(throws: YAMLError.self) { try file(folder).scenario(0) }
            #expect(error?.message == "a variable grows to more than 65536 characters")
        }
    }

    @Test("an empty value in quotes is a row, an empty line is none") func emptyRows() throws {
        let text = "name: x\nexamples: t.csv\nkeys: '${keys}!'\n" + Self.end
        try withFiles(["s.yaml": text, "t.csv": "keys\n1\n\n\"\"\n"]) { folder in
            let count = try file(folder).count
            #expect(count == 2)
        }
    }

    @Test("a dollar that is none") func dollars() throws {
        #expect(VariableText("a $ b $${c} ${d} ${").replacing(["d": "5"]) == "a $ b ${c} 5 ${")
        #expect(VariableText("${a}${b}").names == ["a", "b"])
    }
}

import Foundation
import PromptSounds
import Prompts
import Testing

/// `ivrpay prompts` as a user runs it.
@Suite("ivrpay prompts") struct PromptsCommandTests {
    @Test(
        "a value is said in words and as sound",
        arguments: [
            ("en", "one hundred and twenty dollars and five cents\n"),
            ("es", "ciento veinte dólares con cinco centavos\n"),
        ])
    func says(_ language: String, _ words: String) throws {
        try Program.withFiles { folder in
            let arguments = [
                "prompts", "say", "amount 120.05 USD", "--language", language, "-o", folder.path + "/x.wav",
            ]
            let run = try Program.run(arguments)
            #expect(run.code == 0 && run.err == "")
            #expect(run.out == words)
            let sound = try Data(contentsOf: folder.appendingPathComponent("x.wav"))
            // 44 bytes of header, 16 bits at 8 kHz: three to six seconds.
            #expect((48_044...96_044).contains(sound.count))
            #expect(sound.dropFirst(44).contains { $0 != 0 })
            #expect(try Program.run(arguments).out == words)
            #expect(try Data(contentsOf: folder.appendingPathComponent("x.wav")) == sound)
            #expect(try Program.run(["detect", folder.path + "/x.wav"]).out.contains { $0.isNumber } == false)
        }
    }

    @Test(
        "what can't be said is told in one sentence, and no card number is shown",
        arguments: [
            ["prompts", "say", "4539578763621486"], ["prompts", "say", ""], ["prompts", "say", "amount x USD"],
            ["prompts", "say", "number 1", "--language", "tlh"], ["prompts", "say", "number 1", "--rate", "7"],
            ["prompts", "export", "-o", "x", "--rate", "7"],
        ])
    func refuses(_ arguments: [String]) throws {
        let run = try Program.run(arguments)
        #expect(run.code == 64)
        #expect(run.out == "")
        #expect(!run.err.contains("4539578763621486"))
    }

    @Test("words without a recording are left silent, with a warning")
    func warns() throws {
        let run = try Program.run(["prompts", "say", "text Hello zebra."])
        #expect(run.code == 0)
        #expect(run.out == "Hello zebra.\n")
        #expect(run.err == "ivrpay: nothing says 'Hello zebra'; it is left silent\n")
    }

    @Test("files that are nowhere leave silence, and one sentence says so")
    func standsMissingFiles() throws {
        try Program.withFiles { folder in
            let run = try Program.shell(
                "IVRPAY_PROMPTS=\"$1\" \"$0\" prompts say 'number 7' -o \"$1/x.wav\"", [Program.path, folder.path])
            #expect(run.code == 0)
            #expect(
                run.err == "ivrpay: \(folder.path)/en-US/8000/digits/7-f: this sound is missing; it is left silent\n")
        }
    }

    @Test("a set is recorded, built, checked, listed, said and exported")
    func buildsASet() throws {
        try Program.withFiles { folder in
            let (raw, set, pbx) = (folder.path + "/raw", folder.path + "/set", folder.path + "/pbx/en")
            try FileManager.default.createDirectory(atPath: raw + "/digits", withIntermediateDirectories: true)
            for digit in 0...9 {
                #expect(
                    try Program.run([
                        "prompts", "say", "number \(digit)", "--rate", "44100", "-o", "\(raw)/digits/\(digit).wav",
                    ]).code == 0)
            }
            let built = try Program.run([
                "prompts", "build", raw, "-o", set, "--voice", "Jane Roe", "--encoding", "wav",
            ])
            #expect(built.code == 0)
            #expect(built.out.hasPrefix("\(set): 10 sounds, "))
            #expect(built.err.contains("ivrpay: \(raw)/digits/20: there is no recording of 'twenty'\n"))
            let checked = try Program.run(["prompts", "check", set])
            #expect(checked.code == 2)
            let lines = checked.out.split(separator: "\n")
            #expect(lines.allSatisfy { $0.hasSuffix("[missing]") && $0.hasPrefix("\(set)/sounds.tsv: error: ") })
            #expect(lines.contains("\(set)/sounds.tsv: error: nothing says 'twenty'; record it as digits/20 [missing]"))
            let listed = try Program.run(["prompts", "list", "--prompts", set])
            #expect(listed.out.split(separator: "\n").count == 10)
            let exported = try Program.run(["prompts", "export", "--prompts", set, "-o", pbx])
            #expect(exported.out == "\(pbx): 10 sounds\n")
            for source in [set, pbx] {
                let said = try Program.run([
                    "prompts", "say", "digits 407", "--prompts", source, "-o", folder.path + "/x.wav",
                ])
                #expect(said.code == 0 && said.err == "", "\(source): \(said.err)")
            }
        }
    }

    @Test("a folder without sounds, and a table that is wrong, are told with their place")
    func tellsWhatIsWrong() throws {
        try Program.withFiles { folder in
            let empty = try Program.run(["prompts", "check", folder.path])
            #expect(empty.code == 2)
            #expect(empty.err.contains("no sound is in this folder"))
            try Data("language\ten-US\nrates\t9\n".utf8).write(to: folder.appendingPathComponent("sounds.tsv"))
            for arguments in [["check", folder.path], ["list", "--prompts", folder.path]] {
                let wrong = try Program.run(["prompts"] + arguments)
                #expect(wrong.code == 2)
                #expect(wrong.err.contains("\(folder.path)/sounds.tsv:2:"))
            }
            #expect(try Program.run(["prompts", "check", folder.path + "/none"]).code == 3)
        }
    }

    @Test("what has to be recorded is listed, once each")
    func listsTheScript() throws {
        for language in ["en", "es"] {
            let rows = try Program.run(["prompts", "list", "--wanted", "--language", language]).out.split(
                separator: "\n")
            #expect(rows.count > 400)
            #expect(rows.allSatisfy { $0.split(separator: "\t").count == 3 })
            #expect(Set(rows.map { $0.prefix { $0 != "\t" } }).count == rows.count)
        }
    }

    @Test("the rules of the check are those of the document")
    func documentsRules() throws {
        let document = try String(contentsOfFile: Program.root + "docs/prompts.md", encoding: .utf8)
        let table = try #require(
            document.components(separatedBy: "<!-- rules -->").last?.components(separatedBy: "<!-- end").first)
        let rows = table.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.map { String($0.split(separator: "`")[1]) } == SoundFinding.Rule.allCases.map(\.rawValue))
        for (row, rule) in zip(rows, SoundFinding.Rule.allCases) {
            #expect(row.hasSuffix("| warning |") == rule.isWarning, "\(rule)")
        }
    }
}

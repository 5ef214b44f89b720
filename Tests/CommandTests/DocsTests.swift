import CallReports
import CallTestKit
import CardData
import Foundation
import JSONText
import PaymentCall
import Scenarios
import Settings
import Testing
import YAMLText

/// The documents say what the code does.
@Suite("Documents") struct DocsTests {
    private func document(_ name: String) throws -> String {
        try String(contentsOf: URL(fileURLWithPath: Program.root + "docs/" + name), encoding: .utf8)
    }

    /// The text of the first YAML block of a document.
    private func yaml(_ name: String) throws -> String {
        let parts = try document(name).components(separatedBy: "```yaml\n")
        return try #require(parts.dropFirst().first).components(separatedBy: "```")[0]
    }

    @Test("the settings file of the document is that of the table, and holds the defaults") func settings() throws {
        let documented = try document("settings.md").components(separatedBy: "```yaml\n")
        let (head, rest) = (documented[0], documented.dropFirst().joined(separator: "```yaml\n"))
        let behind = String(rest[try #require(rest.range(of: "```")).lowerBound...])
        try expectFile("docs/settings.md", head + "```yaml\n" + CallSettings.documentedFile + behind)
        let text = try yaml("settings.md")
        let settings = try CallSettings(YAMLValue(bytes: Array(text.utf8), name: "docs/settings.md"))
        #expect(settings == CallSettings())
    }

    @Test("the schema of settings files is that of the table") func settingsSchema() throws {
        try expectFile("docs/schemas/settings.schema.json", CallSettings.schema.indentedText + "\n")
        let printed = try Program.run(["settings", "--schema"]).out
        #expect(printed == CallSettings.schema.indentedText + "\n")
    }

    @Test("every event that a call makes is in the document, and every one of the document is made") func events()
        throws
    {
        let rows = try document("events.md").split(separator: "\n").filter { $0.hasPrefix("| `") }
        let documented = Set(rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) })
        var made: Set<String> = []
        for file in ShippedFiles.scenarios {
            let outcome = try Scenario(contentsOf: Program.root + file, prompts: CallKit.prompts).run()
            for event in outcome.call.events {
                let text = event.json(prompts: CallKit.prompts).text
                let name = text.components(separatedBy: "\"event\":\"")[1].split(separator: "\"")[0]
                made.insert(String(name))
            }
        }
        #expect(made == documented)
    }

    @Test("what an attempt may fail for is in the document of events, by question") func faults() throws {
        let text = try document("events.md")
        let head = "| question | reasons |\n| --- | --- |\n"
        let parts = text.components(separatedBy: head)
        let behind = parts[1].split(separator: "\n", omittingEmptySubsequences: false).drop { $0.hasPrefix("|") }
        let rows = Question.all.map { "| \($0.name) | \($0.faults.joined(separator: ", ")) |\n" }
        try expectFile("docs/events.md", parts[0] + head + rows.joined() + behind.joined(separator: "\n"))
    }

    @Test("the README has all numbers that are published for tests") func testNumbers() throws {
        let readme = try String(contentsOf: URL(fileURLWithPath: Program.root + "README.md"), encoding: .utf8)
        let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| ") }.joined()
        for number in TestCards.all.map(\.number) + TestBankAccount.all.map(\.number) {
            #expect(rows.contains(number), "\(number)")
        }
    }

    @Test("results and reasons are in the document of the call") func results() throws {
        let document = try document("call-flow.md")
        for outcome in Outcome.allCases { #expect(document.contains("`\(outcome.rawValue)`")) }
        for reason in CallResult.reasons { #expect(document.contains("`\(reason)`"), "\(reason)") }
        for state in StateName.allCases {
            let name = state.rawValue.replacingOccurrences(of: "-", with: "_")
            #expect(document.contains(name), "\(name)")
        }
        for question in Question.all where question.name.hasPrefix("confirm-") == false {
            #expect(document.contains("`\(question.name)`"), "\(question.name)")
        }
    }

    /// The rows of the features this program covers, each shown by scenarios named after it. The recorded sound of G15 and
    /// the stored history of G14 are no rows of a call; its segments are.
    private static let featureRows =
        (1...13).map { "G\($0)" } + ["G16"] + (1...5).map { "V\($0)" } + (1...13).map { "T\($0)" } + ["I4"]

    @Test("every row of G, V and T is proved by scenarios named after it", arguments: featureRows) func featureRow(
        id: String
    ) throws {
        let folder = Program.root + "scenarios/rows/"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(id + "-") }
        #expect(!files.isEmpty, "no scenario shows \(id)")
        for file in files {
            let scenario = try Scenario(contentsOf: folder + file, prompts: CallKit.prompts)
            #expect(scenario.name.hasPrefix(id + ":"), "\(file)")
            let outcome = try scenario.run()
            #expect(outcome.passed, "\(file): \(outcome.failures)")
        }
    }

    @Test("the rows of the standards are made as the document says, and heard or refused as the clause asks")
    func rows() throws {
        let keys = "123A456B789C*0#D"
        let rows = try document("tones.md").split(separator: "\n").map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }.filter { $0.count == 3 && $0[2].hasPrefix("`--") }
        #expect(rows.count > 20)
        for row in rows {
            let options = row[2].dropFirst().dropLast().split(separator: " ").map(String.init)
            try Program.withFiles { folder in
                let made = try Program.run(["tones", keys, "-o", "x.wav"] + options, in: folder.path)
                #expect(made.code == 0 && made.err.isEmpty, "\(row[0]): \(made.err)")
                let heard = try Program.run(["detect", "x.wav"], in: folder.path).out
                switch row[1] {
                case "decode": #expect(heard == keys + "\n", "\(row[0])")
                case "refuse": #expect(heard == "\n", "\(row[0])")
                default: #expect(row[1].isEmpty)
                }
            }
        }
    }

    @Test("every option of tones that shapes the sound is in its document") func tonesOptions() throws {
        let help = try Program.run(["tones", "--help"]).out
        let document = try document("tones.md")
        let options = help.split(separator: "\n").compactMap { line in
            line.hasPrefix("  --") ? line.dropFirst(2).prefix { $0 != " " } : nil
        }
        #expect(options.count > 30)
        for option in options where option != "--version" { #expect(document.contains("`\(option)"), "\(option)") }
    }

    @Test("links between documents lead somewhere") func links() throws {
        let folder = Program.root + "docs/"
        for name in ["../README.md"] + (try FileManager.default.contentsOfDirectory(atPath: folder)) {
            guard name.hasSuffix(".md") else { continue }
            let text = try document(name)
            let base = name.hasPrefix("..") ? Program.root : folder
            for part in text.components(separatedBy: "](").dropFirst() {
                let target = String(part.prefix { $0 != ")" })
                if target.hasPrefix("http") { continue }
                // What stands behind # is a heading in the file.
                let file = String(target.prefix { $0 != "#" })
                #expect(FileManager.default.fileExists(atPath: base + file), "\(name): \(target)")
            }
        }
    }
}

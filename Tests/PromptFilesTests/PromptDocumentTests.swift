import Foundation
import PaymentCall
import Prompts
import Testing
import YAMLText

@testable import PromptFiles

/// `docs/prompts.md` against the program.
@Suite struct PromptDocumentTests {
    private static let text: String = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        return (try? String(contentsOf: root.appendingPathComponent("docs/prompts.md"), encoding: .utf8)) ?? ""
    }()

    /// The rows of the table between two comments, without its head.
    private static func rows(of name: String) throws -> [[Substring]] {
        let begin = try #require(text.range(of: "<!-- \(name) -->\n"))
        let end = try #require(text.range(of: "<!-- end of \(name) -->"))
        return text[begin.upperBound..<end.lowerBound].split(separator: "\n").dropFirst(2).map {
            $0.split(separator: "|")
        }
    }

    @Test func theTableHasEveryPromptWithItsValues() throws {
        let rows = try Self.rows(of: "prompts").map { cells in
            (id: cells[0].filter { !"` ".contains($0) }, values: cells.dropFirst().joined())
        }
        #expect(rows.map(\.id) == PromptDefinition.all.map(\.id))
        for (row, definition) in zip(rows, PromptDefinition.all) {
            let values = row.values.split { ", ".contains($0) }.map(String.init)
            let expected = definition.slots.map { slot in
                definition.needed.contains(slot) ? "**`{\(slot.rawValue)}`**" : "`{\(slot.rawValue)}`"
            }
            #expect(values.sorted() == expected.sorted(), "\(row.id)")
        }
    }

    @Test func theErrorsAreThoseThatAreTaken() throws {
        let errors = try Self.rows(of: "errors").flatMap { cells in
            cells[1].split(separator: ",").map { $0.filter { !"` ".contains($0) } }
        }
        #expect(Set(errors) == Set(PromptErrors.names))
    }

    @Test func theExampleOfASecurityCodeIsThatOfTheShippedWords() throws {
        let shipped = String(decoding: PromptSet.shippedFiles[0].bytes, as: UTF8.self)
        for line in Self.text.split(separator: "\n") where line.contains("words: Please enter the {digits}") {
            #expect(shipped.contains(line))
        }
    }

    /// The shipped file with the words of the worked example in the place of its own.
    private static func cityFile() throws -> String {
        let begin = try #require(text.range(of: "```yaml\n  greeting: City"))
        let example = text[begin.lowerBound...].split(separator: "\n").dropFirst().prefix { $0 != "```" }
        var own: [Substring: [Substring]] = [:]
        var id = Substring()
        for line in example {
            if !line.hasPrefix("    ") { id = line.prefix { $0 != ":" } }
            own[id, default: []].append(line)
        }
        var lines: [Substring] = []
        let shipped = String(decoding: PromptSet.shippedFiles[0].bytes, as: UTF8.self)
        for line in shipped.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("    "), own[id] != nil { continue }
            id = line.prefix { $0 != ":" }
            lines += own[id] ?? [line]
        }
        return lines.joined(separator: "\n")
    }

    @Test func theWorkedExampleWorks() throws {
        let words = try PromptWords(YAMLValue(bytes: Array(try Self.cityFile().utf8), name: "city.yaml"))
        var prompt = Prompt("no-input")
        #expect(words.words(for: prompt) == "I did not get an answer.")
        prompt.occasion.step = .enter(.account)
        #expect(words.words(for: prompt) == "You find the number at the top of your ticket.")
        prompt.occasion.attempt = 3
        #expect(words.words(for: prompt).hasPrefix("The number has five digits."))
        #expect(words.words(for: Prompt("greeting")).hasPrefix("City parking office."))
        prompt = Prompt("ask-account")
        prompt.occasion.attempt = 3
        #expect(words.words(for: prompt).hasPrefix("Please enter the number on your ticket"))
    }

    @Test func theErrorOfTheWorkedExampleIsSaid() throws {
        let wrong = try Self.cityFile().replacing("step: account", with: "step: acount", maxReplacements: 1)
        let error = #expect(throws: YAMLError.self) {
            try PromptWords(YAMLValue(bytes: Array(wrong.utf8), name: "city.yaml"))
        }
        let said = try #require(error?.description)
        #expect(Self.text.contains("\n\(said)\n"), "\(said)")
    }
}

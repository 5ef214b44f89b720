import Foundation
import PaymentCall
import Prompts
import Testing

/// What `docs/prompts.md` says of speech, against the program.
@Suite struct SpeechDocumentTests {
    /// The cells of the table between two comments, without its head.
    private static func rows(of name: String) throws -> [[String]] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        let text = try String(contentsOf: root.appendingPathComponent("docs/prompts.md"), encoding: .utf8)
        let begin = try #require(text.range(of: "<!-- \(name) -->\n"))
        let end = try #require(text.range(of: "<!-- end of \(name) -->"))
        return text[begin.upperBound..<end.lowerBound].split(separator: "\n").dropFirst(2).map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    @Test func valuesAreSaidAsTheDocumentHasThem() throws {
        let rows = try Self.rows(of: "said")
        var kinds: Set<SaidText.Kind> = []
        for row in rows {
            let said = try SaidText(row[0].replacing("`", with: ""))
            #expect(said.words(in: .english) == row[1] && said.words(in: .spanish) == row[2], "\(row[0])")
            kinds.insert(said.kind)
        }
        #expect(kinds == Set(SaidText.Kind.allCases))
    }

    @Test func thePausesAreThoseOfTheDocument() throws {
        let pauses = [
            SpeechPause.sentence, SpeechPause.group, SpeechPause.comma, SpeechPause.character, SpeechPause.phrase,
            SpeechPause.word,
        ]
        #expect(try Self.rows(of: "pauses").map { $0[1] } == pauses.map { "\(Int(($0.seconds * 1000).rounded()))" })
    }

    /// Every name that the table has is one of a recording, and every recording's folder and kind are in the table.
    @Test func thePiecesAreThoseOfTheDocument() throws {
        let names = Set((SpokenEnglish.vocabulary + SpokenSpanish.vocabulary).map(\.name))
        var listed: Set<String> = []
        for row in try Self.rows(of: "pieces") where !row[0].contains("ivr/") {
            // Names stand between accents; one without a folder has that of the name before it.
            var folder = ""
            for (index, piece) in row[0].split(separator: "`", omittingEmptySubsequences: false).enumerated()
            where index % 2 == 1 && piece != "F" {
                if let slash = piece.firstIndex(of: "/") { folder = String(piece[...slash]) }
                let name = piece.contains("/") ? String(piece) : folder + piece
                listed.insert(name)
                #expect(names.contains(name), "\(name)")
                #expect(names.contains(name + ClipSpec.fallingSuffix) == (row[2] == "yes"), "\(name)")
            }
        }
        func kind(_ name: String) -> String { String(name.prefix { $0 != "/" }) }
        #expect(Set(listed.map(kind)) == Set(names.map(kind)))
    }
}

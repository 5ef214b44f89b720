import Telephony
import TelephoneLine
import Testing

@testable import PromptSounds

@Suite("The table of a set")
struct SoundTableTests {
    static let digest = String(repeating: "0a", count: 32)
    static let head = ["language\ten-US", "voice\tsomebody", "rates\t8000\t16000"]
    static let columns = "name\twords\tms\tlevel\tpeak\tsha256 8000\tsha256 16000"
    static let row = "digits/0\tzero\t512\t-20.0\t-6.1\t\(digest)\t\(digest)"

    static func read(_ lines: [String]) throws(SoundSetError) -> SoundTable {
        try SoundTable(bytes: Array(lines.joined(separator: "\n").utf8), file: "sounds.tsv")
    }

    @Test("what was written is read again, byte for byte")
    func isReadAsWritten() throws {
        let table = try Self.read(
            Self.head + [
                Self.columns, Self.row, "ivr/a-b.c_d\tno, señor.\t1\t0.0\t-120.0\t\(Self.digest)\t\(Self.digest)",
            ])
        #expect(table.rows.map(\.milliseconds) == [512, 1])
        #expect(table.rows[1].words == "no, señor.")
        #expect(table.rates == [.telephone, .wideband])
        #expect(try SoundTable(bytes: Array(table.text.utf8), file: "x") == table)
    }

    @Test("remarks, empty lines and carriage returns count for nothing")
    func skipsRemarks() throws {
        let lines = ["# made by hand", ""] + Self.head + [Self.columns, "# the digits", Self.row, ""]
        let table = try SoundTable(bytes: Array(lines.joined(separator: "\r\n").utf8), file: "x")
        #expect(table.rows.count == 1)
    }

    /// Lines, the line that is wrong, and words of the message.
    static let wrong: [([String], Int?, String)] = [
        ([], nil, "no table of sounds"),
        (["hello"], 1, "before the columns a line is language, voice or rates"),
        ([columns], 1, "language and rates must stand before"),
        (["language\ten-US", "rates\t800"], 2, "8000 to 192000"),
        (["language\ten-US", "rates\t8000\t8000"], 2, "stands once"),
        (head + ["name\twords"], 4, "the columns must be"),
        (head + [columns, "digits/0\tzero"], 5, "2 columns stand here, 7 are needed"),
        (head + [columns, row, row], 6, "stands twice"),
        (head + [columns, row.replacing("digits/0", with: "../0")], 5, "a name is made of"),
        (head + [columns, row.replacing("digits/0", with: "/etc/0")], 5, "a name is made of"),
        (head + [columns, row.replacing("digits/0", with: "a//b")], 5, "a name is made of"),
        (head + [columns, row.replacing("digits/0", with: "")], 5, "a name is made of"),
        (head + [columns, row.replacing("512", with: "0")], 5, "ms is a whole number"),
        (head + [columns, row.replacing("512", with: "1e3")], 5, "ms is a whole number"),
        (head + [columns, row.replacing("512", with: "600001")], 5, "ms is a whole number"),
        (head + [columns, row.replacing("-20.0", with: "20.0")], 5, "dB below full scale"),
        (head + [columns, row.replacing("-6.1", with: "-121.0")], 5, "dB below full scale"),
        (head + [columns, row.replacing("-6.1", with: "-6.15")], 5, "dB below full scale"),
        (head + [columns, row.replacing(digest, with: "0A" + digest.dropFirst(2))], 5, "a hash is 64 digits"),
        (head + [columns, String(repeating: "x", count: 5_000)], 5, "too long"),
    ]

    @Test("a table that is wrong is refused with its line", arguments: wrong)
    func refuses(_ lines: [String], _ line: Int?, _ words: String) {
        let error = #expect(throws: SoundSetError.self) { try Self.read(lines) }
        #expect(error?.line == line)
        #expect(error?.message.contains(words) == true, "\(error?.description ?? "nothing")")
        #expect(error?.description.hasPrefix("sounds.tsv") == true)
    }

    @Test("any damage is read or refused, and a message has nothing of the file", arguments: 1...2_000)
    func standsDamage(_ seed: Int) {
        let canary = "4539578763621486"
        let pieces =
            ["\t", "\n", "\r", "\0", "-", "/", "..", canary, "\u{feff}", "é", Self.row, Self.columns] + Self.head
        var random = SeededRandom(seed: UInt64(seed))
        var bytes = Array(
            (Self.head + [Self.columns, Self.row, Self.row.replacing("/0", with: "/1")]).joined(separator: "\n").utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let at = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 0...40, using: &random)))
            case 1: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: at)
            default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
            }
        }
        do throws(SoundSetError) {
            let table = try SoundTable(bytes: bytes, file: "sounds.tsv")
            #expect(
                table.rows.allSatisfy {
                    SoundTable.lengths.contains($0.milliseconds) && $0.digests.count == table.rates.count
                }, "seed \(seed)")
        } catch {
            #expect(!error.description.contains(canary), "seed \(seed)")
        }
    }
}

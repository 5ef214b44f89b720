import CallTestKit
import Testing
import YAMLText

@testable import Settings

/// Settings files of every kind of damage: read or refused in a sentence, never anything else; and what is read can be
/// printed and read again.
@Suite struct SettingFuzzTests {
    private static let all =
        CallSettings.documentedFile.replacing("routes: {}", with: "routes: { lost_card: { queue: fraud } }")
        .replacing("faults: []", with: "faults: [none, no-answer]")
    private static let pieces = [
        "[", "]", "{", "}", ": ", "- ", "&a ", "*a", "\"", "'", "|\n", "#", "!!int ", "---\n", "\n", "\t", ",", "<<: ",
        "~",
        "\u{2028}", "\\", "-1", "nan", "1e999", "0", "true", "JPY", "KWD", "hang-up", "  ", "visa", "[]", "{}", "''",
    ]

    /// A part taken out, put in twice, or another piece in its place.
    private func damaged(_ text: String, _ random: inout SeededGenerator) -> String {
        var lines = text.split(separator: "\n").filter { !$0.contains("#") }.map(String.init)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let index = Int.random(in: 0..<lines.count, using: &random)
            let piece = Self.pieces.randomElement(using: &random) ?? "["
            switch Int.random(in: 0..<5, using: &random) {
            case 0: lines.remove(at: index)
            case 1: lines.insert(lines[index], at: Int.random(in: 0...lines.count, using: &random))
            case 2: lines[index] = lines[index].prefix { $0 != ":" } + ": " + piece
            case 3: lines[index] = String(lines[index].dropLast(Int.random(in: 0...8, using: &random))) + piece
            default: lines[index] = "  " + lines[index]
            }
        }
        return lines.joined(separator: "\n")
    }

    @Test func damagedFilesAreReadOrRefused() throws {
        var random = SeededGenerator(seed: 31)
        var (read, refused) = (0, 0)
        for round in 0..<2000 {
            let text = damaged(Self.all, &random)
            do {
                var settings = SettingsInForce()
                try settings.read([YAMLValue(bytes: Array(text.utf8), name: "f.yaml")])
                read += 1
                var again = SettingsInForce()
                try again.read([YAMLValue(bytes: Array(settings.text.utf8), name: "again.yaml")])
                #expect(again.settings == settings.settings, "round \(round):\n\(settings.text)")
            } catch {
                refused += 1
                #expect(error.file == "f.yaml", "round \(round): \(error)\n\(text)")
                #expect(!error.message.contains { $0.isNewline }, "round \(round)")
            }
        }
        #expect(read > 20 && refused > 500, "\(read) read, \(refused) refused")
    }

    @Test(arguments: [
        String(repeating: "[", count: 900) + String(repeating: "]", count: 900),
        String(repeating: "{ a: ", count: 500) + String(repeating: "}", count: 500),
        "[" + String(repeating: "visa, ", count: 10_000) + "x]", String(repeating: "9", count: 900_000),
    ])
    func deepAndHugeValuesAreRefusedSoon(_ value: String) throws {
        let begin = ContinuousClock.now
        var kinds: Set<String> = []
        for setting in Setting.table where kinds.insert(setting.words).inserted {
            var settings = SettingsInForce()
            #expect(throws: YAMLError.self, "\(setting.path)") { try settings.set([setting.path + "=" + value]) }
        }
        #expect(begin.duration(to: .now) < .seconds(60))
    }
}

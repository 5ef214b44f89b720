import CallTestKit
import CardData
import PaymentCall
import Prompts
import Testing
import YAMLText

@testable import PromptFiles

/// Damages a prompt file by lines and by what may stand in one; a seed brings each text back.
private struct PromptFileDamage {
    /// A card number that passes Luhn and is nobody's; it must be in no message.
    static let canary = "4539578763621486"
    private static let cards = [canary, "4539 5787 6362 1486", "4539-5787-6362-1486", "\"{\(canary)}\""]
    private static let pieces =
        [
            "    - words: x", "    - { attempt: 3, words: x }", "      step: card-number", "      error: no-input",
            "      brand: [visa, amex]", "      brand: []", "    - step: \(canary)", "    - error: \(canary)",
            "    - { brand: \(canary), words: x }", "  goodbye:", "  paid: '{amount} {\(canary)}'", "  - *a",
            "  paid: &a x",
            "language: es-MX", "language: en-\(canary)", "language: tlh-\(canary)", "wordsPerMinute: \(canary)",
            "prompts: []", "  \(canary): x",
            "{",
            "}", "---", "\t", "  paid: \"", "  <<: *a", "      words:", "      attempt: \(canary)",
        ]

    var random: SeededGenerator

    mutating func damage(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for _ in 0..<Int.random(in: 1...4, using: &random) where !lines.isEmpty { damageOnce(&lines) }
        return lines.joined(separator: "\n")
    }

    private mutating func damageOnce(_ lines: inout [String]) {
        let index = Int.random(in: 0..<lines.count, using: &random)
        let other = Int.random(in: 0..<lines.count, using: &random)
        let piece = Self.pieces.randomElement(using: &random) ?? ""
        switch Int.random(in: 0..<9, using: &random) {
        case 0: lines.remove(at: index)
        case 1: lines.insert(lines[other], at: index)
        case 2: lines.swapAt(index, other)
        case 3: lines.insert(piece, at: index)
        case 4: lines[index] = piece
        case 5: lines[index] = (Bool.random(using: &random) ? "  " : "") + lines[index].drop { $0 == " " }
        case 6: lines.removeSubrange(index..<min(lines.count, index + 8))
        case 7: lines[index] = String(lines[index].prefix(Int.random(in: 0...40, using: &random)))
        default:
            let at = Int.random(in: 0...lines[index].count, using: &random)
            let card = Self.cards.randomElement(using: &random) ?? ""
            lines[index].insert(contentsOf: card, at: lines[index].index(lines[index].startIndex, offsetBy: at))
        }
    }
}

@Suite struct PromptFuzzTests {
    /// Messages about a file as a whole; all others have a place.
    private static let ofTheWhole = ["the file is", "the file holds", "the file takes"]

    @Test(arguments: [(0, UInt64(21), 1_500), (1, 22, 1_500)])
    func aDamagedFileIsReadOrRefused(_ index: Int, _ seed: UInt64, _ count: Int) throws {
        let shipped = PromptSet.shippedFiles[index]
        let text = String(decoding: shipped.bytes, as: UTF8.self)
        var (read, refused) = (0, 0)
        for round in 0..<count {
            let own = seed << 32 + UInt64(round)
            var damage = PromptFileDamage(random: SeededGenerator(seed: own))
            let damaged = damage.damage(text)
            guard let error = refusal(of: damaged) else {
                read += 1
                continue
            }
            refused += 1
            let isPlaced = error.line != nil || Self.ofTheWhole.contains { error.message.hasPrefix($0) }
            #expect(isPlaced, "\(shipped.name) seed \(own): \(error)")
            let said = error.description
            let plain = said.filter { !" -._".contains($0) }
            #expect(!plain.contains(PromptFileDamage.canary), "\(shipped.name) seed \(own): \(error)")
            #expect(said.allSatisfy { !$0.isNewline }, "\(shipped.name) seed \(own)")
        }
        print("[fuzz] \(shipped.name) seed \(seed): \(read) read, \(refused) refused")
        #expect(read > count / 50 && refused > count / 3)
    }

    /// What the text is refused with; nil when all of it can be said.
    private func refusal(of text: String) -> YAMLError? {
        do throws(YAMLError) {
            sayEverything(in: try PromptWords(YAMLValue(bytes: Array(text.utf8), name: "f.yaml")))
            return nil
        } catch { return error }
    }

    /// Says every prompt, on an occasion without and one with everything.
    private func sayEverything(in words: PromptWords) {
        let set = PromptSet([words])
        for definition in PromptDefinition.all {
            var prompt = Prompt(definition.id)
            #expect(set.duration(of: prompt) > .zero)
            prompt.occasion.step = .enter(.cardNumber)
            prompt.occasion.error = "no-input"
            prompt.occasion.attempt = 3
            prompt.occasion.brand = .americanExpress
            #expect(set.duration(of: prompt) > .zero)
        }
    }
}

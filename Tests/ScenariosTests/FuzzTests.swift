import CallReports
import CallTestKit
import CardData
import Foundation
import PaymentCall
import Prompts
import Settings
import Telephony
import Testing
import YAMLText

@testable import PromptFiles
@testable import Scenarios

/// Valid texts, damaged by chance; a seed brings each of them back.
private struct Mutator {
    /// A card number that stands in every text: it passes Luhn, is nobody's, and must be in no message.
    static let canary = "4539578763621486"
    private static let shapes = [canary, "4539 5787 6362 1486", "4539-5787-6362-1486", "4539.5787.6362.1486"]
    private static let marks = [
        "[", "]", "{", "}", ":", ": ", "- ", "? ", "&a ", "*a", "\"", "'", "|\n", ">\n", "#", "%", "@", "`", "!",
        "!!int ",
        "---\n", "...\n", "\n", "\t", "\r\n", ",", "<<: ", "~", "\u{0}", "\u{FEFF}", "\u{2028}", "\u{202E}", "é", "=",
        "\\",
        "*", ">", "!", "99999999999999999999", "-1", "nan", "1e999", "{amount}", "{", "  ",
    ]

    var random: SeededGenerator

    mutating func damage(_ text: String, spliceWith other: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        if Int.random(in: 0..<4, using: &random) > 0 { plant(in: &bytes) }
        for _ in 0..<Int.random(in: 0...3, using: &random) { damageOnce(&bytes, Array(other.utf8)) }
        return bytes
    }

    private mutating func plant(in bytes: inout [UInt8]) {
        let shape = Mutator.shapes.randomElement(using: &random) ?? Mutator.canary
        // At the begin of a line, behind a colon or in quotes it is a key, a value or a part of one.
        let places = bytes.indices.filter { [0x0a, 0x20, 0x22, 0x5b, 0x7b].contains(bytes[$0]) }
        let place = places.randomElement(using: &random).map { $0 + 1 } ?? 0
        bytes.insert(contentsOf: Array(shape.utf8), at: place)
    }

    private mutating func damageOnce(_ bytes: inout [UInt8], _ other: [UInt8]) {
        let from = Int.random(in: 0...bytes.count, using: &random)
        let to = min(bytes.count, from + Int.random(in: 1...40, using: &random))
        switch Int.random(in: 0..<7, using: &random) {
        case 0 where from < bytes.count: bytes[from] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 1: bytes.removeSubrange(from..<to)
        case 2: bytes.insert(contentsOf: bytes[from..<to], at: from)
        case 3:
            let start = Int.random(in: 0..<other.count, using: &random)
            let end = min(other.count, start + Int.random(in: 1...80, using: &random))
            bytes.replaceSubrange(from..<to, with: other[start..<end])
        case 4: bytes.removeLast(bytes.count - from)
        default:
            let mark = Mutator.marks.randomElement(using: &random) ?? ":"
            bytes.insert(contentsOf: Array(mark.utf8), at: from)
        }
    }
}

/// What is read of damaged text: a value or an error of ours; nothing else, in no long time, and without the canary.
private enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case settings, accounts, prompts, scenario
    var testDescription: String { rawValue }

    var texts: [String] {
        switch self {
        case .settings:
            [
                """
                timeouts: { first-digit: 10, inter-digit: 5, termination: 2, double-star: 0.6, error-guard: 1 }
                attempts: 3
                declines: 3
                amount: { minimum: 5.00, maximum: 5000.00, currency: USD }
                cards: { brands: [visa, amex], live-card-guard: true, test-numbers: ["\(Mutator.canary)"] }
                pin-length: 4
                gateway: { timeout: 10, retries: 2, latency: 1.5, faults: [none, no-answer], answers-inquiries: true }
                """,
                """
                no-barge-in: [greeting, account]
                no-type-ahead: &list
                  - pin
                  - summary
                queue: payments # a comment
                agent: 'agent'
                routes:
                  too-many-attempts: { number: "+15550100" }
                  not-payable: hang-up
                """,
            ]
        case .accounts:
            [
                """
                - number: "10023"
                  pin: "4821"
                  balance: 120.00
                  currency: USD
                  blocked: false
                - { number: "7", pin: "1", balance: &b 3.5 }
                - { number: "8", pin: "1", balance: *b, currency: KWD }
                """
            ]
        case .prompts: PromptSet.shippedFiles.map { String(decoding: $0.bytes, as: UTF8.self) }
        case .scenario:
            Shipped.files.compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }
        }
    }

    func read(_ bytes: [UInt8]) throws -> Scenario? {
        let yaml = try YAMLValue(bytes: bytes, name: "f.yaml")
        switch self {
        case .settings: _ = try CallSettings(yaml)
        case .accounts: _ = try AccountDirectory(yaml)
        case .prompts: _ = try PromptWords(yaml)
        case .scenario: return try Scenario(yaml, file: Shipped.folder + "f.yaml", prompts: CallKit.prompts)
        }
        return nil
    }
}

@Suite struct FuzzTests {
    @Test(arguments: [
        (Kind.settings, UInt64(1), 6000), (.accounts, 2, 6000), (.prompts, 3, 3000), (.scenario, 4, 6000),
    ])
    fileprivate func damagedTextIsReadOrRefused(_ kind: Kind, _ seed: UInt64, _ count: Int) throws {
        let texts = kind.texts
        var (read, refused, ran) = (0, 0, 0)
        for round in 0..<count {
            let own = seed << 32 + UInt64(round)
            var mutator = Mutator(random: SeededGenerator(seed: own))
            let bytes = mutator.damage(texts[round % texts.count], spliceWith: texts[(round + 1) % texts.count])
            let begin = ContinuousClock.now
            do {
                let scenario = try kind.read(bytes)
                read += 1
                if let scenario, case .keys = scenario.caller, ran < 400 {
                    ran += 1
                    let outcome = try scenario.run()
                    expectSilent(said(outcome), kind, own)
                }
            } catch {
                refused += 1
                #expect(error is YAMLError, "\(kind) seed \(own): \(error)")
                #expect(!"\(error)".contains { $0.isNewline || $0 == "\u{1b}" }, "\(kind) seed \(own)")
                expectSilent("\(error)", kind, own)
            }
            #expect(begin.duration(to: .now) < .seconds(20), "\(kind) seed \(own)")
        }
        print("[fuzz] \(kind.rawValue) seed \(seed): \(read) read, \(refused) refused, \(ran) run")
        #expect(read > count / 50 && refused > count / 3)
    }

    private func expectSilent(_ said: String, _ kind: Kind, _ seed: UInt64) {
        let joined = said.filter { !" -._".contains($0) }
        #expect(!joined.contains(Mutator.canary), "\(kind) seed \(seed): \(said)")
    }

    @Test func randomKeyScripts() {
        let seed: UInt64 = 5
        var random = SeededGenerator(seed: seed)
        let usual = Array("0123456789*#ABCDwW>! \n")
        let odd = Array("abcdxyz-+.,ßﬀŉ٣４é\u{0}\u{1b}\u{202E}😀E") + ["e\u{301}", "\r\n", "1\u{20E3}"]
        var read = 0
        for round in 0..<20_000 {
            let oddness = Int.random(in: 0...20, using: &random)
            let text = String(
                (0..<Int.random(in: 0...60, using: &random)).map { _ -> Character in
                    let pool = Int.random(in: 0..<200, using: &random) < oddness ? odd : usual
                    return pool.randomElement(using: &random) ?? "0"
                })
            do {
                let script = try KeyScript(text)
                read += 1
                let kept = text.filter { !$0.isWhitespace }
                #expect(script.steps.count == kept.count)
                let keys = script.steps.count { if case .press = $0 { true } else { false } }
                #expect(keys == kept.filter { "0123456789*#ABCD".contains($0) }.count)
            } catch {
                let said = error.description
                #expect((1...text.count).contains(error.position), "seed \(seed) round \(round)")
                #expect(said.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202e })
                #expect(!said.contains("٣") && !said.contains("４") && said.contains("character \(error.position)"))
            }
        }
        print("[fuzz] key scripts seed \(seed): \(read) of 20000 read")
        #expect(read > 1000 && read < 19_000)
    }
}

import Amounts
import CallReports
import CallSession
import CallTestKit
import CardData
import Foundation
import PaymentCall
import Settings
import Telephony
import Testing
import YAMLText

@testable import Scenarios

/// Random callers, and what their saved calls say and do.
private struct RandomCaller {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func one<Element>(of elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &random)]
    }

    mutating func digits(_ count: Int) -> String {
        (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
    }

    /// The digits of `text`, fast or slow, with waits between them as people make them.
    mutating func paced(_ text: String) -> String {
        let pace = Int.random(in: 0..<6, using: &random)
        return text.map { key -> String in
            let key = String(key)
            switch pace {
            case 1: return key + one(of: ["", "", "W", "w"])
            case 2: return key + "WW"
            case 3: return key + (Int.random(in: 0..<7, using: &random) == 0 ? "WW" : "")
            case 4: return key + (Int.random(in: 0..<9, using: &random) == 0 ? one(of: [">", "w", "WWW"]) : "")
            default: return key
            }
        }.joined()
    }

    mutating func pause() -> String { one(of: ["", "", "W", ">", "WWWWW", "> >", "w"]) }

    /// A call with that card; one that looks live is keyed in pieces too.
    mutating func keys(card: String, account: String = "10023", pins: [String]) -> String {
        var text = paced(account + "#") + pause()
        text += paced(one(of: pins)) + one(of: ["#", ""]) + pause() + one(of: ["1", "1", "2", ""]) + pause()
        text += paced(card) + "#" + pause() + one(of: ["1", "2", "1", ""]) + pause()
        text += paced(one(of: ["1230", "1230", "0120", "12"])) + "#" + pause() + "1" + pause()
        text += paced(one(of: ["737", "1234", "12"])) + "#" + pause() + "1" + pause()
        return text + one(of: ["1", "2", "*", "", "W1WWW2", "!", "1> >" + paced(card) + "#1"])
    }

    /// A number that passes Luhn and begins as cards of a brand do.
    mutating func liveCard() -> String {
        let (prefix, length) = one(of: [
            ("4539", 16), ("5300", 16), ("3712", 15), ("6504", 16), ("3600", 14), ("4716", 19),
        ])
        let body = prefix + digits(length - 5)
        let check = (0...9).first { digit in
            let values = (body + String(digit)).utf8.map { $0 &- 0x30 }
            return Luhn.isValid(values.span)
        }
        return body + String(check ?? 0)
    }
}

/// Calls that random people made, saved.
@Suite("Saved calls of random people") struct SavedCallTests {
    private static let testCards = [
        "4242424242424242", "5555555555554444", "378282246310005", "4000000000009995", "4000000000000069", "42424242",
    ]

    private func call(
        _ keys: String, in scene: CallScene, files: SavedScenario.Files = .init(), hangsUpAtEnd: Bool = false
    ) throws -> (call: FinishedCall, text: String, digits: String) {
        var engine = try scene.engine(door: ["test"])
        let diary = KeyDiary()
        KeyedCaller(script: try KeyScript(keys), hangsUpAtEnd: hangsUpAtEnd).drive(&engine, diary: diary)
        let call = try FinishedCall(of: &engine)
        var digits = ""
        diary.withKeys { keys in
            for index in keys.indices where keys[index] < 10 { digits += String(keys[index]) }
        }
        return (call, try SavedScenario(call, in: scene, files: files, diary: diary).text, digits)
    }

    private func yaml(_ text: String) throws -> YAMLValue { try YAMLValue(bytes: Array(text.utf8), name: "x.yaml") }

    /// What happened, in order, without ids that differ from file to file.
    private func events(_ call: FinishedCall) -> [String] {
        call.events.map { event in
            let words = "\(event.event)"
            switch event.event {
            case .promptStarted, .promptFinished, .promptInterrupted:
                return (words.prefix { $0 != "(" }) + " " + (event.event.promptID ?? "")
            case .call(.digits), .call(.attemptFailed), .call(.keyDropped), .call(.choice), .call(.segment):
                return words
            default: return String(words.prefix(44))
            }
        }
    }

    /// Where two calls part.
    private func difference(_ one: [String], _ other: [String]) -> String? {
        let index = zip(one, other).enumerated().first { $1.0 != $1.1 }?.offset ?? min(one.count, other.count)
        guard index < max(one.count, other.count) else { return nil }
        return [one, other].map { index < $0.count ? $0[index] : "nothing" }.joined(separator: " and ")
    }

    @Test("a saved call is made again: the same events, the same result") func again() throws {
        let seed = TestSeed.next()
        print("[saved calls] seed \(seed)")
        var made = 0
        var round: UInt64 = 0
        while made < 1000 {
            round += 1
            try #require(round < 4000, "seed \(seed)")
            var caller = RandomCaller(seed: seed &+ round)
            let keys = caller.keys(card: caller.one(of: SavedCallTests.testCards), pins: ["4821", "1111", "9999"])
            var scene = CallScene(prompts: CallKit.prompts)
            scene.seed = round
            let saved = try call(keys, in: scene, hangsUpAtEnd: caller.one(of: [true, false]))
            guard !saved.text.contains("variables:") else { continue }
            made += 1
            let scenario = try Scenario(yaml(saved.text), file: "x.yaml", prompts: CallKit.prompts)
            let outcome = try scenario.run()
            #expect(outcome.passed, "seed \(seed &+ round): \(keys)\n\(saved.text)\(outcome.failures)")
            let parted = difference(events(outcome.call), events(saved.call))
            #expect(parted == nil, "seed \(seed &+ round): \(keys)\n\(saved.text)")
        }
    }

    @Test("a card that is not published and a PIN of other accounts stand in no saved call, however they were keyed")
    func secrets() throws {
        let seed = TestSeed.next()
        print("[saved secrets] seed \(seed)")
        for round in 0..<UInt64(600) {
            var caller = RandomCaller(seed: seed &+ round)
            let card = caller.liveCard()
            let pin = caller.one(of: ["6174", "1211", "2122", "9035"])
            var scene = CallScene(prompts: CallKit.prompts)
            scene.directory = AccountDirectory([
                Account(
                    number: "77001", pin: StoredPIN(pin), balance: Money(minor: 50_00, currency: .usd),
                    isBlocked: false)
            ])
            var files = SavedScenario.Files()
            files.accounts = "accounts.yaml"
            var pieces = card
            if caller.one(of: [true, false, false]) {
                let places = [card.index(card.startIndex, offsetBy: 6), card.index(card.startIndex, offsetBy: 11)]
                pieces = card[..<places[0]] + "#" + card[places[0]..<places[1]] + "#" + card[places[1]...]
            }
            let keys = caller.keys(card: pieces, account: "77001", pins: [pin, pin, "9999"])
            let (_, text, digits) = try call(keys, in: scene, files: files)
            let note: Comment = "seed \(seed &+ round): \(keys)\n\(text)"
            let shown = SavedDigits(text).text
            #expect(!shown.contains(pin) && !shown.filter { $0 != " " }.contains(card), note)
            // Pieces that the caller never keyed to the end are no card to anybody; within a row of digits they are.
            let read = digits.contains(card) ? shown : SavedDigits(text).keys.filter { $0 != "w" }
            for start in 1...card.count - 8 {
                let part = card.dropFirst(start).prefix(8)
                #expect(!read.contains(part), note)
            }
        }
    }

    @Test(
        "what is keyed a question early, behind a wrong PIN or into the guard is judged with the rest",
        arguments: [
            "10023# 4821# 4539068289942004# !", "10023# 9999# W 1W453906W8289W942004# !",
            "10023# 4821# 1 4242424242424242 4539068289942004# !", "10023# 4821# 453906# 8289942004# !",
        ])
    func early(keys: String) throws {
        let text = try call(keys, in: CallScene(prompts: CallKit.prompts)).text
        let shown = SavedDigits(text).text
        #expect(!shown.contains("8289") && !shown.contains("9420"), "\(text)")
        #expect(keys.contains("9999") ? shown.hasPrefix("100239999") : shown.hasPrefix("10023482"), "\(text)")
    }

    @Test("a variable that is keyed and has no text is named where it stands, a row may fill it in") func empty() throws
    {
        let text = """
            name: x
            variables:
              digits1: ""
              digits2: ""
              other: ""
            steps:
            - press: "${digits1}#${digits2}"
            - hang-up
            expect: {result: hung-up}

            """
        do {
            _ = try Scenario(yaml(text), file: "x.yaml", prompts: CallKit.prompts)
            Issue.record("it is taken")
        } catch let error as YAMLError {
            #expect("\(error)".contains("3:12: fill in digits1, digits2"), "\(error)")
        }
        let filled = text + "examples: [{name: a, digits1: \"1\", digits2: \"\"}]\n"
        _ = try Scenario(yaml(filled), file: "x.yaml", prompts: CallKit.prompts)
    }

    @Test("how long a caller takes to react is the scenario's", arguments: [("0", true), ("0.3", false), ("2", false)])
    func reaction(seconds: String, isDropped: Bool) throws {
        let text = """
            name: x
            reaction: \(seconds)
            steps:
            - expect: {asked: account}
            - press: "99999#"
            - expect: {event: attempt-failed, question: account}
            - say-nothing-for: 0.8
            - press: "1"
            - hang-up
            expect: {result: hung-up}

            """
        let outcome = try Scenario(yaml(text), file: "x.yaml", prompts: CallKit.prompts).run()
        let dropped = outcome.call.events.contains { $0.event == .call(.keyDropped(.errorGuard)) }
        #expect(outcome.passed && dropped == isDropped, "\(outcome.transcript(verbose: true))")
    }
}

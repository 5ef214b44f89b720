import CallEngine
import CallPlan
import CallReports
import CallSession
import CardData
import JSONText
import PaymentCall
import ScenarioReports
import Settings
import Telephony

/// Looks through what a run is about to tell for digits that must not be told: every run of digits that could be a card, and
/// every secret that the scenario itself keys.
///
/// Long secrets, of seven digits and more (six are shown of a card), are looked for in all that is told, with what people
/// put between digits dropped.
/// Short ones, a code, an expiry or a PIN, occur by chance in numbers and times: they are looked for as words of their own in
/// the texts that a call gives rise to.
public struct LeakGate: Sendable {
    private let long: Set<String>
    private let short: Set<String>

    /// A gate that knows no scenario: it stops what could be a card.
    public init() { (long, short) = ([], []) }

    /// A gate for a scenario and its call: what the call itself has named, key by key, is no secret.
    public init(of scenario: Scenario, _ call: FinishedCall) { self.init(ScenarioSecrets(scenario), call) }

    /// A gate for secrets, whatever a call has named of them.
    init(_ secrets: ScenarioSecrets) { (long, short) = (secrets.long, secrets.short) }

    /// The same, where the secrets of the scenario are known.
    init(_ secrets: ScenarioSecrets, _ call: FinishedCall) {
        let named = LeakGate.named(call)
        long = secrets.long.subtracting(named)
        short = secrets.short.subtracting(named)
    }

    /// Digits that a call named, field by field.
    private static func named(_ call: FinishedCall) -> Set<String> {
        var named: Set<String> = []
        var entry: (field: String, text: String?) = ("", nil)
        func note(_ field: String, _ count: Int, _ key: Key?) {
            let before = count == 1 ? "" : entry.field == field ? entry.text : nil
            // A field with a digit that is not named is a secret whole.
            entry = (field, key.flatMap { key in before.map { $0 + String(key.character) } })
            if let text = entry.text, text.utf8.count >= 3 { named.insert(text) }
        }
        for timed in call.events {
            switch timed.event {
            case .call(.digits(let field, let count, let key)): note(field.rawValue, count, key)
            case .plan(.digits(let field, let count, let key)): note(field, count, key)
            case .call(.accepted(_, let shown?)), .call(.given(_, let shown?)):
                named.formUnion(LeakGate.shownRuns(of: shown))
            default: break
            }
        }
        return named
    }

    /// The digits of a value that the call shows whole, also without the first ones, as keyed runs are looked at.
    private static func shownRuns(of text: String) -> [String] {
        guard !text.contains("*") else { return [] }
        return text.split { !$0.isNumber }.flatMap { run in (0...2).map { String(run.dropFirst($0)) } }
    }

    // MARK: Looking

    /// What of a text must not be told, in words; nil for nothing. Only digits that stand for themselves are looked at: ids
    /// and hashes have letters.
    public func leak(in text: String) -> String? {
        var run: [UInt8] = []
        var found: String?
        func end() {
            if run.count >= 6, found == nil { found = leak(of: run) }
            run.removeAll(keepingCapacity: true)
        }
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39: run.append(byte - 0x30)
            // Spaces and hyphens between digits do not hide a number; others part numbers of lists and times.
            case 0x20, 0x2d: continue
            default: end()
            }
        }
        end()
        return found
    }

    private func leak(of digits: [UInt8]) -> String? {
        if digits.count >= 13 {
            let text = String(digits.map { Character(UnicodeScalar($0 + 0x30)) })
            if CardMask.masking(text) != text { return "a number that could be a card" }
        }
        guard !long.isEmpty else { return nil }
        let found = long.first { secret in
            let length = secret.utf8.count
            return length <= digits.count
                && (0...digits.count - length).contains { start in
                    zip(digits[start..<start + length], secret.utf8).allSatisfy { $0 + 0x30 == $1 }
                }
        }
        return found.map { "\($0.utf8.count) digits that were keyed" }
    }

    /// What of a text that a call gave rise to must not be told: as `leak(in:)`, and short secrets.
    public func leak(inWordsOfCall text: String) -> String? {
        if let found = leak(in: text) { return found }
        guard !short.isEmpty else { return nil }
        var digits: [UInt8] = []
        // A word is what stands between spaces, quotes, commas, brackets and =; marks at its end are none of it.
        var (isWord, isOver) = (true, false)
        var found: String?
        func end() {
            if isWord, (3...6).contains(digits.count), found == nil,
                short.contains(String(decoding: digits, as: UTF8.self))
            {
                found = "\(digits.count) digits that were keyed"
            }
            digits.removeAll(keepingCapacity: true)
            (isWord, isOver) = (true, false)
        }
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39 where !isOver: digits.append(byte)
            case 0x20, 0x09...0x0d, 0x22, 0x3d, 0x2c, 0x3b, 0x28, 0x29, 0x5b, 0x5d, 0x7b, 0x7d: end()
            case 0x27 where digits.isEmpty, 0x23 where digits.isEmpty: continue
            case 0x2e, 0x3a, 0x21, 0x3f, 0x27, 0x23: isOver = true
            default: isWord = false
            }
        }
        end()
        return found
    }

    /// What of a JSON value must not be told.
    func leak(in json: JSON) -> String? {
        switch json {
        case .string(let text): leak(inWordsOfCall: text)
        case .array(let items): items.lazy.compactMap { leak(in: $0) }.first
        case .object(let members): members.lazy.compactMap { leak(in: $0.value) }.first
        case .int(let number): leak(in: String(number))
        case .number, .bool, .null: nil
        }
    }

    /// Where in a result something must not be told, in words; empty where all may be.
    public func leaks(in result: ScenarioResult) -> [String] {
        var leaks: [String] = []
        func look(_ place: String, _ found: String?) { if let found { leaks.append("\(place) has \(found)") } }
        // What its author wrote may hold a row's number that is somebody's code by chance: only long secrets are looked for.
        look("the name", leak(in: result.name))
        look("the variant", result.variant.flatMap { leak(in: $0) })
        look("a tag", result.tags.lazy.compactMap { self.leak(in: $0) }.first)
        look("the reason", result.reason.flatMap { leak(in: $0) })
        look("the transcript", result.transcript.lazy.compactMap { self.leak(inWordsOfCall: $0) }.first)
        if let call = result.call { look("the call's result", leak(in: call)) }
        for failure in result.failures {
            let texts = [failure.source, failure.expected, failure.actual].compactMap { $0 } + failure.notes
            look("the failure", texts.lazy.compactMap { self.leak(inWordsOfCall: $0) }.first)
        }
        let names = result.strip.map { ($0.prompts + $0.faults + $0.segments + $0.waits).map(\.name) } ?? []
        look("the picture", names.lazy.compactMap { self.leak(inWordsOfCall: $0) }.first)
        return leaks
    }

    /// A text without its digits, where it holds what must not be told.
    private func hidden(_ text: String) -> String {
        leak(in: text) == nil ? text : String(text.map { $0.isNumber ? "•" : $0 })
    }

    /// Takes what must not be told out of a result, which then says that it failed by it.
    public func stop(_ result: inout ScenarioResult) {
        // Without its line a failure still says where it is.
        for index in result.failures.indices {
            if let line = result.failures[index].source, leak(inWordsOfCall: line) != nil {
                result.failures[index].source = nil
            }
        }
        let leaks = leaks(in: result)
        guard !leaks.isEmpty else { return }
        result.status = .failed
        result.call = nil
        result.transcript = []
        result.strip = nil
        result.name = hidden(result.name)
        result.variant = result.variant.map { hidden($0) }
        result.tags = result.tags.map { hidden($0) }
        result.reason = result.reason.map { hidden($0) }
        result.command = ""
        result.failures = leaks.map {
            ScenarioFailure(
                place: result.file, expectation: "leak gate", expected: "no sensitive digit in any output",
                actual: $0 + "; it was withheld")
        }
    }
}

/// The digits of a scenario that no output may tell: those its caller keys, but for accounts and what is given to be shown.
struct ScenarioSecrets: Sendable {
    /// Of seven and more digits.
    let long: Set<String>
    /// Of three to six.
    let short: Set<String>

    init(_ scenario: Scenario) {
        let scene = scenario.scene
        var harmless = Set(scene.directory.accounts.map(\.number))
        let shown = [scene.account, scene.amount, scene.balance, scene.reference, scene.caller, scene.agent]
        let texts = scene.data + scene.parameters + scene.settings.changedValues + scenario.agentReferences
        for text in shown.compactMap(\.self) + texts {
            harmless.formUnion(text.split { !$0.isNumber }.map(String.init))
        }
        let secrets = ScenarioSecrets.runs(of: scenario).filter { !harmless.contains($0) }
        long = Set(secrets.filter { $0.count >= 7 })
        short = Set(secrets.filter { (3...6).contains($0.count) })
    }

    /// The runs of digits that a caller keys, and those of fields given with the call.
    private static func runs(of scenario: Scenario) -> [String] {
        var runs = scenario.scene.given.compactMap { $0.split(separator: "=").last.map(String.init) }
        switch scenario.caller {
        case .keys(let script): runs += script.runs
        case .audio: break
        case .steps(let steps, _):
            for step in steps {
                switch step.action {
                case .press(let script, _): runs += script.runs
                case .play(let sound): if case .keys(let script, _, _, _) = sound.source { runs += script.runs }
                case .sayNothing, .hangUp, .agent, .expect: break
                }
            }
        }
        return runs
    }
}

extension Scenario {
    /// What the agent calls payments, step by step.
    fileprivate var agentReferences: [String] {
        guard case .steps(let steps, _) = caller else { return [] }
        return steps.compactMap { step in
            guard case .agent(.pay(_, let reference)) = step.action else { return nil }
            return reference
        }
    }
}

extension KeyScript {
    /// Digits between keys that are none; waits do not part them. The first ones may have been choices in menus, so what is
    /// behind one or two of them counts as well.
    fileprivate var runs: [String] {
        var text = ""
        for case .press(let key) in steps { text.append(key.digit == nil ? " " : key.character) }
        return text.split(separator: " ").flatMap { run in (0...2).map { String(run.dropFirst($0)) } }
    }
}

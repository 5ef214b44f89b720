import CallTestKit
import Foundation
import JSONText
import PaymentCall
import Testing
import YAMLText

@testable import Settings

private func read(_ text: String) throws -> SettingsInForce {
    var settings = SettingsInForce()
    try settings.read([YAMLValue(bytes: Array(text.utf8), name: "s.yaml")])
    return settings
}

private func refusal(of body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch { return "\(error)" }
}

extension Setting: CustomTestStringConvertible {
    public var testDescription: String { path }

    /// A settings file with `value` for this setting alone, in block style: the value begins on the line of the last
    /// key, two columns behind it.
    fileprivate func file(_ value: String) -> (text: String, line: Int, column: Int) {
        let keys = path.split(separator: ".")
        let lines = keys.enumerated().map { depth, key in String(repeating: "  ", count: depth) + key + ":" }
        return (lines.joined(separator: "\n") + " " + value + "\n", lines.count, (lines.last?.count ?? 0) + 2)
    }

    /// Values that no setting of this kind has, none of them without a place.
    fileprivate var wrongValues: [String] {
        var values = ["{ wrong: 1 }", "[[1]]", "[{ a: b }]", "''", "{ wrong: [[[[[[{}]]]]]] }"]
        let isText = schema.contains(JSON.Member(name: "type", value: .string("string")))
        if !isText { values += ["nonsense", "-1", "1e999", "nan", "\"\\e[31m\"", "~", "9999999999999999999999"] }
        return values
    }
}

@Suite struct SettingTableTests {
    @Test func pathsAreThereOnceAndSpelledAlike() {
        #expect(Set(Setting.table.map(\.path)).count == Setting.table.count)
        for path in Setting.table.map(\.path) {
            #expect(path.split(separator: ".").allSatisfy { !$0.isEmpty }, "\(path)")
            #expect(path.allSatisfy { $0.isLowercase || "-_.0123456789".contains($0) }, "\(path)")
            #expect(!Setting.table.contains { $0.path.hasPrefix(path + ".") }, "\(path) is a setting and a mapping")
        }
    }

    @Test func everyRowAndMappingIsDescribedInASentence() {
        for text in Setting.table.map(\.summary) + Setting.groups.values {
            #expect(text.hasSuffix(".") && text.first?.isUppercase == true && text.count <= 120, "\(text)")
        }
        let mappings = Set(Setting.table.map(\.path).filter { $0.contains(".") }.map { $0.prefix { $0 != "." } })
        for path in mappings { #expect(Setting.groups[String(path)] != nil, "\(path)") }
        for path in Setting.groups.keys {
            #expect(Setting.table.contains { $0.path.hasPrefix(path + ".") }, "\(path)")
        }
        for check in Setting.checks {
            #expect(
                Setting.table.contains { $0.path == check.path || $0.path.hasPrefix(check.path + ".") }, "\(check.path)"
            )
        }
    }

    @Test(arguments: Setting.table) func itsDefaultCanBeReadBack(_ setting: Setting) throws {
        let value = setting.value(CallSettings())
        guard value != .null else { return }
        let (text, line, column) = setting.file(value.yaml)
        let settings = try read(text)
        #expect(settings.settings == CallSettings())
        #expect(settings.origin(of: setting) == "s.yaml:\(line):\(column)")
        for other in Setting.table where other.path != setting.path {
            #expect(settings.origin(of: other) == "default", "\(other.path)")
        }
        var changed = SettingsInForce()
        try changed.set([setting.path + "=" + value.yaml])
        #expect(changed.settings == CallSettings() && changed.origin(of: setting) == "--set")
    }

    @Test(arguments: Setting.table) func aValueOfAnotherKindIsToldAtItsPlace(_ setting: Setting) throws {
        for value in setting.wrongValues {
            let (text, line, column) = setting.file(value)
            do {
                _ = try read(text)
                Issue.record("\(setting.path): read \(value)")
            } catch let error as YAMLError {
                #expect(error.line == line, "\(setting.path): \(value): \(error)")
                let told = try #require(error.column)
                #expect((column..<column + value.count).contains(told), "\(setting.path): \(value): \(error)")
                if !value.hasPrefix("{"), !value.hasPrefix("[") { #expect(told == column) }
                #expect(error.message.unicodeScalars.allSatisfy { JSON.isPrintable($0) })
            }
            let said = try #require(
                refusal {
                    var settings = SettingsInForce()
                    try settings.set([setting.path + "=" + value])
                }, "\(setting.path)=\(value)")
            #expect(said.hasPrefix("--set \(setting.path): "), "\(said)")
        }
    }

    /// As an editor sees it: the schema has each row at its path, with its description and default, and nothing else.
    @Test func theSchemaHasEveryRow() throws {
        let text = CallSettings.schema.indentedText
        #expect(try sorted(text) == sorted(CallSettings.schema.text))
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(root["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
        for setting in Setting.table {
            var node = root
            for key in setting.path.split(separator: ".").map(String.init) {
                #expect(node["type"] as? String == "object" && node["additionalProperties"] as? Bool == false)
                let properties = try #require(node["properties"] as? [String: [String: Any]])
                node = try #require(properties[key], "\(setting.path)")
            }
            #expect(node["description"] as? String == setting.summary)
            #expect(node["type"] != nil || node["enum"] != nil || node["oneOf"] != nil, "\(setting.path)")
            #expect((node["default"] == nil) == (setting.value(CallSettings()) == .null), "\(setting.path)")
        }
        #expect(leaves(of: root) == Setting.table.count)
    }

    private func leaves(of node: [String: Any]) -> Int {
        guard node["additionalProperties"] != nil, let properties = node["properties"] as? [String: [String: Any]]
        else {
            return 1
        }
        return properties.values.reduce(0) { $0 + leaves(of: $1) }
    }

    private func sorted(_ text: String) throws -> Data {
        try JSONSerialization.data(
            withJSONObject: JSONSerialization.jsonObject(with: Data(text.utf8)), options: .sortedKeys)
    }
}

@Suite struct LayerTests {
    private func layers(_ texts: [String], set: [String] = []) throws -> SettingsInForce {
        var settings = SettingsInForce()
        try settings.read(
            texts.enumerated().map { try YAMLValue(bytes: Array($0.element.utf8), name: "\($0.offset).yaml") })
        try settings.set(set)
        return settings
    }

    private func origin(_ path: String, in settings: SettingsInForce) throws -> String {
        settings.origin(of: try #require(Setting.table.first { $0.path == path }))
    }

    @Test func aLaterLayerWinsForEachSettingByItself() throws {
        let settings = try layers(
            [
                "attempts: 2\ntimeouts: { first-digit: 7, inter-digit: 3 }\nno-barge-in: [pin]",
                "timeouts:\n  first-digit: 8\nno-barge-in: [greeting]\nroutes: { lost_card: hang-up }",
            ], set: ["declines=1", "timeouts.inter-digit=4", "routes.stolen_card={ queue: q }", "declines=2"])
        let rules = settings.settings.rules
        #expect(rules.attempts == 2 && rules.declines == 2)
        #expect(rules.firstDigitTimeout == .milliseconds(8000) && rules.interDigitTimeout == .milliseconds(4000))
        #expect(rules.withoutBargeIn.isEmpty && !rules.greetingBargeIn)
        #expect(rules.routes == ["lost_card": .hangUp, "stolen_card": .queue("q")])
        #expect(try origin("attempts", in: settings) == "0.yaml:1:11")
        #expect(try origin("timeouts.first-digit", in: settings) == "1.yaml:2:16")
        #expect(try origin("timeouts.inter-digit", in: settings) == "--set")
        #expect(try origin("queue", in: settings) == "default")
    }

    @Test func aMappingCanBeSetWhole() throws {
        let settings = try layers([], set: ["amount={ minimum: 6, maximum: 7 }"])
        #expect(settings.settings.rules.minimumAmount == "6.00" && settings.settings.rules.maximumAmount == "7.00")
        #expect(try origin("amount.maximum", in: settings) == "--set")
    }

    @Test func whatMustFitTogetherIsLookedAtInTheEnd() throws {
        #expect(try layers(["amount: { minimum: 6000 }", "amount: { maximum: 9000 }"]).settings.rules.attempts == 3)
        #expect(
            try layers([], set: ["amount.minimum=6000", "amount.maximum=9000"]).settings.rules.minimumAmount
                == "6000.00")
        #expect(
            refusal { _ = try layers(["attempts: 1", "amount: { minimum: 6000 }", "queue: q"]) }
                == "1.yaml:1:9: the minimum amount is greater than the maximum of 5000.00 USD")
        #expect(
            refusal { _ = try layers([], set: ["amount.minimum=6000"]) }
                == "--set amount.minimum: the minimum amount is greater than the maximum of 5000.00 USD")
    }

    @Test(arguments: [
        ("attempts", "--set: give KEY=VALUE, like attempts=2"),
        ("attempts=", "--set attempts: give a value behind the =; quote one that is empty or begins with #"),
        ("attempts= # 3", "--set attempts: give a value behind the =; quote one that is empty or begins with #"),
        ("attempts=many", "--set attempts: this must be a whole number from 1 to 20"),
        ("atempts=2", "--set: 'atempts' is no key here; did you mean 'attempts'?"),
        ("timeouts.first=2", "--set: 'first' is no key here; the keys are: first-digit, inter-digit"),
        ("timeouts.first-digits=2", "--set: 'first-digits' is no key here; did you mean 'first-digit'?"),
        ("attempts.x=2", "--set: 'attempts' has a value and no keys; leave out what stands behind it"),
        ("timeouts=2", "--set timeouts: a mapping (key: value) is needed here"),
        ("timeouts={ first: 2 }", "--set timeouts: 'first' is no key here; the keys are: first-digit"),
        ("=2", "--set: '' is no key here; the keys are: timeouts"),
        ("4242424242424242=2", "--set: this is no key here; the keys are: timeouts"),
        ("queue=4242424242424242", "--set queue: this looks like a card number; give a name, or mask its digits"),
        ("queue=[", "--set queue: this is not YAML"),
    ])
    func aWrongOptionIsNamed(_ option: String, _ says: String) throws {
        let said = try #require(refusal { _ = try layers([], set: [option]) })
        #expect(said.hasPrefix(says), "\(said)")
        #expect(!said.contains("4242"))
    }

    @Test(arguments: [
        "{}", "amount: { currency: JPY }", "amount: { currency: KWD, minimum: 1.005 }",
        "routes: { lost_card: hang-up }",
        "queue: 'true'\nagent: \"- a: b # c\\\\ \\\" \\e[31m\\u2028\\U0001F600\"", "queue: '12'\nagent: '-'",
        "timeouts: { first-digit: 0.001, inter-digit: 3600 }", "cards: { brands: [], without-luhn: [mir, visa] }",
        "routes: { lost_card: { number: '+15550100' }, not-payable: { queue: \"n\\no\" } }",
        "gateway: { faults: [none, lost-request, none] }\nno-barge-in: [summary, greeting]\nno-type-ahead: [pin]",
    ])
    func whatIsPrintedIsReadBack(_ text: String) throws {
        let settings = try layers([text])
        let again = try layers([settings.text])
        #expect(again.settings == settings.settings, "\(settings.text)")
        #expect(!settings.text.contains("\u{1b}"))
        for setting in Setting.table {
            let isShown = setting.value(settings.settings) != .null
            let place = try origin(setting.path, in: again)
            #expect(place.hasPrefix("0.yaml:") == isShown, "\(setting.path)")
        }
    }

    @Test func cardNumbersAreShownMaskedAndInAComment() throws {
        let text = "cards:\n  test-numbers: ['4539578763621486', '450000000000']\n  live-card-guard: false\n"
        let settings = try layers([text])
        let line = try #require(settings.text.split(separator: "\n").first { $0.contains("test-numbers") })
        #expect(line.hasPrefix("  # test-numbers: [\"4500****0000\", \"453957******1486\"]  # from 0.yaml:2:17"))
        #expect(!settings.json.text.contains("4539578763621486"))
        var expected = settings.settings
        expected.rules.cards.furtherTestNumbers = []
        #expect(try layers([settings.text]).settings == expected)
    }

    @Test func aFilesNameIsShownAsOneLineWithoutACardNumber() throws {
        var settings = SettingsInForce()
        try settings.read([YAMLValue(bytes: Array("attempts: 2".utf8), name: "a\nb\u{2028} 4242424242424242.yaml")])
        #expect(settings.text.contains("attempts: 2  # from a?b? 424242******4242.yaml:1:11\n"))
    }
}

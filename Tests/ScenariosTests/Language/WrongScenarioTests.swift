import CallSession
import CallTestKit
import CardData
import Foundation
import PaymentCall
import Testing
import YAMLText

@testable import Scenarios

func scenario(_ text: String, file: String = "folder/s.yaml") throws -> Scenario {
    try Scenario(YAMLValue(bytes: Array(text.utf8), name: file), file: file, prompts: CallKit.prompts)
}

@Suite struct WrongScenarioTests {
    private static let tail = "\nexpect: {result: paid}"

    @Test(arguments: [
        ("name: x\nkey: '1'" + tail, "2:1: 'key' is no key here; did you mean 'keys'?"),
        ("keys: '1'" + tail, "1:1: a scenario needs a name"),
        ("name: ''\nkeys: '1'" + tail, "1:7: a name of 1 to 200 characters is needed here"),
        ("name: x\nkeys: '1'", "1:1: a scenario needs expect"),
        ("name: x" + tail, "1:1: a scenario needs keys, or audio: a sound file, or steps"),
        ("name: x\nkeys: '1'\naudio: a.wav" + tail, "3:8: a scenario has keys, audio or steps, not two of them"),
        ("name: x\nkeys: '12x'" + tail, "2:7: character 3, 'x', is no key; keys are 0-9 * # A-D"),
        ("name: x\nkeys: '1ß'" + tail, "2:7: character 2, 'ß', is no key"),
        ("name: x\nkeys: '1!2'" + tail, "2:7: something follows the hang-up '!' at character 3"),
        ("name: x\nkeys: \"1\\e2\"" + tail, "2:7: character 2 is no key"),
        ("name: x\nkeys: [1]" + tail, "2:7: one value is needed here"),
        ("name: x\nkeys: '1'\ncaller-channel: 1" + tail, "3:17: caller-channel belongs to audio"),
        ("name: x\naudio: a.wav\ncaller-channel: -1" + tail, "3:17: this must be a whole number from 0 to 1023"),
        ("name: x\naudio: ''" + tail, "2:8: a name of 1 to 200 characters is needed here"),
        ("name: x\nkeys: '1'\nhang-up-at-end: maybe" + tail, "3:17: this must be one of: true, false"),
        ("name: x\nkeys: '1'\nagent-cancels-at: soon" + tail, "3:19: this must be a number of seconds"),
        ("name: x\nkeys: '1'\nagent-cancels-at: 3" + tail, "3:19: only the agent of an assisted call can cancel"),
        ("name: x\nkeys: '1'\ncall: {account: '99'}" + tail, "3:17: account 99 is not in the directory; it has 10023"),
        ("name: x\nkeys: '1'\ncall: {identified: true}" + tail, "3:20: an identified caller needs an account"),
        ("name: x\nkeys: '1'\ncall: {mode: manual}" + tail, "3:14: this must be one of: automated, assisted"),
        ("name: x\nkeys: '1'\ncall: {amount: 1}" + tail, "3:16: the amount must be from 5.00 to 5000.00 USD"),
        ("name: x\nkeys: '1'\ncall: {amount: 9, tokenize: true}" + tail, "3:16: a card that is only stored"),
        ("name: x\nkeys: '1'\ncall: {balance: a lot}" + tail, "3:17: this is no amount of USD"),
        ("name: x\nkeys: '1'\ncall: {currency: LOT}" + tail, "3:18: this is no currency"),
        ("name: x\nkeys: '1'\ncall: {today: 2026-13-01}" + tail, "3:15: a date is written YYYY-MM-DD"),
        ("name: x\nkeys: '1'\ncall: {seed: -1}" + tail, "3:14: this must be a whole number"),
        ("name: x\nkeys: '1'\ncall: {caller: '4242424242424242'}" + tail, "3:16: this looks like a card number"),
        ("name: x\nkeys: '1'\nsettings: {attempts: 0}" + tail, "3:22: this must be a whole number from 1 to 20"),
        ("name: x\nkeys: '1'\naccounts: [{}]" + tail, "3:12: an account needs number, pin and balance"),
        ("name: x\nkeys: '1'\nsettings: '4242424242424242.yaml'" + tail, "3:11: this looks like a card number"),
        ("name: x\nkeys: '1'\nexpect: {reason: none}", "3:9: expect needs the call's result"),
        ("name: x\nkeys: '1'\nexpect: paid", "3:9: a mapping (key: value) is needed here"),
        ("name: x\nkeys: '1'\nexpect: {result: payed}", "3:18: this must be one of: paid, tokenized, declined"),
        (
            "name: x\nkeys: '1'\nexpect: {result: paid, reasn: none}",
            "3:24: 'reasn' is no key here; did you mean 'reason'?"
        ),
        (
            "name: x\nkeys: '1'\nexpect: {result: paid, reason: bad}",
            "3:32: this must be one of: none, too-many-declines"
        ),
        ("name: x\nkeys: '1'\nexpect: {result: paid, transfer: queue}", "3:34: a transfer is none, or a mapping"),
        (
            "name: x\nkeys: '1'\nexpect: {result: paid, transfer: {kind: bus}}",
            "3:41: this must be one of: queue, agent"
        ),
        ("name: x\nkeys: '1'\nexpect: {result: paid, prompts: [hello]}", "3:34: this must be one of: account-blocked"),
        ("name: x\nkeys: '1'\nexpect: {result: paid, never: [hello]}", "3:32: this must be one of: account-blocked"),
        ("name: x\nkeys: '1'\nexpect: {result: paid, declines: [no]}", "3:35: this must be one of: card_declined"),
        ("name: x\nkeys: '1'\nexpect: {result: paid, amount: 12}", "3:32: an amount is written like 120.00 USD"),
        ("name: x\nkeys: '1'\nexpect: {result: paid, amount: 1.234 USD}", "3:32: an amount is written like 120.00 USD"),
        (
            "name: x\nkeys: '1'\nexpect: {result: paid, brand: vissa}",
            "3:31: this is no name that is known here; did you mean 'visa'?"
        ),
        (
            "name: x\nkeys: '1'\nexpect: {result: paid, masked-pan: '4242424242424242'}",
            "3:36: this looks like a card number"
        ),
    ])
    func isOneSentenceWithItsPlace(_ text: String, _ says: String) {
        do {
            _ = try scenario(text)
            Issue.record("read: \(text)")
        } catch { #expect("\(error)".hasPrefix("folder/s.yaml:" + says), "\(error)") }
    }

    @Test(arguments: ["settings", "accounts"]) func aFileNamedInAScenarioIsSeenFromItsFolder(_ key: String) throws {
        try SoundKit.withFolder { folder in
            let text = "name: x\nkeys: '1'\n\(key): other.yaml\nexpect: {result: failed}"
            do {
                _ = try scenario(text, file: folder + "s.yaml")
                Issue.record("there is no such file")
            } catch {
                let says = folder + "s.yaml:3:\(key.count + 3): " + folder + "other.yaml: there is no such file"
                #expect("\(error)".hasPrefix(says), "\(error)")
            }
            let other = key == "settings" ? "attempts: 1" : "accounts: [{number: '5', pin: '1', balance: 2}]"
            try Data(other.utf8).write(to: URL(fileURLWithPath: folder + "other.yaml"))
            let scene = try scenario(text, file: folder + "s.yaml").scene
            #expect(key == "settings" ? scene.settings.rules.attempts == 1 : scene.directory.accounts.count == 1)
        }
    }

    @Test(arguments: ["none.wav", ".", "s.yaml"]) func aSoundThatIsNone(_ path: String) throws {
        try SoundKit.withFolder { folder in
            let text = "name: x\naudio: \(path)\nexpect: {result: paid}"
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "s.yaml"))
            let scenario = try Scenario(contentsOf: folder + "s.yaml", prompts: CallKit.prompts)
            do {
                _ = try scenario.run()
                Issue.record("\(path) is no sound")
            } catch { #expect("\(error)".contains(folder) && "\(error)".count > folder.count + 20, "\(error)") }
        }
    }
}

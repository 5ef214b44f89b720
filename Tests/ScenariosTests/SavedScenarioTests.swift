import CallReports
import CallSession
import CallTestKit
import CardData
import PaymentCall
import Scenarios
import Telephony
import Testing
import YAMLText

/// Calls as scenarios that make them again.
@Suite("Saved scenarios") struct SavedScenarioTests {
    private func saved(
        _ keys: String, files: SavedScenario.Files = .init(), hangsUpAtEnd: Bool = false,
        _ configure: (inout CallScene) -> Void = { _ in }
    ) throws -> String {
        var scene = CallScene(prompts: CallKit.prompts)
        configure(&scene)
        var engine = try scene.engine(door: ["test"])
        let diary = KeyDiary()
        KeyedCaller(script: try KeyScript(keys), hangsUpAtEnd: hangsUpAtEnd).drive(&engine, diary: diary)
        return try SavedScenario(try FinishedCall(of: &engine), in: scene, files: files, diary: diary).text
    }

    /// The lines of the steps.
    private func steps(_ text: String) -> [String] {
        let lines = text.split(separator: "\n").map(String.init)
        guard let first = lines.firstIndex(of: "steps:"), let end = lines.firstIndex(of: "expect:") else { return [] }
        return lines[(first + 1)..<end].map { String($0.dropFirst(2)) }
    }

    @Test("the canonical call") func canonical() throws {
        #expect(
            try saved(CallKit.canonical) == """
                name: "A saved call: paid"
                reaction: 0
                steps:
                - expect: {prompt: greeting}
                - press: "10023#"
                - expect: {prompt: ask-pin}
                - press: "4821"
                - expect: {prompt: offer-balance}
                - press: "#1"
                - expect: {prompt: ask-card-number}
                - press: "4242424242424242#"
                - expect: {prompt: confirm-card-number}
                - press: "1"
                - expect: {prompt: ask-expiry}
                - press: "1230"
                - expect: {prompt: confirm-expiry}
                - press: "#1"
                - expect: {prompt: ask-security-code}
                - press: "123"
                - expect: {prompt: confirm-security-code}
                - press: "#1"
                - expect: {prompt: summary}
                - press: "1"
                expect:
                  result: paid
                  reason: none
                  transfer: none
                  declines: []
                  amount: 120.00 USD
                  brand: visa
                  masked-pan: "424242******4242"
                  account: "10023"

                """)
    }

    @Test("silence, a wrong PIN, and a caller who hangs up") func silence() throws {
        let text = try saved("> > 10023# > 4822# WWWWWWWWWWWWWWWWWWWW !")
        let lines = steps(text)
        #expect(lines.first == "expect: {asked: account}")
        #expect(lines.contains("expect: {event: attempt-failed, question: pin, reason: wrong-pin, attempt: 1}"))
        #expect(lines.contains { $0.hasPrefix("expect: {event: attempt-failed, question: pin, reason: no-input") })
        #expect(lines.last == "hang-up")
        #expect(text.contains("  result: hung-up\n") && !text.contains("variables"))
    }

    @Test("a caller who cancels") func cancel() throws {
        let text = try saved("10023# 4821# 1 > *")
        #expect(steps(text).suffix(2) == ["expect: {asked: card-number}", "press: \"*\""])
        #expect(text.contains("  result: cancelled\n  reason: caller-cancelled\n"))
    }

    @Test("a decline is a condition, and the last card's keys follow it") func decline() throws {
        let text = try saved(
            CallKit.identified + CallKit.card("4000000000009995") + "1 > > " + CallKit.card("5555555555554444") + "1")
        let lines = steps(text)
        let declined = try #require(
            lines.firstIndex(of: "expect: {event: gateway-answered, answer: declined, detail: insufficient_funds}"))
        #expect(lines[declined...].contains("press: \"5555555555554444\""))
        #expect(text.contains("  declines:\n  - insufficient_funds\n"))
    }

    @Test("the agent who cancels is a step; the scene stands in call") func assisted() throws {
        let text = try saved("4242424242424242# 1") {
            ($0.mode, $0.account, $0.identified, $0.amount) = (.assisted, "10023", true, "20.00")
            $0.agentCancelsAt = .seconds(12)
            ($0.reference, $0.seed, $0.today) = ("INV-7", 5, "2026-02-03")
        }
        #expect(
            text.contains(
                """
                call:
                  mode: assisted
                  account: "10023"
                  identified: true
                  amount: "20.00"
                  reference: "INV-7"
                  today: "2026-02-03"
                  seed: 5
                reaction: 0
                steps:

                """))
        #expect(steps(text).last == "agent: cancel" && !text.contains("agent-cancels-at"))
        #expect(text.contains("  transfer: {kind: agent, target: \"agent\"}\n"))
    }

    @Test("what looks like a variable is text, in files as well") func texts() throws {
        var files = SavedScenario.Files()
        files.changes = ["attempts=${a}"]
        (files.accounts, files.plan) = ("${a}/accounts.yaml", "$${b}.yaml")
        let text = try saved("!", files: files) {
            ($0.reference, $0.account, $0.identified) = ("INV-${a}", "10023", true)
            $0.parameters = ["note=${b}"]
        }
        for line in [
            "reference: \"INV-$${a}\"", "accounts: \"$${a}/accounts.yaml\"", "plan: \"$$${b}.yaml\"",
            "attempts: $${a}", "{note: \"$${b}\"}",
        ] {
            #expect(text.contains(line), "\(text)")
        }
        for name in ["a", "b"] {
            let read = VariableText("$${\(name)}")
            #expect(read.replacing([name: "x"]) == "${\(name)}")
        }
    }

    @Test("files and single settings") func files() throws {
        var files = SavedScenario.Files()
        files.changes = ["attempts=2", "timeouts.first-digit=3", "timeouts.inter-digit=2", "cards.brands=[visa, amex]"]
        files.accounts = "../accounts.yaml"
        let text = try saved("!", files: files)
        #expect(
            text.contains(
                """
                settings:
                  attempts: 2
                  timeouts:
                    first-digit: 3
                    inter-digit: 2
                  cards:
                    brands: [visa, amex]
                accounts: "../accounts.yaml"

                """))
    }

    @Test(
        "a number that is not published, and what is keyed beside it, is not kept",
        arguments: ["4539578763621486", "4242424242424241", "6011000000000000000", "12345678"])
    func live(number: String) throws {
        let text = try saved("10023# 4821# 1 > \(number)# > 1230# > 978# > !")
        for secret in [number, String(number.dropFirst(6)), "1230", "978"] { #expect(!text.contains(secret)) }
        #expect(text.hasPrefix("# Fill in the variables"))
        // The choice before a card is in the same row of digits, and is not told from it.
        #expect(text.contains("# digits2: \(number.count) digits\n"), "\(text)")
        #expect(text.contains("  digits2: \"\"\n") && steps(text).contains { $0.hasPrefix("press: \"${digits2}") })
    }

    @Test("a part of a test number stands, other short digits in its place do not") func parts() throws {
        let part = try saved("10023# 4821# 1 > 424242# > !")
        #expect(steps(part).contains("press: \"424242#\""))
        let other = try saved("10023# 4821# 1 > 978# > !")
        #expect(steps(other).contains("press: \"${digits1}#\"") && !other.contains("978"))
    }

    @Test("a number that is keyed digit by digit is judged whole") func slowly() throws {
        let slow = "4539578763621486".map { "\($0)WW" }.joined()
        let text = try saved("10023# 4821# 1 \(slow)#")
        // The choice before it is in the same row of digits.
        #expect(SavedDigits(text).text.filter { $0 != " " } == "100234821" && text.contains("  digits17: \"\"\n"))
        let test = "4242424242424242".map { "\($0)WW" }.joined()
        #expect(!(try saved("10023# 4821# 1 \(test)#")).contains("digits1"))
    }

    @Test("PINs of other accounts than the shipped ones are not kept, their numbers are") func otherAccounts() throws {
        var files = SavedScenario.Files()
        files.accounts = "accounts.yaml"
        let text = try saved(CallKit.canonical, files: files)
        #expect(!text.contains("4821"))
        #expect(steps(text).contains("press: \"10023#\"") && steps(text).contains("press: \"${digits1}\""))
        #expect(steps(text).contains("press: \"4242424242424242#\""))
    }

    @Test("a bank account for tests stands, another does not") func bankAccount() throws {
        func bank(_ number: String) throws -> String {
            try saved("110000000# 1 \(number)# 1 1") {
                ($0.identified, $0.amount, $0.method) = (true, "20.00", .bankAccount)
            }
        }
        #expect(steps(try bank("000123456789")).contains("press: \"000123456789#\""))
        for number in ["98765432101", "98765"] {
            let text = try bank(number)
            let name = number.count < 11 ? "digits1" : "digits2"
            #expect(!text.contains(number) && text.contains("# \(name): \(number.count) digits\n"), "\(text)")
        }
    }

    @Test("given fields stand with a test card, and are not kept without one") func given() throws {
        let test = try saved("123# 1 1") {
            ($0.identified, $0.amount) = (true, "20.00")
            $0.given = ["expiry=1230", "card-number=4242424242424242", "postal-code=94110"]
        }
        #expect(
            test.contains("give: {card-number: \"4242424242424242\", expiry: \"1230\", postal-code: \"94110\"}"),
            "\(test)")
        let alone = try saved("!") {
            ($0.identified, $0.amount) = (true, "20.00")
            $0.given = ["expiry=1230"]
        }
        #expect(alone.contains("give: {expiry: \"${digits1}\"}") && !alone.contains("1230"))
    }
}

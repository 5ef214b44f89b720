import Amounts
import CallTestKit
import CardData
import Foundation
import PaymentCall
import PaymentGateway
import Telephony
import Testing
import YAMLText

@testable import Settings

private func settings(_ text: String) throws -> CallSettings {
    try CallSettings(YAMLValue(bytes: Array(text.utf8), name: "s.yaml"))
}

/// What a settings text is refused with, as it is printed.
private func refusal(of text: String) -> String? {
    do {
        _ = try settings(text)
        return nil
    } catch { return "\(error)" }
}

/// A settings text and what it changes of the defaults.
private struct Change: Sendable, CustomTestStringConvertible {
    let text: String
    let change: @Sendable (inout CallSettings) -> Void
    var testDescription: String { text }

    init(_ text: String, _ change: @escaping @Sendable (inout CallSettings) -> Void) {
        self.text = text
        self.change = change
    }

    static let all: [Change] = [
        Change("{}") { _ in },
        Change("timeouts: { first-digit: 7 }") { $0.rules.firstDigitTimeout = .milliseconds(7000) },
        Change("timeouts: { inter-digit: 0.25 }") { $0.rules.interDigitTimeout = .milliseconds(250) },
        Change("timeouts: { termination: 3.5 }") { $0.rules.terminationTimeout = .milliseconds(3500) },
        Change("timeouts: { double-star: 1 }") { $0.rules.doubleStarTimeout = .milliseconds(1000) },
        Change("timeouts: { error-guard: 0 }") { $0.rules.errorGuard = .zero },
        Change("timeouts: { first-digit: 3600 }") { $0.rules.firstDigitTimeout = .milliseconds(3_600_000) },
        Change("timeouts: { first-digit: 0.001 }") { $0.rules.firstDigitTimeout = .milliseconds(1) },
        Change("attempts: 1") { $0.rules.attempts = 1 },
        Change("declines: 20") { $0.rules.declines = 20 },
        Change("amount: { minimum: 6 }") { $0.rules.minimumAmount = "6.00" },
        Change("amount: { maximum: 6.5 }") { $0.rules.maximumAmount = "6.50" },
        Change("amount: { minimum: 5000, maximum: 5000 }") { $0.rules.minimumAmount = "5000.00" },
        Change("amount: { currency: eur }") { $0.rules.currency = .eur },
        Change("amount: { minimum: 1.005, maximum: 9, currency: KWD }") { settings in
            settings.rules.minimumAmount = "1.005"
            settings.rules.maximumAmount = "9.000"
            settings.rules.currency = Currency(code: "KWD") ?? .usd
        },
        Change("amount: { maximum: 900000, currency: JPY }") { settings in
            settings.rules.minimumAmount = "5"
            settings.rules.maximumAmount = "900000"
            settings.rules.currency = Currency(code: "JPY") ?? .usd
        },
        Change("cards: { brands: [visa, mir] }") { $0.rules.cards.brands = [.visa, .mir] },
        Change("cards: { brands: [] }") { $0.rules.cards.brands = [] },
        Change("cards: { live-card-guard: false }") { $0.rules.cards.liveCardGuard = false },
        Change("cards: { thirteen-digit-visa: true }") { $0.rules.cards.shortVisa = true },
        Change("cards: { without-luhn: [unionpay] }") { $0.rules.cards.brandsWithoutLuhn = [.unionPay] },
        Change("cards: { test-numbers: ['4539578763621486', \"4539578763621486\", 450000000000] }") {
            $0.rules.cards.furtherTestNumbers = ["4539578763621486", "450000000000"]
        },
        Change("gateway: { timeout: 4 }") { $0.rules.gatewayTimeout = .milliseconds(4000) },
        Change("gateway: { retries: 0 }") { $0.rules.gatewayRetries = 0 },
        Change("gateway: { latency: 0 }") { $0.gateway.latency = .zero },
        Change("gateway: { faults: [none, unreachable, no-answer, lost-request] }") {
            $0.gateway.faults = [.none, .unreachable, .noAnswer, .lostRequest]
        },
        Change("gateway: { answers-inquiries: false }") { $0.gateway.answersInquiries = false },
        Change("no-barge-in: [greeting]") { $0.rules.greetingBargeIn = false },
        Change("no-barge-in: [pin, confirm-expiry, summary]") {
            $0.rules.withoutBargeIn = [.enter(.pin), .confirm(.expiry), .choose(.summary)]
        },
        Change("no-type-ahead: [account, change]") {
            $0.rules.withoutTypeAhead = [.enter(.account), .choose(.change)]
        },
        Change("queue: other") { $0.rules.queue = "other" },
        Change("agent: Jo") { $0.rules.agent = "Jo" },
        Change("routes: { too-many-attempts: { number: '+15550100' }, not-payable: hang-up }") {
            $0.rules.routes = ["too-many-attempts": .number("+15550100"), "not-payable": .hangUp]
        },
        Change("routes: { stolen_card: { queue: fraud }, outcome-unknown: { agent: Jo } }") {
            $0.rules.routes = ["stolen_card": .queue("fraud"), "outcome-unknown": .agent("Jo")]
        },
    ]
}

@Suite struct SettingTests {
    @Test(arguments: Change.all) private func isReadAlone(_ setting: Change) throws {
        var expected = CallSettings()
        setting.change(&expected)
        #expect(try settings(setting.text) == expected)
    }

    @Test func everyQuestionCanBeForbiddenBoth() throws {
        for question in Question.all {
            #expect(try settings("no-barge-in: [\(question.name)]").rules.withoutBargeIn == [question])
            #expect(try settings("no-type-ahead: [\(question.name)]").rules.withoutTypeAhead == [question])
        }
    }

    @Test func everyReasonCanHaveARoute() throws {
        for reason in CallResult.reasons {
            #expect(try settings("routes: { \(reason): hang-up }").rules.routes == [reason: .hangUp])
        }
    }

    /// docs/settings.md shows the defaults; they are the defaults.
    @Test func theDocumentedFileHoldsTheDefaults() throws {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let page = try String(contentsOfFile: "/" + root + "/docs/settings.md", encoding: .utf8)
        let blocks = page.components(separatedBy: "```yaml\n").dropFirst()
            .map { $0.components(separatedBy: "```")[0] }
        let first = try #require(blocks.first)
        #expect(try settings(first) == CallSettings())
        #expect(first == CallSettings.documentedFile)
        let accounts = try #require(blocks.dropFirst().first)
        let value = try YAMLValue(bytes: Array(accounts.utf8), name: "a.yaml").mapping(["accounts"])
        #expect(try AccountDirectory(#require(value["accounts"])).accounts.map(\.number) == ["10023"])
    }
}

/// Settings that can be heard: the call is another one with them.
@Suite struct SettingBehaviourTests {
    private func call(_ text: String, _ keys: String) throws -> FinishedCallFacts {
        let settings = try settings(text)
        let call = try CallKit.call(keys) { $0.settings = settings }
        return FinishedCallFacts(
            summary: call.summary, transfer: call.transfer, seconds: call.record.duration.seconds,
            prompts: call.prompts, failures: call.failures)
    }

    @Test func attemptsAndDeclines() throws {
        #expect(try call("attempts: 1", CallKit.identified + "1#").summary == "failed/too-many-attempts")
        let declined = CallKit.identified + CallKit.card("4000000000000002") + "1"
        #expect(try call("declines: 1", declined).summary == "declined/too-many-declines")
    }

    @Test func timeoutsMakeCallsShorterAndLonger() throws {
        let usual = try call("{}", "10023#").seconds
        let shorter = try call("timeouts: { first-digit: 4 }", "10023#").seconds
        #expect(abs(shorter - (usual - 18)) < 1e-6)
        let entry = try call("{}", CallKit.identified + "424242").seconds
        #expect(try call("timeouts: { inter-digit: 9 }", CallKit.identified + "424242").seconds == entry + 4)
        let whole = CallKit.identified + "4242424242424242"
        let ended = try call("{}", whole).seconds
        #expect(try call("timeouts: { termination: 4 }", whole).seconds == ended + 2)
    }

    @Test func amountLimitsAreSaidAndKept() throws {
        let keys = "10023# 4821# 7# > 9#"
        let facts = try call("amount: { minimum: 8, maximum: 8.5 }\nattempts: 2", keys)
        #expect(facts.prompts.contains("amount-below-minimum") && facts.failures.count == 2)
        #expect(facts.summary == "failed/too-many-attempts")
    }

    @Test func furtherTestNumbersAreTaken() throws {
        let keys = CallKit.identified + CallKit.card("4539578763621486") + "1"
        #expect(try call("{}", keys).summary != "paid")
        #expect(try call("cards: { test-numbers: ['4539578763621486'] }", keys).summary == "paid")
        #expect(try call("cards: { live-card-guard: false }", keys).summary == "paid")
    }

    @Test func routesQueueAndAgent() throws {
        let keys = "10023# 4821# 0"
        #expect(try call("queue: billing", keys).transfer == "queue billing")
        #expect(try call("routes: { asked-for-agent: { number: '+1555' } }", keys).transfer == "number +1555")
        #expect(try call("routes: { asked-for-agent: { agent: Jo } }", keys).transfer == "agent Jo")
        #expect(try call("routes: { asked-for-agent: hang-up }", keys).transfer == nil)
    }

    @Test func gatewayLatencyAndFaults() throws {
        let usual = try call("{}", CallKit.canonical).seconds
        #expect(try call("gateway: { latency: 3.5 }", CallKit.canonical).seconds == usual + 2)
        let unreachable = "gateway: { faults: [unreachable], retries: 0 }"
        #expect(try call(unreachable, CallKit.canonical).summary == "failed/gateway-unavailable")
        let lost = "gateway: { faults: [no-answer], answers-inquiries: false, retries: 0, timeout: 2 }"
        let unknown = try call(lost, CallKit.canonical)
        #expect(unknown.summary == "pending/outcome-unknown")
    }
}

/// What a call with settings came to.
private struct FinishedCallFacts {
    let summary: String
    let transfer: String?
    let seconds: Double
    let prompts: [String]
    let failures: [String]
}

@Suite struct WrongSettingTests {
    @Test(arguments: [
        ("atempts: 3", "1:1: 'atempts' is no key here; did you mean 'attempts'?"),
        ("timeouts: { first_digits: 3 }", "1:13: 'first_digits' is no key here; did you mean 'first-digit'?"),
        ("timeouts: 5", "1:11: a mapping (key: value) is needed here"),
        ("timeouts: { first-digit: 0 }", "1:26: this must be a number of seconds from 0.001 to 3600.0"),
        ("timeouts: { first-digit: 3601 }", "1:26: this must be a number of seconds from 0.001 to 3600.0"),
        ("timeouts: { first-digit: nan }", "1:26: this must be a number of seconds from 0.001 to 3600.0"),
        ("timeouts: { error-guard: -1 }", "1:26: this must be a number of seconds from 0.0 to 3600.0"),
        ("attempts: 0", "1:11: this must be a whole number from 1 to 20"),
        ("attempts: 21", "1:11: this must be a whole number from 1 to 20"),
        ("attempts: three", "1:11: this must be a whole number from 1 to 20"),
        ("attempts:", "1:10: this must be a whole number from 1 to 20"),
        ("declines: [3]", "1:11: one value is needed here"),
        ("amount: { minimum: 5.005 }", "1:20: this is no amount of USD; write it like 120.00"),
        ("amount: { minimum: 5.5, currency: JPY }", "1:20: this is no amount of JPY; write it like 120"),
        ("amount: { minimum: 1.0005, currency: KWD }", "1:20: this is no amount of KWD; write it like 120.000"),
        ("amount: { minimum: -5 }", "1:20: this is no amount of USD"),
        ("amount: { maximum: '5,000' }", "1:20: this is no amount of USD"),
        ("amount: { maximum: 99999999999999999999 }", "1:20: this is no amount of USD"),
        ("amount: { currency: DOLLAR }", "1:21: this is no currency of ISO 4217"),
        ("amount: { minimum: 6, maximum: 5 }", "1:9: the minimum amount is greater than the maximum of 5.00 USD"),
        ("amount: { minimum: 5001 }", "1:9: the minimum amount is greater than the maximum of 5000.00 USD"),
        ("amount: { maximum: 4.99 }", "1:9: the minimum amount is greater than the maximum of 4.99 USD"),
        ("amount: { minimum: 5001, currency: JPY }", "1:9: the minimum amount is greater than the maximum of 5000 JPY"),
        ("amount: { maximum: 4, currency: JPY }", "1:9: the minimum amount is greater than the maximum of 4 JPY"),
        (
            "amount: { maximum: 4.999, currency: KWD }",
            "1:9: the minimum amount is greater than the maximum of 4.999 KWD"
        ),
        ("cards: { brands: visa }", "1:18: a list is needed here"),
        ("cards: { brands: [vissa] }", "1:19: this is no name that is known here; did you mean 'visa'?"),
        ("cards: { live-card-guard: on }", "1:27: this must be one of: true, false"),
        ("cards: { test-numbers: ['4242 4242 4242 4242'] }", "1:25: a card number has 12 to 19 digits"),
        ("cards: { test-numbers: ['42424242424'] }", "1:25: a card number has 12 to 19 digits"),
        ("gateway: { retries: 11 }", "1:21: this must be a whole number from 0 to 10"),
        ("gateway: { timeout: 0 }", "1:21: this must be a number of seconds"),
        ("gateway: { faults: [down] }", "1:21: this must be one of: none, unreachable, no-answer, lost-request"),
        ("no-barge-in: [pins]", "1:15: this is no name that is known here; did you mean 'pin'?"),
        ("no-type-ahead: [greeting]", "1:17: this must be one of: language, account, pin"),
        ("queue: ''", "1:8: a name of 1 to 200 characters is needed here"),
        ("queue: '4242424242424242'", "1:8: this looks like a card number; give a name, or mask its digits"),
        ("agent: '4242 4242 4242 4242'", "1:8: this looks like a card number; give a name, or mask its digits"),
        ("routes: { too-many: hang-up }", "1:11: 'too-many' is no key here; the keys are: too-many-declines"),
        ("routes: { lost_card: hangup }", "1:22: a way out is hang-up, or one of"),
        (
            "routes: { lost_card: {} }",
            "1:22: one of queue, agent, number, payment-link, callback is needed here, or hang-up"
        ),
        (
            "routes: { lost_card: { queue: a, agent: b } }",
            "1:22: one of queue, agent, number, payment-link, callback is needed here"
        ),
        ("[]", "1:1: a mapping (key: value) is needed here"),
    ])
    func isOneSentenceWithItsPlace(_ text: String, _ says: String) throws {
        let said = try #require(refusal(of: text))
        #expect(said.hasPrefix("s.yaml:" + says), "\(said)")
    }

    @Test func theCurrencyMayStandBehindTheAmounts() throws {
        let rules = try settings("amount:\n  minimum: 100\n  maximum: 200\n  currency: JPY\n").rules
        #expect(rules.limits(in: rules.currency).maximum == Money(minor: 200, currency: rules.currency))
    }
}

@Suite struct AccountsFileTests {
    private func directory(_ list: String) throws -> AccountDirectory {
        try AccountDirectory(YAMLValue(bytes: Array(list.utf8), name: "a.yaml"))
    }

    @Test func everyKeyIsRead() throws {
        let list =
            "- { number: '007', pin: '01', balance: 5, currency: KWD, blocked: true }\n- {number: 8, pin: 9, balance: 1.5}"
        let accounts = try directory(list).accounts
        let dinars = try #require(Currency(code: "KWD"))
        #expect(
            accounts == [
                Account(
                    number: "007", pin: StoredPIN("01"), balance: Money(minor: 5000, currency: dinars), isBlocked: true),
                Account(
                    number: "8", pin: StoredPIN("9"), balance: Money(minor: 150, currency: .usd), isBlocked: false),
            ])
        #expect(try directory("[]").accounts.isEmpty)
    }

    @Test(arguments: [
        (
            "- {number: '1', pin: '2', balance: 3}\n- {number: '1', pin: '4', balance: 5}",
            "2:3: this account number stands twice"
        ),
        ("- {number: '4242424242424242', pin: '2', balance: 3}", "1:12: this account number could be a card number"),
        ("- {number: '994242424242424242', pin: '2', balance: 3}", "1:12: this account number could be a card number"),
        ("- {number: '1a', pin: '2', balance: 3}", "1:12: an account number has 1 to 24 digits"),
        ("- {number: '', pin: '2', balance: 3}", "1:12: an account number has 1 to 24 digits"),
        ("- {number: '1234567890123456789012345', pin: '2', balance: 3}", "1:12: an account number has 1 to 24 digits"),
        ("- {number: '٣', pin: '2', balance: 3}", "1:12: an account number has 1 to 24 digits"),
        ("- {number: '1', pin: '1234567890123', balance: 3}", "1:22: a PIN has 1 to 12 digits"),
        ("- {number: '1', pin: 'x', balance: 3}", "1:22: a PIN has 1 to 12 digits"),
        ("- {pin: '2', balance: 3}", "1:3: an account needs number, pin and balance"),
        ("- {number: '1', balance: 3}", "1:3: an account needs number, pin and balance"),
        ("- {number: '1', pin: '2'}", "1:3: an account needs number, pin and balance"),
        ("- {number: '1', pin: '2', balance: 3.123}", "1:36: this is no amount of USD"),
        ("- {number: '1', pin: '2', balance: 3.1, currency: JPY}", "1:36: this is no amount of JPY"),
        ("- {number: '1', pin: '2', balance: 3, currency: XXX}", "1:49: this is no currency"),
        ("- {number: '1', pin: '2', balance: 3, blocked: maybe}", "1:48: this must be one of: true, false"),
        ("- {number: '1', pin: '2', ballance: 3}", "1:27: 'ballance' is no key here; did you mean 'balance'?"),
        ("- 10023", "1:3: a mapping (key: value) is needed here"),
        ("number: 1", "1:1: a list is needed here"),
    ])
    func isOneSentenceWithItsPlace(_ list: String, _ says: String) {
        do {
            _ = try directory(list)
            Issue.record("read: \(list)")
        } catch { #expect("\(error)".hasPrefix("a.yaml:" + says), "\(error)") }
    }

    @Test func aFileHasTheKeyAccounts() throws {
        try SoundKit.withFolder { folder in
            func write(_ text: String) throws {
                try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "a.yaml"))
            }
            func refusal() -> String? {
                do {
                    _ = try AccountDirectory(contentsOf: folder + "a.yaml")
                    return nil
                } catch { return "\(error)" }
            }
            try write("accounts: [{number: '5', pin: '1', balance: 2}]")
            #expect(refusal() == nil)
            try write("{}")
            #expect(refusal()?.hasSuffix("a.yaml:1:1: the key 'accounts' is missing") == true)
            try write("account: []")
            #expect(refusal()?.hasSuffix("did you mean 'accounts'?") == true)
            try write("- {number: '5', pin: '1', balance: 2}")
            #expect(refusal()?.contains("a mapping (key: value) is needed here") == true)
        }
    }

    @Test func manyAccountsAreReadSoon() throws {
        let list = (0..<15_000).map { "- {number: '\($0)', pin: '1', balance: 2}" }.joined(separator: "\n")
        let begin = ContinuousClock.now
        #expect(try directory(list).accounts.count == 15_000)
        #expect(begin.duration(to: .now) < .seconds(60))
    }
}

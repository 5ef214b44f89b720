import Amounts
import CallTestKit
import CardData
import PaymentCall
import Telephony
import Testing

@testable import Prompts

/// Calls by chance through the machine alone, with rules by chance, for the prompts that they say.
private struct PromptWalk {
    /// What a caller may key at a field: right, wrong, out of bounds.
    private static let entries: [Field: [String]] = [
        .account: ["10023#", "10023#", "10024#", "10026#", "10027#", "999#"],
        .pin: ["4821", "4821", "1357", "9999", "7410", "0000#"],
        .amount: ["20#", "20#", "50#", "1#", "99999#", "130#", "*#", "2*345#"],
        .cardNumber: [
            "4242424242424242#", "4242424242424242#", "378282246310005", "4242424242424241#", "30569309025904#",
            "4539578763621486#", "42424242#", "123#",
        ],
        .expiry: ["1230", "1230", "0120", "1330"], .securityCode: ["123#", "123#", "1234", "12#"],
        .postalCode: ["94107", "94107", "9#"], .routingNumber: ["110000000", "110000000", "123456789"],
        .bankAccount: ["000123456789#", "000123456789#", "1#", "999999999#"],
    ]

    var random: SeededGenerator
    var said: [Prompt] = []
    private var now = MediaTime.zero

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func rules() -> CallRules {
        var rules = CallRules()
        rules.languages = chance(30) ? [.english, .spanish] : [.english]
        rules.methods = chance(40) ? [.card, .bankAccount] : chance(30) ? [.bankAccount] : [.card]
        for field in Field.allCases where chance(60) {
            let confirmation = FieldRule.Confirmation.allCases.randomElement(using: &random) ?? .none
            rules.fields[field] = FieldRule(confirmation: confirmation)
        }
        rules.allowedAmounts = chance(20) ? ["20", "50"] : []
        rules.impliesCents = chance(20)
        rules.allowsPartialPayment = chance(80)
        rules.limitsToBalance = chance(70)
        rules.cards.brands = chance(40) ? [.visa] : rules.cards.brands
        rules.cardCheck.isAsked = chance(30)
        rules.cardCheck.whenUnreachable = [.accept, .refuse, .end].randomElement(using: &random) ?? .accept
        rules.speaksSecurityCode = chance(30)
        rules.attempts = chance(80) ? 4 : 2
        for reason in DeclineReason.allCases where chance(30) {
            rules.declineRules[reason]?.offersAnotherAmount = true
            rules.declineRules[reason]?.ends = false
            rules.declineRules[reason]?.triesOnceMore = false
        }
        let routes: [Route] = [.hangUp, .agent("a"), .number("1"), .paymentLink("p"), .callbackOffer("c")]
        if chance(50) { rules.routes["too-many-attempts"] = routes.randomElement(using: &random) }
        return rules
    }

    private mutating func setup() throws -> CallSetup {
        var setup = CallSetup(callID: "call", today: try #require(CalendarMonth(year: 2026, month: 1)))
        setup.mode = chance(20) ? .assisted : .automated
        setup.identified = chance(30)
        setup.tokenizes = chance(15)
        setup.amount = chance(20) ? Money(minor: 20_00, currency: .usd) : nil
        return setup
    }

    /// One call to its end.
    mutating func run() throws {
        var call = PaymentCall(rules: rules(), setup: try setup())
        var pending = call.answered(at: now)
        for _ in 0..<400 {
            while !pending.isEmpty { pending = answer(pending.removeFirst(), &call) + pending }
            now = now + .milliseconds(1_500)
            if call.stateName == .ended { return }
            pending = step(&call)
        }
    }

    /// What the world does of an action; the actions that follow.
    private mutating func answer(_ action: Action, _ call: inout PaymentCall) -> [Action] {
        switch action {
        case .play(let announcement): said += announcement.prompts
        case .lookUpAccount:
            return call.accountLookedUp(call.withEntry { AccountDirectory.standard.account(keyed: $0) }, at: now)
        case .checkCard:
            return call.cardChecked(CardCheckReply.allCases.randomElement(using: &random) ?? .accepted, at: now)
        case .charge(let request): return call.gatewayReplied(reply(), transactionID: request.transactionID, at: now)
        case .inquire(let id), .void(let id): return call.gatewayReplied(.unknown, transactionID: id, at: now)
        case .stopPrompt, .end, .report: break
        }
        return []
    }

    private mutating func reply() -> GatewayReply {
        if chance(15) { return chance(50) ? .notSent : .unknown }
        if chance(10) {
            return chance(50) ? .heldBack(.unknown) : .heldBack(.paid(Money(minor: 20_00, currency: .usd)))
        }
        if chance(30) { return .approved(GatewayApproval(reference: "RX-7")) }
        return .declined(DeclineReason.allCases.randomElement(using: &random) ?? .cardDeclined)
    }

    /// The next thing that happens: the prompt ends, time passes, keys come.
    private mutating func step(_ call: inout PaymentCall) -> [Action] {
        if call.stateName == .charging, let deadline = call.nextDeadline {
            now = max(now, deadline)
            return call.deadlineReached(at: now)
        }
        guard let question = call.question, !chance(3) else {
            return chance(95) ? call.promptFinished(at: now) : call.agentCancelled(at: now)
        }
        var actions = call.promptFinished(at: now)
        if chance(6), let deadline = call.nextDeadline {
            now = max(now, deadline)
            return actions + call.deadlineReached(at: now)
        }
        var keys = chance(90) ? "1" : ["2", "3", "0", "9", "*", "2"].randomElement(using: &random) ?? "1"
        switch question {
        case .enter(let field), .enterAgain(let field):
            keys = chance(4) ? "A" : Self.entries[field]?.randomElement(using: &random) ?? "1"
        case .confirm, .choose: break
        }
        for key in keys.compactMap({ Key($0) }) {
            now = now + .milliseconds(150)
            actions += call.keyPressed(key, at: now)
        }
        return actions
    }
}

@Suite struct MachinePromptTests {
    /// What calls by chance say, each prompt by what chooses its words.
    private static let said: Result<Set<Prompt>, any Error> = Result {
        var said: Set<Prompt> = []
        for seed in 0..<UInt64(6_000) {
            var walk = PromptWalk(seed: seed)
            try walk.run()
            said.formUnion(walk.said)
        }
        return said
    }

    @Test func eachPromptHasTheValuesOfItsDefinition() throws {
        for prompt in try Self.said.get() {
            let definition = try #require(
                PromptCatalogue.definitions[prompt.id], "\(prompt.id) is not in the catalogue")
            #expect(Set(prompt.values.map(\.slot)) == definition.slots, "\(prompt.id)")
            #expect(prompt.values.count == definition.slots.count, "\(prompt.id)")
            for value in prompt.values {
                #expect(value.said != .words("") && value.said != .spelled(""), "\(prompt.id) \(value.slot)")
            }
        }
    }

    @Test func everyPromptIsSaidBySomeCall() throws {
        let missing = Set(PromptCatalogue.definitions.keys).subtracting(try Self.said.get().map(\.id))
        #expect(missing.isEmpty, "\(missing.sorted())")
    }

    @Test func everyErrorIsInTheList() throws {
        let errors = Set(try Self.said.get().compactMap(\.occasion.error))
        #expect(errors.isSubset(of: PromptErrors.names), "\(errors.subtracting(PromptErrors.names).sorted())")
        let unseen = Set(PromptErrors.names).subtracting(errors).sorted()
        #expect(unseen.isEmpty, "\(unseen)")
        #expect(Set(PromptErrors.names).count == PromptErrors.names.count)
    }

    /// What went wrong is over when the next thing was right.
    @Test func anErrorIsSaidOfItsOwnQuestionAlone() throws {
        for prompt in try Self.said.get() where prompt.occasion.error == "no-input" || prompt.occasion.error == "luhn" {
            #expect(prompt.occasion.attempt > 1, "\(prompt.id) \(prompt.occasion)")
        }
    }
}

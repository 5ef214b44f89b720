import Amounts
import CardData
import Telephony
import Testing

@testable import PaymentCall

/// The events of the machine, one of each kind.
enum Happening: String, CaseIterable, Sendable {
    case answered, digit, star, promptFinished, deadline, accountFound, cardChecked, gatewayApproved
    case callerHungUp, agentCancelled, secondPayment
}

/// Where a call may stand when an event comes; the states of the machine, `listening` in its four shapes.
enum Standing: String, CaseIterable, Sendable {
    case ready, greeting
    /// The account's question is being played.
    case asking
    /// Its prompt is over, nothing is keyed.
    case waiting
    /// A digit is keyed.
    case keying
    /// A menu's prompt is over.
    case choosing
    case lookingUp, checking, charging, closing, ended
}

/// What the machine must do: its actions but the reports, and where it stands afterwards; or nothing, and why.
struct Expected: Sendable {
    let actions: [String]
    let state: StateName?
    let ignoredBecause: String?

    static func does(_ actions: String..., to state: StateName) -> Expected {
        Expected(actions: actions, state: state, ignoredBecause: nil)
    }
    static func ignored(_ why: String) -> Expected { Expected(actions: [], state: nil, ignoredBecause: why) }
}

/// The table: every state, every event.
private let table: [Standing: [Happening: Expected]] = {
    let over = Expected.ignored("the call is over")
    let once = Expected.ignored("a call is answered once")
    let noPrompt = Expected.ignored("nothing that matters is playing")
    let noTimer = Expected.ignored("no timer runs")
    let notAsked = Expected.ignored("the directory was not asked")
    let noCharge = Expected.ignored("the gateway was not asked")
    let noCheck = Expected.ignored("nobody was asked about the card")
    let refused = Expected.ignored("one payment at a time; the refusal is reported")
    let leaves = Expected.does("end hung-up", to: .ended)
    let cancels = Expected.does("play cancelled", to: .closing)
    return [
        .ready: [
            .cardChecked: noCheck, .secondPayment: refused,
            .answered: .does("play greeting", to: .greeting), .digit: .ignored("not answered yet"),
            .star: .ignored("not answered yet"), .promptFinished: noPrompt, .deadline: noTimer,
            .accountFound: notAsked, .gatewayApproved: noCharge, .callerHungUp: leaves,
            .agentCancelled: .ignored("nothing to cancel yet"),
        ],
        .greeting: [
            .cardChecked: noCheck, .secondPayment: refused,
            .answered: once, .digit: .does("stop", to: .listening),
            .star: .does("stop", "play cancelled", to: .closing),
            .promptFinished: .does("play ask-account", to: .listening), .deadline: noTimer, .accountFound: notAsked,
            .gatewayApproved: noCharge, .callerHungUp: leaves, .agentCancelled: cancels,
        ],
        .asking: [
            .cardChecked: noCheck, .secondPayment: refused,
            .answered: once, .digit: .does("stop", to: .listening),
            .star: .does("stop", "play cancelled", to: .closing),
            .promptFinished: .does(to: .listening), .deadline: .ignored("the timer starts when the prompt is over"),
            .accountFound: notAsked, .gatewayApproved: noCharge, .callerHungUp: leaves, .agentCancelled: cancels,
        ],
        .waiting: [
            .cardChecked: noCheck, .secondPayment: refused,
            .answered: once, .digit: .does(to: .listening), .star: .does("play cancelled", to: .closing),
            .promptFinished: .ignored("it is over already"), .deadline: .does("play no-input", to: .listening),
            .accountFound: notAsked, .gatewayApproved: noCharge, .callerHungUp: leaves, .agentCancelled: cancels,
        ],
        .keying: [
            .cardChecked: noCheck, .secondPayment: refused,
            .answered: once, .digit: .does(to: .listening), .star: .does("play cancelled", to: .closing),
            .promptFinished: .ignored("the first key has stopped it"), .deadline: .does("look up", to: .lookingUp),
            .accountFound: notAsked, .gatewayApproved: noCharge, .callerHungUp: leaves, .agentCancelled: cancels,
        ],
        .choosing: [
            .cardChecked: noCheck, .secondPayment: refused,
            .answered: once, .digit: .does("play ask-card-number", to: .listening),
            .star: .does("play cancelled", to: .closing), .promptFinished: .ignored("it is over already"),
            .deadline: .does("play no-input", to: .listening), .accountFound: notAsked, .gatewayApproved: noCharge,
            .callerHungUp: leaves, .agentCancelled: cancels,
        ],
        .lookingUp: [
            .cardChecked: noCheck, .secondPayment: refused,
            .answered: once, .digit: .ignored("it waits for its question"),
            .star: .ignored("it waits for its question"),
            .promptFinished: noPrompt, .deadline: noTimer, .accountFound: .does("play ask-pin", to: .listening),
            .gatewayApproved: noCharge, .callerHungUp: leaves, .agentCancelled: cancels,
        ],
        .checking: [
            .answered: once, .digit: .ignored("it waits for its question"),
            .star: .ignored("it waits for its question"),
            .promptFinished: noPrompt, .deadline: .does("play confirm-card-number", to: .listening),
            .accountFound: notAsked, .cardChecked: .does("play confirm-card-number", to: .listening),
            .gatewayApproved: noCharge, .callerHungUp: leaves, .agentCancelled: cancels, .secondPayment: refused,
        ],
        .charging: [
            .cardChecked: noCheck, .secondPayment: refused,
            .answered: once, .digit: .ignored("keys do nothing while the gateway is asked"),
            .star: .ignored("keys do nothing while the gateway is asked"),
            .promptFinished: .ignored("the gateway's pause has no end but its answer"),
            .deadline: .does("charge 2", to: .charging), .accountFound: notAsked,
            .gatewayApproved: .does("play paid", to: .closing),
            .callerHungUp: .ignored("the answer decides; it is noted that the caller has left"),
            .agentCancelled: .ignored("too late: the gateway is asked"),
        ],
        .closing: [
            .cardChecked: noCheck, .secondPayment: refused,
            .answered: once, .digit: .ignored("nothing more is asked"), .star: .ignored("nothing more is asked"),
            .promptFinished: .does("end paid", to: .ended), .deadline: noTimer, .accountFound: notAsked,
            .gatewayApproved: .ignored("the answer was heard already"), .callerHungUp: .does("end paid", to: .ended),
            .agentCancelled: .ignored("the result stands"),
        ],
        .ended: [
            .cardChecked: over, .secondPayment: over,
            .answered: over, .digit: over, .star: over, .promptFinished: over, .deadline: over, .accountFound: over,
            .gatewayApproved: over, .callerHungUp: over, .agentCancelled: over,
        ],
    ]
}()

@Suite("Every event in every state") struct StateTableTests {
    private static let account = Account(
        number: "10023", pin: StoredPIN("4821"), balance: Money(minor: 12_000, currency: .usd), isBlocked: false)
    private static let late = MediaTime.seconds(3600)

    /// A call that stands there. Assisted, so that the agent may cancel.
    private static func call(_ standing: Standing) throws -> PaymentCall {
        var setup = CallSetup(callID: "c", today: try #require(CalendarMonth(year: 2026, month: 1)))
        setup.mode = .assisted
        if [.choosing, .checking, .charging, .closing, .ended].contains(standing) {
            (setup.account, setup.identified) = (account, true)
        }
        if [.checking, .charging, .closing, .ended].contains(standing) {
            setup.amount = Money(minor: 2000, currency: .usd)
        }
        var rules = CallRules()
        rules.cardCheck.isAsked = standing == .checking
        var call = PaymentCall(rules: rules, setup: setup)
        if standing == .ready { return call }
        _ = call.answered(at: .zero)
        if standing == .greeting { return call }
        _ = call.promptFinished(at: .zero)
        switch standing {
        case .asking: break
        case .waiting, .choosing: _ = call.promptFinished(at: .zero)
        case .keying: _ = call.keyPressed(.one, at: .zero)
        case .lookingUp:
            _ = call.keyPressed(.one, at: .zero)
            _ = call.keyPressed(.pound, at: .zero)
        case .checking:
            for key in "4242424242424242#" { _ = call.keyPressed(try #require(Key(key)), at: .zero) }
        case .charging, .closing, .ended:
            for key in "4242424242424242#11230112311" { _ = call.keyPressed(try #require(Key(key)), at: .zero) }
            if standing != .charging {
                _ = call.gatewayReplied(.approved(GatewayApproval(reference: "R")), transactionID: "c-1", at: .zero)
            }
            if standing == .ended { _ = call.promptFinished(at: .zero) }
        case .ready, .greeting: break
        }
        return call
    }

    private static func happen(_ happening: Happening, to call: inout PaymentCall) -> [Action] {
        switch happening {
        case .answered: call.answered(at: late)
        case .digit: call.keyPressed(.one, at: late)
        case .star: call.keyPressed(.star, at: late)
        case .promptFinished: call.promptFinished(at: late)
        case .deadline: call.deadlineReached(at: late)
        case .accountFound: call.accountLookedUp(account, at: late)
        case .gatewayApproved:
            call.gatewayReplied(.approved(GatewayApproval(reference: "R")), transactionID: "c-1", at: late)
        case .callerHungUp: call.callerHungUp(at: late)
        case .agentCancelled: call.agentCancelled(at: late)
        case .cardChecked: call.cardChecked(.accepted, at: late)
        case .secondPayment: call.secondPaymentAsked(at: late)
        }
    }

    private static func name(_ action: Action) -> String? {
        switch action {
        case .report: nil
        case .play(let announcement): "play " + announcement.prompts[0].id
        case .stopPrompt: "stop"
        case .lookUpAccount: "look up"
        case .checkCard: "check card"
        case .charge(let request): "charge \(request.attempt)"
        case .inquire: "inquire"
        case .void: "void"
        case .end(let result): "end " + result.outcome.rawValue
        }
    }

    @Test(arguments: Standing.allCases, Happening.allCases)
    func row(standing: Standing, happening: Happening) throws {
        let expected = try #require(table[standing]?[happening], "the table has no row")
        var call = try Self.call(standing)
        let before = call.stateName
        let actions = Self.happen(happening, to: &call)
        let after = call.stateName
        #expect(actions.compactMap(Self.name) == expected.actions)
        #expect(after == expected.state ?? before)
    }

    @Test("the states of the machine are all in the table") func allStates() throws {
        var names: Set<StateName> = []
        for standing in Standing.allCases { names.insert(try Self.call(standing).stateName) }
        #expect(names == Set(StateName.allCases))
    }

    @Test("in an automated call no agent can cancel") func automated() throws {
        var call = PaymentCall(
            rules: CallRules(), setup: CallSetup(callID: "c", today: try #require(CalendarMonth(year: 2026, month: 1))))
        _ = call.answered(at: .zero)
        let actions = call.agentCancelled(at: .zero)
        #expect(actions.isEmpty)
    }

    @Test("an answer for another transaction is ignored") func otherTransaction() throws {
        var call = try Self.call(.charging)
        let actions = call.gatewayReplied(
            .approved(GatewayApproval(reference: "R")), transactionID: "other-1", at: Self.late)
        #expect(actions.isEmpty)
    }

    @Test("every question's name leads back to it") func questionNames() {
        for question in Question.all { #expect(Question(name: question.name) == question) }
        #expect(Question(name: "nonsense") == nil)
    }
}

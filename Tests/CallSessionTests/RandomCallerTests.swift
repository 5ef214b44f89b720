import Amounts
import CallEngine
import CallReports
import CallSession
import CallTestKit
import CardData
import PaymentCall
import PaymentGateway
import Telephony
import Testing

/// A caller who mostly does what is asked, often does not, and may leave at any moment; every call from a seed.
private struct RandomCall {
    let seed: UInt64
    var random: SeededGenerator
    let book = GatewayBook()
    var scene = CallScene(prompts: CallKit.prompts)

    let account: (number: String, pin: String)
    /// The card the caller holds on to.
    let card: String

    init(seed: UInt64) {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        account =
            [("10023", "4821"), ("10023", "4821"), ("10025", "2468"), ("10024", "1357"), ("10027", "7410")]
            .randomElement(using: &random) ?? ("10023", "4821")
        card = TestCards.all.randomElement(using: &random)?.number ?? ""
        scene.mode = Bool.random(using: &random) ? .automated : .assisted
        if chance(5) { (scene.account, scene.identified) = ("10023", chance(2)) }
        if chance(8) { scene.amount = "20" }
        if chance(6) { scene.settings.rules.withoutBargeIn = [Question.all.randomElement(using: &random)!] }
        if chance(6) { scene.settings.rules.withoutTypeAhead = [Question.all.randomElement(using: &random)!] }
        scene.settings.gateway.answersInquiries = !chance(4)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            scene.settings.gateway.faults.append(GatewayFault.allCases.randomElement(using: &random)!)
        }
    }

    mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

    /// What the caller keys for the question at hand: mostly right, sometimes wrong, or anything.
    mutating func answer(_ question: Question?) -> String {
        if chance(40) { return String((0..<Int.random(in: 0...20, using: &random)).map { _ in anyKey() }) }
        switch question {
        case .enter(.account): return one("99#", instead: account.number + "#")
        case .enter(.pin): return one("1111", instead: account.pin + (chance(2) ? "#" : ""))
        case .enter(.amount):
            return one(["1#", "99999#", "20*5*"].randomElement(using: &random) ?? "", instead: "20*55#")
        case .enter(.cardNumber): return one("4242424242424241#", instead: card + (chance(4) ? "" : "#"))
        case .enter(.expiry): return one(["1220", "9999"].randomElement(using: &random) ?? "", instead: "1230")
        case .enter, .enterAgain: return one("12#", instead: card.hasPrefix("3") && card.count == 15 ? "1234" : "123")
        case .confirm, .choose: return chance(10) ? (["2", "2", "3", "0"].randomElement(using: &random) ?? "") : "1"
        case nil: return chance(3) ? String(anyKey()) : ""
        }
    }

    private mutating func one(_ wrong: String, instead right: String) -> String { chance(8) ? wrong : right }

    mutating func anyKey() -> Character {
        chance(9) ? "*#ABCD".randomElement(using: &random)! : "0123456789".randomElement(using: &random)!
    }

    /// Runs the call to its end.
    mutating func run() throws -> FinishedCall {
        var engine = try scene.engine(
            door: ["random"], gateway: SpyGateway(behaviour: scene.settings.gateway, book: book))
        engine.answer()
        var steps = 0
        while !engine.isOver, steps < 400 {
            steps += 1
            act(on: &engine)
        }
        engine.runToEnd()
        let call = try FinishedCall(of: &engine)
        guard engine.holdsNoCardData else { throw DigitsKept() }
        return call
    }

    private mutating func act(on engine: inout CallEngine) {
        var at = engine.now + .milliseconds(chance(10) ? Int.random(in: 0...12_000, using: &random) : 200)
        if chance(120) { return engine.hangUp(at: at) }
        if chance(100) { return engine.cancelByAgent(at: at) }
        if chance(60) { return engine.press(.star, at: at) }
        for key in answer(engine.question) {
            engine.press(Key(key)!, at: at)
            at = at + .milliseconds(chance(40) ? Int.random(in: 0...6000, using: &random) : 200)
        }
        engine.advance(to: at)
    }
}

@Suite("Random callers") struct RandomCallerTests {
    /// 100,000 calls, in groups so that they run on all cores.
    private static let groups = 100
    private static let callsPerGroup = 1000

    @Test("every call ends, once, and never charges what was not confirmed", arguments: 0..<groups)
    func calls(group: Int) throws {
        for index in 0..<Self.callsPerGroup {
            let seed = UInt64(group * Self.callsPerGroup + index)
            var random = RandomCall(seed: seed)
            let call = try random.run()
            if let broken = Self.brokenPromise(call, random.book, random.scene) {
                Issue.record("seed \(seed): \(broken)")
                return
            }
        }
    }

    @Test("random callers come to every end there is") func spread() throws {
        var summaries: Set<String> = []
        for seed in 0..<4000 as Range<UInt64> {
            var random = RandomCall(seed: seed)
            summaries.insert(try random.run().summary)
        }
        let wanted = [
            "paid", "hung-up", "declined/too-many-declines", "declined/stolen_card", "failed/identification-failed",
            "failed/not-payable", "failed/account-blocked", "failed/too-many-attempts", "failed/asked-for-agent",
            "failed/gateway-unavailable", "pending/outcome-unknown", "cancelled/caller-cancelled",
            "cancelled/agent-cancelled",
        ]
        #expect(Set(wanted).subtracting(summaries).isEmpty)
    }

    /// The first promise of a payment call that `call` broke; nil for none.
    private static func brokenPromise(_ call: FinishedCall, _ book: GatewayBook, _ scene: CallScene) -> String? {
        let ends = call.events.count { if case .ended = $0.event { true } else { false } }
        if ends != 1 { return "\(ends) results" }
        if book.charged > 1 { return "charged \(book.charged) times" }
        if call.result.outcome == .paid, book.charged != 1 { return "paid, but not charged" }
        if book.charged == 1, ![.paid, .pending].contains(call.result.outcome) {
            return "charged, but \(call.summary)"
        }
        if call.record.duration > .seconds(3600) { return "it lasted more than an hour" }
        return brokenConfirmation(call.callEvents, amountGiven: scene.amount != nil) ?? spelledOut(call.callEvents)
    }

    /// Follows what the caller has confirmed; a charge without all of it is a broken promise.
    private static func brokenConfirmation(_ events: [CallEvent], amountGiven: Bool) -> String? {
        var confirmed: Set<Field> = amountGiven ? [.amount] : []
        var mayCharge = false
        for event in events {
            switch event {
            case .confirmed(let field): confirmed.insert(field)
            case .choice(.choose(.amountChoice), .one): confirmed.insert(.amount)
            case .choice(.choose(.change), .one): confirmed.remove(.amount)
            case .choice(.choose(.change), .two): confirmed.subtract([.cardNumber, .expiry, .securityCode])
            case .choice(.choose(.summary), .one): mayCharge = true
            case .digits(let field, let count, _) where count == 1: confirmed.remove(field)
            case .gatewayAsked:
                guard mayCharge else { return "charged without a 1 at the summary" }
                guard confirmed == [.amount, .cardNumber, .expiry, .securityCode] else {
                    return "charged with only \(confirmed) confirmed"
                }
            case .gatewayAnswered(_, .declined(let reason)):
                mayCharge = reason == .processingError
                if reason != .processingError { confirmed.remove(.securityCode) }
            case .attemptFailed(_, _, let attempt, let limit) where attempt > limit: return "more attempts than allowed"
            default: break
            }
        }
        return nil
    }

    /// A sensitive digit named, or more than a BIN of a harmless field's.
    private static func spelledOut(_ events: [CallEvent]) -> String? {
        var named = 0
        for event in events {
            switch event {
            case .digits(let field, _, .some) where field.isSensitive: return "a key of \(field) is named"
            case .digits(_, _, let key?) where key.digit != nil: named += 1
            case .accepted: named = 0
            default: break
            }
            if named > 6 { return "\(named) digits of entries that were not taken are named" }
        }
        return nil
    }
}

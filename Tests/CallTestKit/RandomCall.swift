import CallEngine
import CallPlan
import CallSession
import CardData
import PaymentCall
import Telephony

/// A caller who mostly does what is asked, often does not, and may leave at any moment, on a call of any kind. The seed
/// alone says everything.
public struct RandomCall {
    /// Steps of a caller at most, so that one who changes everything again and again comes to an end.
    private static let mostSteps = 350

    private var dice: Dice
    private let secrets: Secrets
    private let accounts: [Account]
    /// The account that the caller knows, by its place.
    private var account: Int
    private var card: String
    private var bankAccount: String
    /// What the caller keyed for a field last.
    private var keyed: [Field: String] = [:]
    /// How the caller goes about it: once in so many answers.
    private let (wrongs, listens, leaves): (Int, Int, Int)
    private let clutchesOneCard: Bool

    /// Plays the call of a seed to its end.
    public static func played(seed: UInt64, secrets: Secrets = .first) -> PlayedCall {
        var scene = RandomScene(dice: Dice(seed: seed))
        scene.choose()
        var script = CallScript(seed: seed, options: scene.options, secrets: secrets)
        while true {
            do {
                var line = try CallLine(script)
                var caller = RandomCall(seed: seed, secrets: secrets)
                caller.know(line.scene)
                caller.drive(&line)
                return line.finish()
            } catch {
                // What does not go together is left out.
                precondition(!script.options.isEmpty, "the scene as by default: \(error)")
                script.options.removeLast()
            }
        }
    }

    private init(seed: UInt64, secrets: Secrets) {
        dice = Dice(seed: seed ^ 0x5eed_ca11)
        self.secrets = secrets
        accounts = secrets.directory.accounts
        account = dice.one(of: [0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 3, 4])
        card = TestCards.all[0].number
        bankAccount = TestBankAccount.all[0].number
        wrongs = dice.one(of: [8, 20, 60, 200])
        listens = dice.one(of: [1, 2, 4, 40])
        leaves = dice.one(of: [60, 200, 600])
        clutchesOneCard = dice.chance(2)
        chooseCard()
    }

    /// Whoever called with an account number knows its PIN.
    private mutating func know(_ scene: CallScene) {
        account = accounts.firstIndex { $0.number == scene.account } ?? account
    }

    private mutating func chooseCard() {
        card = dice.one(of: TestCards.all).number
        bankAccount = dice.one(of: TestBankAccount.all).number
    }

    private mutating func drive(_ line: inout CallLine) {
        while !line.engine.isOver, line.steps.count < RandomCall.mostSteps {
            if dice.chance(leaves) { return line.perform(.hangUp) }
            if dice.chance(leaves) { line.perform(.agentCancels) }
            act(&line)
        }
    }

    private mutating func act(_ line: inout CallLine) {
        let (question, step) = (line.engine.question, line.engine.planStep)
        let isTurn = line.engine.utterance == nil
        if !isTurn, dice.chance(listens) { return line.perform(.listen) }
        if dice.chance(60) { return line.perform(.wait(pause())) }
        let keys: String
        if dice.chance(wrongs * 6) {
            keys = String((0..<dice.number(1...20)).map { _ in anyKey() })
        } else if let question {
            keys = answer(question)
        } else if let step, let plan = line.scene.plan {
            keys = answer(step, of: plan)
        } else {
            keys = dice.chance(8) ? String(anyKey()) : ""
        }
        if keys.isEmpty { return line.perform(isTurn ? .wait(pause()) : .listen) }
        for character in keys {
            guard let key = Key(character), !line.engine.isOver else { continue }
            line.perform(.press(key))
            if dice.chance(60) { line.perform(.wait(pause())) }
        }
    }

    private mutating func pause() -> MediaDuration {
        .milliseconds(dice.one(of: [100, 500, 1_000, 1_800, 2_000, 4_800, 5_000, 9_800, 10_000, 12_000]))
    }

    private mutating func anyKey() -> Character {
        Key.allCases[dice.number(0...(dice.chance(9) ? 15 : 9))].character
    }

    // MARK: What is keyed

    /// What the caller keys for a question: mostly right.
    private mutating func answer(_ question: Question) -> String {
        var keys = rightOrWrong(question)
        // Keys typed ahead: what was read back is right.
        if case .enter(let field) = question, Field.ofPayment.contains(field), dice.chance(6) { keys += "1" }
        return keys
    }

    private mutating func rightOrWrong(_ question: Question) -> String {
        let isWrong = dice.chance(wrongs)
        switch question {
        case .enterAgain(let field): return isWrong ? dice.one(of: ["12#", "#", "A"]) : keyed[field] ?? "1#"
        case .enter(let field):
            let keys = isWrong ? wrong(field) : right(field)
            keyed[field] = keys
            return keys
        case .confirm: return isWrong ? dice.one(of: ["2", "2", "2", "3", "#", "0", "*"]) : "1"
        case .choose(.summary): return isWrong ? dice.one(of: ["2", "2", "2", "3", "0"]) : "1"
        case .choose(.amountChoice):
            return isWrong ? dice.one(of: ["2", "3", "0", "*"]) : dice.one(of: ["1", "1", "2"])
        case .choose(.change): return isWrong ? dice.one(of: ["4", "0", "*"]) : dice.one(of: ["1", "2", "3"])
        case .choose: return isWrong ? dice.one(of: ["3", "0", "*", "2"]) : dice.one(of: ["1", "2"])
        }
    }

    private mutating func right(_ field: Field) -> String {
        let pound = dice.chance(3) ? "" : "#"
        switch field {
        case .account: return accounts[account].number + "#"
        case .pin: return secrets.pins[account] + pound
        case .amount: return dice.one(of: ["20*55#", "20#", "50#", "2000#", "20*500#", "120#", "7#"])
        case .cardNumber:
            if !clutchesOneCard { chooseCard() }
            return card + pound
        case .expiry: return secrets.expiry + pound
        case .securityCode:
            let isLong = card.hasPrefix("34") || card.hasPrefix("37")
            return secrets.securityCode.prefix(isLong ? 4 : 3) + (dice.chance(6) ? "#" : "")
        case .postalCode: return "94103" + pound
        case .routingNumber: return TestBankAccount.routingNumber + pound
        case .bankAccount:
            if !clutchesOneCard { chooseCard() }
            return bankAccount + "#"
        default: return "1"
        }
    }

    private mutating func wrong(_ field: Field) -> String {
        switch field {
        case .account: dice.one(of: ["99#", "#", "A", "*"])
        case .pin: dice.one(of: ["1111", "#", "12#", "B"])
        case .amount: dice.one(of: ["1#", "99999#", "20*5*", "0#", "123456789012345#", "20*5555#", "**", "90#"])
        case .cardNumber:
            dice.one(of: [
                "4242424242424241#", "4532015112830366#", "1234567890123456#", "6521111111111117#", "42#", "#", "C",
                "*",
            ])
        case .expiry: dice.one(of: ["1220", "9999", "12#", "*"])
        case .securityCode: dice.one(of: ["45#", "#", "4", "D"])
        case .routingNumber: dice.one(of: ["123456789", "11#", "*"])
        case .bankAccount: dice.one(of: ["111111111111#", "12#", "12345678901234567", "*"])
        default: dice.one(of: ["12#", "#", "A"])
        }
    }

    /// What the caller keys at a step of a call plan.
    private mutating func answer(_ name: String, of plan: Plan) -> String {
        guard let step = plan.steps.first(where: { $0.name == name }) else { return "" }
        let isWrong = dice.chance(wrongs)
        switch step.kind {
        case .menu(let menu):
            if isWrong { return String(anyKey()) }
            // The first choice goes on; the others are taken now and then.
            let choice = dice.chance(4) ? dice.one(of: menu.choices) : menu.choices[0]
            return String(choice.key.character)
        case .collect(let collect):
            let isAmount = plan[collect.data].type == .amount
            if isWrong { return dice.one(of: ["#", "1#", "99999#", "A", "4242424242424242#"]) }
            if isAmount { return dice.one(of: ["20*55#1", "20#1", "1#1", "20#2", "1"]) }
            return accounts[account].number + "#"
        default: return dice.chance(10) ? String(anyKey()) : ""
        }
    }
}

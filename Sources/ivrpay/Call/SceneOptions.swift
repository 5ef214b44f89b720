import ArgumentParser
import CallSession
import PaymentCall
import PlanFiles
import PromptFiles
import Prompts
import Settings
import YAMLText

/// The options that set the scene of a call.
struct SceneOptions: ParsableArguments {
    @Option(help: "The entry: automated, or assisted (an agent starts the payment and gets the caller back).")
    var mode = CallMode.automated

    @Option(help: ArgumentHelp("The caller's number.", valueName: "number"))
    var caller: String?

    @Option(help: ArgumentHelp("The account is known: it is not asked, only its PIN.", valueName: "number"))
    var account: String?

    @Flag(help: "The caller is identified: neither account nor PIN is asked.")
    var identified = false

    @Option(help: ArgumentHelp("What is due, instead of the account's balance.", valueName: "amount"))
    var balance: String?

    @Option(help: ArgumentHelp("What is paid: it is not asked.", valueName: "amount"))
    var amount: String?

    @Flag(help: "Only store the card with the gateway (tokenize): nothing is charged, no amount asked.")
    var tokenize = false

    @Option(help: ArgumentHelp("The currency of amounts, e.g. USD.", valueName: "code"))
    var currency: String?

    @Option(
        help: ArgumentHelp("A payment reference (invoice, order) for the gateway and the result.", valueName: "text"))
    var reference: String?

    @OptionGroup var settings: SettingsOptions

    @Option(help: ArgumentHelp("An accounts file (YAML) instead of the shipped accounts.", valueName: "file"))
    var accounts: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A prompt file (YAML), or a folder with words, sounds or both; may be given again.", valueName: "path"))
    var prompts: [String] = []

    @Option(help: ArgumentHelp("The language of the call, e.g. es: it is not asked.", valueName: "tag"))
    var language: String?

    @Option(help: ArgumentHelp("What is paid with: card or bank-account; it is not asked.", valueName: "method"))
    var method: PaymentMethod?

    @Option(
        help: ArgumentHelp(
            "Pay with a card that the gateway keeps, by its token (of a gateway of yours: tok_abc=visa-4242): no card is asked.",
            valueName: "token"))
    var token: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A field given with the call: it is not asked (postal-code=94110); may be given again.",
            valueName: "field=digits"))
    var give: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Something that goes to the gateway too; may be given again.", valueName: "name=value"))
    var parameter: [String] = []

    @Option(help: ArgumentHelp("Makes call ids and references differ.", valueName: "number"))
    var seed: UInt64 = 0

    @Option(
        help: ArgumentHelp(
            "Today, which decides whether a card has expired (default: 2026-01-01; by keyboard: today).",
            valueName: "YYYY-MM-DD"))
    var today: String?

    @Option(
        help: ArgumentHelp(
            "A call plan (YAML): the steps around its payments; ivrpay plan check looks it through.", valueName: "file")
    )
    var plan: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A value of the plan's data that the call gives; may be given again.", valueName: "name=value"))
    var data: [String] = []

    @Option(
        help: ArgumentHelp(
            "What the agent does: 'pay 20.00 INV-7; wait 5; cancel; back; done'.", valueName: "moves"))
    var agent: String?

    /// The scene; files that are wrong end the command with exit code 2.
    func scene() throws -> CallScene {
        let inForce = try settings.inForce()
        do throws(YAMLError) {
            var scene = CallScene(prompts: try PromptSet.shipped(with: prompts))
            scene.settings = inForce.settings
            if let accounts { scene.directory = try AccountDirectory(contentsOf: accounts) }
            scene.mode = mode
            scene.caller = caller
            scene.account = account
            scene.identified = identified
            scene.balance = balance
            scene.amount = amount
            scene.tokenizes = tokenize
            scene.currency = currency
            scene.reference = reference
            scene.language = language
            scene.method = method
            scene.token = token
            scene.given = give
            scene.parameters = parameter
            if let plan { scene.plan = try PlanFile(contentsOf: plan).runnable() }
            scene.data = data
            scene.agent = agent
            scene.seed = seed
            if let today { scene.today = today }
            return scene
        } catch {
            throw Failure.userFile(error.description)
        }
    }
}

extension CallMode: ExpressibleByArgument {}
extension PaymentMethod: ExpressibleByArgument {}

import Amounts
import CallReports
import CallSession
import CardData
import PaymentCall
import Settings
import YAMLText

/// A call that was made, as a scenario that makes it again: its scene, the caller's moves as steps, and what came of it.
///
/// The keys come from whoever took them in, by a `KeyDiary`; the call itself gives none away.
public struct SavedScenario {
    /// Files that a scene came from, as they are seen from the scenario's folder.
    public struct Files: Sendable {
        /// A settings file.
        public var settings: String?
        /// Single settings, each `key=value`.
        public var changes: [String] = []
        /// An accounts file; nil for the shipped accounts.
        public var accounts: String?
        /// A call plan.
        public var plan: String?

        /// A scene of no files.
        public init() {}
    }

    /// The file's text.
    public let text: String

    /// The scenario of `call`, made in `scene` with the keys of `diary`. Throws where a single setting is no YAML.
    public init(_ call: FinishedCall, in scene: CallScene, files: Files, diary: KeyDiary) throws(YAMLError) {
        var keys = SavedKeys(
            diary, directory: scene.directory, isShipped: files.accounts == nil, hasTestCard: scene.token != nil)
        let values = SavedScenario.values(of: scene, &keys)
        var recorder = SavedSteps(keys: keys, diary: diary, agentCancels: scene.agentCancelsAt != nil)
        for event in call.events { recorder.take(event) }
        let variables = recorder.keys.variables
        var members: [YAMLTree.Member] = [.init("name", .quoted(SavedScenario.name(of: call.result)))]
        if !values.isEmpty { members.append(.init("call", .mapping(values))) }
        if let path = files.settings { members.append(.init("settings", .plain(path))) }
        if !files.changes.isEmpty { members.append(.init("settings", SavedScenario.settings(files.changes))) }
        if let path = files.accounts { members.append(.init("accounts", .plain(path))) }
        if let path = files.plan { members.append(.init("plan", .plain(path))) }
        if let agent = scene.agent { members.append(.init("agent", .plain(agent))) }
        if !variables.isEmpty {
            members.append(.init("variables", .mapping(variables.map { .init($0.name, .quoted("")) })))
        }
        // The steps say when the caller acted; nobody takes longer to react.
        members.append(.init("reaction", .word("0")))
        members.append(.init("steps", .list(recorder.steps)))
        members.append(.init("expect", .mapping(SavedScenario.expectations(of: call.result))))
        text = SavedScenario.head(variables) + (try YAMLTree.mapping(members).text())
    }

    private static func head(_ variables: [(name: String, digits: Int)]) -> String {
        guard !variables.isEmpty else { return "" }
        return "# Fill in the variables: what was keyed there is no published test number, and is not kept.\n"
            + variables.map { "# \($0.name): \($0.digits) digits\n" }.joined()
    }

    private static func name(of result: CallResult) -> String {
        "A saved call: " + result.outcome.rawValue + (result.reason.map { ", " + $0 } ?? "")
    }

    /// What came with the call, by the keys of `call`.
    private static func values(of scene: CallScene, _ keys: inout SavedKeys) -> [YAMLTree.Member] {
        var members: [YAMLTree.Member] = []
        func add(_ key: String, _ value: String?) {
            if let value { members.append(.init(key, .plain(value))) }
        }
        if scene.mode != .automated { members.append(.init("mode", .word(scene.mode.rawValue))) }
        add("caller", scene.caller)
        add("account", scene.account)
        if scene.identified { members.append(.init("identified", .word("true"))) }
        add("balance", scene.balance)
        add("amount", scene.amount)
        if scene.tokenizes { members.append(.init("tokenize", .word("true"))) }
        add("currency", scene.currency)
        add("reference", scene.reference.map { CardMask.masking($0) })
        add("language", scene.language)
        if let method = scene.method { members.append(.init("method", .word(method.rawValue))) }
        add("token", scene.token)
        let given = pairs(scene.given)
        if !given.isEmpty {
            var fields: [YAMLTree.Member] = []
            // The card number first: it says what may stand of the others.
            for pair in given.sorted(by: { $0.name == "card-number" && $1.name != "card-number" }) {
                guard let field = Field(rawValue: pair.name) else { continue }
                fields.append(.init(pair.name, .quoted(keys.text(of: field, digits: pair.value))))
            }
            members.append(.init("give", .line(fields)))
        }
        for (key, texts) in [("parameters", scene.parameters), ("data", scene.data)] where !texts.isEmpty {
            members.append(
                .init(key, .line(pairs(texts).map { .init($0.name, .plain(CardMask.masking($0.value))) })))
        }
        if scene.today != CallScene(prompts: scene.prompts).today { add("today", scene.today) }
        if scene.seed != 0 { members.append(.init("seed", .word(String(scene.seed)))) }
        return members
    }

    private static func pairs(_ texts: [String]) -> [(name: String, value: String)] {
        texts.map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
    }

    /// `a.b=1`, `a.c=2` as keys below keys.
    private static func settings(_ changes: [String]) -> YAMLTree {
        var root = Branch()
        for pair in pairs(changes) { root.set(pair.name.split(separator: ".").map(String.init)[...], pair.value) }
        return root.tree
    }

    private struct Branch {
        private var leaf: String?
        private var below: [(key: String, branch: Branch)] = []

        mutating func set(_ path: ArraySlice<String>, _ value: String) {
            guard let key = path.first else { return leaf = value }
            let index = below.firstIndex { $0.key == key } ?? below.endIndex
            if index == below.endIndex { below.append((key, Branch())) }
            below[index].branch.set(path.dropFirst(), value)
        }

        var tree: YAMLTree {
            if let leaf { return .source(YAMLTree.escaped(leaf)) }
            return .mapping(below.map { .init($0.key, $0.branch.tree) })
        }
    }

    private static func expectations(of result: CallResult) -> [YAMLTree.Member] {
        var members: [YAMLTree.Member] = [
            .init("result", .word(result.outcome.rawValue)), .init("reason", .word(result.reason ?? "none")),
        ]
        if let transfer = result.transfer {
            let (kind, target) = transfer.route.names
            members.append(.init("transfer", .line([.init("kind", .word(kind)), .init("target", .quoted(target))])))
        } else {
            members.append(.init("transfer", .word("none")))
        }
        if let payment = result.payment {
            members.append(.init("declines", .list(payment.declines.map { .word($0.rawValue) })))
            members.append(
                .init("amount", .word(payment.amount.decimalText + " " + payment.amount.currency.code)))
            if let brand = payment.brand { members.append(.init("brand", .word(brand.rawValue))) }
            if let masked = payment.maskedPAN { members.append(.init("masked-pan", .quoted(masked.description))) }
        }
        if let account = result.account { members.append(.init("account", .quoted(account))) }
        return members
    }
}

extension YAMLTree {
    /// A text of the call's, in which nothing is a variable.
    fileprivate static func plain(_ text: String) -> YAMLTree { .quoted(escaped(text)) }

    /// `$${` stands for `${`.
    fileprivate static func escaped(_ text: String) -> String { text.replacing("${", with: "$${") }
}

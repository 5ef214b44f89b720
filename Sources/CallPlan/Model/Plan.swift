import Amounts

/// A call plan: a graph of small steps that a call walks through.
///
/// Everything in it is parsed and every name is resolved to an index. A plan whose check found no error can be walked
/// without a question: each reference leads to a step, each data source is declared and has its value when it is read.
public struct Plan: Hashable, Sendable {
    /// The plan's name.
    public let name: String
    /// The language of its words, e.g. `en-US`; nil where the plan does not say.
    public let language: String?
    /// The currency of amounts that are keyed or stand in the plan.
    public let currency: Currency
    /// The data sources; references name them by their index here.
    public let data: [DataSource]
    /// The steps, in the file's order; references name them by their index here.
    public let steps: [Step]
    /// The step that a call begins with.
    public let start: StepReference

    /// A plan of parts that were read.
    public init(
        name: String, language: String? = nil, currency: Currency = .usd, data: [DataSource], steps: [Step],
        start: StepReference
    ) {
        self.name = name
        self.language = language
        self.currency = currency
        self.data = data
        self.steps = steps
        self.start = start
    }

    /// The step that `reference` leads to; the plan must have passed its check.
    public subscript(_ reference: StepReference) -> Step { steps[reference.index] }

    /// The data source that `reference` names; the plan must have passed its check.
    public subscript(_ reference: DataReference) -> DataSource { data[reference.index] }
}

/// One step of a plan.
public struct Step: Hashable, Sendable {
    /// The name by which other steps lead here.
    public let name: String
    /// Where it begins in the file.
    public let place: SourcePlace
    /// What it does.
    public let kind: StepKind

    /// A step.
    public init(name: String, place: SourcePlace, kind: StepKind) {
        self.name = name
        self.place = place
        self.kind = kind
    }
}

/// What a step does.
public enum StepKind: Hashable, Sendable {
    /// Says words.
    case play(PlayStep)
    /// Asks for one key.
    case menu(MenuStep)
    /// Asks for digits and keeps them.
    case collect(CollectStep)
    /// Looks an account up in the directory.
    case lookUp(LookUpStep)
    /// Makes a web-service request and keeps parts of the answer.
    case connector(ConnectorStep)
    /// Transfers the call to the payment side, and comes back.
    case transferToPCI(TransferStep)
    /// Goes on by the value of a data source.
    case router(RouterStep)
    /// Hands the caller to a queue or a number: the plan's end.
    case handOver(HandOverStep)
    /// Hands the caller to an agent, who may start a payment.
    case agent(AgentStep)
    /// Ends the call.
    case hangUp(HangUpStep)
    /// Goes back to a step a limited number of times.
    case repeating(RepeatStep)

    /// The kind as a plan names it, e.g. `look-up`.
    public var name: String {
        switch self {
        case .play: "play"
        case .menu: "menu"
        case .collect: "collect"
        case .lookUp: "look-up"
        case .connector: "data-connector"
        case .transferToPCI: "transfer-to-pci"
        case .router: "router"
        case .handOver(let step): step.target.kind
        case .agent: "agent"
        case .hangUp: "hang-up"
        case .repeating: "repeat"
        }
    }

    /// Whether time passes with a person before the step is left: a loop through it is no trap.
    public var waits: Bool {
        switch self {
        case .menu, .collect, .transferToPCI, .agent: true
        case .play, .lookUp, .connector, .router, .handOver, .hangUp, .repeating: false
        }
    }

    /// Whether the plan can end here.
    public var canEnd: Bool {
        switch self {
        case .handOver, .hangUp: true
        case .agent(let step): step.done == nil
        default: false
        }
    }
}

/// A step named as the next one.
public struct StepReference: Hashable, Sendable {
    /// The index of a step that does not exist.
    public static let unknown = -1

    /// The name as the plan has it; nil where the plan names no step though one is needed.
    public let name: String?
    /// The index in `Plan.steps`; `unknown` where there is none, which a plan without errors does not have.
    public let index: Int
    /// Where it is named, or where the name is missing.
    public let place: SourcePlace

    /// A step by its name and its index in `Plan.steps`.
    public init(name: String?, index: Int, place: SourcePlace) {
        self.name = name
        self.index = index
        self.place = place
    }

    /// A step that should be named at `place`, and is not.
    public static func missing(at place: SourcePlace) -> StepReference {
        StepReference(name: nil, index: unknown, place: place)
    }
}

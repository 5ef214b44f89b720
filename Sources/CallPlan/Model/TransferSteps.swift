import Telephony

/// A data source and what a step puts into it.
public struct Assignment<Field: Hashable & Sendable>: Hashable, Sendable {
    /// The data source.
    public let data: DataReference
    /// What it gets.
    public let field: Field

    /// `data` gets `field`.
    public init(data: DataReference, field: Field) {
        self.data = data
        self.field = field
    }
}

/// `look-up`: finds an account in the directory by its number.
public struct LookUpStep: Hashable, Sendable {
    /// What is known of an account.
    public enum Field: String, Hashable, Sendable, CaseIterable {
        /// Its number.
        case account
        /// What is due.
        case balance
        /// The customer's name; empty where the directory has none.
        case name
        /// Whether it can't be paid by telephone.
        case blocked

        /// The type of the value.
        public var type: DataType {
            switch self {
            case .account: .digits
            case .balance: .amount
            case .name: .text
            case .blocked: .boolean
            }
        }
    }

    /// The data source with the account number.
    public let key: DataReference
    /// What is kept of an account that was found.
    public let assignments: [Assignment<Field>]
    /// There is such an account.
    public let found: StepReference
    /// There is none.
    public let notFound: StepReference

    /// A look-up by the number in `key`.
    public init(key: DataReference, assignments: [Assignment<Field>], found: StepReference, notFound: StepReference) {
        self.key = key
        self.assignments = assignments
        self.found = found
        self.notFound = notFound
    }
}

/// `transfer-to-pci`: transfers the caller to the payment side and takes the caller back. Recording is suspended for its
/// length. The payment side finds what it needs by the caller-line identity (CLID).
public struct TransferStep: Hashable, Sendable {
    /// Who drives the payment.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// The caller alone.
        case automated
        /// An agent, who is taken off the call and gets the caller back.
        case assisted
    }

    /// What the payment side tells when the caller comes back.
    public enum Field: String, Hashable, Sendable, CaseIterable {
        /// What became of the payment.
        case result
        /// Why; empty where the result says all.
        case reason
        /// The payment reference; empty for none.
        case reference
        /// The gateway's transaction; empty for none.
        case transactionID = "transaction-id"
        /// The amount; zero where none was known.
        case amount
        /// The card's brand; empty where none was known.
        case brand
        /// The card's number, masked; empty where none was known.
        case maskedPAN = "masked-pan"

        /// The type of the value.
        public var type: DataType {
            switch self {
            case .result: .paymentResult
            case .amount: .amount
            default: .text
            }
        }
    }

    /// Where the call goes.
    public let destination: Template
    /// The caller-line identity under which the payment side keeps the data.
    public let clid: Template
    /// Who drives the payment.
    public let mode: Mode
    /// Whether the card is only stored, so that the result may be `tokenized`.
    public let tokenizes: Bool
    /// What is kept; of these `result` alone is set when nobody answers.
    public let assignments: [Assignment<Field>]
    /// The payment side ended and the caller is back.
    public let next: StepReference
    /// The payment side did not answer.
    public let noAnswer: StepReference

    /// A transfer to `destination`.
    public init(
        destination: Template, clid: Template, mode: Mode = .automated, tokenizes: Bool = false,
        assignments: [Assignment<Field>] = [], next: StepReference, noAnswer: StepReference
    ) {
        self.destination = destination
        self.clid = clid
        self.mode = mode
        self.tokenizes = tokenizes
        self.assignments = assignments
        self.next = next
        self.noAnswer = noAnswer
    }
}

/// `queue` and `number`: the caller leaves the plan.
public struct HandOverStep: Hashable, Sendable {
    /// Who takes the caller.
    public enum Target: Hashable, Sendable {
        /// A waiting queue, by name.
        case queue(String)
        /// A telephone number: digits, with a `+` at most.
        case number(String)

        /// The kind as a plan names it.
        public var kind: String {
            switch self {
            case .queue: "queue"
            case .number: "number"
            }
        }

        /// The name or number.
        public var name: String {
            switch self {
            case .queue(let name), .number(let name): name
            }
        }
    }

    /// Who takes the caller.
    public let target: Target
    /// What is told of the call.
    public let context: [DataReference]

    /// A transfer to `target`.
    public init(target: Target, context: [DataReference] = []) {
        self.target = target
        self.context = context
    }
}

/// `agent`: an agent takes the caller, and may send the caller on.
public struct AgentStep: Hashable, Sendable {
    /// A payment that the agent starts.
    public struct Payment: Hashable, Sendable {
        /// Gets the amount that the agent typed; nil where the agent types none.
        public let amount: DataReference?
        /// Gets the payment reference that the agent typed; nil where the agent types none.
        public let reference: DataReference?
        /// The step that follows.
        public let next: StepReference

        /// A payment of what the agent types.
        public init(amount: DataReference?, reference: DataReference?, next: StepReference) {
            self.amount = amount
            self.reference = reference
            self.next = next
        }
    }

    /// The agent's name.
    public let name: String
    /// What is told of the call.
    public let context: [DataReference]
    /// The agent starts a payment; nil where the agent can't.
    public let payment: Payment?
    /// The agent is done; nil when the call then ends.
    public let done: StepReference?

    /// A talk with the agent `name`.
    public init(name: String, context: [DataReference] = [], payment: Payment? = nil, done: StepReference? = nil) {
        self.name = name
        self.context = context
        self.payment = payment
        self.done = done
    }
}

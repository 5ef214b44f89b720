import Connectors
import Telephony

/// Where a connector's request goes.
public enum ServiceAddress: Hashable, Sendable {
    /// The simulated payment system of this program.
    case inProcess
    /// A base address, `http://` or `https://`, without a slash at its end; paths are added to it.
    case url(String)

    /// What a path is added to.
    var base: String {
        switch self {
        case .inProcess: "in-process:"
        case .url(let address): address
        }
    }
}

/// `data-connector`: one web-service request whose answer sets data sources.
public struct ConnectorStep: Hashable, Sendable {
    /// A line of the request's head.
    public struct Header: Hashable, Sendable {
        /// The name: a token of RFC 9110.
        public let name: String
        /// The value.
        public let value: Template

        /// `name: value`.
        public init(name: String, value: Template) {
            self.name = name
            self.value = value
        }
    }

    /// The service as the plan names it, for reports: a name, or the address itself.
    public let serviceName: String
    /// Where the request goes.
    public let service: ServiceAddress
    /// How it asks.
    public let method: ConnectorMethod
    /// The path behind the address, with its query; begins with `/`, or is empty.
    public let path: Template
    /// Further headers, in the plan's order.
    public let headers: [Header]
    /// What is sent; nil for nothing.
    public let body: RequestBody?
    /// What is kept of the answer.
    public let assignments: [Assignment<JSONPath>]
    /// The time for one try.
    public let timeout: MediaDuration
    /// Further tries after one that failed, 0 to 10.
    public let retries: Int
    /// The pause before each of them.
    public let retryDelay: MediaDuration
    /// The answer was taken.
    public let next: StepReference
    /// Where each failure leads.
    public let failures: ConnectorFailures

    /// A request to `service`.
    public init(
        serviceName: String, service: ServiceAddress, method: ConnectorMethod, path: Template, headers: [Header] = [],
        body: RequestBody? = nil, assignments: [Assignment<JSONPath>] = [],
        timeout: MediaDuration = PlanDefaults.connectorTimeout, retries: Int = PlanDefaults.retries,
        retryDelay: MediaDuration = PlanDefaults.retryDelay, next: StepReference, failures: ConnectorFailures
    ) {
        self.serviceName = serviceName
        self.service = service
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.assignments = assignments
        self.timeout = timeout
        self.retries = retries
        self.retryDelay = retryDelay
        self.next = next
        self.failures = failures
    }
}

/// Why a connector failed, after its last try.
public enum ConnectorFault: String, Hashable, Sendable, CaseIterable {
    /// No answer in time.
    case timeout
    /// An answer whose status is not 200 to 299.
    case status
    /// An answer without what the plan keeps of it.
    case malformed
}

/// Where the failures of a connector lead.
public struct ConnectorFailures: Hashable, Sendable {
    /// Faults with a step of their own.
    public let own: [ConnectorFault: StepReference]
    /// Any other failure, also a request that could not be made or sent.
    public let otherwise: StepReference

    /// Failures that lead to `otherwise` unless `own` has them.
    public init(own: [ConnectorFault: StepReference] = [:], otherwise: StepReference) {
        self.own = own
        self.otherwise = otherwise
    }

    /// Where `fault` leads; nil stands for any other failure.
    public func next(after fault: ConnectorFault?) -> StepReference { fault.flatMap { own[$0] } ?? otherwise }
}

/// What a request sends.
public enum RequestBody: Hashable, Sendable {
    /// JSON.
    case json(JSONTemplate)
    /// Text; as a form, each value is percent-encoded.
    case text(Template, isForm: Bool)

    /// The data sources it names.
    public var references: [DataReference] {
        switch self {
        case .json(let template): template.references
        case .text(let template, _): template.references
        }
    }
}

/// JSON with values of data sources.
public indirect enum JSONTemplate: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// A number, as the plan writes it.
    case number(String)
    /// Text; where one data source is all of it, its value keeps its type.
    case string(Template)
    case list([JSONTemplate])
    case object([Member])

    /// A name and its value.
    public struct Member: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The value.
        public let value: JSONTemplate

        /// `name: value`.
        public init(name: String, value: JSONTemplate) {
            self.name = name
            self.value = value
        }
    }

    /// The data sources it names, in order.
    public var references: [DataReference] {
        switch self {
        case .null, .boolean, .number: []
        case .string(let template): template.references
        case .list(let items): items.flatMap(\.references)
        case .object(let members): members.flatMap(\.value.references)
        }
    }
}

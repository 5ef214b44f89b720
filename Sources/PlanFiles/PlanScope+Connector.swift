import Connectors
import CallPlan
import YAMLText

extension PlanScope {
    /// A web-service request.
    func connector(_ head: YAMLValue, _ fields: StepFields) throws(YAMLError) -> ConnectorStep {
        let service = try service(head)
        let headers = try fields.optional("headers", headers) ?? []
        let isForm = headers.contains { header in
            header.name.lowercased() == "content-type"
                && header.value.source.hasPrefix("application/x-www-form-urlencoded")
        }
        return ConnectorStep(
            serviceName: service.name, service: service.address,
            method: try fields["method"]?.choice(ConnectorMethod.allCases.map { ($0.rawValue, $0) }) ?? .get,
            path: try path(fields["path"], in: head), headers: headers,
            body: try fields.optional("body") { (value) throws(YAMLError) in try body(value, isForm: isForm) },
            assignments: try fields.assignments { (value) throws(YAMLError) in try value.jsonPath() },
            timeout: try fields.seconds(
                "timeout", in: PlanLimits.trySeconds, else: PlanDefaults.connectorTimeout),
            retries: try fields.int("retries", in: PlanLimits.retries, else: PlanDefaults.retries),
            retryDelay: try fields.seconds(
                "retry-delay", in: PlanLimits.retryDelay, else: PlanDefaults.retryDelay),
            next: try fields.step("next"), failures: try failures(fields))
    }

    /// A service by its name, or an address of its own.
    private func service(_ value: YAMLValue) throws(YAMLError) -> (name: String, address: ServiceAddress) {
        let text = try value.text()
        if text.contains("://") { return (text, try value.service()) }
        if let address = services[text] { return (text, address) }
        let near = YAMLValue.nearest(to: text, of: services.keys.sorted())
        throw value.error(
            "this service is not declared; "
                + (near.map { "did you mean '\($0)'?" } ?? "declare it under services, or give its address"))
    }

    private func failures(_ fields: StepFields) throws(YAMLError) -> ConnectorFailures {
        guard let value = fields["failed"], value.isMapping else {
            return ConnectorFailures(otherwise: try fields.step("failed"))
        }
        let keys = try value.keys(.failures)
        var own: [ConnectorFault: StepReference] = [:]
        for fault in ConnectorFault.allCases { own[fault] = try optionalStep(keys[fault.rawValue]) }
        return ConnectorFailures(own: own, otherwise: try step(keys["else"], in: value))
    }

    // MARK: The request

    private func path(_ value: YAMLValue?, in head: YAMLValue) throws(YAMLError) -> Template {
        guard let value else { return .empty(at: head.sourcePlace) }
        let path = try template(value)
        var isPath = if case .literal(let text)? = path.parts.first { text.hasPrefix("/") } else { false }
        for case .literal(let text) in path.parts {
            isPath = isPath && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && !"\"#<>\\^`{|}".utf8.contains($0) }
        }
        guard isPath else {
            throw value.error("a path begins with '/' and has no spaces and no '#'; percent-encode them")
        }
        return path
    }

    /// Headers that belong to whoever sends the request.
    private static let reserved: Set<String> = [
        "connection", "content-length", "host", "transfer-encoding", "upgrade", "te", "trailer",
    ]

    private func headers(_ value: YAMLValue) throws(YAMLError) -> [ConnectorStep.Header] {
        var headers: [ConnectorStep.Header] = []
        for pair in try value.pairs() {
            let name = try pair.key.text()
            guard !name.isEmpty, name.utf8.allSatisfy(PlanScope.isToken) else {
                throw pair.key.error("a header's name has letters, digits and '-'")
            }
            guard !PlanScope.reserved.contains(name.lowercased()) else {
                throw pair.key.error("this header is set by the connector itself; take it out")
            }
            guard try pair.value.text().unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f }) else {
                throw pair.value.error("a header's value stands on one line")
            }
            headers.append(ConnectorStep.Header(name: name, value: try template(pair.value)))
        }
        return headers
    }

    /// A character of a token of RFC 9110, section 5.6.2.
    private static func isToken(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    // MARK: The body

    private func body(_ value: YAMLValue, isForm: Bool) throws(YAMLError) -> RequestBody {
        guard value.isMapping || value.isList else { return .text(try template(value), isForm: isForm) }
        return .json(try json(value))
    }

    private func json(_ value: YAMLValue) throws(YAMLError) -> JSONTemplate {
        if value.isList {
            var items: [JSONTemplate] = []
            for item in try value.items() { items.append(try json(item)) }
            return .list(items)
        }
        if value.isMapping {
            var members: [JSONTemplate.Member] = []
            for pair in try value.pairs() {
                members.append(JSONTemplate.Member(name: try pair.key.text(), value: try json(pair.value)))
            }
            return .object(members)
        }
        return try scalar(value)
    }

    private func scalar(_ value: YAMLValue) throws(YAMLError) -> JSONTemplate {
        let text = try value.text()
        if value.isQuoted { return .string(try template(value)) }
        switch text {
        case "":
            throw value.error("a value is needed here: write null for none, and quote a text that begins with '{'")
        case "null", "~": return .null
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        default: return PlanScope.isJSONNumber(text) ? .number(text) : .string(try template(value))
        }
    }

    /// Whether JSON has `text` as a number: `007` and `1e5` are text here.
    private static func isJSONNumber(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : Substring(text)
        let hasLeadingZero = digits.hasPrefix("0") && digits.count > 1 && !digits.hasPrefix("0.")
        return DataValue.decimal(text) != nil && !hasLeadingZero
    }
}

extension YAMLValue {
    /// A service: a base address, or the word for the one in this program.
    func service() throws(YAMLError) -> ServiceAddress {
        let text = try text()
        if text == "in-process" { return .inProcess }
        let rest = ["http://", "https://"].first(where: text.hasPrefix).map { text.dropFirst($0.count) } ?? ""
        let host = rest.prefix { $0 != "/" }
        guard !host.isEmpty, !host.hasPrefix(":"), text.utf8.count <= PlanLimits.textLength,
            text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !"\"#<>?\\^`{|}@".utf8.contains($0) })
        else {
            throw error(
                "this must be 'in-process', or an address like https://pay.example/api without a name, a password, "
                    + "'?' or '#'")
        }
        return .url(text.hasSuffix("/") ? String(text.dropLast()) : text)
    }

    /// A path into a JSON answer.
    func jsonPath() throws(YAMLError) -> JSONPath {
        guard let path = JSONPath(try text()) else { throw error(JSONPath.rule) }
        return path
    }
}

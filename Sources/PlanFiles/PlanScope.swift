import Amounts
import CallPlan
import YAMLText

/// What names mean in a plan, and how its parts are read.
struct PlanScope {
    let currency: Currency
    var services: [String: ServiceAddress] = [:]
    /// The index of each data source.
    var data: [String: Int] = [:]
    /// The index of each step.
    var steps: [String: Int] = [:]

    // MARK: Names

    /// The step named by `value`; where nothing stands, one that is missing from `owner`.
    func step(_ value: YAMLValue?, in owner: YAMLValue) throws(YAMLError) -> StepReference {
        guard let value, !value.isNothing else { return .missing(at: (value ?? owner).sourcePlace) }
        let name = try value.text()
        return StepReference(name: name, index: steps[name] ?? StepReference.unknown, place: value.sourcePlace)
    }

    /// The step named by `value`, where the plan names one.
    func optionalStep(_ value: YAMLValue?) throws(YAMLError) -> StepReference? {
        guard let value else { return nil }
        return try step(value, in: value)
    }

    /// The data source named by `value`.
    func reference(_ value: YAMLValue) throws(YAMLError) -> DataReference {
        reference(to: try value.planName(), at: value.sourcePlace)
    }

    private func reference(to name: String, at place: SourcePlace) -> DataReference {
        DataReference(name: name, index: data[name] ?? DataReference.unknown, place: place)
    }

    /// A list of data sources.
    func references(_ value: YAMLValue?) throws(YAMLError) -> [DataReference] {
        var references: [DataReference] = []
        for item in try value?.items() ?? [] { references.append(try reference(item)) }
        return references
    }

    /// Text with data sources in braces.
    func template(_ value: YAMLValue) throws(YAMLError) -> Template {
        let text = try value.text()
        guard text.utf8.count <= PlanLimits.textLength else {
            throw value.error("this text is too long; it may have \(PlanLimits.textLength) bytes")
        }
        let place = value.sourcePlace
        do throws(TemplateFault) {
            return try Template(text, at: place) { reference(to: $0, at: place) }
        } catch { throw value.error(error.message) }
    }

    /// Words to say.
    func words(_ value: YAMLValue) throws(YAMLError) -> Template {
        guard try value.text().contains(where: { !$0.isWhitespace }) else { throw value.error("text is needed here") }
        return try template(value)
    }

    // MARK: Data sources

    /// A data source: the name of its type, or a mapping.
    func dataSource(_ name: String, at place: SourcePlace, _ value: YAMLValue) throws(YAMLError) -> DataSource {
        guard value.isMapping else { return DataSource(name: name, type: try value.dataType(), place: place) }
        let keys = try value.keys(.dataSource)
        let type: DataType
        switch (keys["type"], keys["one-of"]) {
        case (let named?, nil): type = try named.dataType()
        case (nil, let texts?): type = .oneOf(try texts.oneOf())
        default: throw value.error("a data source has either a type or one-of, a list of texts")
        }
        let isSecret = try keys["secret"]?.bool() ?? false
        return DataSource(
            name: name, type: type, isSecret: isSecret, origin: try origin(keys, type, isSecret), place: place)
    }

    private func origin(
        _ keys: [String: YAMLValue], _ type: DataType, _ isSecret: Bool
    ) throws(YAMLError) -> DataOrigin {
        let value = try keys["value"].map { (value) throws(YAMLError) in
            guard let read = DataValue(try value.text(), of: type, isSecret: isSecret, currency: currency) else {
                throw value.error("this value does not fit the type \(type.name)")
            }
            return read
        }
        guard let from = keys["from"] else { return value.map(DataOrigin.value) ?? .steps }
        guard let name = try from.origin() else { return .given(default: value) }
        guard value == nil else { throw from.error("give either a value or the variable that it is from") }
        return .environment(name)
    }
}

extension YAMLValue {
    /// Where it stands.
    var sourcePlace: SourcePlace { SourcePlace(line: line, column: column) }

    /// Whether nothing stands here.
    var isNothing: Bool { !isQuoted && (try? text()) == "" }

    /// The values of `known` keys; throws for another key, or where one that is needed is missing.
    func keys(_ known: PlanKeys) throws(YAMLError) -> [String: YAMLValue] {
        let keys = try mapping(known.names)
        if let missing = known.keys.first(where: { $0.isNeeded && keys[$0.name] == nil }) {
            throw error("'\(missing.name)' is missing here")
        }
        return keys
    }

    /// The name of a step, a service or a data source.
    func planName() throws(YAMLError) -> String {
        let name = try text()
        guard PlanName.isName(name) else { throw error(PlanName.rule) }
        return name
    }

    func dataType() throws(YAMLError) -> DataType { try choice(DataType.named.map { ($0.name, $0) }) }

    func oneOf() throws(YAMLError) -> [String] {
        var texts: [String] = []
        for item in try items() { texts.append(try item.label()) }
        guard !texts.isEmpty, Set(texts).count == texts.count else {
            throw error("a list of one or more different texts is needed here")
        }
        return texts
    }

    /// The name of an environment variable; nil for what is given with the call.
    func origin() throws(YAMLError) -> String? {
        let text = try text()
        if text == "given" { return nil }
        let parts = text.split(separator: " ")
        guard parts.count == 2, parts[0] == "environment", parts[1].first?.isNumber == false,
            parts[1].utf8.allSatisfy({ $0 == 0x5f || (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20) })
        else { throw error("this must be 'given', or 'environment' and the name of a variable") }
        return String(parts[1])
    }

    func planCurrency() throws(YAMLError) -> Currency {
        guard let currency = Currency(code: try text()) else {
            throw error("this is no currency of ISO 4217 that is known here; use a code like USD")
        }
        return currency
    }
}

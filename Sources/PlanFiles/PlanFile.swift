import Amounts
import CallPlan
import YAMLText

/// A plan file: the plan in it, and everything that is wrong with it.
public struct PlanFile: Sendable {
    /// The file's name as it was given.
    public let name: String
    /// The plan; nil where a part of the file can't be read.
    public let plan: Plan?
    /// All problems, in the order of their places. Of a file that can't be read whole, those that keep it from being read.
    public let problems: [PlanProblem]

    /// Reads and checks the file at `path`; throws only for a file that can't be read or is no YAML.
    public init(contentsOf path: String) throws(YAMLError) {
        self.init(try YAMLValue(contentsOf: path), name: path)
    }

    /// Reads and checks a plan; `name` stands for the file.
    public init(_ value: YAMLValue, name: String) {
        var reading = PlanReading()
        let plan = reading.plan(value)
        self.name = name
        self.plan = plan
        problems =
            plan.map { PlanCheck.problems(of: $0, suggesting: YAMLValue.nearest) }
            ?? reading.problems.sorted { $0.place < $1.place }
    }

    /// A file whose YAML is wrong at `place`.
    public init(name: String, unreadableAt place: SourcePlace, _ message: String) {
        self.name = name
        plan = nil
        problems = [PlanProblem(.unreadable, at: place, message)]
    }

    /// Problems that keep the plan from running.
    public var errors: [PlanProblem] { problems.filter { $0.severity == .error } }

    /// The plan, ready to run; throws the first error where there is one.
    public func runnable() throws(YAMLError) -> Plan {
        if let error = errors.first {
            throw YAMLError(file: name, line: error.place.line, column: error.place.column, message: error.message)
        }
        guard let plan else { throw YAMLError(file: name, line: nil, column: nil, message: "this is no plan") }
        return plan
    }

    /// A problem as a line: `file:line:column: severity: sentence`.
    public func line(of problem: PlanProblem) -> String {
        "\(name):\(problem.place.line):\(problem.place.column): \(problem.severity.rawValue): \(problem.message)"
    }
}

/// Reads a plan part by part, and goes on after a part that is wrong.
struct PlanReading {
    private(set) var problems: [PlanProblem] = []

    /// The plan; nil where a part is wrong.
    mutating func plan(_ file: YAMLValue) -> Plan? {
        guard let keys = attempt({ () throws(YAMLError) in try file.keys(.plan) }) else { return nil }
        let name = attempt { () throws(YAMLError) in try keys["plan"]?.label() } ?? nil
        let language = attempt { () throws(YAMLError) in try keys["language"]?.label() } ?? nil
        let currency = attempt { () throws(YAMLError) in try keys["currency"]?.planCurrency() } ?? nil
        let services = named(keys["services"]) { (_, value) throws(YAMLError) in try value.service() }
        var scope = PlanScope(currency: currency ?? .usd)
        scope.services = Dictionary(services.map { ($0.name, $0.value) }) { first, _ in first }
        let data = named(keys["data"]) { (name, value) throws(YAMLError) in
            try scope.dataSource(name.text(), at: name.sourcePlace, value)
        }.map(\.value)
        for (index, source) in data.enumerated() { scope.data[source.name] = index }
        let steps = steps(keys["steps"], &scope)
        let start = attempt { () throws(YAMLError) in try scope.step(keys["start"], in: file) }
        if data.count > PlanLimits.dataSources || steps.count > PlanLimits.steps {
            note(file.error("a plan has at most \(PlanLimits.steps) steps and \(PlanLimits.dataSources) data sources"))
        }
        guard problems.isEmpty, let name, let start else { return nil }
        return Plan(name: name, language: language, currency: scope.currency, data: data, steps: steps, start: start)
    }

    private mutating func steps(_ value: YAMLValue?, _ scope: inout PlanScope) -> [Step] {
        let names = named(value) { (name, _) throws(YAMLError) in name }
        for (index, step) in names.enumerated() { scope.steps[step.name] = index }
        let scope = scope
        return named(value, isNameTold: true) { (name, value) throws(YAMLError) in
            Step(name: try name.text(), place: name.sourcePlace, kind: try scope.kind(of: value))
        }.map(\.value)
    }

    /// The values of a mapping whose keys are names, those that can be read.
    private mutating func named<Value>(
        _ value: YAMLValue?, isNameTold: Bool = false,
        _ read: (_ name: YAMLValue, _ value: YAMLValue) throws(YAMLError) -> Value
    ) -> [(name: String, value: Value)] {
        guard let value, let pairs = attempt({ () throws(YAMLError) in try value.pairs() }) else { return [] }
        return pairs.compactMap { pair in
            // A name that was told to be wrong already is not told again.
            if isNameTold, (try? pair.key.planName()) == nil { return nil }
            return attempt { () throws(YAMLError) in
                (name: try pair.key.planName(), value: try read(pair.key, pair.value))
            }
        }
    }

    private mutating func attempt<Value>(_ body: () throws(YAMLError) -> Value) -> Value? {
        do {
            return try body()
        } catch {
            note(error)
            return nil
        }
    }

    private mutating func note(_ error: YAMLError) {
        let place = SourcePlace(line: error.line ?? 1, column: error.column ?? 1)
        problems.append(PlanProblem(.unreadable, at: place, error.message))
    }
}

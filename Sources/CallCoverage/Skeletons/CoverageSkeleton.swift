import PaymentCall

/// A scenario to begin with, for a point that no scenario reaches: settings, what comes with the call, and keys that lead to
/// the point, and what the call then comes to. A person gives it a better name and adds what it shall show.
///
/// It has published test numbers in it: it belongs into a file that somebody keeps, and into no log or report.
public struct CoverageSkeleton: Hashable, Sendable {
    /// What comes with the call: keys of a scenario's `call`, each with its value in YAML.
    var call: [YAMLMember] = []
    /// Settings by their paths, each with its value in YAML.
    var settings: [YAMLMember] = []
    /// What the agent does; nil for nothing.
    var agent: String?
    /// Seconds after which the agent cancels; nil for never.
    var agentCancelsAt: Int?
    /// The path of the call plan's file; nil without one.
    var plan: String?
    /// What the caller keys.
    var keys = ""
    /// What is done and expected instead, a step of the scenario each.
    var steps: [String] = []
    /// Whether the caller hangs up behind the steps.
    var hangsUpAtEnd = false
    /// What the call comes to: keys of a scenario's `expect`.
    var expect: [YAMLMember] = []
    /// What is left to do, a line each.
    var notes: [String] = []

    /// A name and a value in YAML, on one line.
    struct YAMLMember: Hashable, Sendable {
        let name: String
        let value: String

        init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    /// The scenario for `point`, as the text of a file. `plans` are the call plans that are at hand.
    public static func yaml(for point: CoveragePoint, plans: [SkeletonPlan] = []) -> String {
        let skeleton =
            switch point.kind {
            case .states: state(point.name)
            case .events: event(point.name)
            case .prompts: prompt(point.name)
            case .attempts: attempt(point.name)
            case .declines: decline(point.name)
            case .endings: ending(point.name, plans: plans)
            case .plans: planWay(point, plans: plans)
            case .settings: setting(point.name)
            }
        return (skeleton ?? unknown()).text(named: "\(point.kind.rawValue): \(point.name)")
    }

    /// Nobody knows how to come there: a caller who leaves at once, and has paid, which fails until somebody says more.
    static func unknown() -> CoverageSkeleton {
        var skeleton = CoverageSkeleton()
        skeleton.notes = ["Left to do: say here how the call comes there, and what it comes to."]
        return skeleton.pressing("!").ends(.paid)
    }

    // MARK: What is said in steps

    /// The same with a value that comes with the call, in the place of one of that name.
    func with(_ name: String, _ value: String) -> CoverageSkeleton {
        var skeleton = self
        skeleton.call.removeAll { $0.name == name }
        skeleton.call.append(YAMLMember(name, value))
        return skeleton
    }

    /// The same with a setting, in the place of one of that path.
    func setting(_ path: String, _ value: String) -> CoverageSkeleton {
        var skeleton = self
        skeleton.settings.removeAll { $0.name == path }
        skeleton.settings.append(YAMLMember(path, value))
        return skeleton
    }

    /// The same with more keys behind the others.
    func pressing(_ keys: String) -> CoverageSkeleton {
        var skeleton = self
        skeleton.keys += (skeleton.keys.isEmpty || keys.isEmpty ? "" : " ") + keys
        return skeleton
    }

    /// The same with so many seconds of silence behind the keys.
    func waiting(_ seconds: Int) -> CoverageSkeleton { pressing(String(repeating: "W", count: seconds)) }

    /// The same with what the agent of an assisted call does.
    func assisted(_ moves: String? = nil, cancelsAt: Int? = nil) -> CoverageSkeleton {
        var skeleton = with("mode", "assisted")
        (skeleton.agent, skeleton.agentCancelsAt) = (moves, cancelsAt)
        return skeleton
    }

    /// The same with what it comes to.
    func ends(_ result: Outcome, _ reason: String? = nil) -> CoverageSkeleton {
        var skeleton = self
        skeleton.expect = [YAMLMember("result", result.rawValue)]
        if let reason { skeleton.expect.append(YAMLMember("reason", reason)) }
        return skeleton
    }

    /// The caller hangs up here.
    func leaves() -> CoverageSkeleton { pressing("!").ends(.hungUp) }

    /// A prompt that must begin.
    func says(_ prompt: String) -> CoverageSkeleton {
        var skeleton = self
        skeleton.expect.append(YAMLMember("prompts", "[\(prompt)]"))
        return skeleton
    }
}

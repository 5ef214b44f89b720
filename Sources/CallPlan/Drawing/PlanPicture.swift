import Connectors
import CardData

/// The picture of a plan, before it is written as text: what stands in it, and what each thing is.
struct PlanPicture {
    /// What a node is, which decides its shape and colour.
    enum Look: Hashable {
        case start, words, question, system, secure, router, repeating, ending, agent
        /// A step that is named and does not exist.
        case missing
    }

    /// A step.
    struct Node {
        let id: String
        let look: Look
        /// The step's name.
        let title: String
        /// Its kind.
        let kind: String
        /// What it does, in short, a line each.
        let detail: [String]
        /// No way from the start leads here.
        let isUnreachable: Bool
    }

    /// A way from one step to others: outcomes with the same goal share it.
    struct Edge {
        let from: String
        let to: String
        let labels: [String]
        /// It is taken when something failed.
        let isFailure: Bool
        let isUnreachable: Bool
    }

    /// Characters of a line of a node, and lines of what a step does.
    private static let lineLength = 30
    private static let mostLines = 2
    /// The node from which the call begins.
    static let startID = "start"

    let title: String
    private(set) var nodes: [Node] = []
    private(set) var edges: [Edge] = []
    private var missing: [String: String] = [:]

    init(_ plan: Plan) {
        title = PlanPicture.short(plan.name)
        let reachable = PlanGraph(plan) { $0.index >= 0 ? $0.index : nil }.reachable()
        nodes.append(Node(id: PlanPicture.startID, look: .start, title: "", kind: "", detail: [], isUnreachable: false))
        for (index, step) in plan.steps.enumerated() {
            nodes.append(
                Node(
                    id: PlanPicture.id(index), look: PlanPicture.look(of: step.kind),
                    title: PlanPicture.short(step.name),
                    kind: step.kind.name, detail: PlanPicture.lines(step.kind.detail ?? ""),
                    isUnreachable: !reachable[index]))
        }
        let begin = Edge(
            from: PlanPicture.startID, to: goal(plan.start), labels: [], isFailure: false, isUnreachable: false)
        edges.append(begin)
        for (index, step) in plan.steps.enumerated() { addEdges(of: step, index, isUnreachable: !reachable[index]) }
    }

    private mutating func addEdges(of step: Step, _ index: Int, isUnreachable: Bool) {
        var order: [String] = []
        var labels: [String: [String]] = [:]
        for exit in step.kind.exits where exit.to.name != nil {
            let to = goal(exit.to)
            if labels[to] == nil { order.append(to) }
            labels[to, default: []].append(PlanPicture.short(exit.outcome))
        }
        for to in order {
            let own = labels[to] ?? []
            edges.append(
                Edge(
                    from: PlanPicture.id(index), to: to, labels: own == ["next"] ? [] : own,
                    isFailure: own.allSatisfy(PlanPicture.failures.contains), isUnreachable: isUnreachable))
        }
    }

    private mutating func goal(_ reference: StepReference) -> String {
        guard reference.index < 0 else { return PlanPicture.id(reference.index) }
        let name = reference.name.map { PlanName.isName($0) ? $0 : "no step" } ?? "no step"
        if let known = missing[name] { return known }
        let id = "missing\(missing.count + 1)"
        missing[name] = id
        nodes.append(
            Node(id: id, look: .missing, title: name, kind: "missing", detail: [], isUnreachable: false))
        return id
    }

    private static func id(_ index: Int) -> String { "s\(index + 1)" }

    private static let failures: Set<String> = [
        "failed", "no-input", "no-match", "not-found", "no-answer", "timeout", "status", "malformed",
    ]

    /// Text as it may stand in a picture: on one line, not too long, and no card number.
    private static func short(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let masked = CardMask.masking(line)
        let longest = lineLength * mostLines
        return masked.count <= longest ? masked : masked.prefix(longest - 1) + "…"
    }

    /// The same, broken into lines between words.
    private static func lines(_ text: String) -> [String] {
        var lines: [String] = []
        for word in short(text).split(separator: " ") {
            if let last = lines.last, last.count + word.count < lineLength {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        guard lines.count > mostLines else { return lines }
        return lines.prefix(mostLines - 1) + [lines[mostLines - 1].prefix(lineLength - 1) + "…"]
    }

    private static func look(of kind: StepKind) -> Look {
        switch kind {
        case .play: .words
        case .menu, .collect: .question
        case .lookUp, .connector: .system
        case .transferToPCI: .secure
        case .router: .router
        case .repeating: .repeating
        case .agent: .agent
        case .handOver, .hangUp: .ending
        }
    }
}

extension StepKind {
    /// What the step does, for its node.
    fileprivate var detail: String? {
        switch self {
        case .play(let step): step.words.source
        case .menu(let step): step.words.source
        case .collect(let step): "into \(step.data.name)"
        case .lookUp(let step): "by \(step.key.name)"
        case .connector(let step): "\(step.method.rawValue) \(step.serviceName) \(step.path.source)"
        case .transferToPCI(let step): "\(step.mode.rawValue), recording suspended"
        case .router(let step): "by \(step.data.name)"
        case .handOver(let step): step.target.name
        case .agent(let step): step.name
        case .hangUp(let step): step.words?.source
        case .repeating(let step): "\(step.times) times"
        }
    }
}

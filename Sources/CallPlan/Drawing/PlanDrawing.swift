/// Pictures of a plan as text for other programs.
public enum PlanDrawing {
    /// The plan as a Graphviz graph.
    public static func dot(_ plan: Plan) -> String { PlanPicture(plan).dot }

    /// The plan as a Mermaid flowchart.
    public static func mermaid(_ plan: Plan) -> String { PlanPicture(plan).mermaid }
}

extension PlanPicture {
    fileprivate var dot: String {
        var lines = [
            "digraph plan {",
            "  graph [label=\(DotText.quoted(title)), labelloc=t, fontname=\"Helvetica\", fontsize=20, rankdir=TB,",
            "         nodesep=0.4, ranksep=0.5, pad=0.3, bgcolor=\"white\"];",
            "  node [fontname=\"Helvetica\", fontsize=12, margin=\"0.2,0.08\", style=filled, fillcolor=\"white\", color=\"#44546a\"];",
            "  edge [fontname=\"Helvetica\", fontsize=11, color=\"#44546a\", arrowsize=0.8];",
        ]
        for node in nodes { lines.append("  \(node.id) [\(DotText.attributes(node))];") }
        for edge in edges { lines.append("  \(edge.from) -> \(edge.to)\(DotText.attributes(edge));") }
        return (lines + ["}", ""]).joined(separator: "\n")
    }

    fileprivate var mermaid: String {
        var lines = ["---", "title: \(MermaidText.quotedYAML(title))", "---", "flowchart TD"]
        for node in nodes { lines.append("  " + MermaidText.node(node)) }
        for edge in edges {
            let label = edge.labels.isEmpty ? "" : "|\"\(MermaidText.escaped(edge.labels.joined(separator: ", ")))\"|"
            lines.append("  \(edge.from) \(edge.isFailure || edge.isUnreachable ? "-.->" : "-->")\(label) \(edge.to)")
        }
        for (name, style) in MermaidText.classes {
            let members = nodes.filter { MermaidText.className($0) == name }.map(\.id)
            guard !members.isEmpty else { continue }
            lines += ["  classDef \(name) \(style)", "  class \(members.joined(separator: ",")) \(name)"]
        }
        let dashed = nodes.filter(\.isUnreachable).map(\.id)
        if !dashed.isEmpty {
            lines += [
                "  classDef unreachable stroke-dasharray: 5 4", "  class \(dashed.joined(separator: ",")) unreachable",
            ]
        }
        return (lines + [""]).joined(separator: "\n")
    }
}

/// How a plan is written for Graphviz.
private enum DotText {
    /// Text between quotes, where a backslash would begin an escape.
    static func quoted(_ text: String) -> String {
        "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
    }

    /// Text in a label of markup, where a backslash would begin an escape all the same.
    private static func escaped(_ text: String) -> String {
        let entities: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "\\": "&#92;"]
        return text.map { entities[$0] ?? String($0) }.joined()
    }

    static func attributes(_ node: PlanPicture.Node) -> String {
        guard node.look != .start else {
            return "label=\"\", shape=circle, width=0.25, fillcolor=\"#44546a\", xlabel=\"start\""
        }
        let lock = node.look == .secure ? " (secure)" : ""
        let kind = "<font point-size=\"10\" color=\"#595959\">\(node.kind)\(lock)</font>"
        let lines = ["<b>\(escaped(node.title))</b>", kind] + node.detail.map(escaped)
        var text = "label=<\(lines.joined(separator: "<br/>"))>, \(shape(node.look))"
        if node.isUnreachable { text += ", style=\"filled,dashed\"" }
        return text
    }

    private static func shape(_ look: PlanPicture.Look) -> String {
        switch look {
        case .start, .words: "shape=box, fillcolor=\"#f2f2f2\""
        case .question: "shape=hexagon, fillcolor=\"#fff2cc\""
        case .system: "shape=component, fillcolor=\"#deebf7\""
        case .secure: "shape=box, peripheries=2, penwidth=2, color=\"#c00000\", fillcolor=\"#fbe5e5\""
        case .router: "shape=diamond, fillcolor=\"#e2f0d9\""
        case .repeating: "shape=box, style=\"filled,rounded\", fillcolor=\"#f2f2f2\""
        case .agent: "shape=house, fillcolor=\"#ead9f5\""
        case .ending: "shape=oval, peripheries=2, fillcolor=\"#d9d9d9\""
        case .missing: "shape=box, style=\"dashed\", color=\"#c00000\", fontcolor=\"#c00000\""
        }
    }

    static func attributes(_ edge: PlanPicture.Edge) -> String {
        var parts: [String] = []
        if !edge.labels.isEmpty { parts.append("label=" + quoted(" " + edge.labels.joined(separator: ", ") + " ")) }
        if edge.isFailure { parts.append("color=\"#a6a6a6\", fontcolor=\"#7f7f7f\"") }
        if edge.isUnreachable { parts.append("style=dashed") }
        return parts.isEmpty ? "" : " [\(parts.joined(separator: ", "))]"
    }
}

/// How a plan is written for Mermaid.
private enum MermaidText {
    static let classes: [(name: String, style: String)] = [
        ("words", "fill:#f2f2f2,stroke:#44546a"), ("question", "fill:#fff2cc,stroke:#44546a"),
        ("system", "fill:#deebf7,stroke:#44546a"),
        ("secure", "fill:#fbe5e5,stroke:#c00000,stroke-width:3px"), ("router", "fill:#e2f0d9,stroke:#44546a"),
        ("agent", "fill:#ead9f5,stroke:#44546a"), ("ending", "fill:#d9d9d9,stroke:#44546a,stroke-width:2px"),
        ("missing", "fill:#ffffff,stroke:#c00000,color:#c00000,stroke-dasharray: 5 4"),
    ]

    static func className(_ node: PlanPicture.Node) -> String {
        switch node.look {
        case .start: "start"
        case .words, .repeating: "words"
        case .question: "question"
        case .system: "system"
        case .secure: "secure"
        case .router: "router"
        case .agent: "agent"
        case .ending: "ending"
        case .missing: "missing"
        }
    }

    static func node(_ node: PlanPicture.Node) -> String {
        guard node.look != .start else { return "\(node.id)((start))" }
        let lock = node.look == .secure ? " (secure)" : ""
        let lines = ([node.title, node.kind + lock] + node.detail).map(escaped)
        let label = "\"" + lines.joined(separator: "<br/>") + "\""
        let (open, close) = brackets(node.look)
        return node.id + open + label + close
    }

    private static func brackets(_ look: PlanPicture.Look) -> (String, String) {
        switch look {
        case .start: ("((", "))")
        case .words, .missing: ("[", "]")
        case .question: ("{{", "}}")
        case .system: ("[[", "]]")
        case .secure: ("[(", ")]")
        case .router: ("{", "}")
        case .repeating: (">", "]")
        case .agent: ("[/", "\\]")
        case .ending: ("([", "])")
        }
    }

    /// Everything but letters, digits and harmless marks as an entity: quotes and brackets would end the label, and `#`
    /// would begin an entity.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            let isPlain =
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || " .,:;-_!?…/()+'".unicodeScalars.contains(scalar)
            return isPlain ? String(scalar) : "#\(scalar.value);"
        }.joined()
    }

    /// Text in quotes of YAML.
    static func quotedYAML(_ text: String) -> String {
        "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
    }
}

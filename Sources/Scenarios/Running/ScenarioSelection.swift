import CardData
import ScenarioReports
import Telephony

/// Which scenarios of the files that were given are run.
public struct ScenarioSelection: Sendable {
    /// A part of the file, the variant or the name, in any case; `*` stands for anything. Nil for all.
    public var filter: String?
    /// Tags: one of those without `-` is needed, none of those with it may be there.
    public var tags: [String] = []
    /// Only these, by their ids or variants; nil for all.
    public var ids: Set<String>?
    /// Only this part of what is selected; nil for all of it.
    public var shard: Shard?

    /// Everything.
    public init() {}

    /// Whether a file may hold a scenario that is selected, as far as its tags tell.
    func takes(tags given: [String]) -> Bool {
        let wanted = tags.filter { !$0.hasPrefix("-") }
        let unwanted = tags.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) }
        return (wanted.isEmpty || wanted.contains { given.contains($0) })
            && !unwanted.contains { given.contains($0) }
    }

    /// Whether a scenario is selected, whatever its part. `calls` is what it may be called: with its file and without, as one
    /// run of many and as itself.
    func takes(calls: [String], name: String) -> Bool {
        if let ids, !calls.contains(where: ids.contains) { return false }
        guard let filter else { return true }
        return ScenarioSelection.matches(filter, calls[0]) || ScenarioSelection.matches(filter, name)
    }

    /// Whether a scenario belongs to the part that is run.
    func isHere(_ id: String) -> Bool { shard?.holds(id) ?? true }

    /// Whether the pieces between the `*` of a pattern stand in a text, in their order.
    static func matches(_ pattern: String, _ text: String) -> Bool {
        var rest = text.lowercased()[...]
        for piece in pattern.lowercased().split(separator: "*") {
            guard let range = rest.firstRange(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}

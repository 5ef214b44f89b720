/// The steps of a plan as a graph of numbers; every algorithm here takes time in proportion to its size, and none calls
/// itself, so that no plan is too long or too deep.
struct PlanGraph {
    /// A way from one step to another.
    struct Edge {
        let to: Int
        let sets: [Int]
        /// Nobody is waited for and nothing is counted on this way.
        let isFree: Bool
    }

    /// The ways out of each step; those to steps that do not exist are left out.
    private(set) var edges: [[Edge]] = []
    private let start: Int?
    /// Steps at which the plan ends, or may: a way out that leads nowhere might have.
    private var ends: [Int] = []

    /// The graph of `plan`; `target` gives the index of the step that a reference means, nil for none.
    init(_ plan: Plan, target: (StepReference) -> Int?) {
        start = target(plan.start)
        edges.reserveCapacity(plan.steps.count)
        for (index, step) in plan.steps.enumerated() {
            let exits = step.kind.exits
            let waits = step.kind.waits
            let own = exits.compactMap { exit in
                target(exit.to).map { to in
                    Edge(to: to, sets: exit.sets.map(\.index), isFree: !waits && !exit.isCounted)
                }
            }
            if step.kind.canEnd || own.count < exits.count { ends.append(index) }
            edges.append(own)
        }
    }

    /// Which steps a call can come to.
    func reachable() -> [Bool] { PlanGraph.spread(from: start.map { [$0] } ?? [], edges.map { $0.map(\.to) }) }

    /// Which steps have a way to an end.
    func ending() -> [Bool] {
        var backwards = [[Int]](repeating: [], count: edges.count)
        for (index, own) in edges.enumerated() {
            for edge in own { backwards[edge.to].append(index) }
        }
        return PlanGraph.spread(from: ends, backwards)
    }

    private static func spread(from starts: [Int], _ ways: [[Int]]) -> [Bool] {
        var seen = [Bool](repeating: false, count: ways.count)
        var waiting = starts
        for start in starts { seen[start] = true }
        while let step = waiting.popLast() {
            for next in ways[step] where !seen[next] {
                seen[next] = true
                waiting.append(next)
            }
        }
        return seen
    }

    /// Groups of steps that lead to one another by free ways alone, each in the plan's order.
    func freeLoops() -> [[Int]] {
        let ways = edges.map { $0.filter(\.isFree).map(\.to) }
        return StrongComponents(ways).components.filter { group in
            group.count > 1 || ways[group[0]].contains(group[0])
        }
    }

    /// For each step, the data sources (of `count`) that may have no value when a call comes to it: those of `unset` at
    /// the start, carried along every way but those that set them. A set only ever grows, so this ends.
    func unsetData(_ unset: BitSet, count: Int) -> [BitSet] {
        var states = [BitSet](repeating: BitSet(count: count), count: edges.count)
        guard let start else { return states }
        var isWaiting = [Bool](repeating: false, count: edges.count)
        states[start] = unset
        var waiting = [start]
        var next: [Int] = []
        while !waiting.isEmpty {
            for step in waiting {
                isWaiting[step] = false
                for edge in edges[step] {
                    var state = states[step]
                    for data in edge.sets where data >= 0 { state.remove(data) }
                    guard states[edge.to].formUnion(state), !isWaiting[edge.to] else { continue }
                    isWaiting[edge.to] = true
                    next.append(edge.to)
                }
            }
            (waiting, next) = (next, [])
        }
        return states
    }
}

/// A set of small numbers.
struct BitSet {
    private var words: [UInt64]

    /// An empty set that can hold 0 to `count` - 1.
    init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

    func contains(_ bit: Int) -> Bool { words[bit / 64] & (1 << UInt64(bit % 64)) != 0 }
    mutating func insert(_ bit: Int) { words[bit / 64] |= 1 << UInt64(bit % 64) }
    mutating func remove(_ bit: Int) { words[bit / 64] &= ~(1 << UInt64(bit % 64)) }

    /// Takes all of `other` in; says whether there was anything new.
    mutating func formUnion(_ other: BitSet) -> Bool {
        var grew = false
        for index in words.indices where other.words[index] & ~words[index] != 0 {
            words[index] |= other.words[index]
            grew = true
        }
        return grew
    }
}

/// The strongly connected components of a graph, after Tarjan (1972), without recursion.
struct StrongComponents {
    private(set) var components: [[Int]] = []
    private var order: [Int]
    private var low: [Int]
    private var isOpen: [Bool]
    private var open: [Int] = []
    private var count = 0

    /// The components of the graph whose node `n` leads to `ways[n]`.
    init(_ ways: [[Int]]) {
        order = [Int](repeating: -1, count: ways.count)
        low = order
        isOpen = [Bool](repeating: false, count: ways.count)
        for root in ways.indices where order[root] < 0 { visit(root, ways) }
    }

    private mutating func enter(_ node: Int) {
        (order[node], low[node]) = (count, count)
        count += 1
        open.append(node)
        isOpen[node] = true
    }

    private mutating func visit(_ root: Int, _ ways: [[Int]]) {
        var path = [(node: root, next: 0)]
        enter(root)
        while let (node, next) = path.last {
            if next < ways[node].count {
                path[path.count - 1].next += 1
                let to = ways[node][next]
                if order[to] < 0 {
                    enter(to)
                    path.append((to, 0))
                } else if isOpen[to] {
                    low[node] = min(low[node], order[to])
                }
            } else {
                path.removeLast()
                if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
                if low[node] == order[node] { close(node) }
            }
        }
    }

    private mutating func close(_ root: Int) {
        var group: [Int] = []
        while let node = open.popLast() {
            isOpen[node] = false
            group.append(node)
            if node == root { break }
        }
        components.append(group.sorted())
    }
}

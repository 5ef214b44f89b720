/// What a suite reached of all that it could: each point with the number of scenarios that reached it.
public struct CoverageReport: Hashable, Sendable {
    /// How many scenarios reached each point; 0 for those that none did. Every point of the list is a key.
    public private(set) var counts: [CoveragePoint: Int]

    /// A report with these counts.
    public init(counts: [CoveragePoint: Int] = [:]) { self.counts = counts }

    /// The points in order, each with its count.
    public var points: [(point: CoveragePoint, count: Int)] {
        counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Points that were reached, of all of a kind, or of all.
    public func reached(_ kind: CoveragePoint.Kind? = nil) -> (reached: Int, of: Int) {
        let these = counts.filter { kind == nil || $0.key.kind == kind }
        return (these.count { $0.value > 0 }, these.count)
    }

    /// Adds the counts of another part of the same suite.
    public mutating func add(_ other: CoverageReport) { counts.merge(other.counts, uniquingKeysWith: +) }
}

import CallCoverage
import CallTestKit
import Testing

/// Whatever a call does must be in the list: else a report would be silent about it.
@Suite("The list is whole") struct WholeListTests {
    @Test("for the shipped scenarios", arguments: ShippedCalls.files.indices) func shipped(_ index: Int) throws {
        for marks in try ShippedCalls.marks[index].get() {
            #expect(marks.unlisted == [], "\(ShippedCalls.files[index])")
            #expect(!marks.points().isEmpty)
        }
    }

    @Test("for random callers", arguments: 0..<8) func random(_ group: UInt64) throws {
        for seed in group * 250..<(group + 1) * 250 {
            let played = RandomCall.played(seed: seed)
            let call = try #require(played.call, "seed \(seed)")
            let unlisted = CoverageMarks(of: call, scene: played.scene).unlisted
            #expect(unlisted == [], "seed \(seed)\n\(played.script.text)")
        }
    }
}

import CallCoverage
import Testing

@Suite("Coverage reports") struct CoverageReportTests {
    private static let pin = CoveragePoint(.prompts, "ask-pin")
    private static let charging = CoveragePoint(.states, "charging")

    @Test("two parts of a suite are added point by point") func added() {
        var report = CoverageReport(counts: [Self.pin: 2, Self.charging: 0])
        report.add(CoverageReport(counts: [Self.pin: 1, Self.charging: 0]))
        #expect(report.points.map(\.point) == [Self.charging, Self.pin])
        #expect(report.points.map(\.count) == [0, 3])
        #expect(report.reached() == (1, 2))
        #expect(report.reached(.states) == (0, 1))
    }
}

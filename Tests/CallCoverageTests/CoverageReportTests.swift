import CallCoverage
import Testing

@Suite("Coverage reports") struct CoverageReportTests {
    private static let pin = CoveragePoint(.prompts, "ask-pin")
    private static let charging = CoveragePoint(.states, "charging")
    private static let report = CoverageReport(counts: [
        pin: 2, charging: 0, CoveragePoint(.plans, "Bill pay/pay/next"): 1,
    ])

    @Test("two parts of a suite are added point by point") func added() {
        var report = CoverageReport(counts: [Self.pin: 2, Self.charging: 0])
        report.add(CoverageReport(counts: [Self.pin: 1, Self.charging: 0]))
        #expect(report.points.map(\.point) == [Self.charging, Self.pin])
        #expect(report.points.map(\.count) == [0, 3])
        #expect(report.reached() == (1, 2))
        #expect(report.reached(.states) == (0, 1))
    }

    @Test("a tally counts scenarios, and those of other parts") func tally() throws {
        var (one, both) = (CoverageTally(), CoverageTally())
        let marks = try ShippedCalls.marks.prefix(60).flatMap { try $0.get() }.prefix(60)
        for mark in marks.prefix(30) { one.add(mark) }
        for mark in marks { both.add(mark) }
        var other = CoverageTally()
        for mark in marks.dropFirst(30) { other.add(mark) }
        one.add(other)
        #expect(one.report == both.report)
        for (point, count) in one.report.points {
            #expect(count == marks.count { $0.points().contains(point) }, "\(point)")
        }
    }

    @Test("a report for people names what is missing") func lines() {
        #expect(
            Self.report.lines() == [
                "states       0 of    1    0.0 %", "prompts      1 of    1  100.0 %", "plans        1 of    1  100.0 %",
                "all          2 of    3   66.6 %", "not reached:", "  states: charging",
            ])
        #expect(
            CoverageReport(counts: [Self.pin: 1]).lines() == [
                "prompts      1 of    1  100.0 %", "all          1 of    1  100.0 %",
            ])
    }

    @Test("of many the first few are named, or all") func many() {
        let points = (10..<40).map { CoveragePoint(.endings, "failed/\($0)") }
        let report = CoverageReport(counts: Dictionary(uniqueKeysWithValues: points.map { ($0, 0) }))
        #expect(report.lines().suffix(2) == ["  endings: failed/19", "  endings: and 20 more"])
        #expect(report.lines(all: true).count == 3 + points.count)
        #expect(report.missed == points)
    }

    @Test("only all of it is 100 percent") func percent() {
        let points = (0..<2000).map { CoveragePoint(.states, "\($0)") }
        let report = CoverageReport(
            counts: Dictionary(uniqueKeysWithValues: points.map { ($0, $0.name == "7" ? 0 : 1) }))
        #expect(report.percent() == 99.9)
        #expect(report.percent(.plans) == 100)
    }

    @Test(
        "the least that must be reached is compared with the counts",
        arguments: [
            (7, 639, 1.05, nil), (7, 639, 1.09, nil), (7, 639, 1.1, "1.09"), (7, 639, 1.0955, "1.09546"),
            (11, 1000, 1.1, nil), (1, 3, 33.3, nil), (1, 3, 33.34, "33.333"), (2, 3, 90, "66.6"), (3, 3, 100, nil),
            (1999, 2000, 100, "99.9"), (0, 0, 100, nil), (0, 5, 0, nil), (0, 5, 0.1, "0.00"),
        ] as [(Int, Int, Double, String?)])
    func least(reached: Int, of count: Int, percent: Double, shown: String?) {
        let points = (0..<count).map { CoveragePoint(.states, "\($0)") }
        let counts = points.enumerated().map { ($1, $0 < reached ? 1 : 0) }
        let report = CoverageReport(counts: Dictionary(uniqueKeysWithValues: counts))
        #expect(report.shortfall(of: percent) == shown)
        #expect(report.isAtLeast(percent) == (shown == nil))
    }
}

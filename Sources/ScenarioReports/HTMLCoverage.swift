import CallCoverage

/// What a suite reached, as a section of the page: a bar a kind, and the points that no scenario reached.
struct HTMLCoverage {
    private let report: CoverageReport

    init(_ report: CoverageReport) { self.report = report }

    var text: String {
        let (reached, all) = report.reached()
        return "<section aria-labelledby=\"coverage\">\n"
            + "<h2 id=\"coverage\">Coverage <small>\(reached) of \(all), \(HTMLCoverage.share(reached, all))</small></h2>\n"
            + "<div class=\"coverage\">\n" + CoveragePoint.Kind.allCases.map(kind).joined() + "</div>\n</section>\n"
    }

    private func kind(_ kind: CoveragePoint.Kind) -> String {
        let (reached, all) = report.reached(kind)
        guard all > 0 else { return "" }
        let left = report.points.filter { $0.point.kind == kind && $0.count == 0 }
        let share = HTMLCoverage.share(reached, all)
        let bar =
            "<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
            + "<rect class=\"of\" width=\"1000\" height=\"10\"/>"
            + "<rect class=\"reached\" width=\"\(reached * 1000 / all)\" height=\"10\"/></svg>"
        let head =
            "<span class=\"kind\">\(kind.rawValue)</span>\(bar)<span class=\"share\">\(reached) of \(all), \(share)</span>"
        guard !left.isEmpty else { return "<div class=\"point\">\(head)</div>\n" }
        let points = left.map { "<li><code>\(Markup.text($0.point.name))</code></li>" }.joined()
        return "<details class=\"point\"><summary>\(head)</summary>"
            + "<p>No scenario reaches:</p><ul>\(points)</ul></details>\n"
    }

    /// A share in whole percent, rounded down: 100 % is all.
    private static func share(_ reached: Int, _ all: Int) -> String { "\(all > 0 ? reached * 100 / all : 100) %" }
}

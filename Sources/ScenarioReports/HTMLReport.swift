import CallCoverage
import Crypto

/// A run as one page that opens from disk, without a network: what it came to, every scenario with a picture of its call,
/// what the suite reached.
struct HTMLReport {
    private let run: FinishedRun
    /// From the page to the folder that artifacts are named from.
    private let way: String

    /// Scenarios of each status that the page shows: a browser has to hold all of them.
    static let greatestList = 2_000
    /// How many of the longest calls are named.
    static let slowest = 5

    init(_ run: FinishedRun, way: String) { (self.run, self.way) = (run, way) }

    func write(to sink: (String) throws -> Void) throws {
        var lists = SummaryLists(most: 0, slowest: HTMLReport.slowest)
        try run.forEach { lists.add($0) }
        let alwaysShown = Set(lists.byMedia.map(\.order))
        try sink(head)
        try sink(summary(lists.byMedia))
        if let coverage = run.coverage { try sink(HTMLCoverage(coverage).text) }
        try sink(HTMLReport.list)
        var shown: [ScenarioResult.Status: Int] = [:]
        try run.forEach { result in
            let isShown = shown[result.status, default: 0] < HTMLReport.greatestList
            guard isShown || alwaysShown.contains(result.order) else { return }
            shown[result.status, default: 0] += 1
            try sink(HTMLRow((isShown ? result : result.withoutCall).shown, way: way).text)
        }
        try sink("</div>\n" + leftOut(shown) + "</section>\n</main>\n")
        try sink("<script>\(HTMLReport.script)</script>\n</body>\n</html>\n")
    }

    private static let style = String(decoding: PackageResources.page_css, as: UTF8.self)
    private static let script = String(decoding: PackageResources.page_js, as: UTF8.self)

    /// The page may run its own script and nothing else, and load nothing but recordings that lie on the same disk.
    private static let policy =
        "default-src 'none'; style-src 'sha256-\(hash(style))'; script-src 'sha256-\(hash(script))'; "
        + "media-src 'self' file:; base-uri 'none'; form-action 'none'"

    private static func hash(_ text: String) -> String { Base64.text(of: Array(SHA256.hash(data: Array(text.utf8)))) }

    private var head: String {
        let tally = run.tally
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(HTMLReport.policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(tally.exitCode == 0 ? "✓" : "✗") \(TerminalReport.counts(tally)) - ivrpay</title>
            <style>\(HTMLReport.style)</style>
            </head>
            <body>
            <a class="skip" href="#scenarios">To the scenarios</a>
            <main>

            """
    }

    private func summary(_ slowest: [ScenarioResult]) -> String {
        let (tally, header) = (run.tally, run.header)
        var tiles = ScenarioResult.Status.allCases.filter { $0 == .passed || $0 == .failed || tally.count($0) > 0 }.map
        {
            "<a class=\"tile \($0.rawValue)\" href=\"#status=\($0.rawValue)\"><b>\(tally.count($0))</b> \($0.words)</a>"
        }
        if tally.flaky > 0 { tiles.append("<span class=\"tile flaky\"><b>\(tally.flaky)</b> flaky</span>") }
        var facts = [
            "ivrpay \(Markup.text(header.version))", "suite <code>\(Markup.text(header.suite))</code>",
            "seed \(header.seed)", "\(ReportText.seconds(tally.mediaSeconds, places: 1)) s of calls",
        ]
        if let shard = header.shard { facts.append("shard \(shard)") }
        if let signal = header.interrupted { facts.append("<strong>interrupted by \(Markup.text(signal))</strong>") }
        let rows = slowest.map(\.shown).map { result in
            "<li><a href=\"#s\(result.order)\">\(Markup.text(result.name))</a> <small>\(Markup.text(result.shownID))</small>"
                + " <b>\(ReportText.seconds(result.mediaSeconds, places: 1)) s</b></li>\n"
        }
        return "<header>\n<h1>Scenario report</h1>\n<p class=\"tiles\">\(tiles.joined(separator: " "))</p>\n"
            + "<p class=\"facts\">\(facts.joined(separator: " · "))</p>\n</header>\n"
            + "<section aria-labelledby=\"slowest\">\n<h2 id=\"slowest\">Longest calls</h2>\n"
            + (rows.isEmpty ? "<p>There was no call.</p>\n" : "<ol class=\"slowest\">\n\(rows.joined())</ol>\n")
            + "</section>\n"
    }

    /// The head of the list: the form is for the script, which shows it.
    private static let list = """
        <section aria-labelledby="scenarios">
        <h2 id="scenarios" tabindex="-1">Scenarios</h2>
        <form id="filter" role="search" hidden>
        <label>Text <input type="search" id="q" autocomplete="off" spellcheck="false"></label>
        <label>Status <select id="status"><option value="">all</option><option value="bad">not as expected</option>\
        \(ScenarioResult.Status.allCases.map { "<option value=\"\($0.rawValue)\">\($0.words)</option>" }.joined())</select></label>
        <label>Tag <select id="tag"><option value="">all</option></select></label>
        <label>Order <select id="sort"><option value="">as run</option><option value="media">longest first</option></select></label>
        <output id="count" role="status"></output>
        </form>
        \(HTMLStrip.legend)
        <div id="rows">

        """

    /// How many scenarios the page does not show.
    private func leftOut(_ shown: [ScenarioResult.Status: Int]) -> String {
        let parts = ScenarioResult.Status.allCases.compactMap { status -> String? in
            let left = run.tally.count(status) - shown[status, default: 0]
            return left > 0 ? "\(left) more: \(status.words)" : nil
        }
        guard !parts.isEmpty else { return "" }
        return "<p class=\"left-out\">Not on this page, which shows \(HTMLReport.greatestList) of a status: "
            + "\(parts.joined(separator: ", ")). The JSON report has all of them.</p>\n"
    }
}

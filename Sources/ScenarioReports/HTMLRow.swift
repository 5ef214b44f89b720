import JSONText

/// A scenario as a row of the page, which opens to what is known of it.
struct HTMLRow {
    private let result: ScenarioResult
    /// From the page to the folder that artifacts are named from.
    private let way: String

    init(_ result: ScenarioResult, way: String) { (self.result, self.way) = (result, way) }

    var text: String {
        let status = result.status
        let tags = Markup.attribute(result.tags.joined(separator: " "))
        let time = result.mediaSeconds > 0 ? ReportText.seconds(result.mediaSeconds, places: 1) + " s" : ""
        let flaky = result.attempts > 1 ? " <span class=\"tag\">\(result.attempts) runs</span>" : ""
        let shownTags = result.tags.map { " <span class=\"tag\">\(Markup.text($0))</span>" }.joined()
        return "<details class=\"row \(status.rawValue)\" id=\"s\(result.order)\" data-status=\"\(status.rawValue)\""
            + "\(status.isBad ? " data-bad" : "") data-tags=\"\(tags)\""
            + " data-media=\"\(ReportText.microseconds(result.mediaSeconds))\">\n"
            + "<summary><span class=\"mark\">\(status.words)</span><span class=\"name\">\(Markup.text(result.name))"
            + "<small>\(Markup.text(result.shownID))</small>\(flaky)\(shownTags)</span>"
            + "<span class=\"end\">\(Markup.text(result.headline))</span><span class=\"time\">\(time)</span>"
            + "\(result.strip.map { HTMLStrip($0).text } ?? "")</summary>\n<div class=\"more\">\n"
            + reason + result.failures.map(failure).joined() + transcript + call + command + "</div>\n</details>\n"
    }

    private var reason: String {
        guard let reason = result.reason else { return "" }
        return "<p><b>\(result.status.words)</b>: \(Markup.text(reason))</p>\n"
    }

    private func failure(_ failure: ScenarioFailure) -> String {
        let source = failure.source.map { Caret($0, column: failure.column).lines.joined(separator: "\n") }
        return
            "<h3><code>\(Markup.text(ReportText.line(failure.place)))</code> \(Markup.text(failure.expectation))</h3>\n"
            + (source.map { "<pre class=\"source\">\(Markup.text($0))</pre>\n" } ?? "")
            + "<dl><dt>expected</dt><dd>\(Markup.text(failure.expected))</dd>"
            + "<dt>actual</dt><dd>\(Markup.text(failure.actual))</dd></dl>\n"
            + failure.notes.map { "<p class=\"note\">\(Markup.text($0))</p>\n" }.joined()
    }

    private var transcript: String {
        guard !result.transcript.isEmpty else { return "" }
        let lines = result.transcript.map { Markup.text(ReportText.line($0)) }.joined(separator: "\n")
        return "<h3>Transcript</h3>\n<pre tabindex=\"0\">\(lines)</pre>\n"
    }

    private var call: String {
        guard let call = result.call else { return "" }
        let lines = call.indentedText.split(separator: "\n").map { Markup.text(String($0)) }
        return "<details class=\"call\"><summary>Result as JSON</summary><pre tabindex=\"0\">"
            + lines.joined(separator: "\n") + "</pre></details>\n"
    }

    private var command: String {
        let files = result.artifacts.map(artifact).joined()
        return (files.isEmpty ? "" : "<h3>Files</h3>\n<ul>\(files)</ul>\n")
            + (result.command.isEmpty
                ? ""
                : "<h3>Run it again</h3>\n<pre tabindex=\"0\">\(Markup.text(ReportText.line(result.command)))</pre>\n")
    }

    /// A file beside the page: a link, and a player where it can be heard.
    private func artifact(_ path: String) -> String {
        let place = path.hasPrefix("/") ? path : way + path
        // A path is no address: what means something in one is written otherwise.
        let address = Markup.attribute(
            place.utf8.map { byte in
                let isPlain =
                    byte < 0x80 && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber)
                if isPlain || "/._-~".utf8.contains(byte) { return String(UnicodeScalar(byte)) }
                let hex = String(byte, radix: 16, uppercase: true)
                return "%" + (hex.count == 1 ? "0" : "") + hex
            }.joined())
        let player = path.hasSuffix(".wav") ? " <audio controls preload=\"none\" src=\"\(address)\"></audio>" : ""
        return "<li><a href=\"\(address)\"><code>\(Markup.text(ReportText.line(path)))</code></a>\(player)</li>"
    }
}

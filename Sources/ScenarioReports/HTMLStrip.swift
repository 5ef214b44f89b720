/// The strip of a call as a picture in the page: five lanes over the time of the call, the whole width for each call.
struct HTMLStrip {
    private let strip: CallStrip

    /// The picture's units: its width, and of each lane top and height.
    private static let width = 1000
    private static let segments = (top: 0, height: 6), prompts = (top: 8, height: 8), keys = (top: 18, height: 6)
    private static let waits = (top: 26, height: 6), height = 34

    init(_ strip: CallStrip) { self.strip = strip }

    /// What the colours mean.
    static let legend =
        "<p class=\"legend\" aria-hidden=\"true\">"
        + [("g", "parts of the call"), ("p", "prompts"), ("k", "keys"), ("w", "gateway and services"), ("f", "faults")]
        .map {
            "<span><svg viewBox=\"0 0 14 10\"><rect class=\"\($0.0)\" width=\"14\" height=\"10\"/></svg> \($0.1)</span>"
        }
        .joined(separator: " ") + "</p>"

    var text: String {
        guard strip.duration > 0 else { return "" }
        let faults = strip.faults.map { fault in
            let x = place(fault.start)
            return
                "<path class=\"f\" d=\"M\(x) 0v\(HTMLStrip.height)\"><title>\(words(fault.name, fault.start))</title></path>"
        }
        return
            "<svg class=\"strip\" viewBox=\"0 0 \(HTMLStrip.width) \(HTMLStrip.height)\" preserveAspectRatio=\"none\" "
            + "role=\"img\" aria-label=\"\(Markup.attribute(label))\">"
            + bars("g", strip.segments, HTMLStrip.segments) + bars("p", strip.prompts, HTMLStrip.prompts) + keys
            + bars("w", strip.waits, HTMLStrip.waits) + faults.joined() + "</svg>"
    }

    private var label: String {
        let counts = [
            (strip.prompts.count, "prompt"), (strip.keys.count, "key"), (strip.faults.count, "fault"),
        ]
        return "call of \(ReportText.seconds(strip.duration, places: 1)) s, "
            + counts.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: ", ")
    }

    private func bars(_ name: String, _ spans: [CallStrip.Span], _ lane: (top: Int, height: Int)) -> String {
        guard !spans.isEmpty else { return "" }
        let bars = spans.map { span in
            let x = place(span.start)
            // A gap between neighbours, so that they don't look like one.
            let width = max(1, place(span.end) - x - 1)
            return "<rect x=\"\(x)\" width=\"\(width)\" y=\"\(lane.top)\" height=\"\(lane.height)\">"
                + "<title>\(words(span.name, span.start, span.end))</title></rect>"
        }
        return "<g class=\"\(name)\">\(bars.joined())</g>"
    }

    /// All keys in one shape: a call may have many.
    private var keys: String {
        guard !strip.keys.isEmpty else { return "" }
        let lane = HTMLStrip.keys
        let ticks = strip.keys.map { "M\(place($0)) \(lane.top)v\(lane.height)" }.joined()
        return "<path class=\"k\" d=\"\(ticks)\"><title>\(strip.keys.count) keys</title></path>"
    }

    private func place(_ seconds: Double) -> Int {
        Int((min(max(seconds / strip.duration, 0), 1) * Double(HTMLStrip.width)).rounded())
    }

    private func words(_ name: String, _ start: Double, _ end: Double? = nil) -> String {
        let times = ([start] + (end.map { [$0] } ?? [])).map { ReportText.seconds($0, places: 2) }
        return Markup.text(name) + ", " + times.joined(separator: " to ") + " s"
    }
}

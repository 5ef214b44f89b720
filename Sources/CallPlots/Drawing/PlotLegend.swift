import Pictures

/// What the colours mean, above the lanes: of those alone that the call has.
struct PlotLegend {
    private let entries: [(words: String, look: Span.Look)]

    init(_ timeline: CallTimeline) {
        let all = [
            timeline.segments, timeline.questions, timeline.prompts, timeline.timers, timeline.gateway,
            timeline.services, timeline.agent,
        ]
        let used = Set(all.joined().map(\.look))
        let words: [(String, Span.Look)] = [
            ("sensitive digits are keyed", .secure), ("prompt heard to its end", .prompt), ("cut short", .cutPrompt),
            ("timer stopped in time", .timer),
            ("timer ended an entry", .timerOver), ("answered", .answered), ("agent hears the call", .heard),
            ("agent hears silence", .silence), ("attempt failed", .failed), ("ran out, refused, no answer", .wrong),
        ]
        entries = words.filter { used.contains($0.1) }
    }

    /// Draws the legend in one line whose letters stand on `base`.
    func draw(y base: Double, in picture: inout Picture) {
        var x = 16.0
        for (words, look) in entries {
            let box = Picture.Box(x: x, y: base - 9.5, width: 18, height: 11)
            picture.add(.box(box, fill: look.fill, outline: look.outline, dashed: false, about: ""))
            if look == .cutPrompt {
                let end = Picture.Box(x: x + 15, y: base - 9.5, width: 3, height: 11)
                picture.add(.box(end, fill: Palette.turn, outline: nil, dashed: false, about: ""))
            }
            picture.add(.text(words, x: x + 24, y: base, size: 11, Palette.faint, .start, bold: false))
            x += 24 + Picture.textWidth(words, 11) + 18
        }
    }
}

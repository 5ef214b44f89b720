import CallEngine
import CallReports
import CallTestKit
import PaymentCall
import Pictures
import Telephony
import Testing

@testable import CallPlots

/// What stands where in the picture.
@Suite("Pictures of calls") struct CallPlotTests {
    /// What must hold of the picture of every call; nil, or what does not.
    private func broken(_ call: FinishedCall, waves: CallWaves? = nil) -> String? {
        let picture = PlotKit.plot(call, waves: waves)
        let texts = PlotKit.texts(picture)
        for (index, words) in texts.enumerated() {
            if let other = texts[(index + 1)...].first(where: words.covers) {
                return "\(words.text) stands over \(other.text)"
            }
            if words.left < 0 || words.right > picture.width { return "\(words.text) leaves the picture" }
        }
        for (x, y) in PlotKit.places(picture) where !(0...picture.width ~= x && 0...picture.height ~= y) {
            return "something at \(x), \(y)"
        }
        if picture.height > 14_000 { return "a height of \(picture.height)" }
        return nil
    }

    @Test("no words stand over others", arguments: PlotKit.calls.map(\.name)) func readable(name: String) throws {
        #expect(broken(try PlotKit.call(name)) == nil)
    }

    @Test("no words stand over others, whatever a caller does", arguments: 0..<8) func random(group: UInt64) {
        for seed in group * 60..<(group + 1) * 60 {
            guard let call = RandomCall.played(seed: seed).call else { continue }
            if let broken = broken(call) { Issue.record("seed \(seed): \(broken)") }
        }
    }

    @Test("a prompt's bar stands at its time, in its colour") func prompts() throws {
        let call = try PlotKit.call("canonical")
        let window = try #require(RowWindow.windows(of: call.record.duration).first)
        let boxes = PlotKit.boxes(PlotKit.plot(call))
        for span in PlotKit.timeline(call).prompts {
            let bar = try #require(
                boxes.first { $0.about.hasPrefix(span.name + ": ") && abs($0.box.x - window.x(span.from)) < 0.01 })
            #expect(abs(bar.box.x + bar.box.width - window.x(span.to)) < 1.01)
            #expect(bar.fill == Span.Look.prompt.fill)
            #expect(bar.about.contains("[cut short]") == (span.look == .cutPrompt))
        }
    }

    @Test("a timer that ran out stands out, with its name") func timers() throws {
        let picture = PlotKit.plot(try PlotKit.call("nobody presses a key"))
        let wrong = PlotKit.boxes(picture).filter { $0.fill == Palette.wrong && $0.about.hasPrefix("first-digit") }
        #expect(!wrong.isEmpty)
        let words = PlotKit.texts(picture).filter { $0.text.hasSuffix("s, ran out") }
        // A timer that runs on in the next row has a bar in both, and its name once.
        let timers = PlotKit.timeline(try PlotKit.call("nobody presses a key")).timers.filter { $0.look == .wrong }
        #expect(words.count == timers.count && timers.count <= wrong.count)
    }

    @Test("secure parts are shaded from top to bottom, as long as they last") func secure() throws {
        let call = try PlotKit.call("canonical")
        let window = try #require(RowWindow.windows(of: call.record.duration).first)
        let shaded = PlotKit.plot(call).shapes.compactMap { shape -> Picture.Box? in
            if case .box(let box, Palette.secureGround?, _, _, _) = shape { box } else { nil }
        }
        let secure = call.record.segments.filter(\.isSecure)
        #expect(shaded.count == secure.count && !secure.isEmpty)
        for (box, segment) in zip(shaded, secure) {
            #expect(
                abs(box.x - window.x(segment.start)) < 0.01 && abs(box.x + box.width - window.x(segment.end)) < 0.01)
            #expect(box.height > 100)
        }
    }

    @Test(
        "a lane is there where the call has something for it",
        arguments: [
            ("canonical", ["part", "question", "prompts", "keys", "timers", "gateway"]),
            ("hung up at once", ["part", "prompts"]),
            (
                "an agent with a plan",
                ["plan", "part", "question", "prompts", "keys", "timers", "gateway", "services", "agent"]
            ),
        ]) func laneNames(name: String, lanes: [String]) throws
    {
        let names = PlotKit.texts(PlotKit.plot(try PlotKit.call(name))).filter { $0.right == RowWindow.left - 8 }
        #expect(names.map(\.text) == lanes)
    }

    @Test("the waves of both legs stand where they sound") func waves() throws {
        let call = try PlotKit.call("canonical")
        let window = try #require(RowWindow.windows(of: call.record.duration).first)
        let seconds = Int(call.record.duration.seconds)
        func envelope(soundingIn sounding: Range<Int>) -> WaveEnvelope {
            var envelope = WaveEnvelope(sampleRate: .telephone)
            for second in 0..<seconds {
                let swing: Float = sounding.contains(second) ? 0.5 : 0
                let sound = (0..<8000).map { $0.isMultiple(of: 2) ? swing : -swing }
                envelope.add(sound.span)
            }
            return envelope
        }
        let waves = CallWaves(caller: envelope(soundingIn: 2..<4), ivr: envelope(soundingIn: 5..<9))
        let picture = PlotKit.plot(call, waves: waves)
        for (colour, from, to) in [(Palette.callerWave, 2.0, 4.0), (Palette.ivrWave, 5, 9)] {
            let areas = picture.shapes.compactMap { shape -> [(x: Double, y: Double)]? in
                if case .area(let points, colour) = shape { points } else { nil }
            }
            let points = try #require(areas.count == 1 ? areas[0] : nil)
            let xs = points.map(\.x)
            #expect(abs((xs.min() ?? 0) - window.x(seconds: from)) <= 1.5)
            #expect(abs((xs.max() ?? 0) - window.x(seconds: to)) <= 1.5)
            let ys = points.map(\.y)
            #expect(abs((ys.max() ?? 0) - (ys.min() ?? 0) - 40) < 0.01, "the loudest fills its lane")
        }
        #expect(broken(call, waves: waves) == nil)
    }

    @Test("hiss of a silent leg is not blown up") func hiss() throws {
        let call = try PlotKit.call("hung up at once")
        var envelope = WaveEnvelope(sampleRate: .telephone)
        let sound = [Float](repeating: 0.0005, count: 8000)
        envelope.add(sound.span)
        let picture = PlotKit.plot(call, waves: CallWaves(caller: envelope, ivr: nil))
        let hasArea = picture.shapes.contains { if case .area = $0 { true } else { false } }
        #expect(!hasArea)
    }

    @Test(
        "rows: one up to 40 s, then half minutes, then minutes, never more than 16",
        arguments: [
            (0.0, 1), (3, 1), (40, 1), (41, 2), (120, 4), (180, 6), (181, 4), (600, 10), (960, 16), (961, 9),
            (3600, 12),
            (86_400, 12), (3_000_000, 16),
        ]) func rows(seconds: Double, count: Int)
    {
        let windows = RowWindow.windows(of: .seconds(seconds))
        #expect(windows.count == count)
        #expect(windows[0].start == 0 && abs((windows.last?.end ?? 0) - max(seconds, 0.01)) < 1e-6)
        for (first, second) in zip(windows, windows.dropFirst()) { #expect(first.end == second.start) }
        #expect(windows.map(\.isLast) == [Bool](repeating: false, count: count - 1) + [true])
        // Each instant is in one row.
        for tenth in 0...10 {
            let time = MediaTime.seconds(seconds * Double(tenth) / 10)
            #expect(windows.count { $0.holds(time) } == 1)
        }
    }

    @Test("the same bytes twice, and files of their kind") func files() throws {
        let call = try PlotKit.call("declined")
        let (svg, png) = (try PlotKit.plot(call).svg(), try PlotKit.plot(call).png())
        #expect(try PlotKit.plot(call).svg() == svg)
        #expect(try PlotKit.plot(call).png() == png)
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]) && svg.hasPrefix("<svg"))
        #expect(svg.contains("charge: declined, insufficient_funds"))
    }
}

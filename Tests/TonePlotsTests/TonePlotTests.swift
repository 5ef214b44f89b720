import DTMF
import Foundation
import Pictures
import Telephony
import Testing

@testable import TonePlots

@Suite("Tone plots") struct TonePlotTests {
    private func plot(seconds: Double, channels: Int = 1) -> TonePlot {
        let sound = PlotKit.spectrogram(PlotKit.sine(697, dBm0: -10, seconds: min(seconds, 2)))
        return TonePlot(
            title: "x.wav", duration: .seconds(seconds),
            channels: (0..<channels).map {
                TonePlot.Channel(name: channels == 1 ? nil : "channel \($0)", spectrogram: sound)
            })
    }

    /// The outlines of one colour.
    private func boxes(_ picture: Picture, _ colour: UInt32) -> [Picture.Box] {
        picture.shapes.compactMap {
            if case .box(let box, _, colour, _, let about) = $0, !about.isEmpty { box } else { nil }
        }
    }

    private func texts(_ picture: Picture) -> [(words: String, x: Double, y: Double)] {
        picture.shapes.compactMap {
            if case .text(let words, let x, let y, _, _, _, _) = $0 { (words, x, y) } else { nil }
        }
    }

    private func images(_ picture: Picture) -> [(raster: Raster, box: Picture.Box)] {
        picture.shapes.compactMap {
            if case .image(let raster, let box) = $0, raster.height > 1 { (raster, box) } else { nil }
        }
    }

    @Test("a digit's box goes from begin to end and from row to column, its key above it") func digit() throws {
        var plot = plot(seconds: 2)
        plot.channels[0].tones = [(PlotKit.tone(.five, at: 0.5), "5")]
        let picture = plot.picture()
        let box = try #require(boxes(picture, Palette.digit).first)
        let perSecond = PlotLayout.panelWidth / 2
        #expect(abs(box.x - (PlotLayout.left + 0.5 * perSecond)) < 0.01)
        #expect(abs(box.width - 0.1 * perSecond) < 0.01)
        let layout = PlotLayout(plot)
        let top = layout.bandTop(0, 0)
        #expect(box.y < top + layout.depth(1336) && box.y > top + layout.depth(1477))
        #expect(box.y + box.height > top + layout.depth(770) && box.y + box.height < top + layout.depth(697))
        let key = try #require(texts(picture).first { $0.words == "5" })
        #expect(abs(key.x - (box.x + box.width / 2)) < 0.01)
        #expect(key.y < top)
    }

    @Test("a near miss is marked in another colour, with its reason below and its words to point at") func miss() throws
    {
        var plot = plot(seconds: 2)
        plot.channels[0].misses = [PlotKit.miss(.two, at: 1.5, PlotKit.short)]
        let picture = plot.picture()
        let box = try #require(boxes(picture, Palette.miss).first)
        #expect(abs(box.x - (PlotLayout.left + 1.5 * PlotLayout.panelWidth / 2)) < 0.01)
        #expect(texts(picture).contains { $0.words == "too short" })
        let svg = try picture.svg()
        #expect(svg.contains("<title>1.500 s: 697+1336 Hz for 19 ms: too short (23 ms needed)</title>"))
    }

    @Test("ten minutes wrap over rows, each digit in its own") func rows() throws {
        var plot = plot(seconds: 600)
        plot.channels[0].tones = (0..<40).map { (PlotKit.tone(.nine, at: Double($0) * 15 + 1), "9") }
        let layout = PlotLayout(plot)
        #expect(layout.rowCount == 20)
        let picture = plot.picture()
        #expect(texts(picture).filter { $0.words == "9" }.count == 40)
        for (index, box) in boxes(picture, Palette.digit).enumerated() {
            #expect(abs(box.x - layout.x(Double(index) * 15 + 1, index / 2)) < 0.01)
            #expect(box.y > layout.bandTop(index / 2, 0) && box.y < layout.bottom(ofRow: index / 2))
        }
    }

    @Test("keys of 50 ms and pauses of 50 ms are all named in a picture of ten minutes") func fastKeys() {
        var plot = plot(seconds: 600)
        plot.channels[0].tones = (0..<100).map { (PlotKit.tone(.four, at: 31 + Double($0) * 0.1, for: 50), "4") }
        let names = texts(plot.picture()).filter { $0.words == "4" }
        #expect(names.count == 100)
        for (first, second) in zip(names, names.dropFirst()) {
            #expect(first.y != second.y || second.x - first.x >= 8, "one over the other")
        }
    }

    @Test("keys that fit stand in one line, a little smaller") func oneLine() {
        var plot = plot(seconds: 60)
        plot.channels[0].tones = (0..<20).map { (PlotKit.tone(.four, at: 31 + Double($0) * 0.13, for: 65), "4") }
        let names = texts(plot.picture()).filter { $0.words == "4" }
        #expect(names.count == 20)
        #expect(Set(names.map(\.y)).count == 1)
        #expect(PlotLayout(plot).keySize > 9)
    }

    @Test("a tone over the end of a row is in both, its key once") func overTheEdge() {
        var plot = plot(seconds: 60)
        plot.channels[0].tones = [(PlotKit.tone(.six, at: 29.95), "6")]
        let picture = plot.picture()
        #expect(boxes(picture, Palette.digit).count == 2)
        #expect(texts(picture).filter { $0.words == "6" }.count == 1)
    }

    @Test("a picture does not grow without end", arguments: [3600.0, 86_400, 864_000]) func bounded(seconds: Double) {
        for channels in [1, 8] {
            let picture = plot(seconds: seconds, channels: channels).picture()
            #expect(picture.height < 12_000, "\(picture.height)")
        }
    }

    @Test("a panel a channel") func channels() {
        let picture = plot(seconds: 1, channels: 2).picture()
        #expect(
            texts(picture).contains { $0.words == "channel 0" } && texts(picture).contains { $0.words == "channel 1" })
        #expect(images(picture).count == 2)
    }

    @Test("hidden sound is blank on every channel, its digit has no frequencies") func hidden() throws {
        var plot = plot(seconds: 2, channels: 2)
        plot.channels[0].tones = [(PlotKit.tone(.seven, at: 1), "*")]
        plot.hidden = [.seconds(0.96)..<MediaTime.seconds(1.14)]
        let picture = plot.picture()
        #expect(boxes(picture, Palette.digit).isEmpty)
        #expect(texts(picture).contains { $0.words == "*" } && !texts(picture).contains { $0.words == "7" })
        for (raster, _) in images(picture) {
            let from = Int(0.945 / 2 * Double(raster.width)), to = Int(1.155 / 2 * Double(raster.width))
            for y in 0..<raster.height {
                #expect(
                    raster.points[y * raster.width + from...y * raster.width + to].allSatisfy { $0 == Palette.masked })
            }
            #expect(!raster.points[0..<raster.width / 4].contains(Palette.masked))
        }
        #expect(try !picture.svg().contains("852+1209"))
    }

    @Test("the same bytes twice, and files of their kind") func files() throws {
        var plot = plot(seconds: 1)
        plot.title = "a<b>&\u{1}.wav"
        plot.channels[0].tones = [(PlotKit.tone(.pound, at: 0.2), "#")]
        let (svg, png) = (try plot.picture().svg(), try plot.picture().png())
        #expect(try plot.picture().svg() == svg)
        #expect(try plot.picture().png() == png)
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(svg.contains("a&lt;b&gt;&amp;?.wav"))
        #expect(XMLReader.isWellFormed(svg))
        let image = try #require(svg.components(separatedBy: "base64,").last?.components(separatedBy: "\"").first)
        #expect(Data(base64Encoded: image)?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
    }

    @Test("a sound of one sample, and of none") func tiny() throws {
        for seconds in [0, 0.000125] {
            let plot = TonePlot(
                title: "x", duration: .seconds(seconds),
                channels: [TonePlot.Channel(spectrogram: PlotKit.spectrogram([]))])
            #expect(try !plot.picture().png().isEmpty)
        }
    }
}

/// Whether a text is XML, judged by its tags alone: each that opens closes again, in order.
enum XMLReader {
    static func isWellFormed(_ text: String) -> Bool {
        var open: [Substring] = []
        for part in text.components(separatedBy: "<").dropFirst() {
            guard let end = part.firstIndex(of: ">") else { return false }
            let tag = part[..<end]
            if tag.hasSuffix("/") { continue }
            let name = tag.prefix { $0 != " " }
            if name.hasPrefix("/") {
                if open.popLast() != name.dropFirst() { return false }
            } else {
                open.append(name)
            }
        }
        return open.isEmpty
    }
}

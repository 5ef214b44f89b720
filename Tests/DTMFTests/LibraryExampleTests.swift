import DTMF
import Foundation
import Telephony
import Testing

// example begins
/// The keys in `samples`, and why others did not count.
func keys(in samples: [Int16], hertz: Int) -> String {
    guard let rate = SampleRate(hertz: hertz) else { return "" }  // 8,000 to 192,000
    var detector = ToneDetector(sampleRate: rate, explaining: true)
    var found = ""
    func hear(_ event: ToneEvent) {
        switch event {
        case .began(let onset): found.append(onset.key.character)  // it counts, and may still sound
        case .ended(let tone): print(tone.key.character, tone.begin.seconds, tone.levelDBm0, tone.twistDB)
        case .refused(let miss): print(miss.words)  // only from a detector that is explaining
        }
    }
    // Portions of any size: the events do not depend on them.
    for start in stride(from: 0, to: samples.count, by: 160) {
        let portion = samples.span.extracting(start..<min(start + 160, samples.count))
        detector.process(portion, report: hear)
    }
    detector.finish(report: hear)  // decides what still sounds
    return found
}
// example ends

/// What docs/library.md shows is this very code.
@Suite struct LibraryExampleTests {
    @Test("the example of docs/library.md is compiled, and hears") func example() throws {
        let here = URL(fileURLWithPath: #filePath)
        let source = try String(contentsOf: here, encoding: .utf8)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/library.md"), encoding: .utf8)
        let code = try #require(
            source.components(separatedBy: "// example begins\n").dropFirst().first?
                .components(separatedBy: "// example ends").first)
        #expect(page.contains(code))
        let sound = Sound(keys: "159*").samples.map { Int16($0 * 32767) }
        #expect(keys(in: sound, hertz: 8000) == "159*")
        #expect(keys(in: sound, hertz: 4000) == "")
    }
}

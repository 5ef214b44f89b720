import Telephony

/// The detector at its most tolerant, as the mask listens to it: when presses sound.
struct TolerantEar {
    private var detector: ToneDetector
    private let sampleRate: SampleRate
    /// The presses that may still matter, in samples; the end of one that sounds is not known.
    private var presses: [(begin: Int, end: Int)] = []
    /// The begins of presses that no stretch has counted yet.
    private var begins: [Int] = []
    /// The begin of the last press that was heard.
    private var lastBegin = Int.min / 2

    init(sampleRate: SampleRate) {
        self.sampleRate = sampleRate
        detector = ToneDetector(sampleRate: sampleRate, configuration: .tolerant)
        // More than can be pressed within any look-ahead.
        presses.reserveCapacity(64)
        begins.reserveCapacity(64)
    }

    mutating func take(_ samples: Span<Float>) {
        TolerantEar.hear(&detector, samples, &presses, &begins, sampleRate)
    }

    mutating func finish() {
        detector.finish { TolerantEar.note($0, &presses, &begins, sampleRate) }
    }

    private static func hear(
        _ detector: inout ToneDetector, _ samples: Span<Float>, _ presses: inout [(begin: Int, end: Int)],
        _ begins: inout [Int], _ rate: SampleRate
    ) {
        detector.process(samples) { note($0, &presses, &begins, rate) }
    }

    private static func note(
        _ event: ToneEvent, _ presses: inout [(begin: Int, end: Int)], _ begins: inout [Int],
        _ rate: SampleRate
    ) {
        switch event {
        case .began(let onset):
            let begin = rate.samples(in: onset.begin.sinceStart)
            presses.append((begin, .max))
            begins.append(begin)
        case .ended(let tone):
            if !presses.isEmpty { presses[presses.count - 1].end = rate.samples(in: tone.end.sinceStart) }
        case .refused: break
        }
    }

    /// Whether a press sounds in some of `samples`; to be asked in order.
    mutating func hears(in samples: Range<Int>) -> Bool {
        // So far ahead all has been told, whatever the portions.
        let ahead = samples.upperBound + sampleRate.hertz / 8
        for press in presses where press.begin < ahead { lastBegin = max(lastBegin, press.begin) }
        presses.removeAll { $0.end <= samples.lowerBound }
        return presses.contains { $0.begin < samples.upperBound }
    }

    /// Whether a key is pressed soon after `samples`, or was in the last ten seconds; to be asked after `hears`.
    func isKeying(at samples: Range<Int>) -> Bool { samples.lowerBound - lastBegin < 10 * sampleRate.hertz }

    /// How many presses began before sample `end`; each is told once.
    mutating func countBegins(before end: Int) -> Int {
        let count = begins.count
        begins.removeAll { $0 < end }
        return count - begins.count
    }
}

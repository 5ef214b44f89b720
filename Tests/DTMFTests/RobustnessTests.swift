import DTMF
import TelephoneLine
import Telephony
import Testing

/// Ten million blocks of 10 ms of anything: no crash, no hang, and what the detector says stays in order.
@Suite struct RobustnessTests {
    /// What must hold of all events, whatever the sound.
    private struct Watch {
        private var standing: ToneOnset?
        private var lastBegin: MediaTime?
        private var settled = MediaTime.zero
        private(set) var presses = 0
        /// The first rule that was broken.
        private(set) var broken: String?

        mutating func take(_ event: ToneEvent) {
            switch event {
            case .began(let onset):
                presses += 1
                check(standing == nil, "a press begins before the one before ended")
                check(lastBegin.map { $0 < onset.begin } ?? true, "a press begins before the one before")
                check(onset.begin >= settled, "a press begins before what was settled")
                check(onset.begin <= onset.decided, "decided before it begins")
                (standing, lastBegin) = (onset, onset.begin)
            case .ended(let tone):
                check(standing != nil, "a press ends that never began")
                if let standing {
                    check(
                        tone.key == standing.key && tone.begin == standing.begin && tone.decided == standing.decided,
                        "another press ends than began")
                }
                check(tone.duration > .zero, "a tone that takes no time")
                check(tone.snrDB.isFinite && tone.levelDBm0.isFinite && tone.twistDB.isFinite, "evidence is no number")
                standing = nil
            case .refused(let miss): check(miss.duration >= .zero, "a near miss of negative length")
            }
        }

        mutating func settle(_ time: MediaTime, heard: MediaTime) {
            check(time >= settled, "settled goes back")
            check(time <= heard, "settled before it is heard")
            settled = time
        }

        mutating func finish() { check(standing == nil, "a press never ends") }

        private mutating func check(_ holds: Bool, _ rule: String) {
            if !holds, broken == nil { broken = rule }
        }
    }

    private enum Kind: CaseIterable { case silence, noise, faint, square, tones, key, step, garbage, flips }

    /// About `count` samples, stretch by stretch of one kind, cheap to make.
    private static func pool(_ count: Int, rate: Double, _ random: inout SeededRandom) -> [Int16] {
        var pool: [Int16] = []
        pool.reserveCapacity(count + 40_000)
        while pool.count < count {
            let length = (1 << Int.random(in: 0...14, using: &random)) + Int.random(in: 0...200, using: &random)
            let kind = Kind.allCases.randomElement(using: &random) ?? .silence
            stretch(kind, kind == .key ? min(length, 1500) : length, rate, &pool, &random)
        }
        return pool
    }

    private static func any(_ random: inout SeededRandom) -> Int16 { Int16(truncatingIfNeeded: random.next()) }

    private static func stretch(
        _ kind: Kind, _ length: Int, _ rate: Double, _ pool: inout [Int16], _ random: inout SeededRandom
    ) {
        let start = pool.count
        switch kind {
        case .silence: pool.append(contentsOf: repeatElement(Int16(0), count: length))
        case .noise: for _ in 0..<length { pool.append(any(&random)) }
        case .faint: for _ in 0..<length { pool.append(any(&random) >> 10) }
        case .square:
            let half = Int.random(in: 1...40, using: &random)
            for index in 0..<length { pool.append(index / half % 2 == 0 ? .max : .min) }
        case .tones, .key:
            let low: Double = [697.0, 770, 852, 941].randomElement(using: &random) ?? 697
            let high: Double = [1209.0, 1336, 1477, 1633].randomElement(using: &random) ?? 1209
            let other = Double.random(in: 50...4000, using: &random)
            let level = Double.random(in: 20...16_000, using: &random)
            let (first, second) = kind == .key ? (low, high) : (other, high)
            for index in 0..<length {
                let turns = Double(index) / rate
                let both = Sound.sine(first * turns) + Sound.sine(second * turns)
                pool.append(Int16(level * both))
            }
        case .step: pool.append(contentsOf: repeatElement(any(&random), count: length))
        case .garbage:
            // What came a moment ago once more, cut anywhere.
            let back = min(start, Int.random(in: 1...3000, using: &random))
            for index in 0..<(back > 0 ? length : 0) { pool.append(pool[start - back + index % back]) }
        case .flips: for _ in 0..<length { pool.append(any(&random) < 0 ? .min : .max) }
        }
    }

    /// Feeds `total` samples: slices of `pool` in any order, some of them tiny, most of them long.
    private func feed(
        _ pool: [Int16], total: Int, rate: SampleRate, explaining: Bool = false, _ random: inout SeededRandom
    ) -> Watch {
        feed(pool, total: total, rate: rate, explaining: explaining, &random) { $0.process($1, report: $2) }
    }

    private func feed<Sample>(
        _ pool: [Sample], total: Int, rate: SampleRate, explaining: Bool, _ random: inout SeededRandom,
        _ bring: (inout ToneDetector, Span<Sample>, (ToneEvent) -> Void) -> Void
    ) -> Watch {
        var watch = Watch()
        var detector = ToneDetector(sampleRate: rate, explaining: explaining)
        var taken = 0
        while taken < total {
            let most = [3, 200, 30_000, pool.count / 4, pool.count / 2].randomElement(using: &random) ?? 3
            let count = min(Int.random(in: 0...most, using: &random), total - taken)
            let start = Int.random(in: 0...pool.count - count, using: &random)
            bring(&detector, pool.span.extracting(start..<start + count)) { watch.take($0) }
            taken += count
            watch.settle(detector.settled, heard: rate.time(ofSample: taken))
        }
        detector.finish { watch.take($0) }
        watch.finish()
        watch.settle(detector.settled, heard: rate.time(ofSample: taken))
        return watch
    }

    @Test("10 million blocks of telephone sound", arguments: UInt64(1)...16)
    func telephone(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let pool = Self.pool(2_000_000, rate: 8000, &random)
        let watch = feed(pool, total: 80 * 625_000, rate: .telephone, &random)
        #expect(watch.broken == nil, "seed \(seed)")
        #expect(watch.presses > 0, "seed \(seed)")
    }

    @Test("100,000 blocks at other rates", arguments: [8_001, 11_025, 16_000, 44_100, 192_000], UInt64(1)...2)
    func rates(hertz: Int, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let rate = try #require(SampleRate(hertz: hertz))
        let pool = Self.pool(1_000_000, rate: Double(hertz), &random)
        let watch = feed(pool, total: hertz / 100 * 10_000, rate: rate, &random)
        #expect(watch.broken == nil, "seed \(seed), \(hertz) Hz")
    }

    @Test("100,000 blocks, explained", arguments: UInt64(1)...2)
    func explaining(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let pool = Self.pool(1_000_000, rate: 8000, &random)
        let watch = feed(pool, total: 80 * 50_000, rate: .telephone, explaining: true, &random)
        #expect(watch.broken == nil, "seed \(seed)")
    }

    @Test(
        "100,000 blocks of floats: no numbers, infinite, huge, denormal", arguments: [8_000, 8_001, 16_000, 44_100],
        UInt64(1)...2)
    func floats(hertz: Int, seed: UInt64) throws {
        let odd: [Float] = [
            .nan, .signalingNaN, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e30,
            .leastNonzeroMagnitude, -.leastNormalMagnitude, -0, 1, -1, 1.0001,
        ]
        var random = SeededRandom(seed: seed)
        let rate = try #require(SampleRate(hertz: hertz))
        let pool = Self.pool(300_000, rate: Double(hertz), &random).map { sample -> Float in
            random.next() % 50 == 0
                ? odd.randomElement(using: &random) ?? 0
                : random.next() % 50 == 0
                    ? Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
                    : Float(sample) / 32768
        }
        let watch = feed(pool, total: hertz / 100 * 12_500, rate: rate, explaining: seed == 2, &random) {
            $0.process($1, report: $2)
        }
        #expect(watch.broken == nil, "seed \(seed), \(hertz) Hz")
    }

    @Test(
        "The key before, come back for seconds, but too far off to count", arguments: [false, true], [160, 1_000_000])
    func longReturn(explaining: Bool, portion: Int) {
        let back = Sound(keys: "5", on: 10_000, lead: 30) {
            ($0.lowFrequencyErrorPercent, $0.highFrequencyErrorPercent) = (3, 3)
        }
        let samples = (Sound(keys: "5", on: 60, lead: 30) + back).samples.map { Int16($0 * 32767) }
        var watch = Watch()
        var detector = ToneDetector(sampleRate: .telephone, explaining: explaining)
        for start in stride(from: 0, to: samples.count, by: portion) {
            detector.process(samples.span.extracting(start..<min(start + portion, samples.count))) { watch.take($0) }
        }
        detector.finish { watch.take($0) }
        watch.finish()
        #expect(watch.broken == nil && watch.presses == 1)
    }
}

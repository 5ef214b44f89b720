import DTMF
import Foundation
import Telephony
import TelephoneLine

/// How well the detector's evidence agrees with what was made: when tones began and ended, when they were decided,
/// their level, twist and frequency. 4,000 tones a row, keys, phases, levels, twists and frequency errors at random.
func evidence() {
    print("tones                    found  decided mean/max  begin mean/max  end mean/max  level  twist  frequency")
    for row in [
        EvidenceRow(name: "50 ms, clean", on: 50, line: []),
        EvidenceRow(name: "100 ms, clean", on: 100, line: []),
        EvidenceRow(name: "50 ms, noise 15 dB below", on: 50, line: [.whiteNoise(levelDBm0: -22)]),
        EvidenceRow(name: "100 ms, noise 15 dB below", on: 100, line: [.whiteNoise(levelDBm0: -22)]),
    ] {
        print(row.measured())
    }
}

private struct EvidenceRow {
    let name: String
    let on: Double
    let line: [Impairment]

    /// Errors met: the mean and the greatest of their magnitudes.
    private struct Errors {
        var sum = 0.0
        var most = 0.0
        var count = 0.0

        mutating func add(_ error: Double) {
            sum += abs(error)
            most = max(most, abs(error))
            count += 1
        }

        func text(_ unit: Double = 1) -> String { String(format: "%.1f/%.1f", sum / max(count, 1) * unit, most * unit) }
    }

    /// One key as it was made.
    private struct Made {
        var key: Key
        var begin: Double
        var presses: Presses
    }

    func measured() -> String {
        var random = SeededRandom(seed: 7)
        var (sound, made) = make(4000, &random)
        var noise = TelephoneLine(line, sampleRate: .telephone, seed: 8)
        noise.process(&sound)
        var tones: [DetectedTone] = []
        var detector = ToneDetector(sampleRate: .telephone)
        func take(_ event: ToneEvent) { if case .ended(let tone) = event { tones.append(tone) } }
        for start in stride(from: 0, to: sound.count, by: 160) {
            detector.process(sound.span.extracting(start..<min(start + 160, sound.count)), report: take)
        }
        detector.finish(report: take)
        return compare(made, tones)
    }

    private func make(_ count: Int, _ random: inout SeededRandom) -> ([Float], [Made]) {
        var (sound, made): ([Float], [Made]) = ([], [])
        for _ in 0..<count {
            // Noise is measured against tones of -10 dBm0 each: 15 dB below the two together.
            var presses = Presses(
                count: 1, on: on, off: 0, jitter: 0, level: -10, lead: 45 + 20 * random.uniform(), tail: 0)
            if line.isEmpty {
                // From -4 dBm0 each: two tones of 0 clip.
                presses.level = -4 - 21 * random.uniform()
                presses.twist = -8 + 12 * random.uniform()
                presses.low = -1.5 + 3 * random.uniform()
                presses.high = -1.5 + 3 * random.uniform()
            }
            presses.first = Int(random.uniform() * 16) % 16
            let key = presses.keys(&random)[0]
            let piece = presses.sound([key], &random)
            let begin = Double(sound.count + piece.count) / 8000 - on / 1000
            made.append(Made(key: key, begin: begin, presses: presses))
            sound += piece
        }
        return (sound + [Float](repeating: 0, count: 1600), made)
    }

    private func compare(_ made: [Made], _ tones: [DetectedTone]) -> String {
        var (decided, begin, end, level, twist, frequency) = (
            Errors(), Errors(), Errors(), Errors(), Errors(), Errors()
        )
        var (next, found) = (0, 0)
        for one in made {
            while next < tones.count, tones[next].end.seconds < one.begin { next += 1 }
            guard next < tones.count, tones[next].key == one.key, tones[next].begin.seconds < one.begin + on / 1000
            else { continue }
            let tone = tones[next]
            found += 1
            decided.add(tone.decided.seconds - one.begin)
            begin.add(tone.begin.seconds - one.begin)
            end.add(tone.end.seconds - one.begin - on / 1000)
            level.add(tone.levelDBm0 - one.presses.level)
            twist.add(tone.twistDB - one.presses.twist)
            frequency.add(tone.lowFrequencyErrorPercent - one.presses.low)
            frequency.add(tone.highFrequencyErrorPercent - one.presses.high)
        }
        return name.padding(toLength: 25, withPad: " ", startingAt: 0)
            + "\(found)  \(decided.text(1000)) ms  \(begin.text(1000)) ms  \(end.text(1000)) ms  "
            + "\(level.text()) dB  \(twist.text()) dB  "
            + String(format: "%.2f/%.2f %%", frequency.sum / max(frequency.count, 1), frequency.most)
    }
}

import DTMF
import Foundation
import Telephony
import TelephoneLine

/// A run of key presses as a corpus has them; lengths in milliseconds.
///
/// `ToneGenerator` begins every tone at phase 0, as a telephone may; here the phases are random, so that no detector is
/// measured on one of them alone.
struct Presses {
    var count = 160
    /// The first key, before they are shuffled; a single press is of this one.
    var first = 0
    /// Each key twice in a row.
    var pairs = false
    var on = 50.0
    var off = 50.0
    /// Up to so much more pause, so that presses do not keep step with a detector's windows.
    var jitter = 13.0
    /// Of the louder tone, in dBm0.
    var level = -10.0
    /// High group minus low group, in dB; the weaker tone is lowered.
    var twist = 0.0
    /// Frequency errors in percent.
    var low = 0.0
    var high = 0.0
    /// The slopes at both ends.
    var rise = 1.0
    /// A silence in the middle of each tone.
    var interruption = 0.0
    /// The silence around the presses.
    var lead = 300.0
    var tail = 400.0

    /// As many keys as asked for, each of the sixteen as often.
    func keys(_ random: inout SeededRandom) -> [Key] {
        let once = (0..<(pairs ? count / 2 : count)).map { Key.allCases[(first + $0) % 16] }.shuffled(using: &random)
        return pairs ? once.flatMap { [$0, $0] } : once
    }

    func sound(_ keys: [Key], _ random: inout SeededRandom) -> [Float] {
        var sound = silence(milliseconds: lead)
        for key in keys {
            sound += tone(key, &random)
            sound += silence(milliseconds: off + jitter * random.uniform())
        }
        return sound + silence(milliseconds: tail)
    }

    private func tone(_ key: Key, _ random: inout SeededRandom) -> [Float] {
        let frequencies = key.frequencies
        var tone = sines(
            [
                (frequencies.low * (1 + low / 100), level - max(0, twist)),
                (frequencies.high * (1 + high / 100), level + min(0, twist)),
            ], milliseconds: on, rise: rise, &random)
        let gap = samples(milliseconds: interruption)
        for index in (tone.count - gap) / 2..<(tone.count + gap) / 2 { tone[index] = 0 }
        return tone
    }
}

func samples(milliseconds: Double) -> Int { Int((milliseconds * 8).rounded()) }

func silence(milliseconds: Double) -> [Float] { [Float](repeating: 0, count: samples(milliseconds: milliseconds)) }

/// Sines of any phase, with slopes at both ends.
func sines(
    _ sines: [(hertz: Double, dBm0: Double)], milliseconds: Double, rise: Double = 1, _ random: inout SeededRandom
) -> [Float] {
    let parts = sines.map { (step: $0.hertz / 8000, peak: Level.amplitude(dBm0: $0.dBm0), phase: random.uniform()) }
    let count = samples(milliseconds: milliseconds)
    let slope = samples(milliseconds: rise)
    return (0..<count).map { index in
        let fromEdge = Double(min(index, count - 1 - index)) + 0.5
        let gain = fromEdge < Double(slope) ? 0.5 - 0.5 * cos(.pi * fromEdge / Double(slope)) : 1
        return Float(
            gain * parts.reduce(0) { $0 + $1.peak * sin(2 * .pi * ($1.step * Double(index) + $1.phase)) })
    }
}

/// One sine whose frequency follows `hertz`, by second.
func sweep(seconds: Double, dBm0: Double = -10, _ hertz: (Double) -> Double) -> [Float] {
    var phase = 0.0
    return (0..<Int(seconds * 8000)).map { index in
        phase = (phase + hertz(Double(index) / 8000) / 8000).truncatingRemainder(dividingBy: 1)
        return Float(Level.amplitude(dBm0: dBm0) * sin(2 * .pi * phase))
    }
}

import DTMF
import Telephony
import Testing

private let rows = [697.0, 770, 852, 941]
private let columns = [1209.0, 1336, 1477, 1633]

/// What must give no digit.
@Suite struct RejectionTests {
    @Test("Q.24: tones of 23 ms and shorter", arguments: [10.0, 15, 20, 23])
    func shortTones(milliseconds: Double) {
        for seed in UInt64(1)...3 {
            var random = Seeded(seed)
            let sound = Sound(keys: random.keys(rounds: 4), on: milliseconds, off: 60)
            #expect(sound.digits == "", "seed \(seed)")
        }
    }

    @Test("Q.24: either frequency beyond 3.5 %", arguments: [-5.0, -4, -3.5, 3.5, 4, 5], [0, 1, 2])
    func frequencies(percent: Double, which: Int) {
        var random = Seeded(7)
        let sound = Sound(keys: random.keys(rounds: 4), on: 70, off: 60) {
            if which != 1 { $0.lowFrequencyErrorPercent = percent }
            if which != 0 { $0.highFrequencyErrorPercent = percent }
        }
        #expect(sound.digits == "", "seed 7")
    }

    @Test("Q.24: below -55 dBm0")
    func faint() {
        #expect(Sound(keys: "0123456789") { $0.levelDBm0 = -55 }.digits == "")
    }

    @Test("Single tones, two rows, two columns, three tones")
    func otherPairs() {
        var combinations = rows.map { [$0] } + columns.map { [$0] }
        for first in 0..<4 {
            for second in 0..<first {
                combinations += [[rows[first], rows[second]], [columns[first], columns[second]]]
            }
            for column in columns { combinations.append([rows[first], rows[(first + 1) % 4], column]) }
            for row in rows { combinations.append([row, columns[first], columns[(first + 1) % 4]]) }
        }
        for tones in combinations { #expect(signal(tones, milliseconds: 300).digits == "", "\(tones)") }
    }

    @Test("Call progress, answer, calling and signalling tones")
    func callProgress() {
        let tones: [[Double]] = [
            [350, 440], [440, 480], [480, 620], [425], [400], [1100], [2100], [950], [1400], [1800], [985.2],
            [1428.5], [1776.7], [600], [1300], [2225], [2600], [2600, 2400], [1004],
        ]
        for tone in tones { #expect(signal(tone, milliseconds: 500).digits == "", "\(tone)") }
    }

    @Test(
        "Q.320 (R1) and Q.441 (R2) register signals",
        arguments: [
            [700.0, 900, 1100, 1300, 1500, 1700], [1380, 1500, 1620, 1740, 1860, 1980],
            [540, 660, 780, 900, 1020, 1140],
        ])
    func registerSignals(_ frequencies: [Double]) {
        for (index, high) in frequencies.enumerated() {
            for low in frequencies[..<index] where (low, high) != (700, 1300) && (low, high) != (700, 1500) {
                #expect(signal([low, high], milliseconds: 100).digits == "", "\(low) \(high)")
            }
        }
    }

    @Test("V.21 and Bell 202 data", arguments: [(980.0, 1180.0, 300), (1650, 1850, 300), (1200, 2200, 1200)])
    func modems(zero: Double, one: Double, baud: Int) {
        var random = Seeded(11)
        var phase = 0.0
        var bit = false
        let sound = Sound(
            (0..<(60 * 8000)).map { index in
                if index * baud / 8000 != (index - 1) * baud / 8000 { bit = Bool.random(using: &random) }
                phase += (bit ? one : zero) / 8000
                return Float(Sound.sine(phase)) * 0.2
            })
        #expect(sound.digits == "", "seed 11")
    }

    @Test("White and pink noise, minutes of it", arguments: UInt64(1)...2)
    func noise(seed: UInt64) {
        let white = Sound.noise(seconds: 300, dBm0: -15, seed: seed)
        #expect(white.digits == "", "seed \(seed)")
        var pink = Pink()
        #expect(white.map { pink.next($1) }.digits == "", "seed \(seed)")
    }

    @Test("Q.24: a voice gives no digit", arguments: UInt64(1)...6)
    func voice(seed: UInt64) {
        #expect(Voice.sound(seconds: 120, dBm0: -15, seed: seed).digits == "", "seed \(seed)")
    }

    @Test("A weak echo of each press, 35 dB below it, is no press of its own")
    func leakage() {
        let sound = Sound(keys: "0123456789", on: 100, off: 300) { $0.levelDBm0 = -3 }
        let leaking = sound.map { index, sample in index < 1600 ? sample : sample + sound.samples[index - 1600] * 0.0178
        }
        #expect(leaking.digits == "0123456789")
    }

    @Test("Silence, digital and not")
    func silence() {
        #expect(Sound.silence(milliseconds: 2000).digits == "")
        #expect(Sound.noise(seconds: 10, dBm0: -60, seed: 3).digits == "")
    }

    private func signal(_ tones: [Double], milliseconds: Double) -> Sound {
        .silence(milliseconds: 100) + .sines(tones, milliseconds: milliseconds) + .silence(milliseconds: 100)
    }
}

/// Paul Kellet's economy filter: white to pink within 0.5 dB.
private struct Pink {
    private var states: (Float, Float, Float) = (0, 0, 0)

    mutating func next(_ white: Float) -> Float {
        states.0 = 0.99765 * states.0 + white * 0.0990460
        states.1 = 0.96300 * states.1 + white * 0.2965164
        states.2 = 0.57000 * states.2 + white * 1.0526913
        return states.0 + states.1 + states.2 + white * 0.1848
    }
}

import Foundation
import Telephony
import TelephoneLine

// What must give no digit: half the tones of a key, too many of them, other signals of the network, noise.

extension Row {
    private static let lowGroup = [697.0, 770, 852, 941]
    private static let highGroup = [1209.0, 1336, 1477, 1633]

    static var noDigits: [Row] {
        [
            other("row alone") { signals(lowGroup.map { [$0] }, &$0) },
            other("column alone") { signals(highGroup.map { [$0] }, &$0) },
            other("two rows") { signals(pairs(of: lowGroup), &$0) },
            other("two columns") { signals(pairs(of: highGroup), &$0) },
            other("a key and a third tone") { random in
                let triples = (0..<16).map { key -> [Double] in
                    [lowGroup[key / 4], lowGroup[(key / 4 + 1) % 4], highGroup[key % 4]]
                }
                return signals(triples, times: 12, &random)
            },
            // Without the pairs that lie within a key's tolerance.
            other("R1 (MF)") { random in
                let signs = pairs(of: [700, 900, 1100, 1300, 1500, 1700])
                    .filter { $0 != [1300, 700] && $0 != [1500, 700] }
                return signals(signs, on: 70, off: 70, &random)
            },
            other("R2 forward") { signals(pairs(of: [1380, 1500, 1620, 1740, 1860, 1980]), on: 100, off: 70, &$0) },
            other("R2 backward") { signals(pairs(of: [540, 660, 780, 900, 1020, 1140]), on: 100, off: 70, &$0) },
            other("call progress") { random in
                let tones = [
                    [350.0, 440], [440, 480], [480, 620], [425], [400], [1100], [2100], [950], [1400], [1800], [985.2],
                    [1428.5], [1776.7], [600], [1300], [2225], [2600], [2600, 2400], [1004],
                ]
                return signals(tones, on: 500, times: 20, &random)
            },
            other("sweeps") { _ in
                [0.5, 1, 2, 5, 10, 20].flatMap { (length: Double) -> [Float] in
                    sweep(seconds: length) { 300 * pow(3400 / 300, $0 / length) } + silence(milliseconds: 200)
                }
            },
            other("FSK V.21") { keyed(980, 1180, baud: 300, &$0) },
            other("FSK V.21 answer") { keyed(1650, 1850, baud: 300, &$0) },
            other("FSK Bell 202") { keyed(1200, 2200, baud: 1200, &$0) },
            noise("white -20 dBm0, 30 minutes", [.whiteNoise(levelDBm0: -20)]),
            noise("white -5 dBm0, 30 minutes", [.whiteNoise(levelDBm0: -5)]),
            noise("clicks, 30 minutes", [.impulses(perSecond: 30, peakDBm0: 0)]),
        ]
    }

    private static func other(_ parameter: String, _ make: @escaping (inout SeededRandom) -> [Float]) -> Row {
        Row(condition: "other signals", parameter: parameter, group: .reject, other: make)
    }

    private static func noise(_ parameter: String, _ line: [Impairment]) -> Row {
        Row(condition: "noise alone", parameter: parameter, group: .reject, line: line) { _ in
            silence(milliseconds: 1_800_000)
        }
    }

    private static func pairs(of tones: [Double]) -> [[Double]] {
        tones.indices.flatMap { one in tones[..<one].map { [tones[one], $0] } }
    }

    /// Each chord for `on` ms, all of them `times` over.
    private static func signals(
        _ chords: [[Double]], on: Double = 300, off: Double = 200, times: Int = 40, _ random: inout SeededRandom
    ) -> [Float] {
        var sound: [Float] = []
        for chord in repeatElement(chords, count: times).joined() {
            sound += sines(chord.map { ($0, -10) }, milliseconds: on, &random) + silence(milliseconds: off)
        }
        return sound
    }

    /// Five minutes of random bits by two frequencies.
    private static func keyed(_ space: Double, _ mark: Double, baud: Int, _ random: inout SeededRandom) -> [Float] {
        let bits = (0...300 * baud).map { _ in Bool.random(using: &random) }
        return sweep(seconds: 300) { bits[Int($0 * Double(baud))] ? mark : space }
    }
}

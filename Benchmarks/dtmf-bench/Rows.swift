import AudioFiles
import Telephony
import TelephoneLine

// What is asked of a receiver: ITU-T Q.24 (AT&T's column), ETSI ES 201 235-3 and RFC 4733, one function a clause.

extension Row {
    /// The whole corpus, but for what needs a talker.
    static var all: [Row] {
        tones + lengths + noise + interference + losses + channel + codecs + edges + noDigits
    }

    private static func presses(
        _ condition: String, _ parameter: String, _ group: Class, _ line: [Impairment] = [],
        _ change: (inout Presses) -> Void = { _ in }
    ) -> Row {
        var row = Row(condition: condition, parameter: parameter, group: group, line: line)
        change(&row.presses)
        return row
    }

    /// Frequencies, twist and level.
    private static var tones: [Row] {
        var rows: [Row] = []
        for error in [-5, -4, -3.5, -1.5, -1, -0.5, 0.5, 1, 1.5, 3.5, 4, 5] {
            let group = abs(error) <= 1.5 ? Class.accept : .reject
            for (name, low, high) in [("both", 1.0, 1.0), ("low", 1, 0), ("high", 0, 1), ("opposed", 1, -1)] {
                rows.append(
                    presses("frequency", "\(name) \(error) %", group) {
                        ($0.low, $0.high) = (low * error, high * error)
                    })
            }
            if [1.5, 3.5].contains(abs(error)) {
                rows.append(
                    presses("frequency", "both \(error) % 100 ms", group) {
                        ($0.on, $0.off, $0.low, $0.high) = (100, 60, error, error)
                    })
            }
        }
        for twist in -10...10 {
            let group = (-8...4).contains(twist) ? Class.accept : .beyond
            rows.append(presses("twist", "\(twist) dB", group) { $0.twist = Double(twist) })
        }
        for twist in [-8.0, -4, 0, 4] {
            for error in [-1.5, 1.5] {
                rows.append(
                    presses("twist", "\(twist) dB \(error) %", .accept) {
                        ($0.twist, $0.low, $0.high) = (twist, error, error)
                    })
            }
        }
        for level in [-36.0, -33, -30, -27, -25, -20, -15, -10, -6, -3, 0] {
            rows.append(presses("level", "\(level) dBm0", level >= -25 ? .accept : .beyond) { $0.level = level })
        }
        return rows
    }

    /// How long tones, pauses and breaks are.
    private static var lengths: [Row] {
        var rows = [(40.0, 40.0), (40, 50), (50, 50), (70, 70), (80, 80), (100, 100), (200, 200)].map { on, off in
            presses("clean", "\(on)/\(off) ms", .accept) { ($0.on, $0.off) = (on, off) }
        }
        rows.append(presses("clean", "2 s", .accept) { ($0.count, $0.on, $0.off) = (48, 2000, 200) })
        for length in [10.0, 15, 20, 23, 40, 42, 45, 50, 60, 70, 80, 100] {
            rows.append(
                presses("length", "\(length) ms", length >= 40 ? .accept : .reject) { ($0.on, $0.off) = (length, 60) })
        }
        for pause in [30.0, 35, 40, 45, 50, 60, 80] {
            let group = pause >= 40 ? Class.accept : .beyond
            for (name, on, pairs) in [("mixed", 50.0, false), ("same key", 50, true), ("same key 100 ms", 100, true)] {
                rows.append(
                    presses("pause", "\(name) \(pause) ms", group) {
                        ($0.on, $0.off, $0.pairs, $0.jitter) = (on, pause, pairs, 0)
                    })
            }
        }
        for gap in [2.0, 5, 10, 12, 15, 19] {
            rows.append(
                presses("interruption", "\(gap) ms", gap <= 10 ? .accept : .beyond) {
                    ($0.on, $0.off, $0.interruption) = (110, 80, gap)
                })
        }
        for rise in [5.0, 10, 20] {
            rows.append(presses("soft edges", "\(rise) ms", .beyond) { ($0.on, $0.off, $0.rise) = (60, 60, rise) })
        }
        return rows
    }

    /// White noise below the pair, whose power is 3 dB above one tone's; clicks.
    private static var noise: [Row] {
        var rows: [Row] = []
        for below in [5.0, 6, 8, 9, 10, 12, 15, 18, 20, 21, 24, 27, 30] {
            for (name, on, level) in [("", 50.0, -10.0), (" 100 ms", 100, -10), (" -25 dBm0", 50, -25)] {
                rows.append(
                    presses(
                        "noise", "\(below) dB\(name)", below >= 15 ? .accept : .beyond,
                        [.whiteNoise(levelDBm0: level + 3 - below)]
                    ) { ($0.on, $0.off, $0.level) = (on, on, level) })
            }
        }
        for rate in [1.0, 3, 7, 15, 30] {
            for peak in [-10.0, 0, 3] {
                rows.append(
                    presses(
                        "clicks", "\(rate)/s \(peak) dBm0", .beyond, [.impulses(perSecond: rate, peakDBm0: peak)]))
            }
        }
        return rows
    }

    /// Steady sounds under the digits, and their echo.
    private static var interference: [Row] {
        var rows: [Row] = []
        for level in [-30.0, -20, -10] {
            for hertz in [50.0, 60] {
                rows.append(
                    presses("hum", "\(hertz) Hz \(level) dBm0", .beyond, [.hum(hertz: hertz, levelDBm0: level)]))
            }
        }
        for share in [0.015, 0.06, 0.25] { rows.append(presses("offset", "\(share)", .beyond, [.offset(share)])) }
        for level in [-40.0, -35, -30, -27, -25, -22, -20, -18, -15, -12, -9, -5] {
            rows.append(
                presses(
                    "dial tone", "350+440 Hz \(level) dBm0", level <= -25 ? .accept : .beyond,
                    [.steadyTones([350, 440], levelDBm0: level)]
                ) { $0.level = -15 })
        }
        for level in [-30.0, -25, -20, -15, -10] {
            for (name, tones) in [("425", [425.0]), ("440+480", [440, 480]), ("480+620", [480, 620])] {
                rows.append(
                    presses(
                        "dial tone", "\(name) Hz \(level) dBm0", .beyond, [.steadyTones(tones, levelDBm0: level)]
                    ) { $0.level = -15 })
            }
        }
        for delay in [2, 5, 10, 20, 30, 50, 100, 200] {
            for below in [6.0, 10, 15, 20] {
                rows.append(
                    presses(
                        "echo", "\(delay) ms \(below) dB", delay <= 20 && below >= 10 ? .accept : .beyond,
                        [.echo(delay: .milliseconds(delay), attenuationDB: below)]))
            }
        }
        return rows
    }

    /// Packets lost and clocks that slip.
    private static var losses: [Row] {
        var rows: [Row] = []
        for (name, fill) in [("loss, silence", LossFill.zeros), ("loss, repeat", .lastFrame)] {
            for (share, bursts) in [(0.5, [1.0]), (1, [1]), (2, [1, 3]), (3, [1]), (5, [1, 3]), (10, [1]), (20, [1])] {
                for burst in bursts {
                    let line = [
                        Impairment.packetLoss(share: share / 100, frame: .milliseconds(20), fill: fill, burst: burst)
                    ]
                    for on in burst == 1 ? [50.0, 100, 200] : [100] {
                        rows.append(
                            presses(name, "\(share) % \(on) ms burst \(burst)", .beyond, line) {
                                ($0.on, $0.off) = (on, 100)
                            })
                    }
                }
            }
        }
        for rate in [0.5, 2, 5] {
            for length in [1, 5, 10] {
                rows.append(
                    presses(
                        "slips", "\(rate)/s \(length) ms", .beyond,
                        [.slips(perSecond: rate, length: .milliseconds(length))]
                    ) { ($0.on, $0.off) = (100, 100) })
            }
        }
        return rows
    }

    /// Levels that are too high or swing.
    private static var channel: [Row] {
        var rows: [Row] = []
        for (gain, twists) in [(3.0, [0.0]), (6, [0, -6]), (9, [0]), (12, [0, -6]), (20, [0, -6]), (30, [0])] {
            for twist in twists {
                rows.append(
                    presses("clipping", "\(gain) dB twist \(twist)", .beyond, [.clipping(gainDB: gain)]) {
                        ($0.level, $0.twist) = (-6, twist)
                    })
            }
        }
        for depth in [6.0, 12, 20] {
            for hertz in [5.0, 20, 50] {
                rows.append(
                    presses("fading", "\(depth) dB \(hertz) Hz", .beyond, [.fading(depthDB: depth, hertz: hertz)]) {
                        ($0.on, $0.off) = (100, 80)
                    })
            }
        }
        return rows
    }

    /// The telephone's own companding, and the codecs of recorders and mobiles that libsndfile has.
    private static var codecs: [Row] {
        var rows: [Row] = []
        for on in [50.0, 100, 200] {
            for (name, law) in [("mu-law", Impairment.muLaw), ("A-law", .aLaw)] {
                rows.append(presses("companding", "\(name) \(on) ms", .accept, [law]) { ($0.on, $0.off) = (on, on) })
            }
            for (name, encoding, times) in [
                ("GSM", .wavGSM, 1), ("GSM twice", .wavGSM, 2), ("IMA ADPCM", .wavIMA, 1), ("MP3", .mp3, 1),
                ("Vorbis", .oggVorbis, 1), ("Opus", .oggOpus, 1),
            ] as [(String, AudioEncoding, Int)] {
                var row = presses("codec", "\(name) \(on) ms", .beyond) { ($0.on, $0.off) = (on, on) }
                row.codec = (encoding, times)
                rows.append(row)
            }
        }
        return rows
    }

    /// A tone at the very edge of its file.
    private static var edges: [Row] {
        var rows: [Row] = []
        for on in [40.0, 45, 50, 60, 80, 100] {
            for index in 0..<16 {
                for lead in [0, 100 + Double(index * 7)] {
                    rows.append(
                        presses("edge", "\(on) ms after \(lead) ms, \(index)", .accept) {
                            ($0.count, $0.on, $0.off, $0.jitter, $0.rise) = (1, on, 0, 0, 0)
                            ($0.lead, $0.tail, $0.first) = (lead, 0, index)
                        })
                }
            }
        }
        return rows
    }

    /// Somebody talks while keys are pressed.
    static var talkers: [Row] {
        [50.0, 100].flatMap { on in
            [0.0, 3, 6, 9, 12, 15, 18, 21, 24, 30].map { below in
                var row = presses("speech behind", "\(below) dB \(on) ms", .beyond) { ($0.on, $0.off) = (on, on) }
                row.talker = below
                return row
            }
        }
    }
}

import AudioFiles
import Telephony
import TelephoneLine

/// What the labelled corpus lacks and a mask has to take out: traces that no receiver has to decode.
extension Row {
    static var masking: [Row] { fragments + faint + overTalk + mangled }

    private static func presses(
        _ condition: String, _ parameter: String, _ line: [Impairment] = [], _ change: (inout Presses) -> Void
    ) -> Row {
        var row = Row(condition: condition, parameter: parameter, group: .beyond, line: line)
        row.presses.count = 64
        change(&row.presses)
        return row
    }

    private static var fragments: [Row] {
        [12.0, 15, 18, 20].flatMap { on in
            [-10.0, -25, -45].flatMap { level in
                [-12.0, 0, 12].map { twist in
                    presses("fragment", "\(on) ms \(level) dBm0 twist \(twist)") {
                        ($0.on, $0.off, $0.level, $0.twist) = (on, 90, level, twist)
                    }
                }
            }
        }
    }

    /// Weak tones, far twists, echoes far below.
    private static var faint: [Row] {
        let levels = [-36.0, -40, -42, -45].map { level in
            presses("faint", "\(level) dBm0") { $0.level = level }
        }
        let twists = [-12.0, -11, 11, 12].map { twist in
            presses("twist", "\(twist) dB") { $0.twist = twist }
        }
        let echoes = [80, 150, 250, 390].flatMap { delay in
            [20.0, 35, 40].map { below in
                presses(
                    "faint echo", "\(delay) ms \(below) dB",
                    [.echo(delay: .milliseconds(delay), attenuationDB: below), .whiteNoise(levelDBm0: -70)]
                ) { ($0.on, $0.off, $0.level) = (60, 500, -3) }
            }
        }
        return levels + twists + echoes
    }

    /// Somebody talks as loud as the keys, and louder.
    private static var overTalk: [Row] {
        [50.0, 100, 250].flatMap { on in
            [0.0, -3, -6].map { below in
                var row = presses("speech over", "\(-below) dB louder \(on) ms") { ($0.on, $0.off) = (on, 100) }
                row.talker = below
                return row
            }
        }
    }

    /// Codecs on short presses in noise, one after the other.
    private static var mangled: [Row] {
        [(AudioEncoding.wavGSM, 3), (.wavIMA, 2), (.oggVorbis, 2), (.oggOpus, 2), (.mp3, 2)].flatMap { codec in
            [30.0, 50, 100].map { on in
                var row = presses(
                    "mangled", "\(codec.0.rawValue) \(codec.1) times \(on) ms", [.whiteNoise(levelDBm0: -35)]
                ) { ($0.on, $0.off, $0.twist) = (on, 70, -6) }
                row.codec = codec
                return row
            }
        }
    }
}

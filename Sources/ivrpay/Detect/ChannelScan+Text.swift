import DTMF
import JSONText
import Telephony

/// What was found, for a person.
extension ChannelScan {
    /// The lines below the digits, in order of time: of each tone, and of each near miss.
    func lines(_ mask: DetectMask, tones showsTones: Bool, misses showsMisses: Bool) -> [String] {
        var lines: [(begin: MediaTime, text: String)] = []
        if showsTones { lines += zip(found.tones, mask.digits).map { ($0.begin, $0.line(digit: $1)) } }
        if showsMisses { lines += zip(found.misses, mask.hidesMiss).map { ($0.begin, $0.line(isHidden: $1)) } }
        return lines.sorted { $0.begin < $1.begin }.map(\.text)
    }
}

extension DetectedTone {
    /// One line; of a masked digit no measure is told, as in JSON.
    func line(digit: Character) -> String {
        func text(_ value: Double, _ places: Int) -> String {
            value.isFinite ? JSON.decimal(value, places: places).text : "-"
        }
        let time = "  \(text(begin.seconds, 3)) s  \(digit)  \(text(duration.seconds * 1000, 0)) ms"
        guard digit == key.character else { return time }
        return time + "  \(text(levelDBm0, 1)) dBm0  twist \(text(twistDB, 1)) dB  "
            + "off \(text(lowFrequencyErrorPercent, 2)) \(text(highFrequencyErrorPercent, 2)) %  "
            + "SNR \(snrDB.isFinite ? text(snrDB, 0) + " dB" : "-")"
    }
}

extension NearMiss {
    /// One line; of one that may tell a masked digit, only when it was and which rule it missed.
    func line(isHidden: Bool) -> String {
        guard isHidden else { return "  " + words }
        return "  \(words.prefix { $0 != ":" }): hidden beside masked digits: \(refusal.reason)"
    }
}

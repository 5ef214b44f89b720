import CardData
import DTMF
import Telephony

/// What may be shown of one channel's tones and near misses, with `--mask-cards` or without.
///
/// A near miss names its frequencies, and they name the key. So of one that may belong to a card number nothing is told
/// but when it was, how long, and which rule it missed: one near a masked digit, on whatever channel, and one that
/// makes a run of digits as long as a card number's when it is counted in.
struct DetectMask {
    /// The digits as they may be shown, one a tone.
    let digits: [Character]
    /// Whether each near miss is to be hidden.
    let hidesMiss: [Bool]
    /// When something hidden sounds, in order of time; may overlap.
    let hidden: [Range<MediaTime>]

    /// How near to a masked digit a near miss is hidden.
    private static let nearby = MediaDuration.milliseconds(1000)
    /// What is hidden of the sound before and after a tone: its edges, as wide as they look in a picture.
    private static let margin = MediaDuration.milliseconds(40)

    /// Everything is shown of `found`.
    init(showing found: Findings) {
        digits = found.tones.map(\.key.character)
        hidesMiss = found.misses.map { _ in false }
        hidden = []
    }

    /// What may be shown of each of a file's channels; `cards`: runs that could be a card number are masked.
    static func masks(for channels: [Findings], cards: Bool) -> [DetectMask] {
        guard cards else { return channels.map { DetectMask(showing: $0) } }
        let digits = channels.map { Array(CardMask.masking(String($0.tones.map(\.key.character)))) }
        // Channels of one line hear each other.
        let masked = zip(channels, digits).flatMap { maskedRuns($0, $1) }
        return zip(channels, digits).map { DetectMask($0, $1, masked) }
    }

    private init(_ found: Findings, _ digits: [Character], _ masked: [Range<MediaTime>]) {
        self.digits = digits
        let long = DetectMask.missesOfLongRuns(found)
        hidesMiss = found.misses.enumerated().map { index, miss in
            let around = miss.begin - DetectMask.nearby..<miss.end + DetectMask.nearby
            return long.contains(index) || masked.contains { $0.overlaps(around) }
        }
        let misses = zip(found.misses, hidesMiss).filter(\.1).map { DetectMask.widened($0.0.begin, $0.0.end) }
        hidden = (masked + misses).sorted { $0.lowerBound < $1.lowerBound }
    }

    /// From the first to the last of each row of masked digits.
    private static func maskedRuns(_ found: Findings, _ digits: [Character]) -> [Range<MediaTime>] {
        var runs: [Range<MediaTime>] = []
        var isInRun = false
        for (tone, digit) in zip(found.tones, digits) {
            let isMasked = digit != tone.key.character
            if isMasked {
                let span = widened(tone.begin, tone.end)
                if isInRun, let last = runs.popLast() {
                    runs.append(last.lowerBound..<max(last.upperBound, span.upperBound))
                } else {
                    runs.append(span)
                }
            }
            isInRun = isMasked
        }
        return runs
    }

    /// The near misses in runs that could be a card number, had they been digits; other keys end a run.
    private static func missesOfLongRuns(_ found: Findings) -> Set<Int> {
        let tones = found.tones.map { (begin: $0.begin, miss: Int?.none, isDigit: $0.key.digit != nil) }
        let misses = found.misses.enumerated().map { (begin: $1.begin, miss: Int?.some($0), isDigit: true) }
        let presses = (tones + misses).sorted { $0.begin < $1.begin }
        let runs = presses.split { !$0.isDigit }.filter { $0.count >= CardMask.lengths.lowerBound }
        return Set(runs.joined().compactMap(\.miss))
    }

    private static func widened(_ begin: MediaTime, _ end: MediaTime) -> Range<MediaTime> {
        begin - margin..<end + margin
    }
}

extension NearMiss {
    /// When the pair was gone.
    var end: MediaTime { begin + duration }
}

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

    /// Everything is shown of `scan`.
    init(showing scan: ChannelScan) {
        digits = scan.tones.map(\.key.character)
        hidesMiss = scan.misses.map { _ in false }
        hidden = []
    }

    /// What may be shown of each of a file's channels; `cards`: runs that could be a card number are masked.
    static func masks(for scans: [ChannelScan], cards: Bool) -> [DetectMask] {
        guard cards else { return scans.map { DetectMask(showing: $0) } }
        let digits = scans.map { Array(CardMask.masking(String($0.tones.map(\.key.character)))) }
        // Channels of one line hear each other.
        let masked = zip(scans, digits).flatMap { maskedRuns($0, $1) }
        return zip(scans, digits).map { DetectMask($0, $1, masked) }
    }

    private init(_ scan: ChannelScan, _ digits: [Character], _ masked: [Range<MediaTime>]) {
        self.digits = digits
        let long = DetectMask.missesOfLongRuns(scan)
        hidesMiss = scan.misses.enumerated().map { index, miss in
            let around = miss.begin - DetectMask.nearby..<miss.end + DetectMask.nearby
            return long.contains(index) || masked.contains { $0.overlaps(around) }
        }
        let misses = zip(scan.misses, hidesMiss).filter(\.1).map { DetectMask.widened($0.0.begin, $0.0.end) }
        hidden = (masked + misses).sorted { $0.lowerBound < $1.lowerBound }
    }

    /// From the first to the last of each row of masked digits.
    private static func maskedRuns(_ scan: ChannelScan, _ digits: [Character]) -> [Range<MediaTime>] {
        var runs: [Range<MediaTime>] = []
        var isInRun = false
        for (tone, digit) in zip(scan.tones, digits) {
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
    private static func missesOfLongRuns(_ scan: ChannelScan) -> Set<Int> {
        // The digits have no number; a nil begins a new run.
        var events: [(begin: MediaTime, miss: Int?, isDigit: Bool)] = scan.tones.map {
            ($0.begin, nil, $0.key.digit != nil)
        }
        events += scan.misses.enumerated().map { ($1.begin, $0, true) }
        events.sort { $0.begin < $1.begin }
        var found: Set<Int> = []
        for run in events.split(whereSeparator: { !$0.isDigit }) where run.count >= CardMask.lengths.lowerBound {
            found.formUnion(run.compactMap(\.miss))
        }
        return found
    }

    private static func widened(_ begin: MediaTime, _ end: MediaTime) -> Range<MediaTime> {
        begin - margin..<end + margin
    }
}

extension NearMiss {
    /// When the pair was gone.
    var end: MediaTime { begin + duration }
}

import DTMF
import Telephony

/// Which of a line's presses could be of a card.
///
/// A run is digits one after the other: another key, or ten seconds without one, ends it; its parts lie between pauses of
/// 0.8 s and more. To be masked are runs of 11 digits and more (a card number, also one that was left part way), runs with
/// a part of three or four (a code, a PIN, an expiry, behind a choice too); runs that together are as long as a card
/// number, each within a minute of the one before; runs that begin as a card number of the recording does (one that was
/// cleared and keyed again); and all other runs of more than one digit within two minutes behind a card number. What left
/// only a trace counts as a digit.
struct CardRuns {
    /// A press: when it sounded, and its digit; nil for another key.
    struct Press {
        var begin: MediaTime
        var end: MediaTime
        var digit: Digit?
    }

    /// A digit that was keyed, or one that only a trace is left of.
    enum Digit: Equatable {
        case key(Key)
        case trace
    }

    /// What is to be masked, in order, without overlaps.
    private(set) var stretches: [Range<MediaTime>] = []

    private struct Run {
        var begin: MediaTime
        var end: MediaTime
        /// The first digits, as many as tell a card number from others.
        var head: [Digit] = []
        /// How many digits each part has.
        var parts: [Int] = []
        var isCard = false
        var isMasked = false

        var count: Int { parts.reduce(0, +) }

        mutating func append(_ press: Press, _ digit: Digit) {
            if parts.isEmpty || press.begin - end >= CardRuns.partPause { parts.append(0) }
            parts[parts.count - 1] += 1
            if head.count < CardRuns.headLength { head.append(digit) }
            end = max(end, press.end)
        }
    }

    private static let numberLengths = 13...19
    private static let unfinishedLength = 11
    private static let codeLengths = 3...4
    private static let headLength = 4
    private static let partPause = MediaDuration.milliseconds(800)
    private static let longestPause = MediaDuration.milliseconds(10_000)
    private static let betweenParts = MediaDuration.milliseconds(60_000)
    private static let behind = MediaDuration.milliseconds(120_000)
    /// What is masked around a run: a press that was missed at its ends.
    private static let margin = MediaDuration.milliseconds(1_000)

    init(_ presses: [Press]) {
        var runs = CardRuns.runs(presses.sorted { $0.begin < $1.begin })
        for index in runs.indices {
            let run = runs[index]
            runs[index].isCard = run.count >= CardRuns.numberLengths.lowerBound
            runs[index].isMasked =
                run.count >= CardRuns.unfinishedLength || run.parts.contains { CardRuns.codeLengths.contains($0) }
        }
        CardRuns.findParts(&runs)
        let cards = runs.filter(\.isCard)
        for index in runs.indices where !runs[index].isMasked {
            let run = runs[index]
            runs[index].isMasked = cards.contains {
                let isBehind = $0.begin < run.begin && run.begin < $0.end + CardRuns.behind
                return run.count > 1 && isBehind || run.count >= CardRuns.headLength && run.head == $0.head
            }
        }
        stretches = CardRuns.joined(
            runs.filter(\.isMasked).map { $0.begin - CardRuns.margin..<$0.end + CardRuns.margin })
    }

    private static func runs(_ presses: [Press]) -> [Run] {
        var runs: [Run] = []
        var isOpen = false
        for press in presses {
            guard let digit = press.digit else {
                isOpen = false
                continue
            }
            if !isOpen || press.begin - (runs.last?.end ?? press.begin) >= longestPause {
                runs.append(Run(begin: press.begin, end: press.begin))
            }
            runs[runs.count - 1].append(press, digit)
            isOpen = true
        }
        return runs
    }

    /// Marks runs that follow each other and make a card number together.
    private static func findParts(_ runs: inout [Run]) {
        for first in runs.indices {
            var count = 0
            for last in first..<runs.count {
                // A whole number is no part of one.
                if runs[last].count >= numberLengths.lowerBound { break }
                if last > first, runs[last].begin - runs[last - 1].end > betweenParts { break }
                count += runs[last].count
                guard count <= numberLengths.upperBound else { break }
                guard last > first, numberLengths.contains(count) else { continue }
                for part in first...last { (runs[part].isCard, runs[part].isMasked) = (true, true) }
            }
        }
    }

    /// `stretches` in order, those that overlap made one.
    static func joined(_ stretches: [Range<MediaTime>]) -> [Range<MediaTime>] {
        var joined: [Range<MediaTime>] = []
        for stretch in stretches.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, stretch.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, stretch.upperBound)
            } else {
                joined.append(stretch)
            }
        }
        return joined
    }
}

extension CardRuns.Press {
    /// The press of a tone that is over; nil for other events.
    init?(_ event: ToneEvent) {
        guard case .ended(let tone) = event else { return nil }
        self.init(
            begin: tone.begin, end: tone.end, digit: tone.key == .star || tone.key == .pound ? nil : .key(tone.key))
    }

    /// A masked stretch in which no press was counted; nil for others.
    init?(_ span: MaskedSpan) {
        guard span.toneCount == 0 else { return nil }
        self.init(begin: span.begin, end: span.end, digit: .trace)
    }
}

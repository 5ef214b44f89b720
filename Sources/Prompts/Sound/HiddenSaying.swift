import CardData
import Telephony

/// What stands at one place of digits that are never printed.
public enum HiddenPlace: Sendable {
    /// Words that are no digit's: `de` between month and year.
    case words(String)
    /// One digit, or two that are read as a number; the words for each value, nil for a value that is none.
    case digits(Range<Int>, words: @Sendable (Int) -> String?)
}

/// Digits of the vault in a prompt: how they are said without anybody but the player knowing them.
struct HiddenSaying {
    let detail: Detail
    /// How many digits there may be; a place that has none is silent.
    let digits: Int
    /// What stands in print for them.
    let printed: String

    /// The places one after another; nil where the set has a recording for no value at all.
    func parts(with lexicon: PromptLexicon, endsSentence: Bool) -> [PromptPart]? {
        let places = lexicon.speech.hiddenPlaces(detail, digits: digits)
        let groupEnds = HiddenSaying.groupEnds(of: places.count)
        var parts: [PromptPart] = []
        var isHeard = false
        for (index, place) in places.enumerated() {
            let mark = endsSentence && index + 1 == places.count ? "." : ""
            switch place {
            case .words(let words):
                parts += (lexicon.clips(saying: words + mark) ?? []).map(PromptPart.clip)
            case .digits(let range, let words):
                let sounds = (0..<(range.count == 1 ? 10 : 100)).map { value in
                    words(value).flatMap { lexicon.clips(saying: $0 + mark) } ?? []
                }
                isHeard = isHeard || sounds.contains { !$0.isEmpty }
                parts.append(.hidden(HiddenPart(detail: detail, digits: range, sounds: sounds)))
            }
            guard index + 1 < places.count else { break }
            let isSpelled = if case .digits(let range, _) = place { range.count == 1 } else { false }
            let pause = isSpelled ? SpeechPause.character : SpeechPause.word
            parts.append(.pause(isSpelled && groupEnds.contains(index) ? SpeechPause.group : pause))
        }
        return isHeard ? parts : nil
    }

    /// The places behind which a group ends, from 0.
    private static func groupEnds(of count: Int) -> Set<Int> {
        var ends: Set<Int> = []
        var end = 0
        for group in SpeechPause.groups(of: count).dropLast() {
            end += group
            ends.insert(end - 1)
        }
        return ends
    }
}

import CardData
import Telephony

/// Puts the parts of one prompt together: recordings, what has none, digits of the vault, and the pauses between.
struct PromptAssembly {
    private let lexicon: PromptLexicon
    private let text: SpeechTokens
    private let wordsPerMinute: Int
    private let hidden: [HiddenSaying]
    /// The groups of characters that are spelled: true for a token behind which a group ends and another begins.
    private let endsGroup: [Bool]

    private var found: [PromptPart] = []
    /// The sound before, nil behind anything else: a pause stands between two sounds alone.
    private var before: PromptLexicon.Step?
    /// The tokens in a row that have no recording.
    private var unsaid: Range<Int>?
    private var hiddenSeen = 0

    init(_ lexicon: PromptLexicon, _ text: SpeechTokens, _ wordsPerMinute: Int, _ hidden: [HiddenSaying]) {
        self.lexicon = lexicon
        self.text = text
        self.wordsPerMinute = wordsPerMinute
        self.hidden = hidden
        endsGroup = PromptAssembly.groups(of: text.tokens)
    }

    mutating func parts() -> [PromptPart] {
        let steps = lexicon.way(through: text.tokens)
        let muted = mutedSteps(steps)
        for (index, step) in steps.enumerated() {
            let token = text.tokens[step.tokens.lowerBound]
            if muted.contains(index) {
                if !token.isEnd { unsaid = (unsaid?.lowerBound ?? step.tokens.lowerBound)..<step.tokens.upperBound }
            } else if let clip = step.clip {
                sound(step, [.clip(clip)])
            } else if token.kind == .hidden {
                digits(step, endsSentence: index + 1 < steps.count && text.tokens[step.tokens.upperBound].isEnd)
            } else if !token.isEnd, !isDropped(index, steps) {
                unsaid = (unsaid?.lowerBound ?? step.tokens.lowerBound)..<step.tokens.upperBound
            }
            if text.tokens[step.tokens.upperBound - 1].isEnd { pauseForSentence() }
        }
        flushUnsaid()
        if found.isEmpty { found.append(.pause(SpeechPause.sentence)) }
        return found
    }

    /// The steps of sentences of which more words have no recording than have one: single words that stand out of silence say
    /// less than silence does. Digits of the vault are always said.
    private func mutedSteps(_ steps: [PromptLexicon.Step]) -> Set<Int> {
        var muted: Set<Int> = []
        var sentence: [Int] = []
        var (heard, silent, hasDigits) = (0, 0, false)
        for (index, step) in steps.enumerated() {
            sentence.append(index)
            let words = text.tokens[step.tokens].filter { !$0.isEnd }
            hasDigits = hasDigits || words.contains { $0.kind == .hidden }
            if step.clip != nil { heard += words.count } else if !isDropped(index, steps) { silent += words.count }
            let isLast = index + 1 == steps.count
            guard isLast || text.tokens[step.tokens.upperBound - 1].isEnd else { continue }
            if silent > heard, !hasDigits { muted.formUnion(sentence) }
            sentence = []
            (heard, silent, hasDigits) = (0, 0, false)
        }
        return muted
    }

    /// A word that people leave out as often as not, and a set with it: nobody misses it between two words that are heard.
    private func isDropped(_ index: Int, _ steps: [PromptLexicon.Step]) -> Bool {
        lexicon.speech.mayBeLeftOut.contains(text.tokens[steps[index].tokens.lowerBound].text) && index > 0
            && index + 1 < steps.count && steps[index - 1].clip != nil && steps[index + 1].clip != nil
    }

    /// Sounds after the pause that belongs before them.
    private mutating func sound(_ step: PromptLexicon.Step, _ parts: [PromptPart]) {
        flushUnsaid()
        if let before { found.append(.pause(pause(between: before, and: step))) }
        found += parts
        before = step
    }

    private func pause(between first: PromptLexicon.Step, and second: PromptLexicon.Step) -> MediaDuration {
        let last = text.tokens[first.tokens.upperBound - 1]
        let next = text.tokens[second.tokens.lowerBound]
        if endsGroup[first.tokens.upperBound - 1] { return SpeechPause.group }
        if next.isAfterComma { return SpeechPause.comma }
        if last.kind == .character, next.kind == .character { return SpeechPause.character }
        return first.isPhrase || second.isPhrase ? SpeechPause.phrase : SpeechPause.word
    }

    private mutating func pauseForSentence() {
        flushUnsaid()
        found.append(.pause(SpeechPause.sentence))
        before = nil
    }

    private mutating func flushUnsaid() {
        guard let tokens = unsaid else { return }
        unsaid = nil
        before = nil
        let places = text.tokens[tokens].map(\.place)
        // A figure is one word, however many it is made of.
        let count = Set(places.map(\.lowerBound)).count
        let words = text.text(places[0].lowerBound..<places[places.count - 1].upperBound)
        found.append(.unsaid(words, .milliseconds(count * 60_000 / wordsPerMinute)))
    }

    // MARK: Digits of the vault

    private mutating func digits(_ step: PromptLexicon.Step, endsSentence: Bool) {
        guard hiddenSeen < hidden.count else { return }
        let saying = hidden[hiddenSeen]
        hiddenSeen += 1
        if let parts = saying.parts(with: lexicon, endsSentence: endsSentence) {
            sound(step, parts)
        } else {
            flushUnsaid()
            before = nil
            let count = saying.printed.split(separator: " ").count
            found.append(.unsaid(saying.printed, .milliseconds(count * 60_000 / wordsPerMinute)))
        }
    }

    // MARK: Groups

    private static func groups(of tokens: [SpeechToken]) -> [Bool] {
        var ends = [Bool](repeating: false, count: tokens.count)
        var start = 0
        while start < tokens.count {
            var end = start
            while end < tokens.count, tokens[end].kind == .character { end += 1 }
            markGroups(in: start..<end, of: tokens, &ends)
            start = max(end, start + 1)
        }
        return ends
    }

    /// Groups as the text has them, by commas; those that are too long for one in threes and fours.
    private static func markGroups(in run: Range<Int>, of tokens: [SpeechToken], _ ends: inout [Bool]) {
        var start = run.lowerBound
        while start < run.upperBound {
            let comma = tokens[start + 1..<run.upperBound].firstIndex(where: \.isAfterComma) ?? run.upperBound
            for count in SpeechPause.groups(of: comma - start) {
                start += count
                ends[start - 1] = start < run.upperBound
            }
        }
    }
}

import PaymentCall
import Telephony

/// The recordings of a set by what they say: how any text is put together of them.
///
/// The recordings stand in a tree by their words, the end of a sentence being a word of its own: `four.`, which falls in
/// tone, is found at the end of a sentence, and `four` anywhere else; where a set has but one of them it stands for both.
/// Of all ways to say a text the one is taken that leaves the fewest words unsaid, and of those the one of the fewest
/// recordings.
public struct PromptLexicon: Sendable {
    /// No recording: every prompt takes as long as its words.
    public static let empty = PromptLexicon([], language: .english)

    /// The recordings, in the order they came.
    public let clips: [PromptClip]

    let speech: any SpokenLanguage.Type
    /// The numbers of words in the tree.
    private var words: [String: Int32] = [:]
    /// The node behind a node and a word, by both.
    private var next: [UInt64: Int32] = [:]
    /// The recording that ends at a node, -1 for none.
    private var clipAt: [Int32] = [-1]
    /// Whether each recording is a phrase, not a piece of a value.
    private var isPhrase: [Bool] = []

    /// The recordings of one language; of several that say the same the first is taken. A language that nobody here can
    /// speak is read as English is.
    public init(_ clips: [PromptClip], language: Language) {
        self.clips = clips
        speech = SpokenLanguages.speech(of: language) ?? SpokenEnglish.self
        let texts = clips.map { SpeechTokens($0.words, in: speech, isWhole: false).tokens[...] }
        guard !clips.isEmpty else { return }
        let pieces = Set(
            speech.vocabulary.map { words(of: SpeechTokens($0.words, in: speech, isWhole: false).tokens[...]) })
        isPhrase = texts.map { !pieces.contains(words(of: $0)) }
        for (index, tokens) in texts.enumerated() { add(tokens, Int32(index)) }
        // A recording that falls in tone is better than none within a sentence.
        for (index, tokens) in texts.enumerated() where tokens.last?.isEnd == true {
            add(tokens.dropLast(), Int32(index))
        }
    }

    /// Whether it has no recording.
    public var isEmpty: Bool { clips.isEmpty }

    /// What is played for a text, in order: recordings where there are any, silence for the other words as long as they
    /// take at that speed, and the pauses of speech.
    public func parts(saying text: String, wordsPerMinute: Int) -> [PromptPart] {
        parts(saying: SpeechTokens(text, in: speech, isWhole: true), wordsPerMinute, hidden: [])
    }

    /// The same with digits of the vault where the text has `SpeechTokens.hiddenMark`.
    func parts(saying text: SpeechTokens, _ wordsPerMinute: Int, hidden: [HiddenSaying]) -> [PromptPart] {
        var assembly = PromptAssembly(self, text, wordsPerMinute, hidden)
        return assembly.parts()
    }

    /// The recordings that say all of `text`, without pauses; nil where one is missing.
    func clips(saying text: String) -> [PromptClip]? {
        let tokens = SpeechTokens(text, in: speech, isWhole: false).tokens
        var found: [PromptClip] = []
        for step in way(through: tokens) {
            if let clip = step.clip {
                found.append(clip)
            } else if !tokens[step.tokens.lowerBound].isEnd {
                return nil
            }
        }
        return found
    }

    /// The words of tokens without the end of a sentence.
    private func words(of tokens: ArraySlice<SpeechToken>) -> [String] { tokens.filter { !$0.isEnd }.map(\.text) }

    // MARK: The tree

    private static let endWord: Int32 = 0
    private static let questionWord: Int32 = 1
    private static let unknownWord: Int32 = -1
    private static let firstWord: Int32 = 2

    private mutating func add(_ tokens: ArraySlice<SpeechToken>, _ clip: Int32) {
        guard tokens.contains(where: { !$0.isEnd }) else { return }
        var node: Int32 = 0
        for token in tokens {
            var word = self.word(token)
            if word == PromptLexicon.unknownWord {
                word = PromptLexicon.firstWord + Int32(words.count)
                words[token.text] = word
            }
            let step = PromptLexicon.step(node, word)
            if let known = next[step] {
                node = known
            } else {
                node = Int32(clipAt.count)
                clipAt.append(-1)
                next[step] = node
            }
        }
        if clipAt[Int(node)] < 0 { clipAt[Int(node)] = clip }
    }

    private func word(_ token: SpeechToken) -> Int32 {
        switch token.kind {
        case .end: PromptLexicon.endWord
        case .question: PromptLexicon.questionWord
        case .hidden: PromptLexicon.unknownWord
        case .word, .character: words[token.text] ?? PromptLexicon.unknownWord
        }
    }

    private static func step(_ node: Int32, _ word: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: word))
    }

    // MARK: The way through a text

    /// One step through a text: the tokens it takes, and the recording that says them.
    struct Step {
        let tokens: Range<Int>
        let clip: PromptClip?
        /// Whether the recording is a phrase, not a piece of a value.
        let isPhrase: Bool
    }

    // A word without a recording costs more than any number of recordings; the end of a sentence that no recording falls
    // to costs less than a recording, so that it decides between the same number of them.
    private static let costOfUnsaid: Int32 = 1 << 16
    private static let costOfClip: Int32 = 2
    private static let costOfEnd: Int32 = 1

    /// The cheapest way through the tokens, found from the end on.
    func way(through tokens: [SpeechToken]) -> [Step] {
        let words = tokens.map(word)
        var cost = [Int32](repeating: 0, count: tokens.count + 1)
        var taken = [(clip: Int32, end: Int)](repeating: (-1, 0), count: tokens.count)
        for start in tokens.indices.reversed() {
            taken[start].end = start + 1
            cost[start] =
                cost[start + 1] &+ (tokens[start].isEnd ? PromptLexicon.costOfEnd : PromptLexicon.costOfUnsaid)
            var node: Int32 = 0
            var end = start
            while end < words.count, words[end] >= 0, let found = next[PromptLexicon.step(node, words[end])] {
                node = found
                end += 1
                let clip = clipAt[Int(node)]
                if clip >= 0, cost[end] &+ PromptLexicon.costOfClip <= cost[start] {
                    cost[start] = cost[end] &+ PromptLexicon.costOfClip
                    taken[start] = (clip, end)
                }
            }
        }
        var steps: [Step] = []
        var start = 0
        while start < tokens.count {
            let (clip, end) = taken[start]
            steps.append(
                clip < 0
                    ? Step(tokens: start..<end, clip: nil, isPhrase: false)
                    : Step(tokens: start..<end, clip: clips[Int(clip)], isPhrase: isPhrase[Int(clip)]))
            start = end
        }
        return steps
    }
}

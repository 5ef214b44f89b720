import CallTestKit
import PaymentCall
import Telephony
import Testing

@testable import Prompts

/// A set of recordings by what they say, each 100 ms long; `name=words`, or the words alone.
private func set(_ clips: [String], _ language: Language = .english) -> PromptLexicon {
    PromptLexicon(
        clips.map { clip in
            let pieces = clip.split(separator: "=", maxSplits: 1).map(String.init)
            return PromptClip(name: pieces[0], words: pieces.last ?? "", duration: .milliseconds(100))
        }, language: language)
}

/// What is played, one word a part: `[name]` for a recording, `<words>` for silence in their place, a number for a pause in
/// milliseconds.
private func played(_ parts: [PromptPart]) -> String {
    parts.map { part in
        switch part {
        case .clip(let clip): "[\(clip.name)]"
        case .pause(let pause): String(Int((pause.seconds * 1000).rounded()))
        case .unsaid(let words, _): "<\(words)>"
        case .hidden(let hidden): "{\(hidden.digits.lowerBound)}"
        }
    }.joined(separator: " ")
}

private let digits = (0...9).map { "\($0)=\(SpokenEnglish.cardinal(Int64($0)))" }

@Suite struct PromptLexiconTests {
    @Test(
        arguments: [
            // The longest that fits.
            (["to pay", "to", "pay", "now"], "to pay now", "[to pay] 60 [now] 300"),
            (["one two three", "one", "two three"], "One two three.", "[one two three] 300"),
            // The first piece is not the longest where the rest would be without a recording.
            (["to pay", "to", "pay now"], "to pay now", "[to] 60 [pay now] 300"),
            // Capitals, marks and spaces make no difference.
            (["can't find it"], "I CAN’T  find, it", "<I> [can't find it] 300"),
            (["twenty", "one"], "twenty-one", "[twenty] 20 [one] 300"),
            (["café"], "CAFÉ cafe\u{301}", "[café] 60 [café] 300"),
            // Of the same words the first one.
            (["a=hello", "b=Hello"], "hello", "[a] 300"),
            // Nothing at all.
            (["one"], "", "300"), (["one"], " . ,! ", "300"), (["one"], "nothing known", "<nothing known> 300"),
            (["one"], "one unknown thing, one", "[one] <unknown thing> [one] 300"),
        ])
    func textIsPutTogether(_ clips: [String], _ text: String, _ expected: String) {
        #expect(played(set(clips).parts(saying: text, wordsPerMinute: 60)) == expected)
    }

    @Test(
        arguments: [
            (["four", "f=four."], "four", "[f] 300"), (["four", "f=four."], "four.", "[f] 300"),
            (["four", "f=four."], "Four four. Four four!", "[four] 20 [f] 300 [four] 20 [f] 300"),
            (["four", "f=four."], "four, four", "[four] 180 [f] 300"),
            // A question does not fall.
            (["four", "f=four."], "four?", "[four] 300"), (["four", "q=four?"], "four? four.", "[q] 300 [four] 300"),
            // A set without the other one.
            (["four"], "four. four.", "[four] 300 [four] 300"), (["f=four."], "four four.", "[f] 20 [f] 300"),
            // A recording of several sentences.
            (["w=Thank you. Goodbye.", "thank you", "goodbye"], "Thank you. Goodbye.", "[w] 300"),
            (
                ["w=Thank you. Goodbye.", "thank you", "goodbye"], "Thank you, goodbye.",
                "[thank you] 180 [goodbye] 300"
            ),
        ])
    func theToneFallsAtTheEndOfASentence(_ clips: [String], _ text: String, _ expected: String) {
        #expect(played(set(clips).parts(saying: text, wordsPerMinute: 60)) == expected)
    }

    @Test(
        arguments: [
            ("4", "[4] 300"), ("4 2", "[4] 90 [2] 300"), ("0 3 3 0", "[0] 90 [3] 90 [3] 90 [0] 300"),
            ("4 2, 4 2", "[4] 90 [2] 250 [4] 90 [2] 300"), ("four two", "[4] 20 [2] 300"),
            ("1 2, 3 4 5 6 7 8", "[1] 90 [2] 250 [3] 90 [4] 90 [5] 250 [6] 90 [7] 90 [8] 300"),
            ("1 2 3 4 5 6", "[1] 90 [2] 90 [3] 250 [4] 90 [5] 90 [6] 300"),
            ("007", "[0] 90 [0] 90 [7] 300"), ("25", "<25> [5] 300"), ("2.5", "[2] <2.5> [5] 300"),
            ("A", "[A] 300"), ("a", "[a] 300"), ("A a", "[A] 60 [a] 300"), ("B 4", "[B] 90 [4] 300"),
            ("b 4", "<b> [4] 300"), ("1st", "<1st> 300"), ("*4", "[*] 90 [4] 300"),
            ("**44", "[*] 90 [*] 90 [4] 90 [4] 300"),
        ])
    func charactersAndFigures(_ text: String, _ expected: String) {
        let lexicon = set(digits + ["A=A", "a=a", "B=B", "*=star"])
        #expect(played(lexicon.parts(saying: text, wordsPerMinute: 60)) == expected)
    }

    @Test(
        arguments: [
            ("25", "twenty five"), ("120", "one hundred and twenty"), ("1,250", "one thousand two hundred and fifty"),
            ("1,25", "one twenty five"), ("2030.", "two thousand and thirty"), ("10.25", "ten point two five"),
            ("1234567", "one two three four five six seven"),
            ("1,234,567", "one million two hundred and thirty four thousand five hundred and sixty seven"),
            ("$5", "five dollars"), ("$1,000.05", "one thousand dollars and five cents"), ("$", ""),
            ("99999999999999999999", String(repeating: "nine ", count: 20)),
            ("5 p.m. today", "five pm today"), ("U.S. bank", "us bank"), ("www.ivrpay.example", "www ivrpay example"),
        ])
    func figuresAreWords(_ text: String, _ words: String) {
        let tokens = SpeechTokens(text, in: SpokenEnglish.self, isWhole: false).tokens
        #expect(tokens.filter { !$0.isEnd }.map(\.text) == words.split(separator: " ").map(String.init))
        #expect(tokens.dropLast().allSatisfy { !$0.isEnd }, "\(tokens)")
    }

    @Test(arguments: [("It is 3 p.m. Please wait.", 2), ("At 3 p.m. we close.", 1), ("3 p.m.", 1), ("Wait... go!", 2)])
    func aDotOfAnAbbreviationEndsNoSentence(_ text: String, _ sentences: Int) {
        #expect(SpeechTokens(text, in: SpokenEnglish.self, isWhole: true).tokens.filter(\.isEnd).count == sentences)
    }

    @Test func aWordThatPeopleLeaveOutIsNotMissed() {
        let lexicon = set(["one", "hundred", "twenty"])
        #expect(
            played(lexicon.parts(saying: "one hundred and twenty", wordsPerMinute: 60))
                == "[one] 20 [hundred] 20 [twenty] 300")
        #expect(
            played(lexicon.parts(saying: "fish and one one", wordsPerMinute: 60)) == "<fish and> [one] 20 [one] 300")
        let spanish = set(["treinta", "uno"], .spanish)
        #expect(played(spanish.parts(saying: "treinta y uno", wordsPerMinute: 60)) == "[treinta] <y> [uno] 300")
    }

    /// A Spanish `y` is a word, and a capital `Y` the name of a letter.
    @Test func aLetterIsNoWord() {
        let lexicon = set(["letter=Y", "word=y", "1=uno"], .spanish)
        #expect(played(lexicon.parts(saying: "Y 1 y 1", wordsPerMinute: 60)) == "[letter] 90 [1] 20 [word] 20 [1] 300")
    }

    /// A value stands out from the phrases around it, whatever it is made of.
    @Test func aPhraseKeepsItsDistance() {
        let lexicon = set(["You owe", "to", "thirty", "one", "dollars", "Visa"])
        #expect(
            played(lexicon.parts(saying: "You owe 31 dollars to Visa", wordsPerMinute: 60))
                == "[You owe] 60 [thirty] 20 [one] 20 [dollars] 60 [to] 60 [Visa] 300")
    }

    @Test func wordsWithoutARecordingTakeTheirTime() {
        let parts = set(["one", "is the loneliest"]).parts(
            saying: "one is  the loneliest 25 number.", wordsPerMinute: 120)
        #expect(parts.contains(.unsaid("25 number", .milliseconds(1_000))))
    }

    /// Words that stand alone in a sentence that is not said otherwise are silent with it; other sentences are not.
    @Test func aSentenceThatIsMostlyUnsaidIsSilent() {
        let parts = set(["one", "two", "three"]).parts(
            saying: "one is  the loneliest 25 number. One two three.", wordsPerMinute: 120)
        #expect(
            played(parts) == "<one is  the loneliest 25 number> 300 [one] 20 [two] 20 [three] 300")
    }

    @Test(arguments: 0...40) func groupsOfThreeAndFour(_ count: Int) {
        let groups = SpeechPause.groups(of: count)
        #expect(groups.reduce(0, +) == count && !groups.contains(0))
        if count > 5 { #expect(groups.allSatisfy { $0 == 3 || $0 == 4 } && groups == groups.sorted()) }
    }

    @Test func withoutRecordingsAllIsSilence() {
        #expect(PromptLexicon.empty.isEmpty)
        #expect(
            PromptLexicon.empty.parts(saying: "One two. Three.", wordsPerMinute: 60) == [
                .unsaid("One two", .seconds(2)), .pause(.milliseconds(300)), .unsaid("Three", .seconds(1)),
                .pause(.milliseconds(300)),
            ])
    }

    /// Any text at all: nothing traps, each word is said or kept, and the way found is the best one.
    @Test func anyTextIsSaidAsFarAsItCanBe() {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "a", "b", "c", "A", "4", "17", ".", "?", ", ", " ", "-", "$5", "*", "é", "1,000", "\u{FFFC}", "'", ".",
        ]
        let words = ["a", "b", "c", "a b", "b c", "a b c", "c a", "four", "four."]
        for round in 0..<2_000 {
            let lexicon = set(words.filter { _ in Bool.random(using: &generator) })
            let text = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                (pieces.randomElement(using: &generator) ?? "") + (Bool.random(using: &generator) ? " " : "")
            }.joined()
            let tokens = SpeechTokens(text, in: SpokenEnglish.self, isWhole: true).tokens
            let way = lexicon.way(through: tokens)
            #expect(way.flatMap { Array($0.tokens) } == Array(tokens.indices), "seed \(seed), round \(round): \(text)")
            let unsaid = way.filter { $0.clip == nil && !tokens[$0.tokens.lowerBound].isEnd }.count
            #expect(unsaid == leastUnsaid(tokens, lexicon), "seed \(seed), round \(round): \(text)")
            let parts = lexicon.parts(saying: text, wordsPerMinute: 100)
            #expect(parts.last == .pause(.milliseconds(300)), "seed \(seed), round \(round): \(text)")
        }
    }

    /// A word, or the kind of what is none.
    private func name(_ token: SpeechToken) -> String {
        token.isEnd || token.kind == .hidden ? "(\(token.kind))" : token.text
    }

    /// The fewest words that must stay unsaid, by trying every recording everywhere.
    private func leastUnsaid(_ tokens: [SpeechToken], _ lexicon: PromptLexicon) -> Int {
        let clips = lexicon.clips.flatMap { clip in
            let words = SpeechTokens(clip.words, in: SpokenEnglish.self, isWhole: false).tokens.map(name)
            return words.last == "(end)" ? [words, Array(words.dropLast())] : [words]
        }
        let spoken = tokens.map(name)
        var least = [Int](repeating: 0, count: tokens.count + 1)
        for start in tokens.indices.reversed() {
            least[start] = least[start + 1] + (tokens[start].isEnd ? 0 : 1)
            for clip in clips where spoken[start...].starts(with: clip) {
                least[start] = min(least[start], least[start + clip.count])
            }
        }
        return least[0]
    }
}

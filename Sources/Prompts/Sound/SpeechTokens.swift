import Amounts

/// A word of a text, or the end of a sentence, as recordings are looked for by it.
struct SpeechToken: Hashable {
    enum Kind {
        /// A word.
        case word
        /// A character that is spelled: a digit, or a letter by its name.
        case character
        /// The end of a sentence, where the tone falls.
        case end
        /// The end of a question.
        case question
        /// Digits of the vault.
        case hidden
    }

    let kind: Kind
    /// The word without capitals and marks; a spelled letter is a capital.
    let text: String
    /// Whether a comma, or a mark like it, stands before it.
    let isAfterComma: Bool
    /// Where it stands in the text, in scalars. The words of a figure stand where the figure does.
    let place: Range<Int>

    /// Whether it ends a sentence.
    var isEnd: Bool { kind == .end || kind == .question }
}

/// A text as a row of tokens: `Press 1.` is press, one, end. A single capital is the name of a letter (`A U 6`), figures
/// become words, and what is written in one way or another (`twenty-one`, `21`) is the same.
struct SpeechTokens {
    /// Stands in a text for digits of the vault.
    static let hiddenMark: Unicode.Scalar = "\u{FFFC}"
    /// Longer figures are read digit by digit, as a number of six digits is the longest that one follows by ear.
    private static let longestNumber = 6

    let scalars: [Unicode.Scalar]
    private(set) var tokens: [SpeechToken] = []
    private let speech: any SpokenLanguage.Type
    private var at = 0
    private var comma = false

    /// Reads `text`; where it `isWhole`, its last sentence ends with it, mark or none.
    init(_ text: String, in speech: any SpokenLanguage.Type, isWhole: Bool) {
        scalars = Array(text.unicodeScalars)
        self.speech = speech
        tokens.reserveCapacity(scalars.count / 4 + 2)
        while at < scalars.count { takeNext() }
        if isWhole, let last = tokens.last, !last.isEnd { append(.end, "", from: at) }
    }

    /// The text of a place.
    func text(_ place: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[place])
        return String(view)
    }

    private mutating func takeNext() {
        let scalar = scalars[at]
        switch scalar {
        case "0"..."9": takeFigure()
        case "$" where at + 1 < scalars.count && isDigit(at + 1): takeDollars()
        case "*":
            at += 1
            append(.character, speech.star, from: at - 1)
        case ".", "!", "?", "\u{2026}": takeMark(scalar == "?")
        case ",", ";", ":", "\u{2013}", "\u{2014}":
            comma = true
            at += 1
        case SpeechTokens.hiddenMark:
            at += 1
            append(.hidden, "", from: at - 1)
        default:
            if isLetter(at) { takeWord(from: at) } else { at += 1 }
        }
    }

    private mutating func append(_ kind: SpeechToken.Kind, _ text: String, from start: Int) {
        tokens.append(SpeechToken(kind: kind, text: text, isAfterComma: comma, place: start..<at))
        comma = false
    }

    /// The words that stand for what was read from `start` on.
    private mutating func append(words: String, from start: Int) {
        for word in words.split(whereSeparator: { $0 == " " || $0 == "-" }) {
            append(.word, word.lowercased(), from: start)
        }
    }

    // MARK: Words and marks

    private mutating func takeWord(from start: Int) {
        var word = String.UnicodeScalarView()
        var letters = 0
        var isDotted = false
        while at < scalars.count {
            if isLetter(at) || isDigit(at) {
                appendLowercase(scalars[at], to: &word)
                letters += 1
            } else if scalars[at] == ".", isDotted || letters == 1, at + 1 < scalars.count, isLetter(at + 1),
                at + 2 == scalars.count || !isLetter(at + 2)
            {
                isDotted = true
            } else if isMark(scalars[at]) {
                word.append(scalars[at])
            } else if !isApostrophe(scalars[at]) {
                break
            }
            at += 1
        }
        // The dot that closes "p.m." ends the sentence only where something begins behind it.
        if isDotted, at < scalars.count, scalars[at] == ".", !startsSentence(behind: at) { at += 1 }
        let isCapital = letters == 1 && scalars[start].properties.isUppercase
        append(isCapital ? .character : .word, isCapital ? text(start..<start + 1) : String(word), from: start)
    }

    private mutating func takeMark(_ isQuestion: Bool) {
        let start = at
        at += 1
        // Within a word a dot is no end: "ivrpay.example".
        guard at == scalars.count || !(isLetter(at) || isDigit(at)) else { return }
        guard let last = tokens.last, !last.isEnd else { return }
        append(isQuestion ? .question : .end, "", from: start)
    }

    /// Whether a sentence may begin behind the mark at `index`: a capital, or nothing more.
    private func startsSentence(behind index: Int) -> Bool {
        guard
            let next = scalars[(index + 1)...].first(where: { $0.properties.isAlphabetic || ("0"..."9").contains($0) })
        else { return true }
        return next.properties.isUppercase
    }

    // MARK: Figures

    private mutating func takeFigure() {
        let start = at
        let isMasked = start > 0 && scalars[start - 1] == "*"
        let digits = takeDigits(grouped: true)
        let hasCommas = at - start > digits.utf8.count
        var fraction = ""
        if at + 1 < scalars.count, scalars[at] == ".", isDigit(at + 1) {
            at += 1
            fraction = takeDigits(grouped: false)
        }
        // "1st", "24h": a word like any other.
        if at < scalars.count, isLetter(at) { return takeWord(from: start) }
        let isSpelled =
            digits.utf8.count == 1 || isMasked || (digits.utf8.count > SpeechTokens.longestNumber && !hasCommas)
            || digits.utf8.first == UInt8(ascii: "0")
        if !isSpelled, let number = Int64(digits) {
            append(words: speech.cardinal(number), from: start)
        } else {
            append(characters: digits, fraction.isEmpty ? .character : .word, from: start)
        }
        guard !fraction.isEmpty else { return }
        append(.word, speech.point, from: start)
        append(characters: fraction, .word, from: start)
    }

    private mutating func append(characters digits: String, _ kind: SpeechToken.Kind, from start: Int) {
        for digit in digits.utf8 { append(kind, speech.cardinal(Int64(digit) - 0x30), from: start) }
    }

    /// `$120.05` is an amount.
    private mutating func takeDollars() {
        let start = at
        at += 1
        var decimal = takeDigits(grouped: true)
        if at + 1 < scalars.count, scalars[at] == ".", isDigit(at + 1) {
            at += 1
            decimal += "." + takeDigits(grouped: false)
        }
        guard let money = Money(decimal: decimal, currency: .usd) else {
            at = start + 1
            return
        }
        append(words: speech.amount(money), from: start)
    }

    /// The digits from here on, over the commas of thousands where they may be `grouped`.
    private mutating func takeDigits(grouped: Bool) -> String {
        var digits = ""
        while at < scalars.count {
            if isDigit(at) {
                digits.unicodeScalars.append(scalars[at])
            } else if !(grouped && scalars[at] == "," && isThousands(at + 1)) {
                break
            }
            at += 1
        }
        return digits
    }

    private func isThousands(_ index: Int) -> Bool {
        index + 3 <= scalars.count && (index..<index + 3).allSatisfy(isDigit)
            && (index + 3 == scalars.count || !isDigit(index + 3))
    }

    // MARK: Kinds of scalars

    private func isDigit(_ index: Int) -> Bool { ("0"..."9").contains(scalars[index]) }

    private func isLetter(_ index: Int) -> Bool {
        let scalar = scalars[index]
        if scalar.isASCII { return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) }
        return scalar.properties.isAlphabetic
    }

    private func isApostrophe(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "\u{2019}" }

    /// A mark over the letter before it, where they are written apart.
    private func isMark(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.isASCII && scalar.properties.generalCategory == .nonspacingMark
    }

    private func appendLowercase(_ scalar: Unicode.Scalar, to word: inout String.UnicodeScalarView) {
        if ("A"..."Z").contains(scalar) {
            word.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
        } else if scalar.isASCII {
            word.append(scalar)
        } else {
            word.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }
}

import CardData
import PaymentCall
import Telephony
import YAMLText

/// What of the keys of a call may stand in a file. Numbers that are published for tests stand as they are; any other
/// that could be of a card, a bank account or a person's secret becomes a variable, to be filled in.
struct SavedKeys {
    /// Where in a call keys were pressed.
    struct Place {
        /// The part of the payment call; nil outside of one.
        var segment: Segment?
        /// A key of them waited for its question, which is not known then.
        var waits = false
        /// They are a secret of a call plan.
        var isSecret = false
    }

    /// The variables so far, with how many digits each stands for.
    private(set) var variables: [(name: String, digits: Int)] = []
    private let directory: AccountDirectory
    /// The directory is the shipped one, whose PINs are published.
    private let isShipped: Bool
    /// What must not stand wherever it was keyed.
    private let secrets: SavedSecrets
    /// What the card pressed last was.
    private var card = Card.none

    private enum Card {
        case none, test, unknown
    }

    /// Runs of digits as long as this may be numbers of cards and banks; shorter ones are amounts, dates and choices.
    private static let shortestNumber = 7

    init(_ diary: KeyDiary, directory: AccountDirectory, isShipped: Bool, hasTestCard: Bool) {
        (self.directory, self.isShipped) = (directory, isShipped)
        secrets = SavedSecrets(diary, directory: directory, isShipped: isShipped)
        if hasTestCard { card = .test }
    }

    /// The keys `range` of a diary, as a step of a scenario presses them.
    mutating func text(_ range: Range<Int>, of diary: KeyDiary, at place: Place) -> String {
        diary.withKeys { keys in
            var text = ""
            var index = range.lowerBound
            while index < range.upperBound {
                var end = index
                while end < range.upperBound, keys[end] < 10 { end += 1 }
                if end > index { text += run(keys.extracting(index..<end), within: keys, index..<end, at: place) }
                if end < range.upperBound, let key = Key(rawValue: keys[end]) { text.append(key.character) }
                index = end + 1
            }
            return text
        }
    }

    /// Digits that came with the call, as a file may have them.
    mutating func text(of field: Field, digits: String) -> String {
        let values = digits.utf8.map { $0 &- 0x30 }
        return run(values.span, at: Place(segment: field.segmentOfKeys))
    }

    /// Digits that may be a part of what was keyed slowly: the whole of it decides.
    private mutating func run(
        _ digits: Span<UInt8>, within keys: Span<UInt8>, _ range: Range<Int>, at place: Place
    ) -> String {
        if secrets.hides(range) { return variable(for: digits) }
        if secrets.holdsTestCard(range) {
            card = .test
            return SavedKeys.shown(digits)
        }
        var (first, end) = (range.lowerBound, range.upperBound)
        while first > 0, keys[first - 1] < 10 { first -= 1 }
        while end < keys.count, keys[end] < 10 { end += 1 }
        // A PIN has few digits; elsewhere few are amounts, dates and choices.
        let fewest = place.segment == .verification ? 3 : SavedKeys.shortestNumber
        // A 1 or 2 by itself mostly confirms what stands before it.
        let isChoice =
            (digits.count == 1 && (1...2).contains(digits[0]))
            || (!place.waits && [.amount, .summary, .authorization, .closing].contains(place.segment))
        guard digits.count < fewest, end - first > digits.count, end - first >= fewest, !isChoice else {
            return run(digits, at: place)
        }
        let whole = keys.extracting(first..<end)
        if SavedKeys.holdsTestNumber(whole) { return run(digits, at: place) }
        // The first ones may have been choices in menus.
        let before = card
        for skipped in 0...min(2, whole.count - 3) {
            card = before
            if mayStand(whole.extracting(skipped..<whole.count), at: place) { return SavedKeys.shown(digits) }
        }
        return variable(for: digits)
    }

    /// Whether a published test number lies in digits, whatever stands around it.
    private static func holdsTestNumber(_ digits: Span<UInt8>) -> Bool {
        let text = shown(digits)
        let published = TestCards.all.map(\.number) + TestBankAccount.all.map(\.number)
        return published.contains { text.contains($0) }
    }

    private mutating func variable(for digits: Span<UInt8>) -> String {
        let name = "digits\(variables.count + 1)"
        variables.append((name, digits.count))
        return "${" + name + "}"
    }

    /// Digits as text.
    static func shown(_ digits: Span<UInt8>) -> String {
        var text = ""
        for index in digits.indices { text.append(Character(Unicode.Scalar(0x30 + digits[index]))) }
        return text
    }

    private mutating func run(_ digits: Span<UInt8>, at place: Place) -> String {
        mayStand(digits, at: place) ? SavedKeys.shown(digits) : variable(for: digits)
    }

    private mutating func mayStand(_ digits: Span<UInt8>, at place: Place) -> Bool {
        if TestCards.all.contains(where: { SavedKeys.equal(digits, $0.number) }) {
            card = .test
            return true
        }
        let isPublished =
            SavedKeys.equal(digits, TestBankAccount.routingNumber)
            || TestBankAccount.all.contains { SavedKeys.equal(digits, $0.number) }
            || directory.accounts.contains { SavedKeys.equal(digits, $0.number) }
        if digits.count == 1 || isPublished { return true }
        if digits.count >= SavedKeys.shortestNumber {
            // Part of a test number is what a caller keys who stops in the middle.
            if TestCards.all.contains(where: { SavedKeys.begins($0.number, digits) }) { return true }
            card = .unknown
            return false
        }
        if place.isSecret || card == .unknown { return false }
        switch place.segment {
        case .greeting, .identification, .verification: return isShipped
        case .card, .bankAccount:
            return card == .test || TestCards.all.contains { SavedKeys.begins($0.number, digits) }
        default: return !place.waits || isShipped
        }
    }

    private static func equal(_ digits: Span<UInt8>, _ number: String) -> Bool {
        number.utf8.count == digits.count && begins(number, digits)
    }

    private static func begins(_ number: String, _ digits: Span<UInt8>) -> Bool {
        guard number.utf8.count >= digits.count else { return false }
        for (index, character) in number.utf8.prefix(digits.count).enumerated() where digits[index] != character &- 0x30
        {
            return false
        }
        return true
    }
}

extension Field {
    /// The part of the call in which the field is keyed, where it is one of what is paid with.
    fileprivate var segmentOfKeys: Segment? {
        paymentMethod.map { $0 == .bankAccount ? .bankAccount : .card }
    }
}

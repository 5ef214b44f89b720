import CardData
import PaymentCall
import Telephony

/// Which keys of a call belong to a number or a PIN that must not stand in a file, whatever steps they lie in.
///
/// The whole of the diary is judged before a step is written: digits of a card say nothing by themselves once they are
/// spread over steps, and a reader of the file puts them together again.
struct SavedSecrets {
    private let marks: [Bool]
    /// Keys of published cards.
    private let testCards: [Bool]

    /// Judges the keys of `diary`; the PINs of the shipped directory are published.
    init(_ diary: KeyDiary, directory: AccountDirectory, isShipped: Bool) {
        var marks = Array(repeating: false, count: min(diary.count, KeyDiary.capacity))
        var testCards = marks
        // The digits alone, one after the other. They are secrets too, and lie in memory that is zeroed.
        let digits = KeyDiary()
        var places: [Int] = []
        diary.withKeys { keys in
            for index in keys.indices where keys[index] < 10 {
                guard let key = Key(rawValue: keys[index]) else { continue }
                digits.note(key)
                places.append(index)
            }
        }
        let runs = SavedSecrets.runs(places)
        digits.withKeys { digits in
            var judge = Judge(digits, runs)
            judge.markNumbers(digits)
            judge.markBeginnings(digits, of: directory, isShipped: isShipped)
            judge.markNumbersInPieces(digits)
            judge.markBehindNumbers(digits)
            if !isShipped { judge.markPINs(of: directory, digits) }
            for (index, place) in places.enumerated() {
                (marks[place], testCards[place]) = (judge.marks[index], judge.isOfTestCard[index])
            }
        }
        (self.marks, self.testCards) = (marks, testCards)
    }

    /// Whether one of these keys must not stand.
    func hides(_ range: Range<Int>) -> Bool { range.contains { $0 < marks.count && marks[$0] } }

    /// Whether some of these keys are of a published card that was keyed whole.
    func holdsTestCard(_ range: Range<Int>) -> Bool { range.contains { $0 < testCards.count && testCards[$0] } }

    /// Digits that follow each other without another key, each run by its place among the digits.
    private static func runs(_ places: [Int]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var first = 0
        for index in places.indices where index + 1 == places.count || places[index + 1] != places[index] + 1 {
            runs.append(first..<index + 1)
            first = index + 1
        }
        return runs
    }
}

/// Looks through the digits of a call.
private struct Judge {
    /// Digits that must not stand.
    private(set) var marks: [Bool]
    private let runs: [Range<Int>]
    /// Digits of published cards that stand whole.
    private(set) var isOfTestCard: [Bool]
    /// Those of other published numbers too.
    private var isPublished: [Bool]
    /// Runs with a number that is not published, and those with a published card.
    private var hasUnknownNumber: [Bool]
    private var hasTestCard: [Bool]

    /// The shortest number of a card.
    private static let shortest = 12
    /// As many digits before a card may be a PIN and choices.
    private static let mostBefore = 6
    /// Fewer digits than those of a security code are choices.
    private static let shortestSecret = 3

    init(_ digits: Span<UInt8>, _ runs: [Range<Int>]) {
        self.runs = runs
        marks = Array(repeating: false, count: digits.count)
        (isPublished, isOfTestCard) = (marks, marks)
        hasUnknownNumber = Array(repeating: false, count: runs.count)
        hasTestCard = hasUnknownNumber
        let cards = TestCards.all.map(\.number)
        let banks = TestBankAccount.all.map(\.number) + [TestBankAccount.routingNumber]
        for (which, run) in runs.enumerated() {
            for start in run {
                for number in cards where digits.extracting(start..<run.upperBound).begins(number) {
                    publish(start..<start + number.utf8.count)
                    for index in start..<start + number.utf8.count { isOfTestCard[index] = true }
                    hasTestCard[which] = true
                }
                // Numbers of banks are short and have many zeros: within a card they are none.
                guard start - run.lowerBound <= Judge.mostBefore else { continue }
                for number in banks where run.upperBound - start == number.utf8.count {
                    if digits.extracting(start..<run.upperBound).begins(number) { publish(start..<run.upperBound) }
                }
            }
        }
    }

    private mutating func publish(_ range: Range<Int>) { for index in range { isPublished[index] = true } }

    private mutating func mark(_ range: Range<Int>) { for index in range { marks[index] = true } }

    // MARK: Numbers

    /// A run as long as a card with no published number in it is one; beside a published one a card looks like a card.
    mutating func markNumbers(_ digits: Span<UInt8>) {
        for (which, run) in runs.enumerated() where run.count >= Judge.shortest {
            if !isPublished[run].contains(true) {
                guard !endsInTestNumber(digits.extracting(run)) else { continue }
                mark(run)
                hasUnknownNumber[which] = true
                continue
            }
            for start in run {
                for end in start + Judge.shortest..<start + Judge.shortest + 8 where end <= run.upperBound {
                    guard !isPublished[start..<end].contains(true), isCard(digits.extracting(start..<end)) else {
                        continue
                    }
                    mark(start..<end)
                    hasUnknownNumber[which] = true
                }
            }
        }
    }

    /// The first digits of a card that was not keyed to its end; what an account and choices begin with is left aside.
    mutating func markBeginnings(_ digits: Span<UInt8>, of directory: AccountDirectory, isShipped: Bool) {
        for (which, run) in runs.enumerated() where !hasTestCard[which] && run.count < Judge.shortest {
            if hasTestCard[..<which].contains(true) || isPublished[run].contains(true) { continue }
            var rest = digits.extracting(run)
            for account in directory.accounts {
                if rest.begins(account.number) { rest = rest.extracting(droppingFirst: account.number.utf8.count) }
            }
            for account in directory.accounts where isShipped && account.pin.length <= rest.count {
                guard account.pin == StoredPIN(SavedKeys.shown(rest.extracting(first: account.pin.length))) else {
                    continue
                }
                rest = rest.extracting(droppingFirst: account.pin.length)
                break
            }
            for _ in 0..<2 where rest.count > 0 && (1...2).contains(rest[0]) {
                rest = rest.extracting(droppingFirst: 1)
            }
            guard rest.count > Judge.mostBefore, BrandTable.match(rest).brand != nil,
                !TestCards.all.contains(where: { rest.isBeginning(of: $0.number) }), !endsInTestNumber(rest)
            else { continue }
            mark(run)
            hasUnknownNumber[which] = true
        }
    }

    /// A card whose pieces are whole runs, with other keys between them.
    mutating func markNumbersInPieces(_ digits: Span<UInt8>) {
        for first in runs.indices {
            for skipped in 0...min(Judge.mostBefore, runs[first].count - 1) {
                let start = runs[first].lowerBound + skipped
                for last in runs.indices.dropFirst(first + 1) {
                    let end = runs[last].upperBound
                    guard end - start <= CardMask.lengths.upperBound else { break }
                    // Choices and amounts pass Luhn by chance one time in ten: of pieces the length must be a brand's.
                    guard end - start >= CardMask.lengths.lowerBound, !isPublished[start..<end].contains(true),
                        isCard(digits.extracting(start..<end)),
                        BrandTable.match(digits.extracting(start..<end)).brand?.hasLength(end - start) == true
                    else { continue }
                    mark(start..<end)
                    for run in first...last { hasUnknownNumber[run] = true }
                }
            }
        }
    }

    /// What is keyed behind a card that is not published belongs to it, up to one that is.
    mutating func markBehindNumbers(_ digits: Span<UInt8>) {
        var isBehind = false
        for (which, run) in runs.enumerated() {
            if hasUnknownNumber[which] {
                isBehind = true
            } else if hasTestCard[which] {
                isBehind = false
            } else if isBehind, run.count >= Judge.shortestSecret {
                mark(run)
            }
        }
    }

    /// A caller who stops in the middle of a published number has keyed its beginning.
    private func endsInTestNumber(_ digits: Span<UInt8>) -> Bool {
        (0...Judge.mostBefore).contains { skipped in
            let part = digits.extracting(min(skipped, digits.count)..<digits.count)
            return part.count >= 8 && TestCards.all.contains { part.isBeginning(of: $0.number) }
        }
    }

    private func isCard(_ digits: Span<UInt8>) -> Bool {
        Luhn.isValid(digits) && BrandTable.match(digits).brand != nil
    }

    // MARK: PINs

    /// The PINs of a directory, wherever they stand but in a published number: other keys between them hide none.
    mutating func markPINs(of directory: AccountDirectory, _ digits: Span<UInt8>) {
        for account in directory.accounts where account.pin.length > 0 {
            let length = account.pin.length
            guard length <= digits.count else { continue }
            for start in 0...digits.count - length {
                let text = SavedKeys.shown(digits.extracting(start..<start + length))
                guard account.pin == StoredPIN(text) else { continue }
                if isPublished[start..<start + length].contains(false) { mark(start..<start + length) }
            }
        }
    }
}

extension Span<UInt8> {
    /// Whether these digits begin with all of `number`.
    fileprivate func begins(_ number: String) -> Bool {
        count >= number.utf8.count && number.utf8.enumerated().allSatisfy { self[$0] == $1 &- 0x30 }
    }

    /// Whether `number` begins with all of these digits.
    fileprivate func isBeginning(of number: String) -> Bool {
        count <= number.utf8.count && number.utf8.prefix(count).enumerated().allSatisfy { self[$0] == $1 &- 0x30 }
    }
}

import Telephony
import Testing

@testable import CardData

/// Secret digits from text, as a caller keys them.
func secret(_ text: String) -> SecretDigits {
    var digits = SecretDigits()
    for character in text { digits.append(UInt8(character.wholeNumberValue ?? 0)) }
    return digits
}

private func expect(
    _ acceptance: CardAcceptance, _ number: String, _ expected: Result<Brand, CardNumberFault>,
    at location: SourceLocation = #_sourceLocation
) {
    let verdict = acceptance.judge(secret(number))
    #expect(verdict == expected, sourceLocation: location)
}

@Suite struct BrandTests {
    @Test(arguments: TestCards.all.map { ($0.number, $0.brand) })
    func publishedNumbersHaveTheirBrand(number: String, brand: Brand) {
        let verdict = CardAcceptance().judge(secret(number))
        #expect(verdict == .success(brand))
    }

    @Test(arguments: [
        ("4011780000000000", Brand.elo), ("4011770000000000", .visa), ("6370950000000000", .hiper),
        ("6373742300000000", .hiper), ("6373742400000000", .maestro), ("5090000000000000", .elo),
        ("5089999999999999", .ruPay), ("5084990000000000", .maestro), ("2204000000000000", .mir),
        ("2221000000000000", .mastercard), ("2720990000000000", .mastercard), ("9792000000000000", .troy),
        ("6221260000000000", .unionPay), ("8170000000000000", .unionPay), ("6500000000000000", .discover),
        ("6500020000000000", .verve), ("6500310000000000", .elo), ("4936980000000000", .maestro),
        ("1800000000000000", .jcb), ("3589000000000000", .jcb), ("6900000000000000", .maestro),
    ])
    func theLongestPrefixDecides(number: String, brand: Brand) {
        let match = secret(number).withDigits { BrandTable.match($0) }
        #expect(match.brand == brand)
    }

    @Test(arguments: ["3065930009020004", "9999999999999995", "2721000000000000", "1234567812345670"])
    func someNumbersHaveNoBrand(number: String) {
        let verdict = CardAcceptance().judge(secret(number))
        #expect(verdict == .failure(.unknownBrand))
    }

    @Test(arguments: [("4", 19), ("42424242", 19), ("37", 15), ("5555", 16), ("3", 19), ("9", 16), ("99", 19)])
    func aNumberMayGrowToItsBrandsGreatestLength(prefix: String, length: Int) {
        let match = secret(prefix).withDigits { BrandTable.match($0) }
        #expect(match.greatestLength == length)
    }

    @Test func rowsAreRangesOfTheirOwnLength() {
        for row in BrandTable.rows {
            #expect(String(row.first).count == row.digits && String(row.last).count == row.digits)
            #expect(row.first <= row.last)
        }
    }
}

@Suite struct CardAcceptanceTests {
    @Test(arguments: [
        ("4242424242424241", CardNumberFault.luhn), ("424242424242", .wrongLength),
        ("4539578763621486", .liveCardRefused), ("2200000000000004", .brandNotAccepted(.mir)),
        ("4222222222222", .wrongLength),
    ])
    func faultsHaveTheirNames(number: String, fault: CardNumberFault) {
        let verdict = CardAcceptance().judge(secret(number))
        #expect(verdict == .failure(fault))
    }

    @Test func settingsOpenWhatIsShut() {
        var acceptance = CardAcceptance()
        acceptance.liveCardGuard = false
        acceptance.shortVisa = true
        expect(acceptance, "4539578763621486", .success(.visa))
        expect(acceptance, "4222222222222", .success(.visa))
        acceptance.liveCardGuard = true
        acceptance.furtherTestNumbers = ["4539578763621486"]
        expect(acceptance, "4539578763621486", .success(.visa))
        acceptance.brandsWithoutLuhn = [.unionPay]
        acceptance.liveCardGuard = false
        expect(acceptance, "6200000000000004", .success(.unionPay))
    }

    @Test(arguments: [
        ("1230", ExpiryVerdict.valid), ("0126", .valid), ("1225", .expired), ("1330", .invalid),
        ("0030", .invalid), ("0145", .valid), ("0146", .invalid), ("123", .invalid),
    ])
    func expiriesAreJudgedByTodaysMonth(entry: String, verdict: ExpiryVerdict) throws {
        let today = try #require(CalendarMonth(year: 2026, month: 1))
        let judged = secret(entry).withDigits { Expiry.judge($0, today: today) }
        #expect(judged == verdict)
    }
}

@Suite struct SecrecyTests {
    @Test func everyByteIsZeroWhenTheMemoryIsGivenBack() async {
        await confirmation { seen in
            let bytes = SecretBytes(capacity: 32) { allZero in
                #expect(allZero)
                seen()
            }
            var digits = SecretDigits(bytes: bytes)
            for digit: UInt8 in [4, 2, 4, 2] { digits.append(digit) }
        }
    }

    @Test func takingADigitRunLeavesTheSourceEmpty() {
        var source = secret("4242")
        var target = secret("999999999")
        target.take(from: &source)
        let (taken, left) = (target.equal("4242"), source.withDigits { $0.count })
        #expect(taken)
        #expect(left == 0)
    }

    @Test func digitsBeyondTheCapacityAreCountedOnly() {
        let many = secret(String(repeating: "7", count: 40))
        let (count, kept, overflowed) = (many.count, many.withDigits { $0.count }, many.overflowed)
        let equal = many.equal(String(repeating: "7", count: 40))
        #expect(count == 40)
        #expect(kept == SecretDigits.capacity)
        #expect(overflowed)
        #expect(!equal)
    }

    @Test(arguments: [
        ("4242424242424242", "424242******4242"), ("378282246310005", "378282*****0005"),
        ("36227206271667", "362272****1667"), ("6205500000000000004", "620550*********0004"), ("12345", "*****"),
        ("676179802100", "6761****2100"),
    ])
    func maskedNumbersShowSixAndFourAtMost(number: String, masked: String) {
        let shown = secret(number).withDigits { MaskedPAN($0) }.description
        #expect(shown == masked)
    }

    @Test(arguments: [
        ("card 4242424242424242.", "card 424242******4242."), ("4242 4242-4242.4242", "4242 42**-****.4242"),
        ("call 15551234567", "call 15551234567"), ("4242/4242,4242\t4242", "4242/42**,****\t4242"),
        ("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "٤٢٤٢٤٢******٤٢٤٢"), ("1234567890123", "1234567890123"),
    ])
    func cardsInTextAreMasked(text: String, masked: String) {
        #expect(CardMask.masking(text) == masked)
    }

    @Test func waitingKeysLeaveInOrderAndTheQueueHasAnEnd() {
        var queue = KeyQueue()
        var taken = true
        for index in 0..<KeyQueue.capacity {
            taken = queue.append(index % 2 == 0 ? .one : .pound, pressedAt: .seconds(Double(index))) && taken
        }
        let beyond = queue.append(.one, pressedAt: .zero)
        let (first, second) = (queue.popFirst(), queue.popFirst())
        queue.wipe()
        let afterwards = queue.popFirst()
        #expect(taken)
        #expect(!beyond)
        #expect(first?.key == .one)
        #expect(second?.key == .pound)
        #expect(second?.pressedAt == .seconds(1))
        #expect(afterwards == nil)
    }
}

import Amounts
import CardData
import Telephony

// How keys become an answer: digits, `#`, `*`, and when an entry is whole.
extension PaymentCall {
    /// How many digits of harmless fields are named, over the whole call, before the entry they belong to is taken: a
    /// card keyed in the wrong place, also in parts, must not be spelled out, and six digits are a BIN (PCI DSS 3.4.1).
    private static let digitsNamedAtMost = 6

    /// A key that counts, for the question in hand.
    mutating func take(_ key: Key, pressedAt instant: MediaTime, _ listening: Listening, _ now: MediaTime) {
        var listening = listening
        listening.timer = nil
        listening.guardUntil = now
        lastKeyAt = instant
        guard listening.question.isEntry else { return choose(key, listening.question, now) }
        switch key {
        case .pound where vault.entry.isEmpty:
            fail(listening.question, .noInput, prompt: .noInput, now)
        case .pound:
            judgeEntry(of: listening.question.field, now)
        case .star:
            takeStar(pressedAt: instant, listening, now)
        case .a, .b, .c, .d:
            entryEndedWithoutPound()
            fail(listening.question, .noMatch, prompt: .noMatch, now)
        default:
            takeDigit(key, listening, now)
        }
    }

    private mutating func takeDigit(_ key: Key, _ listening: Listening, _ now: MediaTime) {
        guard let digit = key.digit else { return }
        let field = listening.question.field
        vault.entry.digits.append(digit)
        let count = vault.entry.digits.count
        report(.digits(field, count: count, key: nameable(key, of: field)))
        if count >= greatestLength(of: field) {
            entryEndedWithoutPound()
            return judgeEntry(of: field, now)
        }
        var listening = listening
        listening.lastStarAt = nil
        let mayBeWhole = field == .cardNumber && rules.cards.mayBeWhole(vault.entry.digits)
        let timer: CallTimer =
            mayBeWhole && rules.terminationTimeout < rules.interDigitTimeout ? .termination : .interDigit
        startTimer(timer, in: &listening, now)
        state = .listening(listening)
    }

    /// The key, where it may be named as it comes.
    private mutating func nameable(_ key: Key, of field: Field) -> Key? {
        guard !field.isSensitive, digitsNamed < PaymentCall.digitsNamedAtMost else { return nil }
        digitsNamed += 1
        return key
    }

    /// `*` cancels; in an amount the first is the decimal point, and a second one at once cancels.
    private mutating func takeStar(pressedAt instant: MediaTime, _ listening: Listening, _ now: MediaTime) {
        guard listening.question.field == .amount else { return close(.callerCancelled, now) }
        if let last = listening.lastStarAt, instant < last + rules.doubleStarTimeout {
            return close(.callerCancelled, now)
        }
        guard vault.entry.digitsBeforePoint == nil else {
            entryEndedWithoutPound()
            return fail(listening.question, .noMatch, prompt: .noMatch, now)
        }
        vault.entry.digitsBeforePoint = vault.entry.digits.count
        report(.digits(.amount, count: vault.entry.digits.count, key: .star))
        var listening = listening
        listening.lastStarAt = instant
        startTimer(.interDigit, in: &listening, now)
        state = .listening(listening)
    }

    /// The timer of a question has run out: no answer, or the answer is what was keyed so far.
    mutating func timeOut(_ listening: Listening, _ now: MediaTime) {
        if let timer = listening.timer { report(.timerExpired(timer.kind)) }
        guard listening.question.isEntry, !vault.entry.isEmpty else {
            return fail(listening.question, .noInput, prompt: .noInput, now)
        }
        entryEndedWithoutPound()
        judgeEntry(of: listening.question.field, now)
    }

    /// The very next key belongs to the entry that has ended, if it is `#` and comes within the inter-digit timeout of
    /// the entry's last key.
    mutating func entryEndedWithoutPound() {
        swallowPoundUntil = lastKeyAt.map { $0 + rules.interDigitTimeout }
    }

    /// The length at which an entry is whole by itself; `Int.max` where only `#` or the timer ends it.
    private func greatestLength(of field: Field) -> Int {
        switch field {
        case .pin: account?.pin.length ?? .max
        case .expiry: Expiry.length
        case .securityCode: brand?.securityCodeLength ?? 3
        case .cardNumber: vault.entry.digits.withDigits { BrandTable.match($0).greatestLength }
        case .account, .amount, .amountChoice, .summary, .change: .max
        }
    }

    /// The entry is whole: is it right?
    private mutating func judgeEntry(of field: Field, _ now: MediaTime) {
        switch field {
        case .account:
            state = .lookingUp
            actions.append(.lookUpAccount)
        case .pin: judgePIN(now)
        case .amount: judgeAmount(now)
        case .cardNumber: judgeCardNumber(now)
        case .expiry: judgeExpiry(now)
        case .securityCode: judgeSecurityCode(now)
        case .amountChoice, .summary, .change: break
        }
    }

    private mutating func judgePIN(_ now: MediaTime) {
        guard account?.pin.matches(vault.entry.digits) == true else {
            return fail(.enter(.pin), .invalid("wrong-pin"), prompt: .wrongPIN, now)
        }
        vault.entry.wipe()
        identified = true
        report(.accepted(.pin, shown: nil))
        proceed(now)
    }

    private mutating func judgeAmount(_ now: MediaTime) {
        let limits = amountLimits
        let pointAt = vault.entry.digitsBeforePoint
        let keyed = vault.entry.digits.withDigits { digits in
            var scanner = DecimalScanner()
            var fits = true
            for index in 0...digits.count {
                if index == pointAt { fits = scanner.takePoint() && fits }
                if index < digits.count { fits = scanner.take(digit: Int64(digits[index])) && fits }
            }
            return (money: fits ? scanner.money(in: limits.minimum.currency) : nil, tooLarge: !fits)
        }
        if keyed.tooLarge || vault.entry.digits.overflowed { return rejectLargeAmount(now) }
        guard let money = keyed.money else { return rejectAmount("invalid-amount", .invalidAmount, now) }
        if money.minor < limits.minimum.minor {
            return rejectAmount("amount-below-minimum", .amountBelowMinimum(limits.minimum), now)
        }
        if money.minor > min(limits.maximum.minor, due?.minor ?? .max) { return rejectLargeAmount(now) }
        typedAmount = money
        digitsNamed = 0
        report(.accepted(.amount, shown: money.decimalText + " " + money.currency.code))
        ask(.confirm(.amount), now)
    }

    /// More than the smaller of maximum and balance: the caller hears which one it is.
    private mutating func rejectLargeAmount(_ now: MediaTime) {
        let maximum = amountLimits.maximum
        if let due, due.minor <= maximum.minor {
            rejectAmount("amount-above-balance", .amountAboveBalance(due), now)
        } else {
            rejectAmount("amount-above-maximum", .amountAboveMaximum(maximum), now)
        }
    }

    private mutating func rejectAmount(_ reason: String, _ prompt: Prompt, _ now: MediaTime) {
        fail(.enter(.amount), .invalid(reason), prompt: prompt, now)
    }

    private mutating func judgeCardNumber(_ now: MediaTime) {
        switch rules.cards.judge(vault.entry.digits) {
        case .success(let brand):
            self.brand = brand
            vault.card.number.take(from: &vault.entry.digits)
            let masked = vault.maskedNumber
            payment?.brand = brand
            payment?.maskedPAN = masked
            report(.accepted(.cardNumber, shown: masked.description))
            ask(.confirm(.cardNumber), now)
        case .failure(let fault):
            let prompt: Prompt =
                switch fault {
                case .unknownBrand, .wrongLength, .luhn: .invalidCardNumber
                case .brandNotAccepted(let brand): .brandNotAccepted(brand)
                case .liveCardRefused: .liveCardRefused
                }
            fail(.enter(.cardNumber), .invalid(fault.code), prompt: prompt, now)
        }
    }

    private mutating func judgeExpiry(_ now: MediaTime) {
        let today = setup.today
        switch vault.entry.digits.withDigits({ Expiry.judge($0, today: today) }) {
        case .valid:
            vault.card.expiry.take(from: &vault.entry.digits)
            report(.accepted(.expiry, shown: nil))
            ask(.confirm(.expiry), now)
        case .invalid: fail(.enter(.expiry), .invalid("invalid-expiry"), prompt: .invalidExpiry, now)
        case .expired: fail(.enter(.expiry), .invalid("card-expired"), prompt: .cardExpired, now)
        }
    }

    private mutating func judgeSecurityCode(_ now: MediaTime) {
        guard vault.entry.digits.count == greatestLength(of: .securityCode) else {
            return fail(.enter(.securityCode), .invalid("invalid-security-code"), prompt: .invalidSecurityCode, now)
        }
        vault.card.securityCode.take(from: &vault.entry.digits)
        report(.accepted(.securityCode, shown: nil))
        ask(.confirm(.securityCode), now)
    }
}

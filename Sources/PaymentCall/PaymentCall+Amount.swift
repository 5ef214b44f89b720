import Amounts
import CardData
import Telephony

// What is paid: what is due, the limits of a typed amount, and what is wrong with one.
extension PaymentCall {
    /// What is due, by the caller's application or the account.
    var due: Money? { setup.balance ?? account?.balance }

    /// The limits of a typed amount, in the currency of what is due.
    var amountLimits: (minimum: Money, maximum: Money) {
        let currency = due?.currency ?? rules.currency
        return currency == ownLimits.minimum.currency ? ownLimits : rules.limits(in: currency)
    }

    /// The amounts that may be typed now; empty for any between the limits.
    private var allowedAmounts: [Money] {
        rules.allowedAmounts(in: due?.currency ?? rules.currency).filter { $0.minor <= (mostDue?.minor ?? .max) }
    }

    /// What is due, where no more than that may be paid.
    private var mostDue: Money? { rules.limitsToBalance ? due : nil }

    /// Whether an amount other than the whole balance is possible at all.
    var maySmallerAmountBePaid: Bool {
        guard let due else { return true }
        guard rules.allowsPartialPayment else { return false }
        return rules.allowedAmounts.isEmpty
            ? amountLimits.minimum.minor < due.minor : !allowedAmounts.filter { $0 != due }.isEmpty
    }

    mutating func askForAmount(_ now: MediaTime) {
        guard let due else { return ask(.enter(.amount), now) }
        if due.minor == 0 { return close(.notPayable, now) }
        ask(due.minor <= amountLimits.maximum.minor ? .choose(.amountChoice) : .enter(.amount), now)
    }

    /// The prompt that asks for an amount.
    var amountPrompt: Prompt {
        let limits = amountLimits
        let allowed = allowedAmounts
        guard rules.allowedAmounts.isEmpty else { return Prompt("ask-amount-of", [choices(allowed)]) }
        let most = mostDue.map { $0.minor < limits.maximum.minor ? $0 : limits.maximum } ?? limits.maximum
        return Prompt(
            rules.impliesCents && limits.minimum.currency.decimals > 0 ? "ask-amount-in-cents" : "ask-amount",
            [PromptValue(.minimum, .money(limits.minimum)), PromptValue(.maximum, .money(most))])
    }

    private func choices(_ amounts: [Money]) -> PromptValue { PromptValue(.choices, .amounts(amounts)) }

    /// The amount is keyed, once or once more.
    mutating func judgeAmount(again: Bool, _ now: MediaTime) {
        let keyed = keyedAmount
        if again {
            guard keyed.money != nil, keyed.money == typedAmount else {
                return fail(.enter(.amount), .wrong(RepetitionFault.differs), prompt: Prompt("entries-differ"), now)
            }
            return stand(.amount, now)
        }
        if keyed.isTooLarge || vault.entry.digits.overflowed { return rejectLargeAmount(now) }
        guard let money = keyed.money else { return rejectAmount(.invalid, [], now) }
        let limits = amountLimits
        if money.minor < max(1, limits.minimum.minor) {
            return rejectAmount(
                .belowMinimum, [PromptValue(.minimum, .money(limits.minimum))], now)
        }
        if money.minor > min(limits.maximum.minor, mostDue?.minor ?? .max) { return rejectLargeAmount(now) }
        if !rules.allowedAmounts.isEmpty, !allowedAmounts.contains(money) {
            return rejectAmount(.notAllowed, [choices(allowedAmounts)], now)
        }
        typedAmount = money
        digitsNamed = 0
        lastError = nil
        report(.accepted(.amount, shown: money.decimalText + " " + money.currency.code))
        askToConfirm(.amount, now)
    }

    /// The amount that was keyed; nil for none, or one that is too large to be one.
    private var keyedAmount: (money: Money?, isTooLarge: Bool) {
        let currency = amountLimits.minimum.currency
        let pointAt = vault.entry.digitsBeforePoint
        let impliesCents = rules.impliesCents
        return vault.entry.digits.withDigits { digits in
            var scanner = DecimalScanner()
            var fits = true
            for index in 0...digits.count {
                if index == pointAt { fits = scanner.takePoint() && fits }
                if index < digits.count { fits = scanner.take(digit: Int64(digits[index])) && fits }
            }
            return (fits ? scanner.money(in: currency, asMinorUnits: impliesCents) : nil, !fits)
        }
    }

    /// More than the smaller of maximum and balance: the caller hears which one it is.
    private mutating func rejectLargeAmount(_ now: MediaTime) {
        let maximum = amountLimits.maximum
        if let mostDue, mostDue.minor <= maximum.minor {
            rejectAmount(.aboveBalance, [PromptValue(.balance, .money(mostDue))], now)
        } else {
            rejectAmount(.aboveMaximum, [PromptValue(.maximum, .money(maximum))], now)
        }
    }

    private mutating func rejectAmount(_ fault: AmountFault, _ values: [PromptValue], _ now: MediaTime) {
        fail(.enter(.amount), .wrong(fault), prompt: Prompt(fault.rawValue, values), now)
    }

    mutating func payInFull(_ now: MediaTime) {
        guard let due else { return }
        setAmount(due)
        proceed(now)
    }

    mutating func setAmount(_ amount: Money) {
        self.amount = amount
        var record = payment ?? PaymentRecord(amount: amount, reference: setup.reference)
        record.amount = amount
        record.method = method ?? .card
        payment = record
        showStoredCard()
    }
}

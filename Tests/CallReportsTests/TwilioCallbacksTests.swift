import CallReports
import CallTestKit
import JSONText
import PaymentCall
import Testing

/// Calls in the words of Twilio's `<Pay>`.
@Suite("Twilio's callbacks") struct TwilioCallbacksTests {
    /// The callbacks that are no single digits, each as its parameters in order, without those that are the same in all.
    private func callbacks(_ call: FinishedCall) -> [String] {
        TwilioCallbacks.objects(of: call).compactMap { object in
            guard case .object(let members) = object else { return nil }
            let texts = members.filter { !["CallSid", "PaymentMethod"].contains($0.name) }.map { member in
                guard case .string(let value) = member.value else { return "no text" }
                return member.name + "=" + value
            }
            return texts.contains("PartialResult=true") ? nil : texts.joined(separator: " ")
        }
    }

    private static let card = "PaymentCardNumber=xxxxxxxxxxxx4242 PaymentCardType=visa"

    @Test("the canonical call") func canonical() throws {
        let card = Self.card
        let call = try CallKit.call(CallKit.canonical)
        let code = call.result.payment?.reference ?? "none"
        #expect(
            callbacks(call) == [
                "For=payment-card-number Attempt=1 PartialResult=false Required=ExpirationDate,SecurityCode \(card)",
                "For=expiration-date Attempt=1 PartialResult=false Required=SecurityCode \(card) ExpirationDate=xxxx",
                "For=security-code Attempt=1 PartialResult=false Required= \(card) ExpirationDate=xxxx SecurityCode=xxx",
                "For=payment-processing Attempt=1 PartialResult=false \(card) ExpirationDate=xxxx SecurityCode=xxx",
                "Result=success PaymentConfirmationCode=\(code) \(card) ExpirationDate=xxxx SecurityCode=xxx",
            ])
    }

    @Test("digits are counted") func digits() throws {
        let objects = TwilioCallbacks.objects(of: try CallKit.call("10023# 4821# 1 42 !")).map(\.text)
        #expect(objects.count == 3)
        #expect(
            objects.dropLast().map { $0.split(separator: ",", maxSplits: 1).last.map(String.init) ?? "" } == [
                #""PaymentMethod":"credit-card","For":"payment-card-number","Attempt":"1","PartialResult":"true","#
                    + #""PaymentCardNumber":"x"}"#,
                #""PaymentMethod":"credit-card","For":"payment-card-number","Attempt":"1","PartialResult":"true","#
                    + #""PaymentCardNumber":"xx"}"#,
            ])
        #expect(objects.last?.contains(#""Result":"caller-hung-up","PaymentCardNumber":"xx"}"#) == true)
    }

    @Test("wrong entries and silence, by attempt") func wrong() throws {
        let call = try CallKit.call(
            "10023# 4821# 1 4242424242424241# > 4242424242424242# 1 1319# > 1230# 1 12# > 123# 1 1")
        let told = callbacks(call)
        let card = Self.card
        #expect(
            told[0]
                == "For=payment-card-number Attempt=1 PartialResult=false ErrorType=invalid-card-number PaymentCardNumber=xxxxxxxxxxxxxxxx"
        )
        #expect(told[1].hasPrefix("For=payment-card-number Attempt=2 PartialResult=false Required="))
        #expect(told[2].hasPrefix("For=expiration-date Attempt=1 PartialResult=false ErrorType=invalid-date \(card)"))
        #expect(told[4].hasPrefix("For=security-code Attempt=1 PartialResult=false ErrorType=invalid-security-code"))
        #expect(told.last?.hasPrefix("Result=success") == true)
        let silent = callbacks(try CallKit.call("10023# 4821# 1"))
        #expect(
            silent == [
                "For=payment-card-number Attempt=1 PartialResult=false ErrorType=input-timeout",
                "For=payment-card-number Attempt=2 PartialResult=false ErrorType=input-timeout",
                "For=payment-card-number Attempt=3 PartialResult=false ErrorType=input-timeout",
                "Result=too-many-failed-attempts PaymentError=too-many-attempts",
            ])
    }

    @Test("a decline, then another card") func declined() throws {
        let call = try CallKit.call(
            CallKit.identified + CallKit.card("4000000000009995") + "1 > > "
                + CallKit.card("378282246310005", code: "1234")
                + "1")
        let told = callbacks(call)
        #expect(
            told.contains { $0.hasPrefix("For=payment-processing PartialResult=false PaymentError=insufficient_funds") }
        )
        let last = try #require(told.last)
        #expect(last.hasPrefix("Result=success PaymentConfirmationCode="))
        #expect(
            last.hasSuffix(
                "PaymentCardNumber=xxxxxxxxxxx0005 PaymentCardType=amex ExpirationDate=xxxx SecurityCode=xxxx"))
    }

    @Test(
        "ends, with and without a word of Twilio's",
        arguments: [
            ("10023# 4821# 1 *", "Result=caller-interrupted-with-star PaymentError=caller-cancelled"),
            ("10023# 4821# 1 !", "Result=caller-hung-up"),
            (
                CallKit.identified + CallKit.card("4000000000009979") + "1",
                "Result=payment-connector-error PaymentError="
            ),
        ])
    func ends(keys: String, last: String) throws {
        #expect(callbacks(try CallKit.call(keys)).last?.hasPrefix(last) == true)
    }

    @Test(
        "nothing is sent before there is anything to pay with",
        arguments: ["!", "10023# !", "99999# > 99999# > 99999#"])
    func before(keys: String) throws {
        #expect(TwilioCallbacks.objects(of: try CallKit.call(keys)).isEmpty)
    }

    @Test("a bank account, with its last two digits") func bankAccount() throws {
        let call = try CallKit.call("110000000# 1 000123456789# 1 1") {
            ($0.identified, $0.amount, $0.method) = (true, "20.00", .bankAccount)
        }
        #expect(call.result.outcome == .paid)
        let last = try #require(TwilioCallbacks.objects(of: call).last?.text)
        #expect(last.contains(#""PaymentMethod":"ach-debit","Result":"success""#))
        #expect(last.contains(#""BankRoutingNumber":"xxxxxxxxx","BankAccountNumber":"**********89""#))
    }

    @Test("a card that is stored has a token") func tokenized() throws {
        let call = try CallKit.call("4242424242424242# 1 1230# 1 123# 1 1") {
            ($0.identified, $0.tokenizes) = (true, true)
        }
        #expect(call.result.outcome == .tokenized)
        let last = try #require(callbacks(call).last)
        #expect(last.hasPrefix("Result=success PaymentToken=\(call.result.payment?.token ?? "none")"))
        #expect(!last.contains("PaymentConfirmationCode"))
    }

    @Test("a number keyed twice shows its last four once it stands") func twice() throws {
        let call = try CallKit.call("10023# 4821# 1 4242424242424242# 4242424242424242# 1230# 1 123# 1 1") {
            $0.settings.rules.fields[.cardNumber] = FieldRule(confirmation: .twice)
        }
        #expect(callbacks(call).first?.hasSuffix(Self.card) == true)
        let other = try CallKit.call("10023# 4821# 1 4242424242424242# 4111111111111111# > !") {
            $0.settings.rules.fields[.cardNumber] = FieldRule(confirmation: .twice)
        }
        #expect(callbacks(other).first?.contains("ErrorType=input-matching-failed") == true)
    }

    @Test(
        "no digit that is secret", arguments: ["4242424242424242", "5555555555554444", "378282246310005"])
    func noLeak(number: String) throws {
        let call = try CallKit.call(
            CallKit.identified + CallKit.card(number, code: number.count == 15 ? "9786" : "978") + "1")
        let text = TwilioCallbacks.objects(of: call).map(\.text).joined()
        #expect(call.result.outcome == .paid)
        for secret in [String(number.dropLast(4)), String(number.prefix(6)), "1230", "978", "4821"] {
            #expect(!text.contains(secret))
        }
    }
}

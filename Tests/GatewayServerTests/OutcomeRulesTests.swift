import Amounts
import CardData
import Foundation
import JSONText
import Testing
import YAMLText

@testable import GatewayServer

@Suite("Outcome rules") struct OutcomeRulesTests {
    private func shipped(_ name: String) throws -> OutcomeRules { try #require(try OutcomeRules.shipped(name)) }

    private func facts(
        card: String? = nil, account: String? = nil, token: String? = nil, code: String? = nil, _ amount: Int64? = nil,
        _ currency: Currency = .usd
    ) -> OutcomeRules.Facts {
        OutcomeRules.Facts(
            card: card, account: account, token: token, securityCode: code,
            money: amount.map { Money(minor: $0, currency: currency) })
    }

    @Test("stripe's rows say of every published number what the table of test cards says") func stripe() throws {
        let rules = try shipped("stripe")
        for card in TestCards.all {
            #expect(rules.decline(of: facts(card: card.number, 100)) == card.decline?.rawValue)
        }
        for account in TestBankAccount.all {
            #expect(rules.decline(of: facts(account: account.number, 100)) == account.decline?.rawValue)
        }
        for token in TestToken.all {
            #expect(rules.decline(of: facts(token: token.card.token, 100)) == token.decline?.rawValue)
        }
    }

    @Test(
        "braintree's rows go by the amount",
        arguments: [
            (199_999, nil), (200_000, "2000"), (203_850, "2038"), (299_999, "2999"), (300_000, "processing_error"),
            (300_001, nil), (100, nil),
        ] as [(Int64, String?)])
    func braintree(amount: Int64, code: String?) throws {
        #expect(try shipped("braintree").decline(of: facts(card: GatewayKit.visa, amount)) == code)
    }

    @Test("amounts are those of the currency") func currencies() throws {
        let rules = try shipped("braintree")
        let yen = try #require(Currency(code: "JPY"))
        let dinar = try #require(Currency(code: "KWD"))
        #expect(rules.decline(of: facts(2_038, yen)) == "2038")
        #expect(rules.decline(of: facts(2_038_500, dinar)) == "2038")
        #expect(rules.decline(of: facts(203_850, yen)) == nil)
    }

    @Test(
        "adyen's rows go by the last three digits",
        arguments: [
            (123, "card_declined"), (1_123, "card_declined"), (124, "insufficient_funds"), (9_126, "expired_card"),
            (5_130, "processing_error"), (1_230, nil), (125, nil),
        ] as [(Int64, String?)])
    func adyen(amount: Int64, code: String?) throws {
        #expect(try shipped("adyen").decline(of: facts(amount)) == code)
    }

    @Test("telr's rows go by the security code, and no other set does") func telr() throws {
        #expect(try shipped("telr").decline(of: facts(code: "041", 100)) == "insufficient_funds")
        #expect(try shipped("telr").decline(of: facts(code: "042", 100)) == nil)
        for name in ["stripe", "braintree", "adyen"] {
            #expect(try shipped(name).decline(of: facts(card: GatewayKit.visa, code: "041", 100)) == nil)
        }
        #expect(try OutcomeRules.shipped("square") == nil)
    }

    @Test("a row wants all it names, and the first that fits decides") func order() throws {
        let rules = try GatewayKit.rules(
            """
            outcomes:
              - {card: "4242 4242 4242 4242", amount: 1.00-2.00, currency: EUR, outcome: lost_card}
              - {card: "4242424242424242", security-code: "9999", outcome: approved}
              - {card: "4242424242424242", outcome: my-own_code2}
            """)
        let visa = GatewayKit.visa
        #expect(rules.decline(of: facts(card: visa, 150, .eur)) == "lost_card")
        #expect(rules.decline(of: facts(card: visa, 150)) == "my-own_code2")
        #expect(rules.decline(of: facts(card: visa, code: "9999", 150)) == nil)
        #expect(rules.decline(of: facts(card: "4111111111111111", 150)) == nil)
        #expect(rules.decline(of: facts(card: visa)) == "my-own_code2")
    }

    @Test("the schema for editors has the keys and names of the reader") func schema() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let schema = try JSONValue(
            parsing: [UInt8](Data(contentsOf: folder.appendingPathComponent("docs/schemas/rules.schema.json"))))
        func names(_ value: JSONValue?) -> Set<String> {
            switch value {
            case .object(let members)?: Set(members.map(\.name))
            case .array(let items)?: Set(items.compactMap(\.plainText))
            default: []
            }
        }
        func row(_ list: String) -> JSONValue? { schema["properties"]?[list]?["items"]?["properties"] }
        #expect(names(schema["properties"]) == Set(OutcomeRules.keys))
        #expect(names(row("outcomes")) == Set(OutcomeRules.conditionKeys + ["outcome"]))
        #expect(names(row("faults")) == Set(FaultRule.keys))
        #expect(names(row("faults")?["fault"]?["enum"]) == Set(ServerFault.Kind.allCases.map(\.rawValue)))
        #expect(names(row("faults")?["on"]?["enum"]) == Set(FaultTarget.allCases.map(\.rawValue)))
    }

    static let wrong: [(yaml: String, place: String, says: String)] = [
        ("about: x\n", "1:1", "needs outcomes, faults or both"),
        ("outcome: []\n", "1:1", "did you mean 'outcomes'?"),
        ("outcomes:\n  - {card: \"4242424242424241\", outcome: approved}\n", "2:12", "no published test number"),
        ("outcomes:\n  - {card: \"4539578763621486\", outcome: approved}\n", "2:12", "no published test number"),
        ("outcomes:\n  - {account: \"12345678\", outcome: approved}\n", "2:15", "no published test account"),
        ("outcomes:\n  - {token: tok_viza, outcome: approved}\n", "2:13", "did you mean 'tok_visa'?"),
        ("outcomes:\n  - {amount: 2.00-1.00, outcome: lost_card}\n", "2:14", "the lower end first"),
        ("outcomes:\n  - {amount: 1-2-3, outcome: lost_card}\n", "2:14", "an amount is written like"),
        ("outcomes:\n  - {amount: 1.0000, outcome: lost_card}\n", "2:14", "an amount is written like"),
        ("outcomes:\n  - {amount: '', outcome: lost_card}\n", "2:14", "an amount is written like"),
        ("outcomes:\n  - {last-digits: 12, outcome: lost_card}\n", "2:19", "three digits"),
        ("outcomes:\n  - {security-code: 12345, outcome: lost_card}\n", "2:21", "three or four digits"),
        ("outcomes:\n  - {currency: QQQ, outcome: lost_card}\n", "2:16", "no currency"),
        ("outcomes:\n  - {amount: 1.00}\n", "2:5", "needs an outcome"),
        ("outcomes:\n  - {amuont: 1.00, outcome: lost_card}\n", "2:6", "did you mean 'amount'?"),
        ("outcomes:\n  - {currency: USD, outcome: amount}\n", "2:30", "names an amount"),
        ("outcomes:\n  - {currency: USD, outcome: Lost Card}\n", "2:30", "a decline code"),
        ("outcomes:\n  - {currency: USD, outcome: \"4242424242424242\"}\n", "2:30", "a decline code"),
        (
            "outcomes:\n  - {card: \"4242424242424242\", token: tok_visa, outcome: lost_card}\n", "2:5",
            "one source"
        ),
        (
            "outcomes:\n  - {amount: 1.00, outcome: lost_card}\n  - {amount: 1.00, outcome: approved}\n", "3:5",
            "the row at line 2 asks the same"
        ),
        ("faults:\n  - {seconds: 3}\n", "2:5", "needs a fault"),
        ("faults:\n  - {fault: cut-aftre}\n", "2:13", "did you mean 'cut-after'?"),
        ("faults:\n  - {fault: cut-after, seconds: 3}\n", "2:33", "no such parameter"),
        ("faults:\n  - {fault: delay, seconds: 4000}\n", "2:29", "from 0.0 to 3600.0"),
        ("faults:\n  - {fault: delay, nth: 1, every: 2}\n", "2:35", "nth or every"),
        ("faults:\n  - {fault: delay, nth: 1, on: void}\n", "2:32", "count payments"),
        ("faults:\n  - {fault: delay, on: creat}\n", "2:24", "must be one of"),
        ("faults:\n  - {fault: delay, reference: \"4242424242424242\"}\n", "2:31", "printable ASCII"),
        ("faults:\n  - {fault: delay, times: 0}\n", "2:27", "from 1 to"),
    ]

    @Test("a wrong rules file is refused at its place, without its values", arguments: wrong.indices)
    func wrongFiles(index: Int) throws {
        let row = Self.wrong[index]
        do {
            _ = try GatewayKit.rules(row.yaml)
            Issue.record("was read: \(row.yaml)")
        } catch let error as YAMLError {
            #expect(error.description.hasPrefix("rules.yaml:\(row.place): "), "\(error.description)")
            #expect(error.description.contains(row.says), "\(error.description)")
            for number in ["4242424242424242", "4539578763621486", "12345678"] {
                #expect(!error.description.contains(number))
            }
        }
    }
}

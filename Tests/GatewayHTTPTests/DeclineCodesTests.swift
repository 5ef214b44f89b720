import CardData
import Foundation
import GatewayHTTP
import PaymentCall
import Testing

@Suite("Decline codes") struct DeclineCodesTests {
    @Test("the gateway's own codes are the reasons' names", arguments: DeclineReason.allCases) func own(
        reason: DeclineReason
    ) {
        #expect(DeclineCodes.reason(reason.rawValue) == reason)
        #expect(DeclineCodes.reason(reason.rawValue.uppercased()) == reason)
    }

    @Test("what nobody knows is a declined card", arguments: [nil, "", "2001", "new_reason", "insufficient funds"])
    func unknown(code: String?) { #expect(DeclineCodes.reason(code) == .cardDeclined) }

    @Test("no code stands twice") func once() {
        #expect(Set(DeclineCodes.table.map(\.code)).count == DeclineCodes.table.count)
    }

    @Test("the document shows the table, and what each reason asks again") func document() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/decline-codes.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
        let wanted = DeclineReason.allCases.map { reason in
            let codes = DeclineCodes.table.filter { $0.reason == reason }.map { "`\($0.code)`" }
            return ["`\(reason.rawValue)`", codes.joined(separator: ", "), DeclineCodesTests.follows(reason)]
        }
        for (row, wanted) in zip(rows, wanted) { #expect(row == wanted) }
        #expect(rows.count == wanted.count)
    }

    private static func follows(_ reason: DeclineReason) -> String {
        let rule = DeclineRule.standard[reason] ?? DeclineRule()
        if rule.ends { return "the payment ends" }
        let fields = rule.asksAgain.map { $0.rawValue.replacing("-", with: " ") }
        return (rule.triesOnceMore ? "one more charge, then asks " : "asks ") + fields.joined(separator: ", ")
    }
}

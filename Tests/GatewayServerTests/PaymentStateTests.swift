import JSONText
import Testing

@testable import GatewayServer

/// Random operations on a few payments, each foretold by sums of its own.
@Suite("Payment states") struct PaymentStateTests {
    /// What a payment ought to be.
    private struct Expected {
        var status: String
        let amount: Int64
        var captured: Int64 = 0
        var refunded: Int64 = 0
        var net: Int64 { status == "voided" ? 0 : captured - refunded }
    }

    @Test("right to the cent, whatever is done in whatever order", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func random(seed: UInt64) throws {
        var numbers = SeededNumbers(seed)
        let kit = try GatewayKit(seed: seed)
        var expected: [String: Expected] = [:]
        var ids: [String: String] = [:]
        for step in 0..<600 {
            let reference = "ref-\(Int.random(in: 0..<40, using: &numbers))"
            let amount = Int64.random(in: 1...300, using: &numbers)
            let part: JSON? = Bool.random(using: &numbers) ? .members(["amount": .int(amount)]) : nil
            let known = expected[reference]
            let path = "/v1/payments/\(ids[reference] ?? "pay_nobody")/"
            let answer: GatewayAnswer
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0, 1:
                let action = ["charge", "authorize"].randomElement(using: &numbers)
                let declines = Int.random(in: 0..<5, using: &numbers) == 0
                let number = declines ? "4000000000000002" : GatewayKit.visa
                let body = GatewayKit.body(reference, amount: amount, action: action, number: number)
                answer = kit.send("POST", "/v1/payments", body, key: "\(step)")
                if known == nil {
                    let isPaid = action == "charge" && !declines
                    expected[reference] = Expected(
                        status: declines ? "declined" : isPaid ? "paid" : "authorized", amount: amount,
                        captured: isPaid ? amount : 0)
                    ids[reference] = answer.id
                    #expect(answer.status == (declines ? 402 : 201))
                } else {
                    #expect(answer.status == 409)
                }
            case 2:
                answer = kit.send("POST", path + "capture", part, key: "\(step)")
                let taken = part == nil ? known?.amount ?? 0 : amount
                let isRight = known.map { $0.status == "authorized" && taken <= $0.amount } ?? false
                if isRight {
                    expected[reference]?.status = "paid"
                    expected[reference]?.captured = taken
                }
                #expect(answer.status == (known == nil ? 404 : isRight ? 200 : 409))
            case 3:
                answer = kit.send("POST", path + "refund", part, key: "\(step)")
                let left = known.map { $0.captured - $0.refunded } ?? 0
                let given = part == nil ? left : amount
                let isRight = known?.status == "paid" && left > 0 && given <= left
                if isRight { expected[reference]?.refunded += given }
                #expect(answer.status == (known == nil ? 404 : isRight ? 200 : 409))
            case 4:
                answer = kit.send("POST", path + "void", key: "\(step)")
                let isRight = known != nil && known?.status != "declined"
                if isRight { expected[reference]?.status = "voided" }
                #expect(answer.status == (known == nil ? 404 : isRight ? 200 : 409))
            default:
                answer = kit.send("POST", "/v1/voids", .members(["reference": .string(reference)]), key: "\(step)")
                #expect(answer.status == 200)
                if known == nil {
                    expected[reference] = Expected(status: "voided", amount: 0)
                    ids[reference] = answer.id
                } else if known?.status != "declined" {
                    expected[reference]?.status = "voided"
                }
            }
            try expectAgreement(kit, reference, expected[reference], "seed \(seed), step \(step)")
        }
        try expectTotals(kit, Array(expected.values), "seed \(seed)")
    }

    private func expectAgreement(_ kit: GatewayKit, _ reference: String, _ expected: Expected?, _ what: Comment) throws
    {
        let found = kit.send("GET", "/v1/payments?reference=\(reference)")
        guard let expected else {
            #expect(found.status == 404, what)
            return
        }
        #expect(found.field("status") == expected.status, what)
        #expect(found.field("amount") == String(expected.amount), what)
        #expect(found.field("capturedAmount") == String(expected.captured), what)
        #expect(found.field("refundedAmount") == String(expected.refunded), what)
        #expect(expected.net >= 0, what)
    }

    private func expectTotals(_ kit: GatewayKit, _ expected: [Expected], _ what: Comment) throws {
        let totals = try kit.totals()
        #expect(totals["payments"]?.plainText == String(expected.count), what)
        #expect(totals["netMinor"]?["USD"]?.plainText == String(expected.reduce(0) { $0 + $1.net }), what)
        for status in Set(expected.map(\.status)) {
            let count = expected.count { $0.status == status }
            #expect(totals["byStatus"]?[status]?.plainText == String(count), what)
        }
        #expect(try kit.service.book.damage() == nil, what)
    }
}

import Foundation
import Testing

/// The gateway's book and the ledger, laid beside each other.
struct BothBooks {
    /// A payment of either book.
    struct Payment: Hashable {
        let state: String
        let amount: Int
    }

    /// The gateway's payments by our transaction id.
    let gateway: [String: Payment]
    /// The ledger's payments by transaction id.
    let ledger: [String: Payment]
    /// How often each payment reference was paid, by the gateway.
    let paidTimes: [String: Int]

    /// Reads both, over HTTP and by `ledger export`.
    init(_ process: GatewayProcess, ledger path: String) throws {
        var gateway: [String: Payment] = [:]
        var paidTimes: [String: Int] = [:]
        var after = ""
        while true {
            let page = try process.get("/v1/payments?limit=500" + (after.isEmpty ? "" : "&after=\(after)"))
            let payments = try #require(page["payments"] as? [[String: Any]])
            for payment in payments {
                let id = try #require(payment["reference"] as? String)
                let state = try #require(payment["status"] as? String)
                #expect(gateway[id] == nil, "one payment a reference")
                let captured = payment["capturedAmount"] as? Int ?? 0
                gateway[id] = Payment(state: state, amount: state == "paid" ? captured : 0)
                if state == "paid", let bill = payment["description"] as? String { paidTimes[bill, default: 0] += 1 }
                after = payment["id"] as? String ?? ""
            }
            if page["hasMore"] as? Bool != true { break }
        }
        let export = try Program.run(["ledger", "export", "--ledger", path, "--format", "json"])
        #expect(export.code == 0, "\(export.err)")
        var ledger: [String: Payment] = [:]
        for line in export.out.split(separator: "\n") {
            let row = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let id = try #require(row["transactionId"] as? String)
            ledger[id] = Payment(
                state: try #require(row["result"] as? String), amount: row["chargedMinor"] as? Int ?? -1)
        }
        (self.gateway, self.ledger, self.paidTimes) = (gateway, ledger, paidTimes)
    }

    /// What is wrong: a payment that one book has paid and the other has not, a bill paid twice, an outcome that is open.
    func faults() -> [String] {
        var faults: [String] = []
        var open = 0
        for (id, row) in ledger {
            let other = gateway[id]
            switch row.state {
            case "paid":
                if other?.state != "paid" || other?.amount != row.amount {
                    faults.append(
                        "\(id): paid \(row.amount) in the ledger, \(String(describing: other)) at the gateway")
                }
            case "declined", "not-charged", "voided":
                if other?.state == "paid" { faults.append("\(id): \(row.state) in the ledger, paid at the gateway") }
            default: open += 1
            }
        }
        for (id, payment) in gateway where payment.state == "paid" && ledger[id] == nil {
            faults.append("\(id): paid at the gateway, not in the ledger")
        }
        if open > 0 { faults.append("\(open) payments are open") }
        for (bill, times) in paidTimes where times > 1 { faults.append("\(bill) was paid \(times) times") }
        return faults
    }

    /// What the gateway has taken, in minor units.
    var taken: Int { gateway.values.reduce(0) { $0 + $1.amount } }
    /// What the ledger has as charged.
    var charged: Int { ledger.values.reduce(0) { $0 + max($1.amount, 0) } }
}

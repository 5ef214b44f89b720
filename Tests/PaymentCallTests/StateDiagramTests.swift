import Amounts
import CardData
import Foundation
import Telephony
import Testing

@testable import PaymentCall

/// A way from one state to another, or back into the same one.
private struct Edge: Hashable, CustomStringConvertible {
    let from: String
    let to: String
    var description: String { "\(from) --> \(to)" }
}

/// The diagram of `docs/call-flow.md` against the machine: calls that mostly do what is asked take every edge of it, and
/// no other.
@Suite("The diagram of the document") struct StateDiagramTests {
    private static func documented() throws -> Set<Edge> {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../docs/call-flow.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let diagram = text.components(separatedBy: "```mermaid\n")[1].components(separatedBy: "```")[0]
        let edges = diagram.split(separator: "\n").compactMap { line -> Edge? in
            let parts = line.split(separator: ":")[0].components(separatedBy: "-->").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard parts.count == 2, !parts.contains("[*]") else { return nil }
            return Edge(from: parts[0], to: parts[1])
        }
        return Set(edges)
    }

    private static let account = Account(
        number: "10023", pin: StoredPIN("4821"), balance: Money(minor: 12_000, currency: .usd), isBlocked: false)

    /// What the caller keys, mostly what is asked for.
    private static func keys(_ question: Question?, _ random: inout SystemRandomNumberGenerator) -> String {
        if Int.random(in: 0..<12, using: &random) == 0 { return String("0129*#A".randomElement(using: &random)!) }
        return switch question {
        case .enter(.account): "10023#"
        case .enter(.pin): "4821"
        case .enter(.amount): "20#"
        case .enter(.cardNumber): "4242424242424242#"
        case .enter(.expiry): "1230"
        case .enter, .enterAgain: "123"
        case .confirm, .choose, nil: "1"
        }
    }

    /// Runs a call of random events and notes where each leads.
    private static func walk(_ seen: inout Set<Edge>) throws {
        var random = SystemRandomNumberGenerator()
        func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }
        var setup = CallSetup(callID: "c", today: try #require(CalendarMonth(year: 2026, month: 1)))
        setup.mode = .assisted
        if chance(2) { (setup.account, setup.identified) = (account, true) }
        var rules = CallRules()
        rules.cardCheck.isAsked = chance(2)
        rules.cardCheck.whenUnreachable = CardCheckRule.Fallback.allCases.randomElement(using: &random)!
        rules.attempts = Int.random(in: 1...3, using: &random)
        var call = PaymentCall(rules: rules, setup: setup)
        var now = MediaTime.zero
        for _ in 0..<60 {
            now = now + .milliseconds(1_500)
            let (before, actions) = (call.stateName, step(&call, &random, now))
            let after = call.stateName
            guard before != after || actions > 0 else { continue }
            seen.insert(Edge(from: name(before), to: name(after)))
        }
    }

    private static func name(_ state: StateName) -> String { state.rawValue.replacing("-", with: "_") }

    /// One event; how many actions it has brought about that are not reports.
    private static func step(
        _ call: inout PaymentCall, _ random: inout SystemRandomNumberGenerator, _ now: MediaTime
    ) -> Int {
        func count(_ actions: [Action]) -> Int { actions.count { if case .report = $0 { false } else { true } } }
        switch Int.random(in: 0..<60, using: &random) {
        case 0: return count(call.callerHungUp(at: now))
        case 1: return count(call.agentCancelled(at: now))
        case 2...4: return count(call.deadlineReached(at: now + .milliseconds(600_000)))
        default: break
        }
        switch call.stateName {
        case .ready: return count(call.answered(at: now))
        case .greeting, .closing: return count(call.promptFinished(at: now))
        case .listening:
            var heard = count(call.promptFinished(at: now))
            for key in keys(call.question, &random) where call.stateName == .listening {
                heard += count(call.keyPressed(Key(key)!, at: now))
            }
            return heard
        case .lookingUp: return count(call.accountLookedUp(Bool.random(using: &random) ? account : nil, at: now))
        case .checking:
            return count(call.cardChecked(CardCheckReply.allCases.randomElement(using: &random)!, at: now))
        case .charging:
            let replies: [GatewayReply] = [
                .approved(GatewayApproval(reference: "R")), .declined(.cardDeclined), .declined(.stolenCard), .notSent,
                .unknown, .voided, .later(RetryAdvice(wait: .milliseconds(700))), .heldBack(.unknown),
            ]
            let id = "c-\(call.charges)"
            return count(call.gatewayReplied(replies.randomElement(using: &random)!, transactionID: id, at: now))
        case .ended: return 0
        }
    }

    @Test("calls take every edge of the diagram, and no other") func edges() throws {
        var seen: Set<Edge> = []
        for _ in 0..<20_000 { try Self.walk(&seen) }
        let documented = try Self.documented()
        #expect(seen.subtracting(documented).isEmpty, "not in the document")
        #expect(documented.subtracting(seen).isEmpty, "in the document alone")
    }
}

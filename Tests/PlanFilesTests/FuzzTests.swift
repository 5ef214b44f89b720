import CallPlan
import CallTestKit
import Foundation
import Testing
import YAMLText

@testable import PlanFiles

/// The plans of the project.
enum Shipped {
    static let root =
        URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path + "/"
    static let names = ["self-service", "bill-pay", "assisted", "reminder"]

    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: root + "plans/\(name).yaml", encoding: .utf8)
    }
}

@Suite("Shipped plans") struct ShippedTests {
    @Test("they pass the check without a warning", arguments: Shipped.names) func pass(name: String) throws {
        let file = try PlanFile(contentsOf: Shipped.root + "plans/\(name).yaml")
        #expect(file.problems.isEmpty, "\(file.problems)")
        #expect(throws: Never.self) { try file.runnable() }
    }

    @Test("there are no others, so that each is tested") func all() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Shipped.root + "plans")
        #expect(Set(files.filter { $0.hasSuffix(".yaml") }) == Set(Shipped.names.map { $0 + ".yaml" }))
    }

    @Test("a step less is noticed, whichever it is", arguments: Shipped.names) func everyStep(name: String) throws {
        let text = try Shipped.text(name)
        let plan = try #require(try PlanKit.file(text).plan)
        for step in plan.steps {
            let broken = text.replacing("\n  \(step.name):\n", with: "\n  was-\(step.name.prefix(30)):\n")
            let problems = try PlanKit.file(broken).problems
            #expect(problems.contains { $0.rule == .unknownStep }, "\(step.name)")
        }
    }
}

/// Damaged plans are read or refused; nothing else, in no long time, and no card number is told.
@Suite("Damaged plans") struct FuzzTests {
    private static let canary = "4539578763621486"
    private static let shapes = [canary, "4539 5787 6362 1486", "4539-5787-6362-1486", "\"\(canary)\""]
    private static let marks = [
        "[", "]", "{", "}", ":", ": ", "- ", "? ", "&a ", "*a", "\"", "'", "|\n", "#", "%", "!", "\n", "\t", ",",
        "<<: ", "~",
        "{account}", "{{", "next: ", "play: ", "menu: x", "repeat: ", "\u{0}", "é", "99999999999999999999", "-1", "nan",
        "start",
        "result", "paid", "secret: true", "\n  ", "[[[[[[", "{a: {a: {a: ",
    ]

    @Test(arguments: [UInt64(1), 2, 3]) func readOrRefused(seed: UInt64) throws {
        let texts = try Shipped.names.map(Shipped.text)
        var (fine, wrong, refused) = (0, 0, 0)
        for round in 0..<1500 {
            let own = seed << 32 + UInt64(round)
            var random = SeededGenerator(seed: own)
            let bytes = Self.damaged(texts[round % texts.count], texts[(round + 1) % texts.count], &random)
            let begin = ContinuousClock.now
            do {
                let file = PlanFile(try YAMLValue(bytes: bytes, name: "f.yaml"), name: "f.yaml")
                if file.problems.isEmpty { fine += 1 } else { wrong += 1 }
                for problem in file.problems { Self.expectSilent(file.line(of: problem), own) }
                if let plan = file.plan {
                    Self.expectSilent(PlanDrawing.dot(plan) + PlanDrawing.mermaid(plan), own)
                    if file.errors.isEmpty { Self.expectWalkable(plan, own) }
                }
            } catch {
                refused += 1
                Self.expectSilent(error.description, own)
            }
            #expect(begin.duration(to: .now) < .seconds(10), "seed \(own)")
        }
        print("[fuzz] plans seed \(seed): \(fine) fine, \(wrong) wrong, \(refused) refused")
        #expect(fine > 50 && wrong > 200 && refused > 100)
    }

    private static func damaged(_ text: String, _ other: String, _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(text.utf8)
        let donor = Array(other.utf8)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let from = Int.random(in: 0..<bytes.count, using: &random)
            let to = min(bytes.count, from + Int.random(in: 1...40, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes.removeSubrange(from..<to)
            case 1: bytes.insert(contentsOf: bytes[from..<to], at: from)
            case 2:
                let start = Int.random(in: 0..<donor.count, using: &random)
                bytes.replaceSubrange(from..<to, with: donor[start..<min(donor.count, start + 60)])
            case 3: bytes.insert(contentsOf: Array((shapes.randomElement(using: &random) ?? "").utf8), at: from)
            case 4: bytes[from] ^= 1 << UInt8.random(in: 0...7, using: &random)
            default: bytes.insert(contentsOf: Array((marks.randomElement(using: &random) ?? "").utf8), at: from)
            }
            if bytes.isEmpty { bytes = donor }
        }
        return bytes
    }

    private static func expectSilent(_ said: String, _ seed: UInt64) {
        let joined = said.filter { !" -._\"".contains($0) }
        #expect(!joined.contains(canary), "seed \(seed)")
    }

    /// In a plan without errors every reference leads somewhere.
    private static func expectWalkable(_ plan: Plan, _ seed: UInt64) {
        #expect(plan.steps.indices.contains(plan.start.index), "seed \(seed)")
        for exit in plan.steps.flatMap(\.kind.exits) {
            #expect(plan.steps.indices.contains(exit.to.index), "seed \(seed)")
            for data in exit.sets { #expect(plan.data.indices.contains(data.index), "seed \(seed)") }
        }
    }
}

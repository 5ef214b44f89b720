import CallTestKit
import JSONText

@testable import ScenarioReports

/// Results by chance, with texts that try to break what they are written into.
struct RandomResults {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static let pieces = [
        "a", "scenarios/", "#", "\\", "\"", "'", "<", ">", "&", "]]>", "-->", "</script>", "\n", "\r", "\t", "\0",
        "\u{1b}[31m", "\u{7f}", "\u{85}", "\u{fffe}", "\u{2028}", "é", "😀", "4242424242424242", "4242 4242-4242.4242",
        " # SKIP ", " # TODO ", "...", "---", "not ok 1", "1..2", "notRun", "],", "]}", "${x}", "٤٢", "\u{202e}",
    ]

    mutating func text() -> String {
        (0..<Int.random(in: 0...5, using: &random)).map { _ in RandomResults.pieces.randomElement(using: &random) ?? ""
        }
        .joined()
    }

    private mutating func texts() -> [String] { (0..<Int.random(in: 0...3, using: &random)).map { _ in text() } }

    private mutating func seconds() -> Double { Double(Int.random(in: 0...90_000_000, using: &random)) / 1_000_000 }

    private mutating func span() -> CallStrip.Span {
        let start = Double(Int.random(in: 0...90_000, using: &random)) / 1000
        return CallStrip.Span(text(), from: start, to: start + Double(Int.random(in: 0...9, using: &random)))
    }

    private mutating func strip() -> CallStrip {
        var strip = CallStrip()
        strip.duration = Double(Int.random(in: 0...90_000, using: &random)) / 1000
        strip.segments = (0..<3).map { _ in span() }
        strip.prompts = (0..<Int.random(in: 0...3, using: &random)).map { _ in span() }
        strip.keys = (0..<4).map { _ in Double(Int.random(in: 0...90_000, using: &random)) / 1000 }
        strip.waits = [span()]
        strip.faults = [span()].map { CallStrip.Span($0.name, from: $0.start, to: $0.start) }
        return strip
    }

    /// A result of that place in the run.
    mutating func result(_ order: Int) -> ScenarioResult {
        let status = ScenarioResult.Status.allCases.randomElement(using: &random) ?? .passed
        var result = ScenarioResult(
            file: "f\(Int.random(in: 0...2, using: &random))/\(order) " + text(),
            variant: Bool.random(using: &random) ? text() : nil,
            name: text(), status: status)
        result.order = order
        result.tags = texts()
        result.reason = Bool.random(using: &random) ? text() : nil
        result.exitCode = status == .error ? 2 : 0
        result.attempts = Int.random(in: 1...3, using: &random)
        result.mediaSeconds = seconds()
        result.failures = texts().map { place in
            ScenarioFailure(
                place: place, source: Bool.random(using: &random) ? text() : nil,
                column: Int.random(in: 0...40, using: &random), expectation: text(), expected: text(), actual: text(),
                notes: texts())
        }
        result.call = Bool.random(using: &random) ? .members(["result": .string("paid"), "reason": .null]) : nil
        result.transcript = texts()
        result.strip = Bool.random(using: &random) ? strip() : nil
        result.command = text()
        result.artifacts = texts()
        return result
    }

    mutating func number(in range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    mutating func byte() -> UInt8 { UInt8.random(in: .min ... .max, using: &random) }
}

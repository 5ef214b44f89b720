import CardData
import JSONText

/// Texts of scenarios as reports may show them: whoever wrote a scenario may have written anything into it.
public enum ReportText {
    /// `text` with all that could be a card number masked.
    static func shown(_ text: String) -> String { CardMask.masking(text) }

    /// `text` masked and on one line.
    static func line(_ text: String) -> String { printable(shown(text)) }

    /// `text` on one line: a control character is a question mark, a tab a space, so that columns stay. So is what turns
    /// the direction of writing, behind which a name could look like another.
    public static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            line.append(scalar == "\t" ? " " : isControl(scalar) ? "?" : scalar)
        }
        return String(line)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f...0x9f: true
        // Ends of lines and paragraphs; marks, embeddings, overrides and isolates (Unicode Annex 9).
        case 0x2028, 0x2029, 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: true
        default: false
        }
    }

    /// Seconds as a whole number of microseconds; 0 for what is no time of a call.
    static func microseconds(_ seconds: Double) -> Int64 {
        guard seconds.isFinite, abs(seconds) < 1e12 else { return 0 }
        return Int64((seconds * 1_000_000).rounded())
    }

    /// Seconds with `places` decimals, 0 to 3. They are rounded to the microsecond first, as JSON keeps them, so that a
    /// result that was written and read again is shown as the first one was.
    static func seconds(_ seconds: Double, places: Int) -> String {
        let steps: [Int64] = [1_000_000, 100_000, 10_000, 1_000]
        let step = steps[places]
        let units = (microseconds(max(0, seconds)) + step / 2) / step
        let whole = 1_000_000 / step
        guard places > 0 else { return String(units) }
        let fraction = String(units % whole)
        return "\(units / whole)." + String(repeating: "0", count: places - fraction.count) + fraction
    }
}

extension ScenarioResult {
    /// The file and which one of it, as reports show them.
    var shownID: String { ReportText.line(id) }

    /// How the call ended, as its result says it: `declined (stolen_card)`; nil where there was no call.
    var ending: String? {
        guard case .object(let members)? = call else { return nil }
        func text(_ name: String) -> String? {
            guard case .string(let text)? = members.first(where: { $0.name == name })?.value else { return nil }
            return ReportText.line(text)
        }
        return text("result").map { $0 + (text("reason").map { " (\($0))" } ?? "") }
    }

    /// What to tell of it in a line: how the call ended, or why there was none.
    var headline: String {
        switch status {
        case .passed, .failed, .unexpectedPass: ending ?? status.words
        case .skipped, .knownFailure, .error: reason.map(ReportText.line) ?? status.words
        }
    }
}

extension ScenarioResult.Status {
    /// The status for a person.
    var words: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .skipped: "skipped"
        case .knownFailure: "known failure"
        case .unexpectedPass: "passed, but must fail"
        case .error: "not run"
        }
    }
}

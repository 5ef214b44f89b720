import Foundation

/// How many keys of one or more files were decoded, and how many digits came that nobody keyed.
struct Tally {
    var sent = 0
    var right = 0
    var extra = 0

    static func += (left: inout Tally, right: Tally) {
        left.sent += right.sent
        left.right += right.right
        left.extra += right.extra
    }

    /// `got` laid beside `sent` with the fewest edits; a wrong digit is one missed and one extra.
    init(sent: String, got: String) {
        let (sent, got) = (Array(sent.utf8), Array(got.utf8))
        // The best way to bring the keys so far and the digits so far together, by row of the table.
        typealias Way = (cost: Int, right: Int)
        var row = (0...got.count).map { Way(cost: $0, right: 0) }
        for key in sent {
            var before = row[0]
            row[0].cost += 1
            for index in got.indices {
                let above = row[index + 1]
                // A wrong digit costs as much as a missed and an extra one.
                let same = key == got[index]
                var best = Way(before.cost + (same ? 0 : 2), before.right + (same ? 1 : 0))
                for step in [above, row[index]] where step.cost + 1 < best.cost {
                    best = Way(step.cost + 1, step.right)
                }
                before = above
                row[index + 1] = best
            }
        }
        let right = row[got.count].right
        (self.sent, self.right, extra) = (sent.count, right, got.count - right)
    }

    init() {}

    var percent: String { sent == 0 ? "" : String(format: "%.2f %%", 100 * Double(right) / Double(sent)) }
}

/// What one detector said about each file, by the file's name without its folder.
struct Answers {
    private struct Line: Decodable {
        var file: String
        var digits: String
    }

    let name: String
    private let digits: [String: String]

    /// Reads JSON lines with at least `file` and `digits`.
    init(path: String) throws {
        name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        digits = try lines.reduce(into: [:]) { digits, line in
            let line = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
            digits[String(line.file.split(separator: "/").last ?? "")] = line.digits
        }
    }

    /// Nil where the detector gave no answer.
    subscript(file: String) -> String? { digits[file] }
}

/// Detectors side by side, by class and condition.
struct Score {
    private let detectors: [Answers]
    private var rows: [(name: String, tallies: [Tally])] = []
    private var classes: [Class: [Tally]] = [:]
    private var unanswered: [String] = []

    init(_ labels: [Label], _ detectors: [Answers]) {
        self.detectors = detectors
        let ordered = Class.allCases.flatMap { group in labels.filter { $0.group == group } }
        for label in ordered {
            let tallies = detectors.map { Tally(sent: label.digits, got: $0[label.file] ?? "") }
            for detector in detectors where detector[label.file] == nil {
                unanswered.append("\(detector.name): \(label.file)")
            }
            add(tallies, to: "\(label.group): \(label.condition)")
            for (index, tally) in tallies.enumerated() {
                classes[label.group, default: detectors.map { _ in Tally() }][index] += tally
            }
        }
    }

    private mutating func add(_ tallies: [Tally], to name: String) {
        let row = rows.firstIndex { $0.name == name } ?? rows.count
        if row == rows.count { rows.append((name, detectors.map { _ in Tally() })) }
        for (index, tally) in tallies.enumerated() { rows[row].tallies[index] += tally }
    }

    /// The table: of each detector the share of the keys decoded, and the digits nobody keyed.
    var table: String {
        var lines = [line("", "sent", detectors.map { ($0.name, "extra") })]
        for row in rows { lines.append(line(row.name, row.tallies)) }
        for group in Class.allCases { if let tallies = classes[group] { lines.append(line("all \(group)", tallies)) } }
        lines += unanswered.map { "no answer of " + $0 }
        return lines.joined(separator: "\n")
    }

    /// What the first detector misses of the bars; empty when it passes.
    var failures: [String] {
        var failures = unanswered
        if let accept = classes[.accept]?.first {
            if Double(accept.right) < 0.999 * Double(accept.sent) { failures.append("accept: below 99.9 %") }
            // Five in 21,200.
            if accept.extra * 21_200 > 5 * accept.sent { failures.append("accept: more than 5 extra in 21,200") }
        }
        if let reject = classes[.reject]?.first, (reject.right + reject.extra) * 1000 > reject.sent {
            failures.append("reject: more than 0.1 % taken")
        }
        if let beyond = classes[.beyond]?.first, Double(beyond.right) < 0.96 * Double(beyond.sent) {
            failures.append("beyond: below 96 %")
        }
        return failures
    }

    private func line(_ name: String, _ tallies: [Tally]) -> String {
        line(name, String(tallies.first?.sent ?? 0), tallies.map { ($0.percent, String($0.extra)) })
    }

    private func line(_ name: String, _ sent: String, _ columns: [(String, String)]) -> String {
        func right(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(1, width - text.count)) + text
        }
        return name.padding(toLength: 23, withPad: " ", startingAt: 0) + right(sent, 7)
            + columns.map { right($0.0, 14) + right($0.1, 7) }.joined()
    }
}

import CardData
import Foundation

/// A line of a file that the user wrote, as it may be shown.
enum SourceLine {
    /// The line that `place`, `file:line:column`, names, with what could be a card number masked; nil where it can't be read.
    static func text(at place: String) -> String? {
        guard let (file, line, _) = parts(place), let data = FileManager.default.contents(atPath: file) else {
            return nil
        }
        let lines = String(decoding: data, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.indices.contains(line - 1) else { return nil }
        return String(CardMask.masking(hidingShortSecrets(String(lines[line - 1].prefix(200)))))
    }

    /// The column that `place` names, from 1.
    static func column(of place: String) -> Int { parts(place)?.column ?? 1 }

    private static func parts(_ place: String) -> (file: String, line: Int, column: Int)? {
        let parts = place.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 3, let line = Int(parts[parts.count - 2]), let column = Int(parts[parts.count - 1]) else {
            return nil
        }
        return (parts.dropLast(2).joined(separator: ":"), line, column)
    }

    /// Keys of a step may be a code, an expiry or a PIN: runs of three and more digits become dots.
    private static func hidingShortSecrets(_ line: String) -> String {
        let keyed = ["press", "keys", "play", "code", "pin", "expiry", "give", "with:"]
        // A line without a key is a part of a text that began above it, and may be keys too.
        guard line.contains(":") else { return String(line.map { $0.isNumber ? "•" : $0 }) }
        guard keyed.contains(where: { line.lowercased().contains($0) }) else { return line }
        var characters = Array(line)
        var start = 0
        while start < characters.count {
            let end = characters[start...].firstIndex { !$0.isNumber } ?? characters.count
            if end - start >= 3 { for index in start..<end { characters[index] = "•" } }
            start = max(end, start + 1)
        }
        return String(characters)
    }
}

import CardData
import Foundation
import YAMLText

/// The rows that make one file many scenarios: those of its examples, each with every combination of its matrix.
struct ScenarioTable {
    /// How many scenarios a file may have.
    static let most = 1_000_000

    /// A row of examples: the variant's name, and a value for each of its variables. The rows of a table share their names.
    private struct Row {
        let name: String
        let variables: [String]
        let values: [String]
    }

    /// One axis of the matrix.
    private struct Axis {
        let name: String
        let values: [String]
        /// What each value is called.
        let shown: [String]
    }

    private var rows: [Row] = []
    private var axes: [Axis] = []
    /// How many scenarios there are.
    let count: Int

    /// Reads the tables of a file; `keyed` tells which variables its caller keys.
    init(
        examples: YAMLValue?, matrix: YAMLValue?, _ includes: Includes, keyed: () -> Set<String>
    ) throws(YAMLError) {
        if let examples { rows = try ScenarioTable.rows(examples, includes) }
        var count = max(1, rows.count)
        if let matrix {
            axes = try ScenarioTable.axes(matrix, keyed)
            let known = Set(rows.flatMap(\.variables))
            if let axis = axes.first(where: { known.contains($0.name) }) {
                throw matrix.error(
                    "\(axis.name) is a variable of the examples too; it can have its values from one of them")
            }
            for axis in axes {
                count *= axis.values.count
                guard count <= ScenarioTable.most else {
                    throw matrix.error("a file has at most \(ScenarioTable.most) scenarios")
                }
            }
        }
        self.count = count
    }

    /// What belongs to the scenario at `index`; the last axis changes first.
    func row(_ index: Int) -> [String: String] {
        var rest = index
        var values: [String: String] = [:]
        for axis in axes.reversed() {
            values[axis.name] = axis.values[rest % axis.values.count]
            rest /= axis.values.count
        }
        if !rows.isEmpty { values.merge(zip(rows[rest].variables, rows[rest].values)) { axis, _ in axis } }
        return values
    }

    /// What the scenario at `index` is called beside the others; nil where there are none.
    func variant(_ index: Int) -> String? {
        guard !rows.isEmpty || !axes.isEmpty else { return nil }
        var rest = index
        var parts: [String] = []
        for axis in axes.reversed() {
            parts.insert(axis.name + "=" + axis.shown[rest % axis.values.count], at: 0)
            rest /= axis.values.count
        }
        if !rows.isEmpty { parts.insert(rows[rest].name, at: 0) }
        return parts.joined(separator: ", ")
    }

    // MARK: Reading

    private static func axes(_ matrix: YAMLValue, _ keyed: () -> Set<String>) throws(YAMLError) -> [Axis] {
        var axes: [Axis] = []
        var secret: Set<String>?
        for (key, list) in try matrix.pairs() {
            let name = try key.variableName()
            var values: [String] = []
            for item in try list.items() { values.append(try item.text()) }
            guard !values.isEmpty else { throw list.error("an axis of the matrix needs a value") }
            var shown = values.map { CardMask.masking($0) }
            for index in values.indices where shown[index] == values[index] {
                guard values[index].count(where: \.isNumber) >= 3 else { continue }
                secret = secret ?? keyed()
                // A code or a PIN: its place in the list is its name.
                if secret?.contains(name) == true { shown[index] = "#\(index + 1)" }
            }
            guard Set(shown).count == shown.count else {
                throw list.error("two values of this axis are called the same; give examples with names")
            }
            axes.append(Axis(name: name, values: values, shown: shown))
        }
        return axes
    }

    private static func rows(_ examples: YAMLValue, _ includes: Includes) throws(YAMLError) -> [Row] {
        var rows: [Row] = []
        var names: Set<String> = []
        func add(_ variables: [String], _ values: [String], _ error: (String) -> YAMLError) throws(YAMLError) {
            let given = variables.firstIndex(of: "name").map { values[$0] }
            let name = given ?? "example \(rows.count + 1)"
            guard CardMask.masking(name) == name else { throw error("this name looks like a card number") }
            guard (1...200).contains(name.count) else { throw error("the name of an example has 1 to 200 characters") }
            guard names.insert(name).inserted else {
                throw error(
                    given == nil
                        ? "this example has no name, and another one is called '\(name)'; give it a name"
                        : "another example has this name; give it one of its own")
            }
            rows.append(Row(name: name, variables: variables, values: values))
        }
        if examples.isList {
            for item in try examples.items() {
                var variables: [String] = []
                var values: [String] = []
                for (key, value) in try item.pairs() {
                    variables.append(try key.variableName())
                    values.append(try value.text())
                }
                try add(variables, values) { item.error($0) }
            }
        } else {
            let path = try examples.path()
            includes.note(path)
            let table = try CSVTable(contentsOf: path, at: examples)
            for (line, values) in table.rows {
                try add(table.names, values) { YAMLError(file: path, line: line, column: 1, message: $0) }
            }
        }
        guard !rows.isEmpty else { throw examples.error("there is no example") }
        guard rows.count <= most else { throw examples.error("a file has at most \(most) scenarios") }
        return rows
    }
}

/// A table of comma-separated values (RFC 4180): the first line has the names.
struct CSVTable {
    /// The names of the columns.
    let names: [String]
    /// The rows, each with the line it begins on and a value for each name.
    let rows: [(line: Int, values: [String])]

    /// The greatest file that is read, in bytes.
    static let greatestSize = 64_000_000

    /// Reads the file at `path`; `value` is where it is named.
    init(contentsOf path: String, at value: YAMLValue) throws(YAMLError) {
        guard let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int else {
            throw value.error("\(path): there is no such file; check the name")
        }
        guard size <= CSVTable.greatestSize else {
            throw value.error("\(path): the file is larger than 64 MB; split it up")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw value.error("\(path): the file can't be read; check its permissions")
        }
        try self.init(bytes: [UInt8](data), name: path)
    }

    /// Reads a table from memory.
    init(bytes: [UInt8], name: String) throws(YAMLError) {
        func refuse(_ line: Int, _ message: String) -> YAMLError {
            YAMLError(file: name, line: line, column: 1, message: message)
        }
        let marked = bytes.starts(with: [0xef, 0xbb, 0xbf])
        guard let text = String(validating: bytes.dropFirst(marked ? 3 : 0), as: UTF8.self) else {
            throw refuse(1, "the file is not UTF-8 text; save it as UTF-8")
        }
        var records = CSVRecords(text)
        guard let head = try records.next({ refuse($0, $1) }) else {
            throw refuse(1, "the first line has the names of the variables")
        }
        let names = head.fields.map { $0.trimmingCharacters(in: .whitespaces) }
        for name in names {
            guard (1...40).contains(name.count), name.first?.isLetter == true,
                name.allSatisfy({ $0.isLetter || $0.isNumber || "-_".contains($0) })
            else { throw refuse(1, "the first line has the names of the variables: letters, digits, '-' and '_'") }
        }
        guard Set(names).count == names.count else { throw refuse(1, "a name stands twice in the first line") }
        var rows: [(line: Int, values: [String])] = []
        while let record = try records.next({ refuse($0, $1) }) {
            if record.isEmpty { continue }
            guard record.fields.count == names.count else {
                throw refuse(
                    record.line, "this line has \(record.fields.count) values, and the first one \(names.count) names")
            }
            rows.append((record.line, record.fields))
        }
        (self.names, self.rows) = (names, rows)
    }
}

/// The records of a text of comma-separated values, one after the other.
private struct CSVRecords {
    private var rest: Substring.UnicodeScalarView
    private var line = 1

    init(_ text: String) { rest = text[...].unicodeScalars }

    /// The next record and the line it begins on; nil at the end.
    mutating func next(
        _ refuse: (Int, String) -> YAMLError
    ) throws(YAMLError) -> (line: Int, fields: [String], isEmpty: Bool)? {
        guard !rest.isEmpty else { return nil }
        let start = line
        var fields: [String] = []
        var field = String.UnicodeScalarView()
        var wasQuoted = false
        while true {
            if field.isEmpty, rest.first == "\"" {
                try quoted(into: &field, refuse)
                wasQuoted = true
                guard rest.first.map({ $0 == "," || $0.isLineEnd }) ?? true else {
                    throw refuse(
                        line, "a quoted value ends before a comma or the end of its line; write \"\" for a quote in it")
                }
            }
            guard let next = rest.popFirst() else { break }
            if next == "," {
                fields.append(String(field))
                field = String.UnicodeScalarView()
            } else if next.isLineEnd {
                if next == "\r", rest.first == "\n" { rest.removeFirst() }
                line += 1
                break
            } else {
                field.append(next)
            }
        }
        return (start, fields + [String(field)], fields.isEmpty && field.isEmpty && !wasQuoted)
    }

    private mutating func quoted(
        into field: inout String.UnicodeScalarView, _ refuse: (Int, String) -> YAMLError
    ) throws(YAMLError) {
        let start = line
        rest.removeFirst()
        while let next = rest.popFirst() {
            if next == "\"" {
                guard rest.first == "\"" else { return }
                rest.removeFirst()
            }
            if next == "\n" { line += 1 }
            field.append(next)
        }
        throw refuse(start, "a quoted value that begins on this line is not closed")
    }
}

extension Unicode.Scalar {
    fileprivate var isLineEnd: Bool { self == "\n" || self == "\r" }
}

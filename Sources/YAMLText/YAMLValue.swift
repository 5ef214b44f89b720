import Foundation
import Yams

/// A value of a YAML file that knows its place.
public struct YAMLValue {
    let node: Node
    /// The name of its file, as it was given.
    public let file: String

    /// The greatest file that is read, in bytes.
    public static let greatestSize = 1_000_000
    /// How deep values may lie in one another.
    static let greatestDepth = 32
    /// How many keys and values a file may hold, those of repeated aliases counted each time.
    static let greatestCount = 200_000

    init(node: Node, file: String) {
        self.node = node
        self.file = file
    }

    /// Reads the file at `path`; throws for a file that can't be read or is no YAML.
    public init(contentsOf path: String) throws(YAMLError) {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw YAMLError(file: path, line: nil, column: nil, message: YAMLValue.whyUnreadable(path))
        }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: YAMLValue.greatestSize + 1) ?? Data() else {
            throw YAMLError(file: path, line: nil, column: nil, message: YAMLValue.whyUnreadable(path))
        }
        try self.init(bytes: [UInt8](data), name: path)
    }

    /// Reads YAML from memory; `name` stands for the file in errors.
    public init(bytes: [UInt8], name: String) throws(YAMLError) {
        func refuse(_ message: String, line: Int? = nil, column: Int? = nil) -> YAMLError {
            YAMLError(file: name, line: line, column: column, message: message)
        }
        guard bytes.count <= YAMLValue.greatestSize else {
            throw refuse("the file is larger than 1 MB; split it up")
        }
        // A byte order mark would count as a column.
        let marked = bytes.starts(with: [0xef, 0xbb, 0xbf])
        let plain = bytes.dropFirst(marked ? 3 : 0)
        guard let text = String(validating: plain, as: UTF8.self) else {
            let (line, column) = YAMLValue.placeOfBadByte(in: plain)
            throw refuse("the file is not UTF-8 text; save it as UTF-8", line: line, column: column)
        }
        guard let composed = Composer.compose(text) else {
            throw refuse("the file takes too long to read; write it without lists and aliases as keys")
        }
        let root: Node?
        do {
            root = try composed.get()
        } catch {
            throw refuse(error.message, line: error.line, column: error.column)
        }
        guard let root else { throw refuse("the file is empty") }
        var count = 0
        if let excess = YAMLValue.excess(in: root, depth: 0, &count) {
            throw refuse(
                "the file holds too many or too deeply nested values, those of aliases counted each time",
                line: excess.mark?.line, column: excess.mark?.column)
        }
        self.init(node: root, file: name)
    }

    /// Where the first byte stands that is no UTF-8: line and column, both from 1.
    private static func placeOfBadByte(in bytes: ArraySlice<UInt8>) -> (line: Int, column: Int) {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var (line, column) = (1, 1)
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        return (line, column)
    }

    private static func whyUnreadable(_ path: String) -> String {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            return "there is no such file; check the name"
        }
        return isDirectory.boolValue
            ? "this is a folder; give a YAML file" : "the file can't be read; check its permissions"
    }

    /// The first value that is one too many or lies too deep; nil where all may be.
    private static func excess(in node: Node, depth: Int, _ count: inout Int) -> Node? {
        count += 1
        guard depth < greatestDepth, count < greatestCount else { return node }
        switch node {
        case .sequence(let items):
            for item in items { if let excess = excess(in: item, depth: depth + 1, &count) { return excess } }
        case .mapping(let pairs):
            for pair in pairs {
                for part in [pair.key, pair.value] {
                    if let excess = excess(in: part, depth: depth + 1, &count) { return excess }
                }
            }
        case .scalar, .alias: break
        }
        return nil
    }

    // MARK: What it is

    /// An error at this value's place.
    public func error(_ message: String) -> YAMLError {
        YAMLError(file: file, line: node.mark?.line, column: node.mark?.column, message: message)
    }

    /// The text of a scalar, as it stands in the file.
    public func text() throws(YAMLError) -> String {
        guard case .scalar(let scalar) = node else {
            throw error("one value is needed here, not a list or mapping; quote a text that begins with '{' or '['")
        }
        return scalar.string
    }

    /// One of `names`, each standing for a value.
    public func choice<Value>(_ names: [(name: String, value: Value)]) throws(YAMLError) -> Value {
        let name = try text()
        if let found = names.first(where: { $0.name == name }) { return found.value }
        let known = names.map(\.name)
        if known.count > 8, let near = YAMLValue.nearest(to: name, of: known) {
            throw error("this is no name that is known here; did you mean '\(near)'?")
        }
        throw error("this must be one of: " + known.joined(separator: ", "))
    }

    /// `true` or `false`.
    public func bool() throws(YAMLError) -> Bool { try choice([("true", true), ("false", false)]) }

    /// A whole number within `range`.
    public func int(in range: ClosedRange<Int>) throws(YAMLError) -> Int {
        guard let number = Int(try text()), range.contains(number) else {
            throw error("this must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A number within `range`, which is in `unit`.
    public func number(in range: ClosedRange<Double>, unit: String) throws(YAMLError) -> Double {
        guard let number = Double(try text()), range.contains(number) else {
            throw error("this must be a number of \(unit) from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// The items of a list.
    public func items() throws(YAMLError) -> [YAMLValue] {
        guard case .sequence(let items) = node else { throw error("a list is needed here, as [a, b]") }
        return items.map { YAMLValue(node: $0, file: file) }
    }

    /// A mapping with keys of `known` alone; another key is an error at its own place, with the nearest known one.
    public func mapping(_ known: [String]) throws(YAMLError) -> [String: YAMLValue] {
        guard case .mapping(let mapping) = node else { throw error("a mapping (key: value) is needed here") }
        var values: [String: YAMLValue] = [:]
        for (key, value) in mapping {
            let keyValue = YAMLValue(node: key, file: file)
            let name = try keyValue.text()
            guard known.contains(name) else { throw keyValue.error(YAMLValue.unknownKey(name, among: known)) }
            values[name] = YAMLValue(node: value, file: file)
        }
        return values
    }

    /// The keys of a mapping with their values, in the file's order; each key knows its own place.
    public func pairs() throws(YAMLError) -> [(key: YAMLValue, value: YAMLValue)] {
        guard case .mapping(let mapping) = node else { throw error("a mapping (key: value) is needed here") }
        return mapping.map { (YAMLValue(node: $0, file: file), YAMLValue(node: $1, file: file)) }
    }

    /// The value of a key; nil where this is no mapping, or has no such key.
    public subscript(key: String) -> YAMLValue? {
        guard case .mapping(let mapping) = node else { return nil }
        for (name, value) in mapping {
            if case .scalar(let scalar) = name, scalar.string == key { return YAMLValue(node: value, file: file) }
        }
        return nil
    }

    /// A number as short as it can be written: `5`, `0.25`.
    public func shownNumber(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e9 ? String(Int(number)) : String(number)
    }

    /// The line, from 1; 1 where it is not known.
    public var line: Int { node.mark?.line ?? 1 }

    /// The column, from 1; 1 where it is not known.
    public var column: Int { node.mark?.column ?? 1 }

    /// Whether this is text in quotes or a block, so that `"5"` and `"true"` are text.
    public var isQuoted: Bool {
        guard case .scalar(let scalar) = node else { return false }
        return switch scalar.style {
        case .singleQuoted, .doubleQuoted, .literal, .folded: true
        case .any, .plain: false
        }
    }

    /// A mapping of names to texts, each as `name=text`; of `known` names, or of any.
    public func texts(_ known: [String]? = nil) throws(YAMLError) -> [String] {
        if let known {
            let values = try mapping(known)
            var pairs: [String] = []
            for name in known { if let value = values[name] { pairs.append(name + "=" + (try value.text())) } }
            return pairs
        }
        guard case .mapping(let mapping) = node else { throw error("a mapping (name: value) is needed here") }
        var pairs: [String] = []
        for (key, value) in mapping {
            let name = try YAMLValue(node: key, file: file).text()
            guard !name.contains("=") else { throw YAMLValue(node: key, file: file).error("a name has no '=' in it") }
            pairs.append(name + "=" + (try YAMLValue(node: value, file: file).text()))
        }
        return pairs
    }

    /// Whether this is a list.
    public var isList: Bool { if case .sequence = node { true } else { false } }

    /// Where it stands: `file:line:column`.
    public var place: String {
        guard let mark = node.mark else { return file }
        return "\(file):\(mark.line):\(mark.column)"
    }

    /// Whether this is a mapping.
    public var isMapping: Bool { if case .mapping = node { true } else { false } }

    /// What is wrong with a key that is none of `known`: the nearest one, or all of them.
    public static func unknownKey(_ name: String, among known: [String]) -> String {
        // A key is shown only when it looks like one: what stands here may be a card number.
        let looksLikeOne = name.count <= 40 && name.allSatisfy { $0.isLetter || $0 == "-" || $0 == "_" || $0 == " " }
        let shown = looksLikeOne ? "'\(name)' is" : "this is"
        if let near = nearest(to: name, of: known) { return "\(shown) no key here; did you mean '\(near)'?" }
        return "\(shown) no key here; the keys are: " + known.joined(separator: ", ")
    }

    /// The name that was probably meant: at most a third of its letters are wrong.
    public static func nearest(to name: String, of known: [String]) -> String? {
        // wordsPerMinute and words-per-minute are the same to a person.
        func plain(_ key: String) -> String { key.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " } }
        let nearest = known.map { (key: $0, distance: distance(plain(name), plain($0))) }
            .min { $0.distance < $1.distance }
        guard let nearest, nearest.distance <= min(3, max(1, nearest.key.count / 3)) else { return nil }
        return nearest.key
    }
}

/// How many letters have to be put in, taken out or changed to make `second` of `first`.
func distance(_ first: String, _ second: String) -> Int {
    let (left, right) = (Array(first.prefix(64)), Array(second.prefix(64)))
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for (column, other) in right.enumerated() {
            let above = row[column + 1]
            row[column + 1] = min(diagonal + (character == other ? 0 : 1), above + 1, row[column] + 1)
            diagonal = above
        }
    }
    return row[right.count]
}

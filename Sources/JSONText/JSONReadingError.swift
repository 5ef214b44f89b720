/// Why a text is not the JSON that is read here. It says where, and never shows the text: that may be secret.
public struct JSONReadingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Problem: String, Hashable, Sendable, CaseIterable {
        case emptyText = "the text is empty; a value must stand here"
        case endedEarly = "the text ends in the middle of a value"
        case noValue = "no value begins like this; use an object, an array, a string, a number, true, false or null"
        case moreAfterValue = "something follows the value; a text holds one value alone"
        case commaOrEndOfArray = "a comma or ] must follow an item"
        case commaOrEndOfObject = "a comma or } must follow a member"
        case nameExpected = "a member begins with its name in double quotes"
        case colonExpected = "a colon must follow a member's name"
        case sameNameTwice = "two members of an object have the same name; which one is meant is not known"
        case badNumber = "a number is written like 0, -1, 120.05 or 1e3"
        case controlCharacter = "a control character in a string must be escaped"
        case badEscape = "an escape is one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits"
        case loneSurrogate = "half of a surrogate pair is no character; the other half must stand beside it"
        case badUTF8 = "the text is not valid UTF-8"
        case tooDeep = "arrays and objects lie too deep in one another"
        case tooLarge = "the text is too large"
    }

    /// What is wrong.
    public let problem: Problem
    /// Bytes before the place.
    public let offset: Int
    /// The place's line, from 1.
    public let line: Int
    /// The place's byte in its line, from 1.
    public let column: Int

    init(_ problem: Problem, at offset: Int, of bytes: [UInt8]) {
        self.problem = problem
        self.offset = offset
        let before = bytes.prefix(offset)
        line = 1 + before.count { $0 == UInt8(ascii: "\n") }
        column = 1 + offset - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)
    }

    /// The place and what is wrong, as a sentence.
    public var description: String { "not JSON at line \(line), column \(column): \(problem.rawValue)" }
}

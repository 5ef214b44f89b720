extension JSONValue {
    /// Arrays and objects that may lie in one another.
    public static let greatestDepth = 64
    /// Bytes that a text may have, unless its reader says otherwise: 1 MiB.
    public static let greatestSize = 1 << 20

    /// Reads a JSON text as RFC 8259 defines it, in UTF-8, with or without a byte order mark.
    ///
    /// Stricter where the standard leaves it open: no member's name twice in an object (two readers would see two
    /// results), no half surrogate pair, at most `greatestDepth` levels and `size` bytes.
    public init(parsing bytes: [UInt8], size: Int = JSONValue.greatestSize) throws(JSONReadingError) {
        guard bytes.count <= size else { throw JSONReadingError(.tooLarge, at: size, of: bytes) }
        var reader = JSONReader(bytes)
        self = try reader.text()
    }

    /// The same of a text at hand.
    public init(parsing text: String, size: Int = JSONValue.greatestSize) throws(JSONReadingError) {
        try self.init(parsing: Array(text.utf8), size: size)
    }
}

/// Reads one JSON text, a byte after the other. Its own, because every JSON reader of Foundation makes numbers of
/// numbers: `120.10` would come back as 120.1.
struct JSONReader {
    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func text() throws(JSONReadingError) -> JSONValue {
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { place = 3 }
        skipSpace()
        guard next != nil else { throw problem(.emptyText) }
        let value = try value()
        skipSpace()
        guard next == nil else { throw problem(.moreAfterValue) }
        return value
    }

    private mutating func value() throws(JSONReadingError) -> JSONValue {
        switch next {
        case UInt8(ascii: "{"): return try nested { reader throws(JSONReadingError) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(JSONReadingError) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), .some(0x30...0x39): return .number(try number())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw problem(.endedEarly)
        default: throw problem(.noValue)
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONReadingError) -> JSONValue
    ) throws(JSONReadingError) -> JSONValue {
        guard depth < JSONValue.greatestDepth else { throw problem(.tooDeep) }
        depth += 1
        place += 1
        skipSpace()
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func array() throws(JSONReadingError) -> JSONValue {
        var items: [JSONValue] = []
        if take("]") { return .array(items) }
        while true {
            skipSpace()
            items.append(try value())
            skipSpace()
            if take("]") { return .array(items) }
            try require(",", else: .commaOrEndOfArray)
        }
    }

    private mutating func object() throws(JSONReadingError) -> JSONValue {
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        if take("}") { return .object(members) }
        while true {
            skipSpace()
            let start = place
            guard next == UInt8(ascii: "\"") else { throw problem(next == nil ? .endedEarly : .nameExpected) }
            let name = try string()
            guard names.insert(name).inserted else { throw problem(.sameNameTwice, at: start) }
            skipSpace()
            try require(":", else: .colonExpected)
            skipSpace()
            members.append(JSONValue.Member(name: name, value: try value()))
            skipSpace()
            if take("}") { return .object(members) }
            try require(",", else: .commaOrEndOfObject)
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONReadingError) -> JSONValue {
        for letter in word.description.utf8 {
            guard next == letter else { throw problem(next == nil ? .endedEarly : .noValue) }
            place += 1
        }
        return value
    }

    private mutating func number() throws(JSONReadingError) -> String {
        let start = place
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        // `01` and `1x` are no numbers, and a number is what the error should speak of.
        if let next, isWordPart(next) { throw problem(.badNumber) }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func digits() throws(JSONReadingError) {
        let start = place
        while case .some(0x30...0x39) = next { place += 1 }
        guard place > start else { throw problem(next == nil ? .endedEarly : .badNumber) }
    }

    private func isWordPart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

// MARK: - Strings

extension JSONReader {
    private mutating func string() throws(JSONReadingError) -> String {
        let start = place
        place += 1
        var text: [UInt8] = []
        while true {
            let plain = place
            while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { place += 1 }
            text += bytes[plain..<place]
            guard let byte = next else { throw problem(.endedEarly) }
            guard byte >= 0x20 else { throw problem(.controlCharacter) }
            place += 1
            if byte == UInt8(ascii: "\"") { break }
            text += String(try escaped()).utf8
        }
        guard let string = String(validating: text, as: UTF8.self) else { throw problem(.badUTF8, at: start) }
        return string
    }

    /// The character of an escape, its backslash already read.
    private mutating func escaped() throws(JSONReadingError) -> Unicode.Scalar {
        let start = place - 1
        guard let letter = next else { throw problem(.endedEarly) }
        place += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try character(from: start)
        default: throw problem(.badEscape, at: start)
        }
    }

    /// The character of `\u0041`, or of `\ud83d\ude00`, which are two halves of one.
    private mutating func character(from start: Int) throws(JSONReadingError) -> Unicode.Scalar {
        let unit = try hexadecimal(from: start)
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xdc00, take("\\"), take("u") else { throw problem(.loneSurrogate, at: start) }
        let low = try hexadecimal(from: place - 2)
        guard (0xdc00...0xdfff).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xd800) << 10 + low - 0xdc00)
        else { throw problem(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func hexadecimal(from start: Int) throws(JSONReadingError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next else { throw problem(.endedEarly) }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw problem(.badEscape, at: start)
            }
            value = value << 4 + UInt32(digit)
            place += 1
        }
        return value
    }
}

// MARK: - Bytes

extension JSONReader {
    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let next, next == 0x20 || next == 0x0a || next == 0x0d || next == 0x09 { place += 1 }
    }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard let next, UInt32(next) == mark.value else { return false }
        place += 1
        return true
    }

    private mutating func require(
        _ mark: Unicode.Scalar, else missing: JSONReadingError.Problem
    ) throws(JSONReadingError) {
        guard !take(mark) else { return }
        throw problem(next == nil ? .endedEarly : missing)
    }

    private func problem(_ problem: JSONReadingError.Problem, at offset: Int? = nil) -> JSONReadingError {
        JSONReadingError(problem, at: offset ?? place, of: bytes)
    }
}

import JSONText
import Testing

/// Texts that JSON is and is not, in the manner of the JSON Parsing Test Suite.
@Suite("JSON is read") struct JSONReaderTests {
    @Test(arguments: [
        ("null", JSONValue.null), (" true\n", .bool(true)), ("\tfalse\r", .bool(false)), ("0", .number("0")),
        ("-0", .number("-0")), ("120.10", .number("120.10")), ("1E+2", .number("1E+2")),
        ("-1.5e-07", .number("-1.5e-07")),
        ("123456789012345678901234567890", .number("123456789012345678901234567890")), ("\"\"", .string("")),
        (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{08}\u{0c}\n\r\t")), (#""\u0041\u00e9\u20AC""#, .string("Aé€")),
        (#""\ud83d\ude00""#, .string("😀")), (#""\u0000""#, .string("\0")),
        ("\"é😀\u{7f}\u{2028}\"", .string("é😀\u{7f}\u{2028}")),
        (#""\uDBFF\uDFFF""#, .string("\u{10FFFF}")), ("[]", .array([])), ("[ ]", .array([])), ("{ }", .object([])),
        ("[1,[2],{}]", .array([.number("1"), .array([.number("2")]), .object([])])),
        ("\u{feff}1", .number("1")),
        (#"{"b" : 1 , "a":[null]}"#, .members(["b": .number("1"), "a": .array([.null])])),
        (#"{"":0,"a":{"a":0}}"#, .members(["": .number("0"), "a": .members(["a": .number("0")])])),
    ])
    func valid(text: String, value: JSONValue) throws { #expect(try JSONValue(parsing: text) == value) }

    @Test(arguments: [
        ("", JSONReadingError.Problem.emptyText, 0), (" \n", .emptyText, 2), ("nul", .endedEarly, 3),
        ("nulL", .noValue, 3),
        ("True", .noValue, 0), ("NaN", .noValue, 0), ("Infinity", .noValue, 0), ("'a'", .noValue, 0),
        ("1 2", .moreAfterValue, 2),
        ("[]]", .moreAfterValue, 2), ("{}#", .moreAfterValue, 2), ("truex", .moreAfterValue, 4),
        ("\u{0c}1", .noValue, 0),
        ("\u{a0}1", .noValue, 0), ("/**/1", .noValue, 0), ("01", .badNumber, 1), ("-", .endedEarly, 1),
        ("-a", .badNumber, 1),
        ("+1", .noValue, 0), (".5", .noValue, 0), ("1.", .endedEarly, 2), ("[1.]", .badNumber, 3),
        ("1e", .endedEarly, 2),
        ("[1e]", .badNumber, 3), ("1.5.2", .badNumber, 3), ("0x1", .badNumber, 1), ("1_000", .badNumber, 1),
        ("-01", .badNumber, 2), ("１", .noValue, 0), ("1e1e1", .badNumber, 3), ("[", .endedEarly, 1),
        ("[1", .endedEarly, 2),
        ("[1,", .endedEarly, 3), ("[1,]", .noValue, 3), ("[,1]", .noValue, 1), ("[1 2]", .commaOrEndOfArray, 3),
        ("[1}", .commaOrEndOfArray, 2), ("{", .endedEarly, 1), ("{1:2}", .nameExpected, 1), ("{a:2}", .nameExpected, 1),
        (#"{"a"}"#, .colonExpected, 4), (#"{"a":}"#, .noValue, 5), (#"{"a":1,}"#, .nameExpected, 7),
        (#"{"a":1 "b":2}"#, .commaOrEndOfObject, 7), (#"{"a":1"#, .endedEarly, 6),
        (#"{"a":1,"a":2}"#, .sameNameTwice, 7),
        (#"{"a":1,"\u0061":2}"#, .sameNameTwice, 7), ("\"a", .endedEarly, 2), ("\"a\n\"", .controlCharacter, 2),
        ("\"\0\"", .controlCharacter, 1), (#""\x""#, .badEscape, 1), (#""\u12g4""#, .badEscape, 1),
        (#""\u12"#, .endedEarly, 5),
        (#""\"#, .endedEarly, 2), (#""\ud83d""#, .loneSurrogate, 1), (#""\ude00""#, .loneSurrogate, 1),
        (#""\ud83d\u0041""#, .loneSurrogate, 1), (#""\ud83d\n""#, .loneSurrogate, 1),
        (#""\ud83d\ud83d""#, .loneSurrogate, 1),
    ])
    func invalid(text: String, problem: JSONReadingError.Problem, offset: Int) {
        let error = #expect(throws: JSONReadingError.self) { try JSONValue(parsing: text) }
        #expect(error?.problem == problem)
        #expect(error?.offset == offset)
    }

    @Test(
        arguments: [
            [0x22, 0xff, 0x22], [0x22, 0xc3, 0x22], [0x22, 0xc0, 0xaf, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22],
            [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], [0x22, 0x80, 0x22],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        #expect(throws: JSONReadingError.self) { try JSONValue(parsing: bytes) }
    }

    @Test func limits() throws {
        func nest(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONValue(parsing: nest(64))
        #expect(throws: JSONReadingError.self) { try JSONValue(parsing: nest(65)) }
        // Neither a deep text nor a large one costs more than it may.
        let opened = String(repeating: #"{"a":["#, count: 100_000)
        #expect(throws: JSONReadingError.self) { try JSONValue(parsing: opened) }
        #expect(throws: JSONReadingError.self) { try JSONValue(parsing: String(repeating: " ", count: 1 << 20) + "1") }
        #expect(try JSONValue(parsing: "[1]", size: 3) == .array([.number("1")]))
        #expect(throws: JSONReadingError.self) { try JSONValue(parsing: "[1]", size: 2) }
        let many = "{" + (0..<50_000).map { "\"n\($0)\":0" }.joined(separator: ",") + "}"
        #expect(try JSONValue(parsing: many)["n49999"] == .number("0"))
    }

    @Test func theErrorSaysWhereAndShowsNothing() {
        let error = #expect(throws: JSONReadingError.self) { try JSONValue(parsing: "{\n  \"secret\": 1\n  \"b\": 2}") }
        #expect(error?.description == "not JSON at line 3, column 3: a comma or } must follow a member")
    }

    @Test(arguments: [
        ([JSONPathComponent.name("payment"), .name("amount")], "120.10"), ([.name("items"), .index(1)], "true"),
        ([.name("items"), .index(2)], nil), ([.name("items"), .index(-1)], nil), ([.name("items"), .name("0")], nil),
        ([.name("payment"), .index(0)], nil), ([.name("nothing"), .name("at"), .name("all")], nil), ([], nil),
        ([.name("none")], nil), ([.name("items"), .index(0)], "x"),
    ])
    func paths(path: [JSONPathComponent], text: String?) throws {
        let value = try JSONValue(parsing: #"{"payment":{"amount":120.10},"items":["x",true],"none":null}"#)
        #expect(value[path]?.plainText == text)
    }
}

/// Texts nobody wrote.
@Suite("JSON of random texts") struct JSONFuzzTests {
    private static let sample =
        #"{"clid":"+15552345678","a":[1,-2.50,3e+4,true,false,null,"\u00e9\ud83d\ude00é\n"],"b":{"c":{}}}"#

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func mutationsNeverTrap(seed: UInt64) throws {
        var random = Shuffle(state: seed)
        for _ in 0..<500 {
            var bytes = Array(JSONFuzzTests.sample.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(bytes[Int.random(in: bytes.indices, using: &random)], at: place)
                default: bytes.removeSubrange(place...)
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            // What is read can be written, and is then the same; what is not has its place in the text.
            do {
                let value = try JSONValue(parsing: bytes)
                #expect(try JSONValue(parsing: JSON(value).text) == value, "seed \(seed)")
            } catch {
                #expect((0...bytes.count).contains(error.offset), "seed \(seed)")
            }
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func whatIsWrittenIsReadAgain(seed: UInt64) throws {
        var random = Shuffle(state: seed)
        for _ in 0..<50 {
            let value = JSONFuzzTests.value(depth: 5, &random)
            #expect(try JSONValue(parsing: JSON(value).text) == value, "seed \(seed)")
        }
    }

    private static func value(depth: Int, _ random: inout Shuffle) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
        case 0: .null
        case 1: .bool(.random(using: &random))
        case 2: .number(String(Int.random(in: -9_999...9_999, using: &random)) + ".50")
        case 3: .string(text(&random))
        case 4: .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth - 1, &random) })
        default:
            .object(
                (0..<Int.random(in: 0...4, using: &random)).map { count in
                    .init(name: "\(count)" + text(&random), value: value(depth: depth - 1, &random))
                })
        }
    }

    private static func text(_ random: inout Shuffle) -> String {
        String(
            String.UnicodeScalarView(
                (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
                    Unicode.Scalar(
                        UInt32.random(in: 0...(Bool.random(using: &random) ? 0x7f : 0x10ffff), using: &random))
                }))
    }
}

/// Random numbers that a seed repeats (SplitMix64).
private struct Shuffle: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

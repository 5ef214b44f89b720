import Foundation
import Testing

@testable import YAMLText

/// What a text is refused with; nil when it is read.
private func refusal(of text: String, name: String = "file.yaml") -> YAMLError? {
    do {
        _ = try YAMLValue(bytes: Array(text.utf8), name: name)
        return nil
    } catch {
        return error
    }
}

private func read(_ text: String) throws -> YAMLValue { try YAMLValue(bytes: Array(text.utf8), name: "file.yaml") }

/// What a reading throws, as it is printed.
private func complaint(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch {
        return String(describing: error)
    }
}

/// A text that is no YAML, where it is wrong, and a word of the reason.
private struct Broken: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let place: String
    let says: String
    var testDescription: String { name }

    static let all = [
        Broken(name: "empty", text: "", place: "", says: "empty"),
        Broken(name: "blank", text: "  \n\n", place: "", says: "empty"),
        Broken(name: "comment", text: "# nothing\n", place: "", says: "empty"),
        Broken(name: "byte order mark alone", text: "\u{FEFF}", place: "", says: "empty"),
        Broken(name: "open list", text: "a: 1\nb: [\n", place: ":3:1", says: "not YAML"),
        Broken(name: "open list, CRLF", text: "a: 1\r\nb: [\r\n", place: ":3:1", says: "not YAML"),
        Broken(name: "colon in a text", text: "a: b: c\n", place: ":1:5", says: "quote a text that holds ': '"),
        Broken(name: "tab", text: "a:\n\tb: 1\n", place: ":2:1", says: "cannot start any token"),
        Broken(name: "open quote", text: "a: \"b\nc: 1\n", place: ":3:1", says: "unexpected end of stream"),
        Broken(name: "key twice", text: "a: 1\nbb: 2\nbb: 3\n", place: ":2:1", says: "stands twice"),
        Broken(name: "inner key twice", text: "a:\n  b: 1\n  b: 3\n", place: ":2:3", says: "stands twice"),
        Broken(name: "undefined alias", text: "a: *b\n", place: ":1:4", says: "quote a text that begins with '*'"),
        Broken(name: "alias of itself", text: "a: &b [*b]\n", place: ":1:8", says: "undefined alias"),
        Broken(name: "two documents", text: "a: 1\n---\nb: 2\n", place: ":2:1", says: "second document"),
        Broken(name: "NUL", text: "a: 1\nb: 2\u{0}3\n", place: ":2:5", says: "does not allow"),
        Broken(name: "escape", text: "a: 1\r\nbc: \u{1b}[1m\r\n", place: ":2:5", says: "does not allow"),
        Broken(name: "other YAML version", text: "%YAML 9.9\n---\na: 1\n", place: ":1:1", says: "incompatible"),
        Broken(
            name: "100,000 lists", text: String(repeating: "[", count: 100_000), place: ":1:1", says: "too deeply"),
        Broken(
            name: "a million lists", text: String(repeating: "[", count: 1_000_000), place: ":1:1", says: "too deeply"),
        Broken(
            name: "100,000 dashes", text: String(repeating: "- ", count: 100_000), place: ":1:1999", says: "too deeply"),
        Broken(
            name: "100,000 mappings", text: String(repeating: "{a: ", count: 100_000), place: ":1:3997",
            says: "too deeply"),
        Broken(
            name: "900 lists, closed",
            text: String(repeating: "[", count: 900) + String(repeating: "]", count: 900), place: ":1:33",
            says: "too deeply"),
        Broken(name: "900 keys of keys", text: String(repeating: "? ", count: 900), place: ":1:65", says: "too deeply"),
        Broken(
            name: "200,000 values", text: "[" + String(repeating: "a,", count: 200_000) + "]", place: ":1:399998",
            says: "too many"),
        Broken(name: "billion laughs", text: bomb(levels: 20), place: ":1:13", says: "too many"),
        Broken(name: "larger than 1 MB", text: String(repeating: "a", count: 1_000_001), place: "", says: "1 MB"),
    ]

    /// Lists of nine aliases each of the list before.
    static func bomb(levels: Int) -> String {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<levels {
            text +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
        }
        return text
    }
}

@Suite struct BrokenTextTests {
    @Test(arguments: Broken.all) fileprivate func isRefusedWithItsPlace(_ broken: Broken) throws {
        let begin = ContinuousClock.now
        let error = try #require(refusal(of: broken.text))
        #expect(begin.duration(to: .now) < .seconds(30))
        #expect("\(error)".hasPrefix("file.yaml\(broken.place): "), "\(error)")
        #expect(error.message.contains(broken.says), "\(error)")
        #expect(error.message.count > 15 && !error.message.contains("yaml_"))
    }

    @Test func bytesThatAreNotUTF8() {
        let texts: [([UInt8], String)] = [
            ([0xff, 0xfe, 0x61, 0], "1:1"), ([0x61, 0xc3], "1:2"), ([0xed, 0xa0, 0x80], "1:1"),
            ([0x61, 0x0a, 0xc3, 0xa9, 0x62, 0x80], "2:3"), ([0xef, 0xbb, 0xbf, 0x61, 0xff], "1:2"),
        ]
        for (bytes, place) in texts {
            let said = complaint { _ = try YAMLValue(bytes: bytes, name: "n") }
            #expect(said?.hasPrefix("n:\(place): the file is not UTF-8") == true, "\(said ?? "")")
        }
    }

    /// Comparing such keys costs nine times more with each level; only the clock ends it.
    @Test func keysThatAreAliasesOfAliases() throws {
        let begin = ContinuousClock.now
        let error = try #require(refusal(of: Broken.bomb(levels: 8) + "? *a7\n: 1\n? [*a7]\n: 2\n"))
        #expect(error.message.contains("too long") || error.message.contains("too many"), "\(error)")
        #expect(begin.duration(to: .now) < .seconds(60))
    }

    @Test func deepTextOnAThreadWithLittleStack() {
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            _ = refusal(of: String(repeating: "[", count: 990) + String(repeating: "]", count: 990))
            done.signal()
        }
        thread.stackSize = 256 << 10
        thread.start()
        #expect(done.wait(timeout: .now() + 20) == .success)
    }
}

@Suite struct FileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "yaml-" + UUID().uuidString + "/"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func foldersAndMissingFilesAreNamed() throws {
        try withFolder { folder in
            #expect(
                complaint { _ = try YAMLValue(contentsOf: folder + "none.yaml") }
                    == folder + "none.yaml: there is no such file; check the name")
            #expect(
                complaint { _ = try YAMLValue(contentsOf: folder) }
                    == folder + ": this is a folder; give a YAML file")
            #expect(complaint { _ = try YAMLValue(contentsOf: "") } != nil)
        }
    }

    @Test func aFileThatMayNotBeRead() throws {
        guard geteuid() != 0 else { return print("skipped: root may read every file") }
        try withFolder { folder in
            let path = folder + "closed.yaml"
            try Data("a: 1".utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
            #expect(complaint { _ = try YAMLValue(contentsOf: path) }?.contains("check its permissions") == true)
        }
    }

    @Test func aFileOfExactlyTheGreatestSizeIsRead() throws {
        try withFolder { folder in
            let path = folder + "full.yaml"
            let full = "a: " + String(repeating: "x", count: YAMLValue.greatestSize - 3)
            try Data(full.utf8).write(to: URL(fileURLWithPath: path))
            #expect(try YAMLValue(contentsOf: path).mapping(["a"])["a"]?.text().count == full.count - 3)
            try Data((full + "x").utf8).write(to: URL(fileURLWithPath: path))
            #expect(complaint { _ = try YAMLValue(contentsOf: path) }?.contains("larger than 1 MB") == true)
        }
    }
}

@Suite struct ValueTests {
    @Test func readingGivesTextAsItStands() throws {
        let yaml = try read("a: 010\nb: '1e3'\nc: ~\nd: yes\ne: |\n  two\n  lines\n")
        let keys = try yaml.mapping(["a", "b", "c", "d", "e"])
        #expect(try keys["a"]?.text() == "010" && keys["b"]?.text() == "1e3" && keys["c"]?.text() == "~")
        #expect(try keys["d"]?.text() == "yes" && keys["e"]?.text() == "two\nlines\n")
    }

    @Test(arguments: [
        "\u{FEFF}first: 1\nsecond: 2\n", "first: 1\r\nsecond: 2\r\n", "first: 1\rsecond: 2\r",
        "---\nfirst: 1\nsecond: 2\n...",
    ])
    func marksAndLineEndsDoNotMatter(_ text: String) throws {
        let keys = try read(text).mapping(["first", "second"])
        #expect(try keys["first"]?.int(in: 1...1) == 1 && keys["second"]?.int(in: 2...2) == 2)
    }

    @Test func aByteOrderMarkIsNoColumn() {
        #expect(
            complaint { _ = try read("\u{FEFF}wrong: 1\n").mapping(["right"]) }?.hasPrefix("file.yaml:1:1:") == true)
    }

    @Test func anchorsAndAliases() throws {
        let keys = try read("a: &one [1, 2]\nb: *one\nc: {d: &two 5, e: *two}\n").mapping(["a", "b", "c"])
        #expect(try keys["b"]?.items().map { try $0.text() } == ["1", "2"])
        #expect(try keys["c"]?.mapping(["d", "e"])["e"]?.int(in: 0...9) == 5)
    }

    @Test(arguments: [
        ("timout", "file.yaml:2:3: 'timout' is no key here; did you mean 'timeout'?"),
        ("unrelated-thing", "file.yaml:2:3: 'unrelated-thing' is no key here; the keys are: timeout, pin"),
        ("4242424242424242", "file.yaml:2:3: this is no key here; the keys are: timeout, pin"),
        ("\"time\\e[1mout\"", "file.yaml:2:3: this is no key here; the keys are: timeout, pin"),
        ("777", "file.yaml:2:3: this is no key here; the keys are: timeout, pin"),
        ("pln", "file.yaml:2:3: 'pln' is no key here; did you mean 'pin'?"),
    ])
    func anUnknownKeyIsShownWhenItLooksLikeOne(_ key: String, _ says: String) throws {
        let inner = try #require(try read("a:\n  \(key): 1\n").mapping(["a"])["a"])
        #expect(complaint { _ = try inner.mapping(["timeout", "pin"]) } == says)
    }

    @Test(arguments: [
        "abc", "1.5", "-1", "10", "99999999999999999999", "", "0x1", " 1",
    ])
    func aWrongWholeNumber(_ text: String) throws {
        let value = try read("'\(text)'\n")
        #expect(complaint { _ = try value.int(in: 0...9) } == "file.yaml:1:1: this must be a whole number from 0 to 9")
    }

    @Test(arguments: ["nan", "inf", "-0.1", "9.1", "x", "", "1e400"]) func aWrongNumber(_ text: String) throws {
        let value = try read("'\(text)'\n")
        #expect(
            complaint { _ = try value.number(in: 0...9, unit: "s") }?.hasPrefix("file.yaml:1:1: this must be") == true)
    }

    @Test func aValueOfTheWrongKind() throws {
        let list = try read("[1, 2]")
        #expect(complaint { _ = try list.text() }?.contains("one value is needed") == true)
        #expect(complaint { _ = try list.mapping([]) }?.contains("a mapping") == true)
        #expect(complaint { _ = try read("a: 1").items() }?.contains("a list") == true)
        #expect(complaint { _ = try read("? [a]\n: 1").mapping([]) }?.contains("one value is needed") == true)
        #expect(complaint { _ = try read("maybe").bool() } == "file.yaml:1:1: this must be one of: true, false")
    }
}

/// A card number in every place of a file: no error says it.
@Suite struct SecrecyTests {
    private static let card = "4242424242424242"
    private static let shapes = [card, "4242 4242 4242 4242", "4242-4242-4242-4242", "4242.4242.4242.4242"]
    private static let places = [
        "%: 1\n", "a: %\n", "a: [%\n", "a: {%: 1, %: 2}\n", "%: 1\n%: 2\n", "a: &% 1\n", "a: *%\n", "a: &x% [*x%]\n",
        "a: !%! 1\n", "a: !<%> 1\nb: [\n", "%% 1\n---\na\n", "a: \"%\n", "a: '%\n", "a: \"\\%\"\n", "- %\nb: %\n",
        "a: %: %\n", "a: 1\n---\n%: 2\n", "a: %\u{0}\n", "%TAG ! %\n---\n%\n---\n", "a:\n\t%\n",
        "? [%]\n: 1\n? [%]\n: 2\n",
        "a: |%\n x\n", "@%\n", "a: `%\n", "%", "[%, %",
    ]

    @Test(arguments: shapes) func noErrorSaysACard(_ card: String) throws {
        for place in SecrecyTests.places {
            let text = place.split(separator: "%", omittingEmptySubsequences: false).joined(separator: card)
            let value: YAMLValue
            do { value = try YAMLValue(bytes: Array(text.utf8), name: "f") } catch {
                expectSilent(error, text)
                continue
            }
            let readings: [(YAMLValue) throws -> Void] = [
                { _ = try $0.text() }, { _ = try $0.int(in: 0...1) }, { _ = try $0.bool() }, { _ = try $0.items() },
                { _ = try $0.mapping(["a", "cards"]) },

                { for item in try $0.items() { _ = try item.choice([("x", 1)]) } },
            ]
            for reading in readings {
                do { try reading(value) } catch { expectSilent(error, text) }
            }
        }
    }

    private func expectSilent(_ error: any Error, _ text: String) {
        let digits = String(describing: error).filter(\.isNumber)
        #expect(!digits.contains("42424242"), "\(error) of \(text)")
    }
}

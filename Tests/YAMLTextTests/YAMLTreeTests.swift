import Testing
import YAMLText

/// YAML that is written, and reads as what it was.
@Suite("YAML trees") struct YAMLTreeTests {
    @Test("keys and values stand in their order") func order() throws {
        let tree = YAMLTree.mapping([
            .init("name", .quoted("A call: paid")), .init("b", .word("paid")), .init("a", .quoted("0123")),
            .init("line", .line([.init("kind", .word("queue")), .init("target", .quoted("x"))])),
            .init("steps", .list([.mapping([.init("press", .quoted("1#"))]), .word("hang-up")])),
            .init("set", .source("[visa, amex]")),
        ])
        #expect(
            try tree.text() == """
                name: "A call: paid"
                b: paid
                a: "0123"
                line: {kind: queue, target: "x"}
                steps:
                - press: "1#"
                - hang-up
                set: [visa, amex]

                """)
    }

    @Test(
        "any text comes back as it was",
        arguments: [
            "", "true", "0x1", "a: b", "# no comment", "*", "\"", "line\nfeed", "naïve ☎", "${pan}#", " x ", "- a",
        ])
    func texts(text: String) throws {
        for value in [YAMLTree.word(text), .quoted(text)] {
            let written = try YAMLTree.mapping([.init("key", value), .init("line", .line([.init("k", value)]))]).text()
            let read = try YAMLValue(bytes: Array(written.utf8), name: "x").mapping(["key", "line"])
            #expect(try read["key"]?.text() == text, "\(written)")
            #expect(try read["line"]?.mapping(["k"])["k"]?.text() == text, "\(written)")
        }
    }

    @Test("what is no YAML is not written") func noSource() {
        #expect(throws: YAMLError.self) { try YAMLTree.source("[a").text() }
    }
}

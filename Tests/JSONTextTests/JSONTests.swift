import JSONText
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        (0.0, 3, "0"), (-0.0004, 3, "0"), (83.2, 6, "83.2"), (0.1 + 0.2, 6, "0.3"), (-1.25, 1, "-1.3"), (12.0, 0, "12"),
        (99.6, 0, "100"), (0.0005, 4, "0.0005"), (1e13, 2, "null"), (.infinity, 2, "null"), (.nan, 2, "null"),
    ])
    func decimals(value: Double, places: Int, text: String) {
        #expect(JSON.decimal(value, places: places).text == text)
    }

    @Test func textIsEscaped() {
        #expect(JSON.string("a\"b\\c\n\r\t\u{01}\u{7f}é😀").text == #""a\"b\\c\n\r\t\u0001\u007fé😀""#)
    }

    @Test func membersKeepTheirOrder() {
        let value = JSON.members([
            "b": .int(1), "a": .array([.null, .bool(true)]), "c": .members([:]), "d": .optional(nil),
        ])
        #expect(value.text == #"{"b":1,"a":[null,true],"c":{},"d":null}"#)
    }
}

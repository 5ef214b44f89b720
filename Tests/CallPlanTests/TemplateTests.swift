import JSONText
import Testing

@testable import CallPlan

private let place = SourcePlace(line: 1, column: 1)

/// A template whose data sources all are number 0, so that a test gives one value.
func template(_ text: String) throws -> Template {
    try Template(text, at: place) { DataReference(name: $0, index: 0, place: place) }
}

@Suite("Templates, names and paths") struct TemplateTests {
    @Test(arguments: [
        ("", ""), ("a", "a"), ("{x}", "<x>"), ("a {x}{y} b", "a <x><y> b"), ("{{x}}", "{x}"), ("{{{x}}}", "{<x>}"),
        ("é{x}😀", "é<x>😀"),
    ])
    func filled(text: String, result: String) throws {
        #expect(try template(text).filled { "<\($0.name)>" } == result)
    }

    @Test(arguments: [
        ("{", TemplateFault.unclosedBrace), ("a {x", .unclosedBrace), ("{}", .noName), ("{ x }", .noName),
        ("{4539578763621486}", .noName), ("}", .strayBrace), ("{x}}", .strayBrace), ("{x{y}", .noName),
    ])
    func faults(text: String, fault: TemplateFault) {
        #expect(throws: fault) { try template(text) }
        #expect(!fault.message.contains("4539"))
    }

    @Test func whole() throws {
        #expect(try template("{x}").wholeReference?.name == "x")
        #expect(try template(" {x}").wholeReference == nil && template("x").wholeReference == nil)
    }

    @Test(arguments: ["a", "ask-account", "a_1", "Z9", "a12345678"]) func names(name: String) {
        #expect(PlanName.isName(name))
    }

    @Test(arguments: ["", "1a", "-a", "a b", "é", "a.b", "a123456789", String(repeating: "a", count: 41)])
    func noNames(name: String) { #expect(!PlanName.isName(name)) }

    @Test(arguments: [
        ("$", []), ("$.a", [JSONPathComponent.name("a")]), ("$.a.b-c", [.name("a"), .name("b-c")]),
        ("$['a b'][0]", [.name("a b"), .index(0)]), ("$[12].x", [.index(12), .name("x")]),
        ("$[\"a\"]", [.name("a")]),
        ("$.é1", [.name("é1")]),
    ])
    func paths(text: String, components: [JSONPathComponent]) { #expect(JSONPath(text)?.components == components) }

    @Test(arguments: [
        "", "a", "$a", "$.", "$..a", "$.*", "$[*]", "$[-1]", "$[1:2]", "$[]", "$['a", "$['a'", "$[a]", "$.a.",
        "$[10000]",
        "$[99999999999999999999]", "$.a b", "$['a\\'b']", "$[?(@.a)]", String(repeating: "$", count: 2),
        "$" + String(repeating: ".a", count: 17),
    ])
    func noPaths(text: String) { #expect(JSONPath(text) == nil) }
}

import CallPlan
import Testing
import YAMLText

@testable import PlanFiles

/// Plans that are read from text.
enum PlanKit {
    /// Reads and checks a plan.
    static func file(_ text: String) throws -> PlanFile {
        PlanFile(try YAMLValue(bytes: Array(text.utf8), name: "p.yaml"), name: "p.yaml")
    }

    /// Problems as they are compared: place, rule and sentence.
    static func problems(_ text: String) throws -> [String] {
        try file(text).problems.map { "\($0.place.line):\($0.place.column) \($0.rule.rawValue): \($0.message)" }
    }

    /// A plan with a good end at `bye`; the data begin on line 3, the steps on the line after them.
    static func text(data: [String] = [], steps: [String], start: String = "a") -> String {
        (["plan: p", data.isEmpty ? "# none" : "data:"] + data.map { "  " + $0 } + ["start: \(start)", "steps:"]
            + steps.map { "  " + $0 } + ["  bye: { hang-up: Bye. }", ""]).joined(separator: "\n")
    }
}

/// A plan with one thing wrong, where, and what is said of it.
struct Finding: Sendable, CustomTestStringConvertible {
    let name: String
    var data: [String] = []
    var steps: [String]
    var start = "a"
    let place: String
    let says: String
    var testDescription: String { name }

    static let payment = ["r: payment-result", "t: text"]
    static let paid = [
        "a: { transfer-to-pci: \"1\", clid: \"2\", set: { r: result }, next: b, no-answer: bye }"
    ]

    static let ways = [
        Finding(
            name: "unknown step", steps: ["a: { play: Hi., next: bie }"], place: "5:25 unknown-step",
            says: "there is no step 'bie'; did you mean 'bye'?"),
        Finding(
            name: "unknown step, nothing near",
            steps: ["a: { menu: Hi., choices: { \"1\": bye, \"2\": somewhere }, failed: bye }"],
            place: "5:45 unknown-step", says: "there is no step 'somewhere'; add it under steps, or name another"),
        Finding(
            name: "unknown step that is no name",
            steps: ["a: { menu: Hi., choices: { \"1\": bye, \"2\": 4539578763621486 }, failed: bye }"],
            place: "5:45 unknown-step", says: "this names no step; add it under steps, or name another"),
        Finding(
            name: "unknown start", steps: ["aa: { play: Hi., next: bye }"], start: "ab", place: "3:8 unknown-step",
            says: "there is no step 'ab'; did you mean 'aa'?"),
        Finding(
            name: "unrouted outcome", steps: ["a: { menu: Hi., choices: { \"1\": bye } }"],
            place: "5:6 unrouted-outcome",
            says: "the menu step 'a' does not say where 'failed' leads; name a step"),
        Finding(
            name: "unrouted outcome, empty",
            steps: ["a:", "  play: Hi.", "  next:", "b: { menu: Hi., choices: { \"1\": bye }, failed: a }"],
            start: "b", place: "7:10 unrouted-outcome", says: "the play step 'a' does not say where 'next' leads"),
        Finding(
            name: "unreachable step", steps: ["a: { play: Hi., next: bye }", "b: { play: Hi., next: bye }"],
            place: "6:3 unreachable-step", says: "no way from the start leads to 'b'"),
        Finding(
            name: "loop without input",
            steps: [
                "a: { menu: Hi., choices: { \"1\": b, \"2\": bye }, failed: bye }", "b: { play: Hi., next: c }",
                "c: { play: Hi., next: b }",
            ],
            place: "6:3 loop-without-input", says: "'b' and 'c' can follow one another for ever"),
        Finding(
            name: "loop of one",
            steps: ["a: { menu: Hi., choices: { \"1\": b, \"2\": bye }, failed: bye }", "b: { play: Hi., next: b }"],
            place: "6:3 loop-without-input", says: "'b' can follow"),
        Finding(
            name: "loop behind a repeat that is used up",
            steps: [
                "a: { menu: Hi., choices: { \"1\": b }, failed: bye }", "b: { repeat: a, times: 2, then: c }",
                "c: { play: Hi., next: b }",
            ],
            place: "6:3 loop-without-input", says: "'b' and 'c'"),
        Finding(
            name: "never ends",
            steps: [
                "a: { menu: Hi., choices: { \"1\": bye, \"2\": b }, failed: bye }",
                "b: { menu: Hi., choices: { \"1\": c }, failed: b }", "c: { play: Hi., next: b }",
            ],
            place: "6:3 never-ends", says: "from 'b' and 'c' no way leads to an end of the call"),
    ]

    static let results = [
        Finding(
            name: "result unrouted", data: ["r: payment-result"],
            steps: paid + [
                "b: { router: r, branches: { paid: bye, declined: bye, abandoned: bye, error: bye }, else: bye }"
            ],
            place: "7:16 unrouted-result", says: "('else' is none): pending, no-answer"),
        Finding(
            name: "tokenized where a transfer tokenizes", data: ["r: payment-result"],
            steps: [
                "a: { transfer-to-pci: \"1\", clid: \"2\", tokenizes: true, set: { r: result }, next: b, no-answer: bye }",
                "b: { router: r, branches: { paid: bye, declined: bye, abandoned: bye, error: bye, pending: bye, no-answer: bye } }",
            ], place: "7:16 unrouted-result", says: "'else' is none): tokenized"),
        Finding(
            name: "other values unrouted", data: ["n: { type: number, value: 3 }"],
            steps: ["a: { router: n, branches: { 3: bye } }"], place: "6:16 unrouted-outcome", says: "add 'else'"),
        Finding(
            name: "one-of unrouted", data: ["n: { one-of: [x, y, z], value: x }"],
            steps: ["a: { router: n, branches: { x: bye } }"], place: "6:16 unrouted-outcome",
            says: "add a branch for y, z, or 'else'"),
    ]

    static let data = [
        Finding(
            name: "unknown data in words", data: ["name: { type: text, value: x }"],
            steps: ["a: { play: \"{name} {nam}\", next: bye }"], place: "6:14 unknown-data",
            says: "'nam' is not declared; did you mean 'name'?"),
        Finding(
            name: "unknown data set", steps: ["a: { look-up: k, found: bye, not-found: bye }"],
            place: "5:17 unknown-data",
            says: "'k' is not declared; declare it under data, with its type"),
        Finding(
            name: "set but never declared", data: ["k: { type: digits, value: \"1\" }"],
            steps: ["a: { look-up: k, set: { due: balance }, found: bye, not-found: bye }"],
            place: "6:27 unknown-data", says: "'due' is not declared"),
        Finding(
            name: "used before set", data: ["k: digits"],
            steps: ["a: { play: \"{k}\", next: b }", "b: { collect: k, say: Hi., next: bye, failed: bye }"],
            place: "6:14 used-before-set", says: "'k' may have no value here"),
        Finding(
            name: "set on one way alone", data: ["k: { type: digits, from: given }", "n: text"],
            steps: ["a: { look-up: k, set: { n: name }, found: b, not-found: b }", "b: { play: \"{n}\", next: bye }"],
            place: "8:14 used-before-set", says: "'n' may have no value"),
        Finding(
            name: "no answer sets the result alone", data: payment,
            steps: [
                "a: { transfer-to-pci: \"1\", clid: \"2\", set: { r: result, t: reason }, next: bye, no-answer: b }",
                "b: { queue: q, context: [r, t] }",
            ], place: "8:31 used-before-set", says: "'t' may have no value"),
        Finding(
            name: "unused", data: ["k: digits"], steps: ["a: { play: Hi., next: bye }"], place: "3:3 unused-data",
            says: "'k' is never used; take it out"),
        Finding(
            name: "set and unused", data: ["k: digits"], steps: ["a: { collect: k, say: Hi., next: bye, failed: bye }"],
            place: "3:3 unused-data", says: "'k' is set and never used"),
        Finding(
            name: "type of a field", data: ["k: { type: digits, value: \"1\" }", "n: number"],
            steps: [
                "a: { look-up: k, set: { n: balance }, found: b, not-found: bye }", "b: { play: \"{n}\", next: bye }",
            ],
            place: "7:27 wrong-type", says: "'n' is a number: it gets an amount here; declare it as amount"),
        Finding(
            name: "look-up by an amount", data: ["k: { type: amount, value: 1 }"],
            steps: ["a: { look-up: k, found: bye, not-found: bye }"], place: "6:17 wrong-type",
            says: "looked up by digits"),
        Finding(
            name: "entry into a boolean", data: ["k: boolean"],
            steps: ["a: { collect: k, say: Hi., confirm: \"{k}\", next: bye, failed: bye }"], place: "6:17 wrong-type",
            says: "digits are collected into"),
        Finding(
            name: "value that never is", data: ["n: { one-of: [x], value: x }"],
            steps: ["a: { router: n, branches: { x: bye, y: bye } }"], place: "6:39 wrong-type",
            says: "never has this value; give one that it can have: x"),
        Finding(
            name: "comparison of a text", data: ["n: { type: text, value: x }"],
            steps: ["a: { router: n, branches: [{ below: 5, next: bye }], else: bye }"], place: "6:30 wrong-type",
            says: "compare numbers and amounts"),
    ]

    static let secrets = [
        ("play: \"{s}\", next: bye", "6:14", "said"),
        ("menu: \"{s}\", choices: { \"1\": bye }, failed: bye", "6:14", "said"),
        ("menu: Hi., no-input: \"{s}\", choices: { \"1\": bye }, failed: bye", "6:29", "said"),
        ("collect: s, say: Hi., confirm: \"{s}\", next: bye, failed: bye", "6:39", "said"),
        ("hang-up: \"{s}\"", "6:17", "said"), ("queue: q, context: [s]", "6:28", "whoever takes the call"),
        ("agent: q, context: [s]", "6:28", "whoever takes the call"),
        ("number: \"123\", context: [s]", "6:33", "whoever takes the call"),
        ("data-connector: https://x.example, path: \"/{s}\", next: bye, failed: bye", "6:49", "addresses"),
        ("transfer-to-pci: \"{s}\", clid: \"1\", next: bye, no-answer: bye", "6:25", "dialled"),
        ("transfer-to-pci: \"1\", clid: \"{s}\", next: bye, no-answer: bye", "6:36", "dialled"),
    ].map { step, place, says in
        Finding(
            name: "secret in \(step)", data: ["s: { type: text, secret: true, from: given }"],
            steps: ["a: { \(step) }", "b: { menu: Hi., choices: { \"1\": a, \"2\": bye }, failed: bye }"], start: "b",
            place: "\(place) secret-leak", says: says)
    }
}

@Suite("Findings of the check") struct FindingsTests {
    @Test(arguments: Finding.ways + Finding.results + Finding.data + Finding.secrets)
    func oneFinding(_ finding: Finding) throws {
        let text = PlanKit.text(data: finding.data, steps: finding.steps, start: finding.start)
        let problems = try PlanKit.problems(text)
        #expect(problems.count == 1, "\(problems)")
        let problem = try #require(problems.first)
        #expect(problem.hasPrefix(finding.place + ":"), "\(problem)")
        #expect(problem.contains(finding.says), "\(problem)")
        #expect(!problem.contains("4539"))
    }

    @Test("every rule has a plan that breaks it") func rules() {
        let all = (Finding.ways + Finding.results + Finding.data + Finding.secrets).map(\.place).joined(separator: " ")
        for rule in PlanProblem.Rule.allCases where rule != .unreadable { #expect(all.contains(rule.rawValue)) }
    }

    @Test("a secret that stands in the plan") func secretInPlan() throws {
        for source in ["value: abc", "value: abc, from: given"] {
            let text = PlanKit.text(
                data: ["s: { type: text, secret: true, \(source) }"],
                steps: [
                    "a: { data-connector: \"https://x.example\", headers: { Key: \"{s}\" }, next: bye, failed: bye }"
                ])
            #expect(
                try PlanKit.problems(text) == [
                    "3:3 secret-leak: the secret 's' stands in the plan; take it from the environment or with the call"
                ])
            let value = try #require(try PlanKit.file(text).plan?.data.first)
            #expect(!String(reflecting: value).contains("abc"))
        }
    }

    @Test("all problems are told, in the order of their places") func all() throws {
        let text = PlanKit.text(
            data: ["k: digits", "u: text"],
            steps: [
                "a: { play: \"{k} {x}\", next: nowhere }", "b: { play: Hi., next: c }", "c: { play: Hi., next: b }",
                "d: { menu: Hi., choices: { \"1\": bye } }",
            ])
        let problems = try PlanKit.problems(text)
        let rules = problems.map { $0.split(separator: ":")[1].split(separator: " ")[1] }
        #expect(
            rules == [
                "unused-data", "used-before-set", "unknown-data", "unknown-step", "loop-without-input",
                "unreachable-step",
                "unreachable-step", "unreachable-step", "unrouted-outcome", "unreachable-step",
            ], "\(problems)")
        #expect(try PlanKit.problems(text) == problems)
    }

    @Test("what is fine") func fine() throws {
        for steps in [
            ["a: { repeat: b, times: 2, then: bye }", "b: { play: Hi., next: a }"],
            ["a: { agent: x, done: b }", "b: { play: Hi., next: a }", "c: { play: Hi., next: bye }"],
            ["a: { agent: x }"], ["a: { number: \"+1 555\" }"],
        ] {
            let problems = try PlanKit.problems(PlanKit.text(steps: steps))
            let others = problems.filter { !$0.contains("unreachable") && !$0.contains("telephone") }
            #expect(others.allSatisfy { $0.contains("never-ends") }, "\(problems)")
        }
        let confirm = PlanKit.text(
            data: ["k: digits"], steps: ["a: { collect: k, say: Hi., confirm: \"{k}?\", next: bye, failed: bye }"])
        #expect(try PlanKit.problems(confirm).isEmpty)
    }
}

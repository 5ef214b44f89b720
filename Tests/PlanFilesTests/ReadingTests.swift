import CallPlan
import Telephony
import Connectors
import Testing
import YAMLText

@testable import PlanFiles

/// Files that are no plans: where, and what is said.
@Suite("Reading plans") struct ReadingTests {
    private static let steps: [(step: String, place: String, says: String)] = [
        ("{ next: bye }", "5:6", "a step needs one of: play, menu"),
        ("{ pla: Hi., next: bye }", "5:8", "did you mean 'play'?"),
        ("{ play: Hi., hang-up: Bye. }", "5:6", "a step does one thing; this one has play and hang-up"),
        ("{ play: Hi., nxt: bye }", "5:19", "'nxt' is no key here; did you mean 'next'?"),
        ("{ play: \"\", next: bye }", "5:14", "text is needed here"),
        ("{ play: [], next: bye }", "5:14", "one value is needed"),
        ("{ play: \"{x\", next: bye }", "5:14", "not closed"),
        ("{ play: \"x}\", next: bye }", "5:14", "no '{' before it"),
        ("{ play: \"{a b}\", next: bye }", "5:14", "not the name"), ("[]", "5:6", "a mapping"),
        ("{ menu: Hi., failed: bye }", "5:6", "'choices' is missing here"),
        ("{ menu: Hi., choices: {}, failed: bye }", "5:14", "at least one choice"),
        ("{ menu: Hi., choices: { A: bye }, failed: bye }", "5:30", "one of the keys 0 to 9"),
        ("{ menu: Hi., choices: { \"12\": bye }, failed: bye }", "5:30", "one of the keys 0 to 9"),
        ("{ menu: Hi., choices: { 1: bye }, timeout: 0, failed: bye }", "5:49", "0.1 to 600"),
        ("{ menu: Hi., choices: { 1: bye }, timeout: nan, failed: bye }", "5:49", "0.1 to 600"),
        ("{ menu: Hi., choices: { 1: bye }, attempts: 21, failed: bye }", "5:50", "1 to 20"),
        ("{ collect: k, next: bye, failed: bye }", "5:6", "'say' is missing"),
        ("{ collect: k, say: Hi., length: 5 to 4, next: bye, failed: bye }", "5:38", "like '4 to 10'"),
        ("{ collect: k, say: Hi., length: 33, next: bye, failed: bye }", "5:38", "1 to 32"),
        ("{ collect: k, say: Hi., length: \"5 \", next: bye, failed: bye }", "5:38", "1 to 32"),
        ("{ collect: k, say: Hi., ends-by: 5, next: bye, failed: bye }", "5:39", "one of: #, *, none"),
        ("{ look-up: k, set: { a: pin }, found: bye, not-found: bye }", "5:30", "one of: account"),
        ("{ router: k, branches: [], else: bye }", "5:16", "at least one branch"),
        ("{ router: k, branches: [{ next: bye }] }", "5:30", "needs 'is', 'from' or 'below'"),
        ("{ router: k, branches: [{ is: 1, below: 2, next: bye }] }", "5:30", "either 'is'"),
        ("{ router: k, branches: [{ from: 3, below: 2, next: bye }] }", "5:30", "must be less"),
        ("{ router: k, branches: [{ below: 1e5, next: bye }] }", "5:39", "a number like 5"),
        ("{ router: k, branches: [{ below: 1 }] }", "5:30", "'next' is missing"),
        ("{ number: \"123x\" }", "5:16", "3 to 15 digits"),
        ("{ queue: \"4539 5787 6362 1486\" }", "5:15", "looks like a card number"),
        ("{ repeat: a, times: 0, then: bye }", "5:26", "1 to 20"),
        ("{ repeat: a, then: bye }", "5:6", "'times' is missing"),
        ("{ transfer-to-pci: \"1\", next: bye, no-answer: bye }", "5:6", "'clid' is missing"),
        ("{ transfer-to-pci: \"1\", clid: \"2\", mode: x, next: bye, no-answer: bye }", "5:47", "automated, assisted"),
        ("{ data-connector: pay, next: bye, failed: bye }", "5:24", "not declared; declare it under services"),
        ("{ data-connector: \"ftp://x\", next: bye, failed: bye }", "5:24", "an address like"),
        ("{ data-connector: \"http://u:p@x\", next: bye, failed: bye }", "5:24", "without a name"),
        ("{ data-connector: \"http://x\", path: x, next: bye, failed: bye }", "5:42", "begins with '/'"),
        ("{ data-connector: \"http://x\", path: \"/x y\", next: bye, failed: bye }", "5:42", "no spaces"),
        ("{ data-connector: \"http://x\", path: \"{k}/x\", next: bye, failed: bye }", "5:42", "begins with '/'"),
        ("{ data-connector: \"http://x\", method: get, next: bye, failed: bye }", "5:44", "one of: GET"),
        ("{ data-connector: \"http://x\", headers: { \"A B\": x }, next: bye, failed: bye }", "5:47", "header's name"),
        (
            "{ data-connector: \"http://x\", headers: { host: x }, next: bye, failed: bye }", "5:47",
            "set by the connector"
        ),
        ("{ data-connector: \"http://x\", headers: { A: \"x\\ny\" }, next: bye, failed: bye }", "5:50", "on one line"),
        ("{ data-connector: \"http://x\", body: { a: {b} }, next: bye, failed: bye }", "5:49", "quote a text"),
        ("{ data-connector: \"http://x\", set: { a: x.y }, next: bye, failed: bye }", "5:46", "like $.payment.clid"),
        ("{ data-connector: \"http://x\", next: bye, failed: { timeout: bye } }", "5:55", "'else' is missing"),
    ]

    @Test(arguments: steps.indices) func wrongSteps(index: Int) throws {
        let (step, place, says) = Self.steps[index]
        let file = try PlanKit.file(PlanKit.text(steps: ["a: \(step)"]))
        #expect(file.plan == nil)
        #expect(file.problems.count == 1)
        let line = file.line(of: try #require(file.problems.first))
        #expect(line.hasPrefix("p.yaml:\(place): error: "), "\(step): \(line)")
        #expect(line.contains(says), "\(step): \(line)")
        #expect(!line.contains("4539"))
    }

    @Test(arguments: [
        ("a: txt", "3:6", "one of: text, digits"), ("a: { secret: true }", "3:6", "either a type or one-of"),
        ("a: { type: text, one-of: [b] }", "3:6", "either a type or one-of"),
        ("a: { one-of: [] }", "3:16", "different texts"),
        ("a: { one-of: [b, b] }", "3:16", "different texts"),
        ("a: { type: number, value: x }", "3:29", "does not fit the type number"),
        ("a: { type: amount, value: 1.234 }", "3:29", "does not fit"),
        ("a: { type: text, from: home }", "3:26", "'given'"),
        ("a: { type: text, from: environment A, value: x }", "3:26", "either a value or the variable"),
        ("a: { type: text, from: environment 4A }", "3:26", "'given'"),
        ("4a: text", "3:3", "a name begins with a letter"),
        ("a4539578763621486: text", "3:3", "no more than 8 digits"),
        ("a: { type: text, scret: true }", "3:20", "did you mean 'secret'?"),
    ])
    func wrongData(source: String, place: String, says: String) throws {
        let file = try PlanKit.file(PlanKit.text(data: [source], steps: ["a: { play: Hi., next: bye }"]))
        let line = file.line(of: try #require(file.problems.first))
        #expect(line.hasPrefix("p.yaml:\(place): error: ") && line.contains(says), "\(line)")
        #expect(file.problems.count == 1 && !line.contains("4539"))
    }

    @Test(arguments: [
        ("start: a\nsteps: {}\n", "1:1", "'plan' is missing"), ("plan: p\nstart: a\n", "1:1", "'steps' is missing"),
        ("plan: p\nsteos: {}\n", "2:1", "did you mean 'steps'?"), ("plan: p\nsteps: []\n", "2:8", "a mapping"),
        ("plan: 4539578763621486\nsteps: { a: { hang-up: } }\n", "1:7", "card number"),
        ("plan: p\nservices: { a: b }\nsteps: { a: { hang-up: } }\n", "2:16", "in-process"),
        ("plan: p\ncurrency: XYZ\nsteps: { a: { hang-up: } }\n", "2:11", "ISO 4217"), ("[]", "1:1", "a mapping"),
        ("plan: p\nsteps: { a: { hang-up: } }\n", "1:1", "where 'start' leads"),
    ])
    func wrongFiles(text: String, place: String, says: String) throws {
        let file = try PlanKit.file(text)
        let line = file.line(of: try #require(file.problems.first))
        #expect(line.hasPrefix("p.yaml:\(place): error: ") && line.contains(says), "\(line)")
        #expect(throws: YAMLError.self) { try file.runnable() }
    }

    @Test("each part that can't be read is told") func allParts() throws {
        let text = PlanKit.text(data: ["a: txt", "b: txt"], steps: ["a: { play: Hi. , x: 1 }", "b: { lay: Hi. }"])
        let places = try PlanKit.file(text).problems.map(\.place)
        #expect(places == [(3, 6), (4, 6), (7, 20), (8, 8)].map { SourcePlace(line: $0.0, column: $0.1) }, "\(places)")
    }

    @Test("what is read, with its defaults") func defaults() throws {
        let text = PlanKit.text(
            data: ["k: digits"],
            steps: [
                "a: { collect: k, say: \"Hi {{you}}.\", next: b, failed: bye }",
                "b: { menu: \"{k}?\", choices: { 1: c, \"#\": bye }, failed: bye }",
                "c: { data-connector: \"https://x.example/\", next: bye, failed: bye }",
                "d: { collect: k, say: Hi., length: 3 to 7, ends-by: none, first-digit-timeout: 2.5, next: bye, failed: bye }",
            ])
        let plan = try #require(try PlanKit.file(text).plan)
        guard case .collect(let collect) = plan.steps[0].kind, case .menu(let menu) = plan.steps[1].kind,
            case .connector(let connector) = plan.steps[2].kind, case .collect(let other) = plan.steps[3].kind
        else { throw YAMLError(file: "", line: nil, column: nil, message: "other kinds") }
        #expect(collect.length == 1...20 && collect.endKey == .pound && collect.attempts == 3)
        #expect(collect.firstDigitTimeout == .seconds(10) && collect.interDigitTimeout == .seconds(5))
        #expect(collect.words.parts == [.literal("Hi {you}.")] && collect.confirm == nil)
        #expect(menu.timeout == .seconds(5) && menu.attempts == 3 && menu.noInput == .silent)
        #expect(menu.choices.map(\.key) == [.one, .pound] && plan[menu.choices[0].next].name == "c")
        #expect(
            connector.service == .url("https://x.example") && connector.method == .get && connector.path.parts.isEmpty)
        #expect(connector.timeout == .seconds(10) && connector.retries == 0 && connector.retryDelay == .seconds(1))
        #expect(other.length == 3...7 && other.endKey == nil && other.firstDigitTimeout == .milliseconds(2500))
        #expect(plan[plan.start].name == "a" && plan.data[collect.data.index].name == "k")
    }

    @Test("a body keeps the types that it is written with") func body() throws {
        let text = PlanKit.text(
            data: [
                "n: { type: number, value: 2.50 }", "t: { type: text, value: \"a\\\"b\" }",
                "m: { type: amount, value: 3 }",
            ],
            steps: [
                "a: { data-connector: \"http://x\", path: \"/q?t={t}\", method: POST, next: bye, failed: bye, body: { i: 5, s: \"5\", z: 007, "
                    + "y: true, e: null, l: [\"{n}\", \"n {n}\", \"{t}\"], m: \"{m}\" } }"
            ])
        let plan = try PlanKit.file(text).runnable()
        guard case .connector(let connector) = plan.steps[0].kind else { return #expect(Bool(false)) }
        let request = try connector.request(key: "k") { reference in
            guard case .value(let value) = plan[reference].origin else { return .text("") }
            return value
        }
        #expect(request.address.url == "http://x/q?t=a%22b")
        #expect(
            request.body
                == #"{"i":5,"s":"5","z":"007","y":true,"e":null,"l":[2.5,"n 2.5","a\"b"],"m":"3.00"}"#)
    }
}

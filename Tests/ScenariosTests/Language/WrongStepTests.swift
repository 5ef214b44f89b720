import CallTestKit
import Testing
import YAMLText

@testable import Scenarios

/// What is wrong with a scenario of steps, in one sentence with its place.
@Suite("Wrong steps") struct WrongStepTests {
    private static func text(_ steps: String, head: String = "") -> String { "name: x\n\(head)steps:\n\(steps)\n" }

    @Test(
        "each mistake has its sentence",
        arguments: [
            ("- jump: 1", "3:3: 'jump' is no key here"),
            ("- wait", "3:3: a step is one of expect, press, play, speak"),
            ("- press: \"1\"\n  play: a.wav", "3:3: a step does one thing"),
            ("- press: \"12x\"", "3:10: character 3, 'x', is no key"),
            ("- press: { on: 3 }", "3:10: press needs keys"),
            ("- press: { keys: \"1\", on: 0 }", "3:27: this must be a number of ms from 1.0 to 10000.0"),
            ("- press: { keys: \"12\", doubled: 3 }", "3:33: this must be a whole number from 1 to 2"),
            ("- play: { channel: 1 }", "3:9: play needs a file, or keys"),
            ("- play: { keys: \"1\", file: a.wav }", "3:28: play has keys or a file, not both"),
            ("- play: { file: a.wav, twist: 3 }", "3:31: twist belongs to keys"),
            ("- play: { keys: \"1\", gain: 3 }", "3:28: this belongs to a file; keys have a level"),
            ("- play: { keys: \"1\", echo: 3 }", "3:28: this is written like 120@-10"),
            ("- play: { keys: \"1\", steady: 350+x@-3 }", "3:30: tones are written like 350+440@-20"),
            ("- play: { keys: \"1\", companding: gsm }", "3:34: this must be one of: mu-law, a-law"),
            ("- play: { keys: \"1\", loss: { burst: 2 } }", "3:28: loss needs percent"),
            ("- speak: { level: -3 }", "3:10: speak needs a file, or noise"),
            ("- say-nothing-for: long", "3:20: this must be a number of seconds"),
            ("- hang-up: false", "3:12: hang-up is true, or stands alone"),
            ("- agent: cancel", "3:10: only an assisted call, or one with a plan, has an agent"),
            ("- expect: { prompt: hello }", "3:21: this must be one of: account-blocked"),
            ("- expect: { asked: pine }", "3:20: this is no name that is known here; did you mean 'pin'?"),
            (
                "- expect: { prompt: ask-pin, timer: termination }",
                "3:11: a step waits for one thing; give prompt and timer"
            ),
            ("- expect: { prompt: ask-pin, result: paid }", "3:38: result is about the end of the call"),
            ("- expect: { within: 3 }", "3:11: expect needs one of: prompt, words, asked"),
            ("- expect: { digits: \"1\", field: card-number }", "3:21: the digits of card-number are never shown"),
            ("- expect: { field: pin }", "3:20: field needs its state as well"),
            ("- expect: { field: pin, state: good }", "3:32: this must be one of: asked, keyed, taken"),
            ("- expect: { event: hangup }", "3:20: this is no name that is known here; did you mean 'hung-up'?"),
            ("- expect: { event: answered, timer: gateway }", "3:37: answered has no timer; nothing belongs to it"),
            (
                "- expect: { event: segment, secure: true, capture: { x: shape } }",
                "3:57: this must be one of: segment, secure"
            ),
            ("- expect: { prompt: ask-pin, capture: { x: y } }", "3:39: capture goes with event"),
            ("- expect: { gateway: { price: 3 } }", "3:24: 'price' is no key here"),
            ("- expect: { transfer: none }", "3:23: a transfer that is waited for is a mapping"),
            ("- expect: { silence: 5, within: 3 }", "3:11: a silence that is longer than within can't come"),
            ("- expect: { result: payed }", "3:21: this must be one of: paid, tokenized"),
            ("- press: \"${pan}#\"", "3:10: there is no variable 'pan'; name it under variables"),
            ("- expect: { event: answered, within: -1 }", "3:38: this must be a number of seconds"),
            ("- include: none.yaml", "3:12: folder/none.yaml: there is no such file"),
            ("- include: { with: { a: b } }", "3:12: include needs the file whose steps are meant"),
        ])
    func sentence(steps: String, says: String) {
        do {
            _ = try scenario(WrongStepTests.text(steps))
            Issue.record("read: \(steps)")
        } catch { #expect("\(error)".hasPrefix("folder/s.yaml:" + says), "\(error)") }
    }

    @Test(
        "and so have those of tables and variables",
        arguments: [
            ("variables: { 1a: b }", "2:14: a variable's name begins with a letter"),
            ("variables: { pan: \"1\" }\ntags: [\"a b\"]", "3:8: a tag has letters"),
            ("examples: []", "2:11: there is no example"),
            (
                "examples: [{ name: a }, { name: a }]",
                "2:25: another example has this name; give it one of its own"
            ),
            ("examples: [{ name: \"4242424242424242\" }]", "2:12: this name looks like a card number"),
            ("examples: [{ a: b }]\nmatrix: { a: [c] }", "3:9: a is a variable of the examples too"),
            ("examples: none.csv", "2:11: folder/none.csv: there is no such file"),
            ("matrix: { a: [] }", "2:14: an axis of the matrix needs a value"),
            ("matrix: { a: [1, 1] }", "2:14: two values of this axis are called the same"),
            ("line: { rate: 1 }", "2:15: this must be a whole number from 8000 to 192000"),
            ("line: { prompt-echo: 50@-10 }", "2:22: this is written like 120@-10: 100.0 to 1000.0 ms"),
            ("skip: \"\"", "2:7: a name of 1 to 200 characters is needed here"),
            ("include: none.yaml", "2:10: folder/none.yaml: there is no such file"),
        ])
    func tables(head: String, says: String) {
        do {
            _ = try scenario(WrongStepTests.text("- expect: { prompt: ask-pin }", head: head + "\n"))
            Issue.record("read: \(head)")
        } catch { #expect("\(error)".hasPrefix("folder/s.yaml:" + says), "\(error)") }
    }

    @Test("a scenario must expect something") func nothingExpected() {
        let error = #expect(throws: YAMLError.self) { try scenario("name: x\nsteps:\n- press: \"1\"\n") }
        #expect(error?.description == "folder/s.yaml:1:1: a scenario needs expect: what must come of it")
    }
}

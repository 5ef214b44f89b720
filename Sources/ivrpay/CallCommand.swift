import ArgumentParser
import CallEngine
import CallReports
import CallSession
import JSONText
import PaymentCall
import Prompts
import Telephony

/// `ivrpay call`: one call, from a recording, typed keys or the keyboard.
struct CallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Drives one call: --audio FILE, or --keys KEYS, or the keyboard.",
        discussion: """
            KEYS: 0-9 * # A-D are keys; w waits 0.5 s, W 1 s, > waits until the prompt now playing is over, ! hangs up.
            A call that pays: ivrpay call --keys '10023# 4821# 1 4242424242424242# 1 1230# 1 123# 1 1'
            """)

    @Option(help: ArgumentHelp("The caller's keys.", valueName: "keys"))
    var keys: String?

    @Flag(help: "Hang up when keys or recording end, instead of staying on the line, silent.")
    var hangUpAtEnd = false

    @Option(help: ArgumentHelp("In an assisted call, the agent cancels then.", valueName: "seconds"))
    var agentCancelsAt: Double?

    @OptionGroup(title: "Scene") var scene: SceneOptions

    @Option(help: ArgumentHelp("Write every event to this file, one JSON object a line.", valueName: "file"))
    var events: String?

    @Option(help: ArgumentHelp("Fail (exit code 1) when the result is another one.", valueName: "result"))
    var expect: Outcome?

    @Option(help: "How the result is written.")
    var format = Format.text

    func run() throws {
        let scene = try scene.scene()
        let script: KeyScript
        do { script = try KeyScript(keys ?? "") } catch { throw Failure.usage("--keys: \(error)") }
        var engine = try start(scene, door: ["keys", String(script.steps.count)])
        KeyedCaller(
            script: script, hangsUpAtEnd: hangUpAtEnd, agentCancelsAt: agentCancelsAt.map { MediaTime.seconds($0) }
        ).drive(&engine)
        try finish(&engine, scene.prompts)
    }

    private func start(_ scene: CallScene, door: [String]) throws -> CallEngine {
        do {
            return try scene.engine(door: door)
        } catch {
            throw Failure.usage("--\(error.key): \(error.message)")
        }
    }

    private func finish(_ engine: inout CallEngine, _ prompts: PromptSet) throws {
        let happened = engine.takeEvents()
        guard let record = engine.record else { throw Failure.world("the call did not end; please report this") }
        if let events {
            try Output.writeFile(events, happened.map { $0.json(prompts: prompts).text + "\n" }.joined())
        }
        switch format {
        case .json: try Output.line(record.json.text)
        case .text:
            var transcript = Transcript(prompts: prompts)
            var lines = happened.flatMap { transcript.lines(for: $0) }
            lines += transcript.flush()
            try Output.line((lines + [""] + record.lines).joined(separator: "\n"))
        }
        if let expect, record.result.outcome != expect {
            throw Failure(
                code: Exit.expectationFailed,
                message: "expected the result \(expect.rawValue), but it was \(record.result.outcome.rawValue)")
        }
    }
}

extension Outcome: ExpressibleByArgument {}

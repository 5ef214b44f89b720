import ArgumentParser
import AudioFiles
import CallEngine
import CallPlots
import CallReports
import CallSession
import ConnectorHTTP
import Connectors
import Foundation
import JSONText
import PaymentCall
import PaymentGateway
import Prompts
import Settings
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

    @Option(help: ArgumentHelp("The caller is a recording: a sound file with keypad tones.", valueName: "file"))
    var audio: String?

    @Option(help: ArgumentHelp("The caller's channel, from 0 (default: the one with the most keys).", valueName: "n"))
    var callerChannel: Int?

    @Option(
        help: ArgumentHelp(
            "How the recording is played: as-recorded, or elastic: its silences are stretched and cut so that it answers when it is asked.",
            valueName: "timing"))
    var timing = CallerTiming.asRecorded

    @Option(help: ArgumentHelp("The caller types these keys.", valueName: "keys"))
    var keys: String?

    @Option(
        help: ArgumentHelp(
            "The keys are written as another program has them: sipp or voip-patrol (their play_dtmf).",
            valueName: "name"))
    var keysDialect: KeyDialect?

    @Flag(help: "Hang up when keys or recording end, instead of staying on the line, silent.")
    var hangUpAtEnd = false

    @Option(help: ArgumentHelp("In an assisted call, the agent cancels then.", valueName: "seconds"))
    var agentCancelsAt: Double?

    @OptionGroup var scene: SceneOptions

    @OptionGroup(title: "Its sound") var sound: CallSoundOptions

    @OptionGroup(title: "Its payments") var payments: KeptPaymentsOptions

    @Option(help: ArgumentHelp("Write every event to this file, one JSON object a line.", valueName: "file"))
    var events: String?

    @Option(
        help: ArgumentHelp(
            "Write the events in another system's words: twilio, for the callbacks of its <Pay>.", valueName: "name"))
    var dialect: EventDialect?

    @Option(
        help: ArgumentHelp(
            "Write what the agent of an assisted call sees to this file, one JSON object a line.", valueName: "file"))
    var agentView: String?

    @Option(
        help: ArgumentHelp(
            "Draw the call to this .svg or .png: prompts, keys, timers, gateway, and what went wrong.",
            valueName: "file"))
    var plot: String?

    @Option(
        help: ArgumentHelp(
            "Write the call to this file as a scenario that ivrpay replay plays again.", valueName: "file"))
    var saveScenario: String?

    @Option(help: ArgumentHelp("Fail (exit code 1) when the result is another one.", valueName: "result"))
    var expect: Outcome?

    @Flag(name: [.short, .long], help: "Tell of timers, segments and waiting keys too.")
    var verbose = false

    @Option(help: "How the result is written.")
    var format = Format.text

    func validate() throws {
        if audio != nil, keys != nil { throw ValidationError("--audio and --keys can't both be the caller") }
        if dialect != nil, events == nil { throw ValidationError("--dialect goes with --events") }
        if keysDialect != nil, keys == nil { throw ValidationError("--keys-dialect goes with --keys") }
        if timing != .asRecorded, audio == nil { throw ValidationError("--timing goes with --audio") }
        try SameFile.check([
            ("--audio", audio), ("--record", sound.record), ("--record-agent", sound.recordAgent),
            ("--events", events), ("--agent-view", agentView), ("--plot", plot), ("--ledger", payments.ledger),
            ("--save-scenario", saveScenario),
        ])
        try sound.check(audio: audio, hasAgent: scene.mode == .assisted || scene.plan != nil)
        if saveScenario != nil { try SavedScenarioFile.check(self.scene, payments) }
        if callerChannel != nil, audio == nil { throw ValidationError("--caller-channel goes with --audio") }
        if audio == "-" {
            throw ValidationError("--audio needs a file: a call reads its sound twice, and standard input only once")
        }
        if let channel = callerChannel, channel < 0 { throw ValidationError("--caller-channel counts from 0") }
        if let instant = agentCancelsAt, !(0...36_000).contains(instant) {
            throw ValidationError("--agent-cancels-at is 0 to 36000 seconds")
        }
    }

    func run() throws {
        var scene = try self.scene.scene()
        scene.agentCancelsAt = agentCancelsAt.map { MediaTime.seconds($0) }
        let kept = try payments.way(&scene)
        let files = CallFiles(
            events: try events.map { try WholeFile($0) }, agentView: try agentView.map { try WholeFile($0) },
            plot: try plot.map { try PlotFile($0) },
            scenario: try saveScenario.map { try SavedScenarioFile($0, self.scene) }
        )
        if let audio {
            try runRecorded(audio, scene, files, kept)
        } else if let keys {
            try runKeyed(keys, scene, files, kept)
        } else {
            try runKeyboard(scene, files, kept)
        }
        try kept?.check()
    }

    /// The files that a call writes beside its result.
    private struct CallFiles {
        let events: WholeFile?
        let agentView: WholeFile?
        let plot: PlotFile?
        let scenario: SavedScenarioFile?
    }

    private func runKeyed(_ keys: String, _ scene: CallScene, _ files: CallFiles, _ kept: KeptPayments?) throws {
        let script: KeyScript
        do {
            script = try keysDialect.map { try KeyScript(importing: keys, dialect: $0) } ?? KeyScript(keys)
        } catch { throw Failure.usage("--keys: \(error)") }
        let caller = KeyedCaller(script: script, hangsUpAtEnd: hangUpAtEnd)
        var engine = try start(
            scene, door: caller.door(asksAccount: scene.account == nil && !scene.identified),
            gateway: blocking(kept, scene))
        let sound = try sound(caller: .keys, rate: nil, scene)
        caller.drive(&engine, sound: sound?.sound, diary: files.scenario?.diary)
        try finish(FinishedCall(of: &engine), scene, files, sound)
    }

    private func runRecorded(_ file: String, _ scene: CallScene, _ files: CallFiles, _ kept: KeptPayments?) throws {
        let caller: RecordedCaller
        do {
            caller = try RecordedCaller(path: file, channel: callerChannel, hangsUpAtEnd: hangUpAtEnd, timing: timing)
        } catch {
            throw Failure(
                code: error.code == .noSuchChannel ? Exit.usage : Exit.worldFailed, message: error.description)
        }
        if caller.truncated {
            Output.note("ivrpay: \(file): the sound ends before its header says; the call took what is there")
        }
        if caller.keyTimes.isEmpty { Output.note("ivrpay: \(file): there is no keypad tone in it") }
        var engine = try start(scene, door: caller.door, gateway: blocking(kept, scene))
        let sound = try sound(caller: .sound, rate: caller.sampleRate, scene)
        do { try caller.drive(&engine, sound: sound?.sound, diary: files.scenario?.diary) } catch {
            throw Failure.world(error.description)
        }
        try finish(FinishedCall(of: &engine), scene, files, sound)
    }

    private func runKeyboard(_ given: CallScene, _ files: CallFiles, _ kept: KeptPayments?) throws {
        var scene = given
        if self.scene.today == nil { scene.today = CallCommand.realDate() }
        // A call by a person is no repetition of another one: its id is its own.
        let services = LiveHTTPConnector(service: HTTPService())
        defer { services.cancelAll() }
        let gateway = kept.map { LiveGateway($0.gateway) }
        // What was asked is written, whatever ends the call.
        defer { gateway?.finish() }
        var engine = try start(
            scene, door: ["keyboard", String(UInt64.random(in: 0 ... .max))], gateway: gateway, services: services)
        let sound = try sound(caller: .keys, rate: nil, scene)
        var line = TerminalLine(
            prompts: scene.prompts, services: services, gateway: gateway, results: format, verbose: verbose)
        let happened = LiveCaller(hangsUpAtEnd: hangUpAtEnd).drive(
            &engine, on: &line, sound: sound?.sound, diary: files.scenario?.diary)
        line.close()
        try finish(FinishedCall(of: &engine, events: happened), scene, files, sound, isShown: true)
    }

    /// The sound of a call, and what listens to it.
    private struct HeardCall {
        let sound: CallSound
        let recordings: [CallRecording]
        let envelopes: LegEnvelopes?

        /// Whether somebody may listen to it: a picture of it has no words that one could miss.
        var isHeard: Bool { !recordings.isEmpty }

        /// Both legs as the picture shows them, tones masked.
        var waves: CallWaves? { envelopes.map { CallWaves(caller: $0.caller, ivr: $0.ivr) } }
    }

    /// The call's sound, where something was asked for that needs it; its recordings have begun.
    private func sound(caller: CallLegs.Caller, rate: SampleRate?, _ scene: CallScene) throws -> HeardCall? {
        guard sound.areGiven || plot != nil else { return nil }
        let echo = try sound.echoPath()
        let rate = rate ?? sound.rate.flatMap { SampleRate(hertz: $0) } ?? .telephone
        let recordings = try sound.recordings(at: rate)
        let envelopes = plot.map { _ in LegEnvelopes(rate: rate) }
        let listeners: [any LegListener] = recordings + (envelopes.map { [$0] } ?? [])
        let heard = CallSound(
            caller: caller, rate: rate, clips: scene.prompts.sounds, echo: echo, listeners: listeners)
        return HeardCall(sound: heard, recordings: recordings, envelopes: envelopes)
    }

    private static func realDate() -> String {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    }

    /// The kept payments' gateway, as a call in media time asks it.
    private func blocking(_ kept: KeptPayments?, _ scene: CallScene) -> BlockingGateway? {
        kept.map {
            BlockingGateway(
                $0.gateway, latency: scene.settings.gateway.latency, rules: scene.settings.rules, clock: $0.clock)
        }
    }

    private func start(
        _ scene: CallScene, door: [String], gateway: (any PaymentGateway)?, services: (any DataConnector)? = nil
    ) throws -> CallEngine {
        do {
            return try scene.engine(
                door: door, gateway: gateway ?? SimulatedGateway(behaviour: scene.settings.gateway),
                keepsPayments: gateway != nil, services: services ?? BlockingHTTPConnector(service: HTTPService()))
        } catch {
            throw Failure.usage("--\(error.key): \(error.message)")
        }
    }

    private func finish(
        _ call: FinishedCall, _ scene: CallScene, _ files: CallFiles, _ sound: HeardCall?, isShown: Bool = false
    ) throws {
        let (happened, record) = (call.events, call.record)
        switch format {
        case .json: try Output.line(record.json.text)
        case .text:
            var transcript = Transcript(prompts: scene.prompts, verbose: verbose)
            var lines = isShown ? [] : happened.flatMap { transcript.lines(for: $0) }
            lines += transcript.flush()
            try Output.line((lines + [""] + record.lines).joined(separator: "\n"))
        }
        let told =
            dialect == .twilio ? TwilioCallbacks.objects(of: call) : happened.map { $0.json(prompts: scene.prompts) }
        try files.events?.finish(told.map { $0.text + "\n" }.joined())
        var view = AgentView(rules: scene.settings.rules)
        try files.agentView?.finish(happened.compactMap { view.line(for: $0)?.text }.map { $0 + "\n" }.joined())
        try files.plot?.finish(CallPlot(call, prompts: scene.prompts, waves: sound?.waves).picture())
        try files.scenario?.finish(call, in: scene)
        if let sound, sound.isHeard {
            CallSoundOptions.tellMissing(scene.prompts.sounds?.missing ?? [], unsaid: sound.sound.unsaidWords)
        }
        // The call went on without its recording; its result stands above.
        if let failure = sound?.recordings.lazy.compactMap(\.failure).first {
            throw Failure.world(failure.description + "; the recording ends there, the call went on")
        }
        if let expect, record.result.outcome != expect {
            throw Failure(
                code: Exit.expectationFailed,
                message: "expected the result \(expect.rawValue), but it was \(record.result.outcome.rawValue)")
        }
    }
}

extension Outcome: ExpressibleByArgument {}
/// Another system's words for what happens on a call.
enum EventDialect: String, ExpressibleByArgument, CaseIterable {
    case twilio
}

extension KeyDialect: ExpressibleByArgument {}
extension CallerTiming: ExpressibleByArgument {}

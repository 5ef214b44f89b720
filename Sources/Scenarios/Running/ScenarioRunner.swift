import Prompts
import AudioFiles
import CallEngine
import CallReports
import CallSession
import Connectors
import PaymentCall
import PaymentGateway
import ScenarioReports
import Settings
import Telephony

/// What came of one scenario.
public struct ScenarioOutcome: Sendable {
    /// The scenario.
    public let scenario: Scenario
    /// The call.
    public let call: FinishedCall
    /// What was not as expected; none when it passed.
    public let failures: [ScenarioFailure]
    /// Words of prompts that listeners heard as silence, as no recording says them.
    public var unsaidWords: [String] = []

    /// Whether everything was as expected.
    public var passed: Bool { failures.isEmpty }

    /// The call as a person reads it.
    public func transcript(verbose: Bool = false) -> [String] {
        var transcript = Transcript(prompts: scenario.scene.prompts, verbose: verbose)
        return call.events.flatMap { transcript.lines(for: $0) } + transcript.flush()
    }
}

/// How a scenario is run.
public struct RunConditions {
    /// Asks services outside the process; without it none can be reached.
    public var services: (any DataConnector)?
    /// Added to the scenario's own seed: another one is another noise, and other call ids.
    public var seed: UInt64 = 0
    /// Whether failures of sound are explained by the tones that were heard.
    public var explainsAudio = false
    /// Where golden transcripts are written anew, one for all scenarios of a run; nil: they are compared.
    public var updates: GoldenUpdates?

    /// No service, no other seed.
    public init() {}
}

extension Scenario {
    /// Runs the call in media time and looks at what came of it. Throws when its sound can't be read.
    /// `listeners` get the legs of the call as they may be kept.
    public func run(
        _ conditions: RunConditions = RunConditions(), listeners: [any LegListener] = []
    ) throws -> ScenarioOutcome {
        let placed = try place(conditions, listeners)
        var failures = [placed.stepFailure].compactMap { $0 }
        // After a step that failed the rest of the call is not what the scenario is about.
        if failures.isEmpty { failures = expectations.compactMap { $0.mismatch(with: placed.call) } }
        if failures.isEmpty, let transcript {
            let outcome = ScenarioOutcome(scenario: self, call: placed.call.call, failures: [])
            let mismatch =
                try conditions.updates.map { try $0.write(outcome.transcript(), to: transcript) }
                ?? transcript.mismatch(with: outcome.transcript())
            if let mismatch { failures.append(mismatch) }
        }
        if conditions.explainsAudio, !failures.isEmpty {
            failures[0].notes += try placed.sound(of: self)?.notes(of: placed.call.call) ?? []
        }
        return ScenarioOutcome(
            scenario: self, call: placed.call.call, failures: failures, unsaidWords: placed.unsaidWords)
    }

    /// Samples a second of the call's sound: those of its recording, or of its line.
    public func soundRate() throws -> SampleRate {
        switch caller {
        case .audio(let path, _, _, _): try AudioFileReader(path: path).sampleRate
        case .steps(_, let line?): line.rate
        case .keys, .steps(_, nil): .telephone
        }
    }

    /// A call that was placed, and what its steps came to.
    private struct PlacedCall {
        let call: ScenarioCall
        let unsaidWords: [String]
        var stepFailure: ScenarioFailure?
        /// What the caller sent; nil where nobody wants to know, or where it was a recording.
        var sent: SentSound?

        /// The caller's sound, for whoever wants to know why keys were not heard; nil where there was none.
        func sound(of scenario: Scenario) throws -> SentSound? {
            guard case .audio(let path, let channel, _, _) = scenario.caller else { return sent }
            return try SentSound(recording: path, channel: channel)
        }
    }

    private func place(_ conditions: RunConditions, _ listeners: [any LegListener]) throws -> PlacedCall {
        let log = GatewayLog()
        var scene = scene
        scene.seed &+= conditions.seed
        // The file's name alone, so that the call's id is the same from whatever folder the scenario is run.
        let name = file.split(separator: "/").last.map(String.init) ?? file
        var engine = try scene.engine(
            door: ["scenario", name] + (variant.map { [$0] } ?? []),
            gateway: LoggedGateway(SimulatedGateway(behaviour: scene.settings.gateway), log: log),
            services: conditions.services)
        let line: CallerLine? = if case .steps(_, let line) = caller { line } else { nil }
        let rate = line?.rate ?? .telephone
        let proof = Expectation.needsRecording(expectations) ? MaskProof(rate: rate) : nil
        let ears = listeners + (proof.map { [$0] } ?? [])
        var captures: [String: String] = [:]
        var failure: ScenarioFailure?
        var sent: SentSound?
        switch caller {
        case .keys(let script):
            let sound =
                ears.isEmpty ? nil : CallSound(caller: .keys, rate: rate, clips: scene.prompts.sounds, listeners: ears)
            KeyedCaller(script: script, hangsUpAtEnd: hangsUpAtEnd).drive(&engine, sound: sound)
        case .audio(let path, let channel, let timing, let place):
            let recorded: RecordedCaller
            do {
                recorded = try RecordedCaller(
                    path: path, channel: channel, hangsUpAtEnd: hangsUpAtEnd, timing: timing)
            } catch { throw StepSoundError(place: place, reason: error) }
            let sound =
                ears.isEmpty
                ? nil
                : CallSound(caller: .sound, rate: recorded.sampleRate, clips: scene.prompts.sounds, listeners: ears)
            try recorded.drive(&engine, sound: sound)
        case .steps(let steps, nil):
            let sound =
                ears.isEmpty ? nil : CallSound(caller: .keys, rate: rate, clips: scene.prompts.sounds, listeners: ears)
            var driver = try driven(steps, KeypadLine(sound: sound), &engine, log)
            (captures, failure) = (driver.observer.captures, driver.takeFailure())
        case .steps(let steps, let line?):
            let needsPrompts = !ears.isEmpty || line.promptEcho != nil
            let sound = CallSound(
                caller: .sound, rate: rate, clips: needsPrompts ? scene.prompts.sounds : nil, echo: line.promptEcho,
                listeners: ears)
            var driver = try driven(
                steps, SoundLine(line, sound: sound, seed: scene.seed, keepsSound: conditions.explainsAudio), &engine,
                log)
            (captures, failure) = (driver.observer.captures, driver.takeFailure())
            sent = driver.line.sentSound
        }
        let unsaidWords = ears.isEmpty ? [] : engine.unsaidWords
        let finished = try FinishedCall(of: &engine)
        let call = ScenarioCall(
            call: finished, gatewayRequests: log.requests.count, captures: captures, recordedTones: proof?.tones,
            leaks: Expectation.needsLeaks(expectations) ? leaks(of: finished) : [])
        return PlacedCall(call: call, unsaidWords: unsaidWords, stepFailure: failure, sent: sent)
    }

    /// The outputs of a call in which the gate finds what must not be told.
    private func leaks(of call: FinishedCall) -> [String] {
        let gate = LeakGate(of: self, call)
        let outcome = ScenarioOutcome(scenario: self, call: call, failures: [])
        var leaks: [String] = []
        if call.events.contains(where: { gate.leak(in: $0.json(prompts: scene.prompts)) != nil }) {
            leaks.append("the events")
        }
        if outcome.transcript(verbose: true).contains(where: { gate.leak(inWordsOfCall: $0) != nil }) {
            leaks.append("the transcript")
        }
        if gate.leak(in: call.record.json) != nil { leaks.append("the result") }
        return leaks
    }

    /// The steps, done, and the call run to its end.
    private func driven<Line: StepLine>(
        _ steps: [Step], _ line: Line, _ engine: inout CallEngine, _ log: GatewayLog
    ) throws -> StepDriver<Line> {
        var driver = StepDriver(
            line: line, observer: CallObserver(prompts: scene.prompts, gateway: log), reaction: reaction)
        try driver.run(steps, in: &engine)
        // The call of a step that failed is over there: its caller gives up.
        if hangsUpAtEnd || driver.failed, !engine.isOver { driver.line.hangUp(in: &engine) }
        driver.line.finish(&engine)
        return driver
    }
}

import CallPlan
import CallSession
import PaymentCall
import PlanFiles
import Prompts
import Settings
import TelephoneLine
import Telephony
import YAMLText

/// A scripted call: a scene, what the caller does, and what must come of it.
public struct Scenario: Sendable {
    /// What the caller does.
    public enum Caller: Sendable {
        /// Types keys.
        case keys(KeyScript)
        /// Is a recording; the path is that of a file, already seen from here, and `place` is where the scenario names it.
        case audio(path: String, channel: Int?, timing: CallerTiming, place: String)
        /// Goes step by step, over a line where sound is sent.
        case steps([Step], CallerLine?)
    }

    /// The file it comes from.
    public let file: String
    /// Which one of its file it is; nil where it is the only one.
    public let variant: String?
    /// What it shows, in a line.
    public let name: String
    /// More about what it shows; nil for nothing.
    public let description: String?
    /// Its tags.
    public let tags: [String]
    /// Why it is not run; nil where it is.
    public let skip: String?
    /// Why it must fail; nil where it must not.
    public let knownFailure: String?
    /// Before the answer.
    public let scene: CallScene
    /// The path of its call plan's file, already seen from here; nil where it has none.
    public let planPath: String?
    /// What the caller does.
    public let caller: Caller
    /// How long the caller of steps takes to act on what they have waited for.
    let reaction: MediaDuration
    /// Whether the caller hangs up when keys, recording or steps end.
    public let hangsUpAtEnd: Bool
    /// What must come of it.
    public let expectations: [Expectation]
    /// The file that holds the transcript it must have; nil for none.
    public let transcript: GoldenTranscript?

    /// Reads the scenario file at `path`, which holds one.
    public init(contentsOf path: String, prompts: PromptSet) throws(YAMLError) {
        try self.init(YAMLValue(contentsOf: path), file: path, prompts: prompts)
    }

    /// Reads a scenario whose file holds one; paths in it are seen from the folder of `file`.
    public init(_ yaml: YAMLValue, file: String, prompts: PromptSet) throws(YAMLError) {
        self = try ScenarioFile(yaml, file: file, prompts: prompts).scenario(0)
    }

    /// Makes a scenario of what its file has, with the values of its variables.
    init(
        _ given: [String: YAMLValue], of file: ScenarioFile, variant: String?, values: [String: String],
        yaml: YAMLValue, prompts: PromptSet, _ includes: Includes
    ) throws(YAMLError) {
        var keys: [String: YAMLValue] = [:]
        for (key, value) in given {
            // Steps are replaced one by one, and what the end must be may name what they keep.
            keys[key] =
                ["steps", "expect", "examples", "matrix", "variables", "include"].contains(key)
                ? value : try value.replacingVariables(values)
        }
        guard let name = keys["name"] else { throw yaml.error("a scenario needs a name") }
        self.file = file.path
        self.variant = variant
        self.name = try name.name()
        description = try keys["description"]?.text()
        tags = file.tags
        skip = try keys["skip"]?.name()
        knownFailure = try keys["known-failure"]?.name()
        hangsUpAtEnd = try keys["hang-up-at-end"]?.bool() ?? false
        if let reaction = keys["reaction"], keys["steps"] == nil {
            throw reaction.error("reaction belongs to steps; a caller with keys or audio waits for nothing")
        }
        reaction =
            try keys["reaction"].map { (value) throws(YAMLError) in
                .seconds(try value.number(in: 0...60, unit: "seconds"))
            } ?? .milliseconds(300)
        transcript = try keys["transcript"].map { (value) throws(YAMLError) in
            let path = try value.path()
            guard ![".yaml", ".yml", ".csv"].contains(where: { path.lowercased().hasSuffix($0) }) else {
                throw value.error(
                    "a transcript is a text file of its own, which --update writes; give it another ending")
            }
            includes.note(path)
            return GoldenTranscript(path: path, place: value.place)
        }
        planPath = try keys["plan"]?.path()
        var scene = try Scenario.scene(keys, prompts: prompts, includes)
        let read = try Scenario.caller(keys, &scene, at: yaml, values, includes)
        caller = read.caller
        try Scenario.check(&scene, keys, at: yaml)
        self.scene = scene
        guard let expect = keys["expect"] else {
            guard !read.atTheEnd.isEmpty || read.waits else {
                throw yaml.error("a scenario needs expect: what must come of it")
            }
            expectations = read.atTheEnd
            for expectation in expectations { try expectation.check(against: scene.plan) }
            return
        }
        expectations =
            read.atTheEnd
            + (try Expectation.list(
                expect.replacingVariables(values, later: read.captures), needsResult: keys["steps"] == nil))
        for expectation in expectations { try expectation.check(against: scene.plan) }
    }

    // MARK: The caller

    /// The caller, and what their steps say of the end.
    private struct CallerRead {
        let caller: Caller
        var atTheEnd: [Expectation] = []
        /// Whether a step waits for anything.
        var waits = false
        var captures: Set<String> = []
    }

    private static func caller(
        _ keys: [String: YAMLValue], _ scene: inout CallScene, at yaml: YAMLValue, _ values: [String: String],
        _ includes: Includes
    ) throws(YAMLError) -> CallerRead {
        let line = try keys["line"].map { (value) throws(YAMLError) in try CallerLine(value) }
        let ways = ["keys", "audio", "steps"].compactMap { keys[$0] }
        if ways.count > 1 { throw ways[1].error("a scenario has keys, audio or steps, not two of them") }
        if keys["audio"] == nil {
            if let channel = keys["caller-channel"] {
                throw channel.error("caller-channel belongs to audio; a caller with keys has none")
            }
            if let timing = keys["timing"] {
                throw timing.error("timing belongs to audio; keys wait with w, W and >")
            }
        }
        if let steps = keys["steps"] { return try stepped(steps, line, &scene, values, includes) }
        if let script = keys["keys"] {
            let keys = try KeyScript(script)
            guard let line else { return CallerRead(caller: .keys(keys)) }
            return CallerRead(
                caller: .steps([Step(place: script.place, action: .press(keys, StepAction.Rhythm()))], line))
        }
        guard let audio = keys["audio"] else {
            throw yaml.error("a scenario needs keys, or audio: a sound file, or steps")
        }
        let path = try audio.path()
        includes.note(path)
        let channel = try keys["caller-channel"]?.int(in: 0...1023)
        let timing = try keys["timing"]?.choice(CallerTiming.allCases.map { ($0.rawValue, $0) })
        guard let line else {
            let place = (keys["caller-channel"] ?? audio).place
            return CallerRead(
                caller: .audio(path: path, channel: channel, timing: timing ?? .asRecorded, place: place))
        }
        if let timing = keys["timing"] { throw timing.error("a recording over a line is played as it was recorded") }
        let sound = StepSound(source: .file(path: path, channel: channel), impairments: [])
        return CallerRead(caller: .steps([Step(place: audio.place, action: .play(sound))], line))
    }

    private static func stepped(
        _ list: YAMLValue, _ line: CallerLine?, _ scene: inout CallScene, _ values: [String: String],
        _ includes: Includes
    ) throws(YAMLError) -> CallerRead {
        let hasAgent = scene.mode == .assisted || scene.plan != nil
        var reader = StepReader(currency: scene.agentCurrency, hasAgent: hasAgent)
        try includes.expand(list, values) { (item) throws(YAMLError) in try reader.add(item) }
        for sound in reader.sounds { includes.note(sound) }
        scene.agentIsLed = reader.steps.contains { if case .agent = $0.action { true } else { false } }
        let sounds = reader.steps.contains { if case .play = $0.action { true } else { false } }
        var read = CallerRead(caller: .steps(reader.steps, line ?? (sounds ? CallerLine() : nil)))
        read.atTheEnd = reader.atTheEnd
        for step in reader.steps {
            guard case .expect(let expectation) = step.action else { continue }
            read.waits = true
            read.captures.formUnion(expectation.captures.map(\.variable))
        }
        return read
    }

    // MARK: The scene

    private static func scene(
        _ keys: [String: YAMLValue], prompts: PromptSet, _ includes: Includes
    ) throws(YAMLError) -> CallScene {
        /// What a file holds; one that is not there is the fault of the line that names it.
        func read<Part>(
            _ value: YAMLValue, _ part: (String) throws(YAMLError) -> Part
        ) throws(YAMLError) -> Part {
            let path = try value.path()
            includes.note(path)
            do throws(YAMLError) { return try part(path) } catch {
                throw error.line == nil ? value.error(error.description) : error
            }
        }
        var scene = CallScene(prompts: prompts)
        if let settings = keys["settings"] {
            scene.settings =
                settings.isMapping
                ? try CallSettings(settings)
                : try read(settings) { (path) throws(YAMLError) in try CallSettings(contentsOf: path) }
        }
        if let accounts = keys["accounts"] {
            scene.directory =
                accounts.isList
                ? try AccountDirectory(accounts)
                : try read(accounts) { (path) throws(YAMLError) in try AccountDirectory(contentsOf: path) }
        }
        if let plan = keys["plan"] {
            scene.plan = try read(plan) { (path) throws(YAMLError) in try PlanFile(contentsOf: path).runnable() }
        }
        scene.agent = try keys["agent"]?.name()
        if let cancels = keys["agent-cancels-at"] {
            scene.agentCancelsAt = .seconds(try cancels.number(in: 0...36_000, unit: "seconds"))
        }
        let values = try keys["call"]?.mapping(ScenarioKeys.call.names) ?? [:]
        // In the order of the file's documentation, so that of two mistakes the same one is told each time.
        for key in ScenarioKeys.call.names { if let value = values[key] { try scene.set(key, to: value) } }
        return scene
    }

    /// Whether the call could be answered.
    private static func check(
        _ scene: inout CallScene, _ keys: [String: YAMLValue], at yaml: YAMLValue
    ) throws(YAMLError) {
        if let cancels = keys["agent-cancels-at"], scene.mode != .assisted, scene.plan == nil {
            throw cancels.error("only the agent of an assisted call can cancel; set mode: assisted in call")
        }
        do {
            _ = try scene.engine(door: [])
        } catch {
            let values = try keys["call"]?.mapping(ScenarioKeys.call.names) ?? [:]
            throw (values[error.key] ?? keys[error.key] ?? keys["call"] ?? yaml).error(error.message)
        }
    }
}

extension KeyScript {
    /// The keys that a value of a file has.
    init(_ value: YAMLValue) throws(YAMLError) {
        let text = try value.text()
        do throws(KeyScriptError) { try self.init(text) } catch { throw value.error(error.description) }
    }
}

extension CallScene {
    mutating func set(_ key: String, to value: YAMLValue) throws(YAMLError) {
        switch key {
        case "mode": mode = try value.choice(CallMode.allCases.map { ($0.rawValue, $0) })
        case "caller": caller = try value.name()
        case "account": account = try value.digits(1...24, "an account number")
        case "identified": identified = try value.bool()
        case "balance": balance = try value.text()
        case "amount": amount = try value.text()
        case "tokenize": tokenizes = try value.bool()
        case "currency": currency = try value.text()
        case "reference": reference = try value.name()
        case "language": language = try value.text()
        case "method": method = try value.choice(PaymentMethod.allCases.map { ($0.rawValue, $0) })
        case "token": token = try value.name()
        case "give": given = try value.texts(Field.ofPayment.map(\.rawValue))
        case "parameters": parameters = try value.texts()
        case "data": data = try value.texts()
        case "today": today = try value.text()
        default: seed = UInt64(try value.int(in: 0...Int.max))
        }
    }
}

import Amounts
import CallEngine
import CallSession
import CardData
import DTMF
import Settings
import TelephoneLine
import Telephony
import YAMLText

/// Reads the items of `steps`, whose variables are replaced and whose includes stand in their place.
struct StepReader {
    /// The currency of amounts that the agent names.
    let currency: Currency
    /// Whether the call has an agent.
    let hasAgent: Bool
    /// What must be true at the end, as steps said so.
    private(set) var atTheEnd: [Expectation] = []
    private(set) var steps: [Step] = []
    /// The files that steps play.
    private(set) var sounds: [String] = []

    init(currency: Currency, hasAgent: Bool) { (self.currency, self.hasAgent) = (currency, hasAgent) }

    /// Reads the next step.
    mutating func add(_ item: YAMLValue) throws(YAMLError) {
        if !item.isMapping {
            guard try item.text() == "hang-up" else {
                throw item.error("a step is one of \(ScenarioKeys.step.names.joined(separator: ", ")), with its value")
            }
            return append(.hangUp, item)
        }
        let keys = try item.mapping(ScenarioKeys.step.names)
        guard keys.count == 1, let (verb, value) = keys.first else {
            throw item.error("a step does one thing; begin the next one with a '-' of its own")
        }
        switch verb {
        case "expect": try addExpectation(value)
        case "press": try addPress(value)
        case "play": append(.play(try sound(value)), value)
        case "speak": append(.play(try speech(value)), value)
        case "say-nothing-for":
            append(.sayNothing(.seconds(try value.number(in: 0...36_000, unit: "seconds"))), value)
        case "hang-up":
            guard try value.bool() else { throw value.error("hang-up is true, or stands alone: - hang-up") }
            append(.hangUp, value)
        case "agent": append(.agent(try agentMove(value)), value)
        default: throw value.error("an include is an item of steps")
        }
    }

    private mutating func append(_ action: StepAction, _ value: YAMLValue) {
        steps.append(Step(place: value.place, action: action))
    }

    private mutating func addExpectation(_ value: YAMLValue) throws(YAMLError) {
        var reader = try StepExpectationReader(value)
        if let expectation = try reader.read() { append(.expect(expectation), value) }
        atTheEnd += reader.atTheEnd
    }

    // MARK: The caller

    private mutating func addPress(_ value: YAMLValue) throws(YAMLError) {
        guard value.isMapping else { return append(.press(try KeyScript(value), StepAction.Rhythm()), value) }
        let keys = try value.mapping(ScenarioKeys.press.names)
        guard let script = keys["keys"] else { throw value.error("press needs keys") }
        // Whatever happens to the sound of a key needs a sound.
        let isSound = keys.keys.contains { !["keys", "on", "off"].contains($0) }
        if isSound { return append(.play(try keyedSound(keys)), value) }
        var rhythm = StepAction.Rhythm()
        if let on = keys["on"] { rhythm.on = try on.milliseconds(1...10_000) }
        if let off = keys["off"] { rhythm.off = try off.milliseconds(0...60_000) }
        append(.press(try KeyScript(script), rhythm), value)
    }

    private mutating func sound(_ value: YAMLValue) throws(YAMLError) -> StepSound {
        guard value.isMapping else { return try fileSound(["file": value]) }
        let keys = try value.mapping(ScenarioKeys.play.names)
        switch (keys["keys"], keys["file"]) {
        case (_?, nil):
            if let stray = keys["channel"] ?? keys["gain"] {
                throw stray.error("this belongs to a file; keys have a level")
            }
            return try keyedSound(keys)
        case (nil, _?):
            if let key = SoundKeys.press.first(where: { keys[$0] != nil }), let stray = keys[key] {
                throw stray.error("\(key) belongs to keys; a file has its tones already")
            }
            return try fileSound(keys)
        case (nil, nil): throw value.error("play needs a file, or keys")
        case (_, let file?): throw file.error("play has keys or a file, not both")
        }
    }

    private mutating func fileSound(_ keys: [String: YAMLValue]) throws(YAMLError) -> StepSound {
        guard let file = keys["file"] else { preconditionFailure("whoever calls has a file") }
        let path = try file.path()
        sounds.append(path)
        var sound = StepSound(
            source: .file(path: path, channel: try keys["channel"]?.int(in: 0...1023)),
            impairments: try SoundKeys.line(keys))
        if let gain = keys["gain"] { sound.gainDB = try gain.number(in: -90...60, unit: "dB") }
        return sound
    }

    private func keyedSound(_ keys: [String: YAMLValue]) throws(YAMLError) -> StepSound {
        guard let value = keys["keys"] else { preconditionFailure("whoever calls has keys") }
        let script = try KeyScript(value)
        let count = script.steps.count { if case .press = $0 { true } else { false } }
        return StepSound(
            source: .keys(
                script, try SoundKeys.shape(keys), doubled: try SoundKeys.places(keys["doubled"], upTo: count),
                dropped: try SoundKeys.places(keys["dropped"], upTo: count)),
            impairments: try SoundKeys.line(keys))
    }

    private mutating func speech(_ value: YAMLValue) throws(YAMLError) -> StepSound {
        guard value.isMapping else { return try fileSound(["file": value]) }
        let keys = try value.mapping(ScenarioKeys.speak.names)
        switch (keys["file"], keys["noise"]) {
        case (_?, nil): return try fileSound(keys)
        case (nil, let seconds?):
            let level = try keys["level"]?.number(in: -90...3, unit: "dBm0") ?? -30
            var line = keys
            line["noise"] = nil
            return StepSound(
                source: .noise(.seconds(try seconds.number(in: 0...3600, unit: "seconds")), levelDBm0: level),
                impairments: try SoundKeys.line(line))
        default: throw value.error("speak needs a file, or noise: seconds of it")
        }
    }

    private func agentMove(_ value: YAMLValue) throws(YAMLError) -> AgentMove {
        guard hasAgent else { throw value.error("only an assisted call, or one with a plan, has an agent") }
        let moves: [AgentMove]
        do { moves = try AgentScript.moves(try value.text(), currency: currency) } catch {
            throw error as? YAMLError ?? value.error((error as? SceneError)?.message ?? "this is no move of an agent")
        }
        if case .wait? = moves.first { throw value.error("an agent of steps does not wait; expect something instead") }
        guard moves.count == 1, let move = moves.first else { throw value.error("a step is one move of the agent") }
        return move
    }
}

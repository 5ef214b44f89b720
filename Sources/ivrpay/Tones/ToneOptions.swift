import ArgumentParser
import DTMF
import TelephoneLine
import Telephony

/// The options of `tones` that say how keys are pressed.
struct ToneOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: ArgumentHelp("Level of the louder tone.", valueName: "dBm0"))
    var level = -10.0

    @Option(parsing: .unconditional, help: ArgumentHelp("High group minus low group.", valueName: "dB"))
    var twist = 0.0

    @Option(parsing: .unconditional, help: ArgumentHelp("Both frequencies off by so much.", valueName: "percent"))
    var frequencyError = 0.0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The low tone alone (default: as --frequency-error).", valueName: "percent"))
    var lowFrequencyError: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The high tone alone (default: as --frequency-error).", valueName: "percent"))
    var highFrequencyError: Double?

    @Option(parsing: .unconditional, help: ArgumentHelp("How long a key sounds.", valueName: "ms"))
    var on = 100.0

    @Option(parsing: .unconditional, help: ArgumentHelp("The pause after a key.", valueName: "ms"))
    var off = 100.0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Each pause is longer by a random length up to this.", valueName: "ms"))
    var jitter = 0.0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How long a tone rises, and falls, within its length.", valueName: "ms"))
    var rise = 1.0

    @Option(
        name: .customLong("break"), parsing: .unconditional,
        help: ArgumentHelp("A silence in the middle of each tone.", valueName: "ms"))
    var interruption = 0.0

    @Option(parsing: .unconditional, help: ArgumentHelp("Silence before the first key.", valueName: "ms"))
    var lead = 500.0

    @Option(parsing: .unconditional, help: ArgumentHelp("Silence after the last pause.", valueName: "ms"))
    var tail = 500.0

    @Option(
        name: .customLong("repeat"), parsing: .unconditional,
        help: ArgumentHelp("The keys so many times over.", valueName: "times"))
    var times = 1

    private static let length = Quantity("ms", 0...3_600_000)
    private static let error = Quantity("percent", -20...20)

    /// How the tones sound.
    func shape() throws(Failure) -> ToneShape {
        var shape = ToneShape.standard
        shape.levelDBm0 = try Quantity("dBm0", -90...3).checked(level, "--level")
        shape.twistDB = try Quantity("dB", -40...40).checked(twist, "--twist")
        let both = try Self.error.checked(frequencyError, "--frequency-error")
        shape.lowFrequencyErrorPercent = try Self.error.checked(lowFrequencyError ?? both, "--low-frequency-error")
        shape.highFrequencyErrorPercent = try Self.error.checked(highFrequencyError ?? both, "--high-frequency-error")
        shape.on = try milliseconds(on, "--on")
        guard shape.on > .zero else { throw .usage("--on: give more than 0 ms") }
        shape.off = try milliseconds(off, "--off")
        shape.rise = try milliseconds(rise, "--rise")
        shape.interruption = try milliseconds(interruption, "--break")
        guard shape.interruption < shape.on else { throw .usage("--break: give less than --on, or no tone is left") }
        return shape
    }

    /// What is played for `keys`.
    func plan(_ keys: String, seed: UInt64) throws(Failure) -> TonePlan {
        guard (1...1_000_000).contains(times) else { throw .usage("--repeat: give 1 to 1000000 times") }
        return TonePlan(
            shape: try shape(), steps: try steps(keys), times: times, lead: try milliseconds(lead, "--lead"),
            tail: try milliseconds(tail, "--tail"), jitter: try milliseconds(jitter, "--jitter"),
            random: SeededRandom(seed: seed))
    }

    private func steps(_ keys: String) throws(Failure) -> [KeyScript.Step] {
        let script: KeyScript
        do { script = try KeyScript(keys) } catch { throw .usage("keys: \(error)") }
        guard !script.steps.isEmpty else { throw .usage("keys: there is no key") }
        guard !script.steps.contains(.listen), !script.steps.contains(.hangUp) else {
            throw .usage("keys: > and ! need a call; a sound has only keys, w and W")
        }
        return script.steps
    }

    private func milliseconds(_ value: Double, _ option: String) throws(Failure) -> MediaDuration {
        .seconds(try Self.length.checked(value, option) / 1000)
    }
}

/// What is played: keys and pauses, as often as asked, with silence around them.
struct TonePlan {
    let shape: ToneShape
    let steps: [KeyScript.Step]
    let times: Int
    let lead: MediaDuration
    let tail: MediaDuration
    let jitter: MediaDuration
    var random: SeededRandom

    /// The segments in order, one at a time: a plan may be hours long.
    mutating func forEach<Problem>(_ body: (ToneSegment) throws(Problem) -> Void) throws(Problem) {
        try body(.silence(lead))
        for _ in 0..<times {
            for step in steps {
                switch step {
                case .press(let key):
                    try body(.tone(key, shape.on))
                    try body(.silence(shape.off + .seconds(jitter.seconds * random.uniform())))
                case .wait(let length): try body(.silence(length))
                case .listen, .hangUp: break
                }
            }
        }
        try body(.silence(tail))
    }
}

import CallEngine
import TelephoneLine
import Telephony
import YAMLText

/// The telephone line of a caller who sends sound.
public struct CallerLine: Sendable {
    /// Samples a second.
    var rate = SampleRate.telephone
    /// What it does to all that the caller sends, silence too.
    var impairments: [Impairment] = []
    /// The way on which prompts come back; nil for none.
    var promptEcho: EchoPath?

    /// A line that does nothing.
    init() {}

    /// Reads the mapping `line`.
    init(_ value: YAMLValue) throws(YAMLError) {
        let keys = try value.mapping(ScenarioKeys.line.names)
        impairments = try SoundKeys.line(keys)
        if let rate = keys["rate"] {
            guard let known = SampleRate(hertz: try rate.int(in: 8000...192_000)) else {
                throw rate.error("a sample rate is 8000 to 192000 Hz")
            }
            self.rate = known
        }
        if let echo = keys["prompt-echo"], try echo.text() != "none" {
            let delays = EchoPath.delays
            let (delay, level) = try echo.pair(
                "ms", delays.lowerBound.seconds * 1000...delays.upperBound.seconds * 1000, "dB", -60...0,
                example: "120@-10")
            promptEcho = EchoPath(delay: .seconds(delay / 1000), attenuationDB: -level)
        }
    }
}

import ArgumentParser
import AudioFiles
import CallEngine
import CallSession
import Prompts
import Telephony

/// The options of `call` that have to do with its sound.
struct CallSoundOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Record the call: the caller left, their keypad tones masked, and the IVR right.", valueName: "file"))
    var record: String?

    @Option(
        help: ArgumentHelp(
            "Record what the agent hears: silence while they are cut off or not on the call.", valueName: "file"))
    var recordAgent: String?

    @Option(
        help: ArgumentHelp(
            "Container and encoding of recordings: \(AudioEncoding.allCases.map(\.rawValue).joined(separator: ", ")) (default: by the file's ending, else wav).",
            valueName: "name"))
    var encoding: AudioEncoding?

    @Option(
        help: ArgumentHelp(
            "Samples a second of the recordings of a call with typed keys, 8000 to 192000 (default: 8000; with --audio: the recording's).",
            valueName: "hertz"))
    var rate: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The prompts come back on the caller's leg so much later, that much below their level: 120@-10.",
            valueName: "ms@dB"))
    var echo: String?

    /// A delay, and a level relative to the prompts.
    private static let echoPair = AtPair(
        what: Quantity("ms", 100...1000), howMuch: Quantity("dB", -60...0), example: "120@-10")

    /// Whether the call has to be made sound.
    var areGiven: Bool { record != nil || recordAgent != nil || echo != nil }

    func check(hasAudio: Bool) throws {
        if rate != nil, hasAudio { throw ValidationError("--rate is that of the recording with --audio; leave it out") }
        if let rate, SampleRate(hertz: rate) == nil { throw ValidationError("--rate is 8000 to 192000 Hz") }
        if rate != nil, record == nil, recordAgent == nil {
            throw ValidationError("--rate goes with --record or --record-agent")
        }
        if encoding != nil, record == nil, recordAgent == nil {
            throw ValidationError("--encoding goes with --record or --record-agent")
        }
        if let record, record == recordAgent { throw ValidationError("--record and --record-agent need two files") }
        for path in [record, recordAgent].compactMap({ $0 }) where path == "-" || path.hasPrefix("/dev/") {
            // A recording grows in its place, and its header is put right as it does.
            throw ValidationError("a recording needs a file, not \(path == "-" ? "standard output" : path)")
        }
    }

    /// The echo of the line; nil for none.
    func echoPath() throws(Failure) -> EchoPath? {
        guard let echo else { return nil }
        let (delay, level) = try CallSoundOptions.echoPair.readOne(echo, "--echo")
        return EchoPath(delay: .seconds(delay / 1000), attenuationDB: -level)
    }

    /// The recordings that were asked for, begun; at `rate`.
    func recordings(at rate: SampleRate) throws(Failure) -> [CallRecording] {
        var recordings: [CallRecording] = []
        for (path, content) in [(record, CallRecording.Content.legs), (recordAgent, .agent)] {
            guard let path else { continue }
            let encoding = try AudioEncoding.known(encoding, for: path)
            do throws(AudioFileError) {
                recordings.append(try CallRecording(content, path: path, encoding: encoding, rate: rate))
            } catch {
                throw Failure(
                    code: error.code == .unsupportedOutput ? Exit.usage : Exit.worldFailed,
                    message: error.description)
            }
        }
        return recordings
    }
}

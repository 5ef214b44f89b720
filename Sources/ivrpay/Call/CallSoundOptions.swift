import ArgumentParser
import AudioFiles
import CallEngine
import CallSession
import CardData
import Foundation
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
        help: AudioEncoding.help(" of recordings"))
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

    /// `audio` is the caller's recording, `hasAgent` whether the call may have one.
    func check(audio: String?, hasAgent: Bool) throws {
        if rate != nil, audio != nil {
            throw ValidationError("--rate is that of the recording with --audio; leave it out")
        }
        if let rate, SampleRate(hertz: rate) == nil { throw ValidationError("--rate is 8000 to 192000 Hz") }
        if rate != nil, record == nil, recordAgent == nil {
            throw ValidationError("--rate goes with --record or --record-agent")
        }
        if encoding != nil, record == nil, recordAgent == nil {
            throw ValidationError("--encoding goes with --record or --record-agent")
        }
        if recordAgent != nil, !hasAgent {
            throw ValidationError("--record-agent: only an assisted call, or one with a plan, has an agent")
        }
        for path in [record, recordAgent].compactMap({ $0 }) {
            guard CallSoundOptions.mayGrow(path) else {
                throw ValidationError("a recording needs a file, not \(path == "-" ? "standard output" : path)")
            }
        }
    }

    /// A recording grows in its place, and its header is put right as it does: a pipe or a device can't do that.
    private static func mayGrow(_ path: String) -> Bool {
        if path == "-" || path.hasPrefix("/dev/") || path.hasPrefix("/proc/") { return false }
        var status = stat()
        guard stat(path, &status) == 0 else { return true }
        return status.st_mode & S_IFMT == S_IFREG || status.st_mode & S_IFMT == S_IFDIR
    }

    /// Tells which sounds were missing, and what had none; of many the first, so that a folder that is not there does not
    /// fill the screen.
    static func tellMissing(_ sentences: [String], unsaid: [String]) {
        let silence = "its words pass in silence"
        tell(sentences.map { Output.printable($0) + "; " + silence }, rest: "more sounds are missing")
        tell(
            unsaid.map { "no sound says '\(Output.printable(CardMask.masking($0)))'; " + silence },
            rest: "more pieces of prompts have no sound")
    }

    private static func tell(_ notes: [String], rest: String) {
        let shown = notes.count > 4 ? 3 : notes.count
        for note in notes.prefix(shown) { Output.note("ivrpay: " + note) }
        if notes.count > shown { Output.note("ivrpay: \(notes.count - shown) \(rest)") }
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

import ArgumentParser
import AudioFiles
import DTMF
import TelephoneLine
import Telephony

/// `ivrpay tones`: makes DTMF sound.
struct TonesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tones",
        abstract: "Makes DTMF sound: the keys as tones, over a line as bad as you like, in any format and rate.",
        discussion: """
            KEYS: 0-9 * # A-D are keys; w waits 0.5 s, W 1 s; spaces count for nothing.
            ivrpay tones '10023# W 4821#' -o call.wav makes a recording that ivrpay call --audio call.wav can take.

            Values with an @ are a what and a how much: --echo 100@-10 is an echo after 100 ms, 10 dB below the sound; \
            --hum 50@-20 is hum of 50 Hz at -20 dBm0. The line does what its options say in the order in which they \
            are listed. A sine of 0 dBm0 peaks 3.14 dB below full scale.
            """)

    @Argument(help: ArgumentHelp("The keys.", valueName: "keys"))
    var keys: String

    @Option(name: [.short, .long], help: ArgumentHelp("The sound file; - is standard output.", valueName: "file"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "Write each key's digit, begin and length as a line of JSON; - is standard output.", valueName: "file"))
    var labels: String?

    @Option(help: "Samples a second, 8000 to 192000.")
    var rate = 8_000

    @Option(help: AudioEncoding.help())
    var encoding: AudioEncoding?

    @Option(help: "How many channels.")
    var channels = 1

    @Option(help: "The channel that has the tones, from 0; the others are silent.")
    var channel = 0

    @Option(help: "Makes everything random another one: noise, losses, pauses.")
    var seed: UInt64 = 1

    @OptionGroup(title: "The keys") var tones: ToneOptions

    @OptionGroup(title: "The line") var line: LineOptions

    func run() throws {
        let sampleRate = try checkedRate()
        var plan = try tones.plan(keys, seed: seed)
        let impairments = try line.impairments(of: plan.shape, sampleRate)
        let encoding = try AudioEncoding.known(encoding, for: output)
        let labelFile = try labelFile()
        let line = TelephoneLine(impairments, sampleRate: sampleRate, seed: seed)
        let written: String
        do throws(AudioFileError) {
            written = try record(&plan, over: line, sampleRate, encoding)
        } catch {
            throw Failure(
                code: error.code == .unsupportedOutput ? Exit.usage : Exit.worldFailed, message: error.description)
        }
        try labelFile?.finish(written)
    }

    private func checkedRate() throws(Failure) -> SampleRate {
        guard let sampleRate = SampleRate(hertz: rate) else {
            throw .usage("--rate: \(rate) Hz is out of range; give 8000 to 192000")
        }
        guard (1...1024).contains(channels) else { throw .usage("--channels: give 1 to 1024") }
        guard (0..<channels).contains(channel) else {
            throw .usage(
                "--channel: there is no channel \(channel); with \(channels) channels the last is \(channels - 1)")
        }
        return sampleRate
    }

    private func labelFile() throws(Failure) -> WholeFile? {
        guard let labels else { return nil }
        let standardOutput = ["-", "/dev/stdout"]
        guard labels != output, !(standardOutput.contains(labels) && standardOutput.contains(output)) else {
            throw .usage("--labels: the sound goes there; give another place")
        }
        return try WholeFile(labels)
    }

    /// Records what is planned; returns the labels.
    private func record(
        _ plan: inout TonePlan, over line: TelephoneLine, _ sampleRate: SampleRate, _ encoding: AudioEncoding
    ) throws(AudioFileError) -> String {
        let writer = try AudioFileWriter(
            path: output, encoding: encoding, sampleRate: sampleRate, channelCount: channels)
        var recording = ToneRecording(of: plan.shape, over: line, channel: channel, writer: writer)
        try plan.forEach { segment throws(AudioFileError) in try recording.record(segment) }
        let labels = recording.labels
        try recording.finish()
        return labels
    }
}

extension AudioEncoding: ExpressibleByArgument {
    /// The help of an option that takes one, for `what` is written.
    static func help(_ what: String = "") -> ArgumentHelp {
        ArgumentHelp(
            "Container and encoding\(what): \(allCases.map(\.rawValue).joined(separator: ", ")) (default: by the file's ending, else wav).",
            valueName: "name")
    }

    /// The encoding that was asked for, or else that of the file's ending; a file without an ending is a WAV file.
    static func known(_ given: AudioEncoding?, for path: String) throws(Failure) -> AudioEncoding {
        if let encoding = given ?? AudioEncoding(forPath: path) { return encoding }
        let name = path.split(separator: "/").last ?? ""
        if path.hasPrefix("/dev/") || !name.dropFirst().contains(".") { return .wavPCM16 }
        throw .usage("\(path): no encoding has that ending; name one with --encoding")
    }
}

import ArgumentParser
import AudioFiles
import DTMF
import Foundation
import JSONText
import Telephony

/// `ivrpay mask`: a recording without its keypad tones.
struct MaskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mask",
        abstract: "Writes a copy of a recording in which no keypad tone can be told; - is standard input or output.",
        discussion: """
            Tones are replaced with their edges and traces, on all channels: those of one line hear each other. All else \
            stays as it is, sample for sample where the format keeps samples. Titles and comments are left out. The copy \
            is of the recording's own encoding where the ending of its name is, and may take the recording's place.

            The report says when something was masked, how long and how many presses were heard, and no key.
            """)

    @Argument(help: ArgumentHelp("The recording.", valueName: "file"))
    var file: String

    @Option(name: [.short, .long], help: ArgumentHelp("The copy.", valueName: "file"))
    var output: String

    @Option(help: "What stands in place of tones: nothing, a tone of 400 Hz, or noise as the line has.")
    var with = Filling.silence

    @Flag(
        help: "Mask only keys that could be a card number (13 digits and more), a code, a PIN or an expiry (3 and 4).")
    var onlyCards = false

    @Flag(help: "The channels are of different lines: what is masked on one stays on the others.")
    var unrelatedChannels = false

    @Option(help: ArgumentHelp("Mask so much more behind each tone, 0 to 400.", valueName: "ms"))
    var tail = 20.0

    @Option(
        help: ArgumentHelp(
            "Container and encoding of the copy, as tones --encoding has them (default: by its ending).",
            valueName: "name"))
    var outputEncoding: AudioEncoding?

    @Option(help: "Makes the noise another one.")
    var seed: UInt64 = 1

    @OptionGroup(title: "A recording without a header") var raw: RawOptions

    @Option(help: "How the report is written.")
    var format = Format.text

    /// What `--with` names.
    enum Filling: String, ExpressibleByArgument, CaseIterable {
        case silence, tone, noise

        var fill: MaskFill {
            switch self {
            case .silence: .silence
            case .tone: .flatTone
            case .noise: .lineNoise
            }
        }
    }

    func run() throws {
        let raw = try raw.format()
        let tail = try Quantity("ms", 0...400).checked(tail, "--tail")
        let progress = Progress()
        defer { progress.clear() }
        let report: MaskReport
        do {
            let within = onlyCards ? try cardStretches(raw, progress) : nil
            report = try copy(raw, tail: .seconds(tail / 1000), within: within, progress)
        } catch let error as AudioFileError {
            progress.clear()
            throw Failure(
                code: error.code == .unsupportedOutput ? Exit.usage : Exit.worldFailed, message: error.description)
        }
        progress.clear()
        if report.truncated {
            Output.note("ivrpay: \(file): the sound ends before its header says; what is there was masked")
        }
        try tell(report)
    }

    /// Listens to the whole recording: where keys are that could be of a card.
    private func cardStretches(_ raw: RawFormat?, _ progress: Progress) throws -> [Range<MediaTime>] {
        guard MaskCommand.isFile(file) else {
            throw Failure.world(
                "\(file): this is a pipe or a device, and --only-cards reads the sound twice; save it to a file")
        }
        var reader = try AudioFileReader(path: file, raw: raw)
        var scan = CardScan(sampleRate: reader.sampleRate, channelCount: reader.channelCount)
        var frames: [Float] = []
        while try reader.read(into: &frames, maxFrames: maxFrames(reader.channelCount)) > 0 {
            scan.take(frames.span)
            progress.show(file, done: reader.framesRead, of: reader.declaredFrameCount.map { 2 * $0 })
        }
        return scan.finish()
    }

    /// Writes the copy.
    private func copy(
        _ raw: RawFormat?, tail: MediaDuration, within: [Range<MediaTime>]?, _ progress: Progress
    ) throws -> MaskReport {
        var reader = try AudioFileReader(path: file, raw: raw)
        let encoding = try knownEncoding(reader)
        let (rate, channels) = (reader.sampleRate, reader.channelCount)
        var writer = try AudioFileWriter(path: output, encoding: encoding, sampleRate: rate, channelCount: channels)
        var mask = ToneMask(
            sampleRate: rate, channelCount: channels, fill: with.fill, isOneLine: !unrelatedChannels, tail: tail,
            within: within, seed: seed)
        var report = MaskReport(file: file, output: output, encoding: encoding, sampleRate: rate, channels: channels)
        let passes = within == nil ? 1 : 2
        let total = reader.declaredFrameCount.map { passes * $0 }
        var (frames, masked): ([Float], [Float]) = ([], [])
        while try reader.read(into: &frames, maxFrames: maxFrames(channels)) > 0 {
            masked.removeAll(keepingCapacity: true)
            mask.process(frames.span, into: &masked) { report.stretches.append($0) }
            try writer.write(masked)
            let before = passes == 2 ? (reader.declaredFrameCount ?? 0) : 0
            progress.show(file, done: before + reader.framesRead, of: total)
        }
        masked.removeAll(keepingCapacity: true)
        mask.finish(into: &masked) { report.stretches.append($0) }
        try writer.write(masked)
        try writer.finish()
        (report.frames, report.truncated) = (reader.framesRead, reader.truncated)
        if !reader.fitsFloat, AudioEncoding.rounding.contains(encoding) {
            Output.note("ivrpay: \(file): its samples have more than 24 bits; the copy's are rounded to those")
        }
        return report
    }

    /// The encoding asked for, or the recording's own where the copy's ending is that of its container, or what that
    /// ending stands for.
    private func knownEncoding(_ reader: borrowing AudioFileReader) throws(Failure) -> AudioEncoding {
        if let encoding = outputEncoding ?? AudioEncoding(forPath: output, keeping: reader) { return encoding }
        let name = output.split(separator: "/").last ?? ""
        if MaskCommand.isStandardOutput(output) || output.hasPrefix("/dev/") || !name.dropFirst().contains(".") {
            return reader.encoding ?? reader.wavEncoding
        }
        throw .usage("\(output): no encoding has that ending; name one with --output-encoding")
    }

    /// Tells what was masked; beside the sound where that goes to standard output.
    private func tell(_ report: MaskReport) throws {
        let lines = format == .json ? [report.json.text] : report.lines
        for line in lines {
            if MaskCommand.isStandardOutput(output) { Output.note(line) } else { try Output.line(line) }
        }
    }

    /// 65,536 samples stay in the processor's cache, however many channels they are of.
    private func maxFrames(_ channels: Int) -> Int { max(1024, 65_536 / channels) }

    private static func isStandardOutput(_ path: String) -> Bool { ["-", "/dev/stdout", "/dev/fd/1"].contains(path) }

    /// What can be read twice; what is not there is told when it is read.
    private static func isFile(_ path: String) -> Bool {
        if path == "-" { return false }
        var status = stat()
        return stat(path, &status) != 0 || [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    }
}

extension AudioEncoding {
    /// Those whose samples are numbers of their own, not of a codec.
    fileprivate static let rounding: [AudioEncoding] = [.wavFloat, .wavPCM24, .flac24, .aiff24, .auPCM24, .auFloat]
}

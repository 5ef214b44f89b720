import ArgumentParser
import AudioFiles
import CardData
import DTMF
import JSONText
import Telephony

/// `ivrpay detect`: the DTMF digits in sound files.
struct DetectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detect",
        abstract: "Prints the DTMF digits in sound files; - is standard input.",
        discussion: """
            Reads whatever libsndfile reads: WAV (linear, mu-law, A-law, GSM 6.10, IMA ADPCM), FLAC, AU, AIFF, Ogg \
            Vorbis and Opus, MP3, CAF, Wave64, VOC, SPHERE, at 8 to 192 kHz. A file that can't be read is reported and the others are still done.
            """)

    @Argument(help: ArgumentHelp("Sound files.", valueName: "file"))
    var files: [String]

    @Option(help: ArgumentHelp("Which channel: a number from 0, mix, or all.", valueName: "channel"))
    var channel = ChannelChoice.all

    @Flag(help: "Mask runs of digits that could be a card number.")
    var maskCards = false

    @Flag(help: "List every tone (text format; JSON always does).")
    var tones = false

    @Option(help: "How the result is written.")
    var format = Format.text

    func run() throws {
        var worst: Int32 = 0
        let progress = Progress()
        for file in files {
            let found: [ChannelScan]
            do { found = try scan(file, progress) } catch {
                progress.clear()
                Output.note("ivrpay: " + Output.printable(error.message))
                worst = max(worst, error.code)
                continue
            }
            progress.clear()
            for channel in found { try show(channel, of: file) }
        }
        if worst != 0 { throw ExitCode(worst) }
    }

    private func scan(_ file: String, _ progress: Progress) throws(Failure) -> [ChannelScan] {
        do { return try decode(file, progress) } catch {
            if let failure = error as? Failure { throw failure }
            throw Failure.world("\(error)")
        }
    }

    private func decode(_ file: String, _ progress: Progress) throws -> [ChannelScan] {
        var reader = try AudioFileReader(path: file)
        let selections = try channel.selections(of: reader.channelCount, file: file)
        var scans = selections.map { ChannelScan($0, sampleRate: reader.sampleRate) }
        var frames: [Float] = []
        while try reader.read(into: &frames) > 0 {
            for index in scans.indices { scans[index].take(frames, channelCount: reader.channelCount) }
            progress.show(file, done: reader.framesRead, of: reader.declaredFrameCount)
        }
        for index in scans.indices { scans[index].finish(frames: reader.framesRead, truncated: reader.truncated) }
        if reader.truncated {
            progress.clear()
            Output.note("ivrpay: \(file): the sound ends before its header says; what is there was decoded")
        }
        return scans
    }

    private func show(_ scan: ChannelScan, of file: String) throws {
        let digits = maskCards ? CardMask.masking(scan.digits) : scan.digits
        switch format {
        case .json: try Output.line(scan.json(file: file, digits: digits).text)
        case .text:
            let shown = Output.printable(file)
            let name = scan.isOnlyChannel ? shown : "\(shown) [\(scan.channelName)]"
            try Output.line(files.count == 1 && scan.isOnlyChannel ? digits : "\(name): \(digits)")
            if tones { for line in scan.lines(digits: digits) { try Output.line(line) } }
        }
    }
}

/// Which channels of a file are looked at.
enum ChannelChoice: ExpressibleByArgument, Equatable {
    case all, mix, one(Int)

    init?(argument: String) {
        switch argument {
        case "all": self = .all
        case "mix": self = .mix
        default:
            guard let number = Int(argument), (0..<1024).contains(number) else { return nil }
            self = .one(number)
        }
    }

    var defaultValueDescription: String { "all" }

    func selections(of count: Int, file: String) throws(Failure) -> [ChannelSelection] {
        switch self {
        case .all: return (0..<count).map { .channel($0) }
        case .mix: return [.mix]
        case .one(let index):
            guard index < count else {
                throw .usage("--channel: \(file) has no channel \(index); its last is \(count - 1)")
            }
            return [.channel(index)]
        }
    }
}

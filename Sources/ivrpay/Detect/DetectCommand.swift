import ArgumentParser
import AudioFiles
import ScenarioReports

/// `ivrpay detect`: the DTMF digits in sound files.
struct DetectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detect",
        abstract: "Prints the DTMF digits in sound files; - is standard input.",
        discussion: """
            Reads whatever libsndfile reads: WAV (linear, mu-law, A-law, GSM 6.10, IMA ADPCM), FLAC, AU, AIFF, Ogg \
            Vorbis and Opus, MP3, CAF, Wave64, VOC, SPHERE, at 8 to 192 kHz, and plain samples without a header. A \
            file that can't be read is reported and the others are still done. Of plain samples in a pipe each digit \
            is written as soon as it is decided. Of a folder all sound files below are read, known by their endings.
            """)

    @Argument(help: ArgumentHelp("Sound files, and folders with them.", valueName: "file"))
    var files: [String] = []

    @Option(help: ArgumentHelp("Which channel: a number from 0, mix, or all.", valueName: "channel"))
    var channel = ChannelChoice.all

    @OptionGroup var raw: RawOptions

    @Flag(help: "Mask runs of digits that could be a card number.")
    var maskCards = false

    @Flag(help: "List every tone (text format; JSON always does).")
    var tones = false

    @Flag(help: "List what was almost a digit too, with the rule that refused it.")
    var explain = false

    @Flag(help: "Write each tone as a line of its own as soon as it is over, ahead of the result.")
    var live = false

    @Option(
        help: ArgumentHelp(
            "Draw the sound, the digits and the near misses: a .svg or .png file.", valueName: "file"))
    var plot: String?

    @Option(help: "How the result is written.")
    var format = Format.text

    @Option(
        help: ArgumentHelp(
            "Scan the files of this list too, a path a line; - is standard input.", valueName: "file"))
    var filesFrom: String?

    @Option(help: ArgumentHelp("Files read at a time; the results are the same.", valueName: "count"))
    var jobs = 1

    @Option(help: ArgumentHelp("Scan this part of the files, from 1: 2/5; ivrpay merge joins them.", valueName: "i/n"))
    var shard: String?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Write the results to this file, whole or not at all.", valueName: "file"))
    var output: String?

    @Flag(help: "Go on with an --output that was interrupted, from what its .partial file has.")
    var resume = false

    func validate() throws {
        if files.isEmpty, filesFrom == nil {
            throw ValidationError("name a sound file or a folder, or give --files-from")
        }
        guard (1...256).contains(jobs) else { throw ValidationError("--jobs is 1 to 256") }
        if live, maskCards {
            throw ValidationError(
                "--live: whether digits are a card number is known only when all are there; leave out --mask-cards")
        }
        if live, jobs > 1 || shard != nil || output != nil {
            throw ValidationError("--live tells one file after the other; leave out --jobs, --shard and --output")
        }
        if resume, output == nil {
            throw ValidationError("--resume goes on with the results of --output; give that too")
        }
        if resume, let output, output == "-" || WholeFile.isSpecial(output) {
            throw ValidationError("--resume needs an --output that is a file")
        }
        if shard != nil, format != .json {
            throw ValidationError("--shard: parts are put together again from JSON; give --format json")
        }
    }

    func run() throws {
        let raw = try raw.format()
        let part = try shard.map { text throws(Failure) in
            if let shard = Shard(text) { return shard }
            throw .usage("--shard: a part is written i/n, from 1/n to n/n, as 2/5")
        }
        let list = try SoundFileList(files, listPath: filesFrom, isRaw: raw != nil).files
        if plot != nil, list.count > 1 || part != nil || output != nil {
            throw Failure.usage("--plot: a picture shows one file; name one, and leave out --shard and --output")
        }
        let detector = FileDetector(
            channel: channel, raw: raw, maskCards: maskCards, tones: tones, explain: explain, format: format,
            live: live, isOnlyFile: list.count == 1)
        let worst: Int32
        if live || list.count == 1 && part == nil && output == nil {
            worst = try tell(list, detector)
        } else {
            worst = try ArchiveScan(
                detector: detector, files: list, shard: part, jobs: jobs, output: output, resumes: resume
            ).run()
        }
        if worst != 0 { throw ExitCode(worst) }
    }

    /// Tells of each file as it comes; the highest exit code of one.
    private func tell(_ list: [String], _ detector: FileDetector) throws -> Int32 {
        let plotFile = try plot.map { try PlotFile($0) }
        let progress = Progress()
        var worst: Int32 = 0
        for file in list {
            do {
                let result = try detector.detect(file, plot: plotFile) { progress.show($0, done: $1, of: $2) }
                progress.clear()
                for note in result.notes { Output.note(note) }
                for line in result.lines { try Output.line(line) }
            } catch {
                progress.clear()
                let failure = error as? Failure ?? .world("\(error)")
                // Standard output is gone: nothing more can be told there.
                if failure.isOfOutput { throw failure }
                Output.note("ivrpay: " + Output.printable(failure.message))
                worst = max(worst, failure.code)
            }
        }
        return worst
    }
}

import ArgumentParser
import AudioFiles
import JSONText
import Telephony
import TonePlots

/// `ivrpay detect`: the DTMF digits in sound files.
struct DetectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detect",
        abstract: "Prints the DTMF digits in sound files; - is standard input.",
        discussion: """
            Reads whatever libsndfile reads: WAV (linear, mu-law, A-law, GSM 6.10, IMA ADPCM), FLAC, AU, AIFF, Ogg \
            Vorbis and Opus, MP3, CAF, Wave64, VOC, SPHERE, at 8 to 192 kHz, and plain samples without a header. A \
            file that can't be read is reported and the others are still done. Of plain samples in a pipe each digit \
            is written as soon as it is decided.
            """)

    @Argument(help: ArgumentHelp("Sound files.", valueName: "file"))
    var files: [String]

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

    func run() throws {
        let raw = try raw.format()
        if live, maskCards {
            throw Failure.usage(
                "--live: whether digits are a card number is known only when all are there; leave out --mask-cards")
        }
        if plot != nil, files.count > 1 { throw Failure.usage("--plot: a picture shows one file; name one") }
        let plotFile = try plot.map { try PlotFile($0) }
        var worst: Int32 = 0
        let progress = Progress()
        for file in files {
            do { try detect(file, raw, plotFile, progress) } catch {
                progress.clear()
                let failure = error as? Failure ?? .world("\(error)")
                // Standard output is gone: nothing more can be told there.
                if failure.isOfOutput { throw failure }
                Output.note("ivrpay: " + Output.printable(failure.message))
                worst = max(worst, failure.code)
            }
        }
        if worst != 0 { throw ExitCode(worst) }
    }

    private func detect(_ file: String, _ raw: RawFormat?, _ plotFile: PlotFile?, _ progress: Progress) throws {
        var reader = try AudioFileReader(path: file, raw: raw)
        let selections = try channel.selections(of: reader.channelCount, file: file)
        if plot != nil, selections.count > TonePlot.channelLimit {
            throw Failure.usage(
                "--plot: a picture has room for \(TonePlot.channelLimit) channels and \(file) has "
                    + "\(selections.count); choose one with --channel")
        }
        let rate = reader.sampleRate
        let expected = reader.declaredFrameCount.map { rate.duration(ofSamples: $0) }
        let spectrogram = plot.map { _ in Spectrogram(sampleRate: rate, expected: expected) }
        // What was almost a digit is in the picture too.
        var scans = selections.map {
            ChannelScan(
                $0, of: reader.channelCount, sampleRate: rate, explaining: explain || plot != nil,
                spectrogram: spectrogram)
        }
        let feed = feed(isLive: reader.isLive, scans)
        do {
            if reader.fitsInt16 {
                try decode(&reader, Int16.self, &scans, feed, progress)
            } else {
                try decode(&reader, Float.self, &scans, feed, progress)
            }
        } catch {
            if case .digits = feed, scans.contains(where: { !$0.found.tones.isEmpty }) { try Output.line("") }
            throw error
        }
        progress.clear()
        if reader.truncated {
            Output.note("ivrpay: \(file): the sound ends before its header says; what is there was decoded")
        }
        let masks = DetectMask.masks(for: scans.map(\.found), cards: maskCards)
        try plotFile?.finish(TonePlot(scans, masks, of: file).picture())
        for (scan, mask) in zip(scans, masks) { try show(scan, mask, of: file, after: feed) }
    }

    private func feed(isLive: Bool, _ scans: [ChannelScan]) -> DetectFeed {
        if live { return .lines(format, misses: explain) }
        // A card number is only known when it is whole, and two channels can't be written in one line.
        let isOneLine = files.count == 1 && scans.count == 1 && scans[0].isOnlyChannel
        return isLive && isOneLine && format == .text && !maskCards ? .digits : .none
    }

    /// Reads `reader` to its end and looks at every channel asked for.
    private func decode<Sample: ScannedSample>(
        _ reader: inout AudioFileReader, _: Sample.Type, _ scans: inout [ChannelScan], _ feed: DetectFeed,
        _ progress: Progress
    ) throws {
        let isMono = reader.channelCount == 1
        // 65,536 samples stay in the processor's cache, however many channels they are of.
        let maxFrames = max(1024, 65_536 / reader.channelCount)
        var frames: [Sample] = []
        var samples: [Sample] = []
        while try Sample.read(&reader, into: &frames, maxFrames: maxFrames) > 0 {
            for index in scans.indices {
                if isMono {
                    scans[index].take(frames.span)
                } else {
                    Sample.take(scans[index].selection, from: frames, reader.channelCount, into: &samples)
                    scans[index].take(samples.span)
                }
                try feed.tell(scans[index], of: reader.name)
            }
            progress.show(reader.name, done: reader.framesRead, of: reader.declaredFrameCount)
        }
        for index in scans.indices {
            scans[index].finish(frames: reader.framesRead, truncated: reader.truncated)
            try feed.tell(scans[index], of: reader.name)
        }
    }

    private func show(_ scan: ChannelScan, _ mask: DetectMask, of file: String, after feed: DetectFeed) throws {
        switch (format, feed) {
        case (.json, _): return try Output.line(scan.json(file: file, mask, misses: explain).text)
        case (.text, .digits): try Output.line("")
        case (.text, _):
            let shown = Output.printable(file)
            let name = scan.isOnlyChannel ? shown : "\(shown) [\(scan.channelName)]"
            let digits = String(mask.digits)
            try Output.line(files.count == 1 && scan.isOnlyChannel ? digits : "\(name): \(digits)")
        }
        guard !live else { return }
        for line in scan.lines(mask, tones: tones, misses: explain) { try Output.line(line) }
    }
}

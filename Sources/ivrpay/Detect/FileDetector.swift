import AudioFiles
import JSONText
import Telephony
import TonePlots

/// What is looked for in each sound file, and how it is told.
struct FileDetector: Sendable {
    let channel: ChannelChoice
    let raw: RawFormat?
    let maskCards: Bool
    let tones: Bool
    let explain: Bool
    let format: Format
    /// A line of its own for each tone as it is over.
    let live: Bool
    /// There is no other file, so this one needs no name.
    let isOnlyFile: Bool

    /// The result of one file, the same wherever and whenever it is made.
    struct Result: Sendable {
        /// What goes to standard output.
        var lines: [String] = []
        /// What the user is told beside that.
        var notes: [String] = []
        /// 0, or the exit code of what went wrong.
        var code: Int32 = 0
    }

    /// Looks at `file` and keeps what is to be told of it; a file that can't be read is one of the results. Throws where
    /// the program is to stop.
    func result(of file: String) throws -> Result {
        do { return try detect(file, as: DetectFeed.none) { _, _, _ in } } catch let stop as Interruption.Stop {
            throw stop
        } catch {
            // What a signal has cut short is done again another time.
            try Interruption.check()
            let failure = error as? Failure ?? .world("\(error)")
            return Result(notes: ["ivrpay: " + Output.printable(failure.message)], code: failure.code)
        }
    }

    /// The same of a file that is told while it still comes, or drawn; `progress` gets the file's name, and how many of
    /// how many frames are read.
    func detect(
        _ file: String, plot: PlotFile? = nil, as known: DetectFeed? = nil,
        progress: (String, Int, Int?) -> Void
    ) throws -> Result {
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
        let feed = known ?? feed(isLive: reader.isLive, scans)
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
        var result = Result()
        if reader.truncated {
            result.notes = ["ivrpay: \(file): the sound ends before its header says; what is there was decoded"]
        }
        let masks = DetectMask.masks(for: scans.map(\.found), cards: maskCards)
        try plot?.finish(TonePlot(scans, masks, of: file).picture())
        for (scan, mask) in zip(scans, masks) { result.lines += lines(of: scan, mask, of: file, after: feed) }
        return result
    }

    private func feed(isLive: Bool, _ scans: [ChannelScan]) -> DetectFeed {
        if live { return .lines(format, misses: explain) }
        // A card number is only known when it is whole, and two channels can't be written in one line.
        let isOneLine = isOnlyFile && scans.count == 1 && scans[0].isOnlyChannel
        return isLive && isOneLine && format == .text && !maskCards ? .digits : .none
    }

    /// Reads `reader` to its end and looks at every channel asked for.
    private func decode<Sample: ScannedSample>(
        _ reader: inout AudioFileReader, _: Sample.Type, _ scans: inout [ChannelScan], _ feed: DetectFeed,
        _ progress: (String, Int, Int?) -> Void
    ) throws {
        let isMono = reader.channelCount == 1
        // 65,536 samples stay in the processor's cache, however many channels they are of.
        let maxFrames = max(1024, 65_536 / reader.channelCount)
        var frames: [Sample] = []
        var samples: [Sample] = []
        while try Sample.read(&reader, into: &frames, maxFrames: maxFrames) > 0 {
            try Interruption.check()
            for index in scans.indices {
                if isMono {
                    scans[index].take(frames.span)
                } else {
                    Sample.take(scans[index].selection, from: frames, reader.channelCount, into: &samples)
                    scans[index].take(samples.span)
                }
                try feed.tell(scans[index], of: reader.name)
            }
            progress(reader.name, reader.framesRead, reader.declaredFrameCount)
        }
        for index in scans.indices {
            scans[index].finish(frames: reader.framesRead, truncated: reader.truncated)
            try feed.tell(scans[index], of: reader.name)
        }
    }

    private func lines(
        of scan: ChannelScan, _ mask: DetectMask, of file: String, after feed: DetectFeed
    ) -> [String] {
        var lines: [String] = []
        switch (format, feed) {
        case (.json, _): return [scan.json(file: file, mask, misses: explain).text]
        case (.text, .digits): lines.append("")
        case (.text, _):
            let shown = Output.printable(file)
            let name = scan.isOnlyChannel ? shown : "\(shown) [\(scan.channelName)]"
            let digits = String(mask.digits)
            lines.append(isOnlyFile && scan.isOnlyChannel ? digits : "\(name): \(digits)")
        }
        return live ? lines : lines + scan.lines(mask, tones: tones, misses: explain)
    }
}

import ArgumentParser
import AudioFiles
import Telephony

/// What is said of sound without a header.
struct RawOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The input has no header: its samples are coded so.",
            discussion: RawFormat.Encoding.allCases.map(\.rawValue).joined(separator: ", "), valueName: "encoding"))
    var encoding: RawFormat.Encoding?

    @Option(help: ArgumentHelp("Samples a second of input without a header.", valueName: "hz"))
    var rate: Int?

    @Option(help: ArgumentHelp("Channels of input without a header.", valueName: "count"))
    var channels: Int?

    /// The format that was given; nil where the files have headers.
    func format() throws(Failure) -> RawFormat? {
        guard let encoding else {
            if rate == nil, channels == nil { return nil }
            throw .usage(
                "\(rate == nil ? "--channels" : "--rate"): a file with a header says that itself; for sound without "
                    + "one, give --encoding too")
        }
        guard let rate else {
            throw .usage("--encoding: sound without a header does not say its rate; give --rate too")
        }
        guard let sampleRate = SampleRate(hertz: rate) else {
            throw .usage("--rate: \(rate) is not between 8000 and 192000")
        }
        let channels = channels ?? 1
        guard (1...RawFormat.channelLimit).contains(channels) else {
            throw .usage("--channels: \(channels) is not between 1 and \(RawFormat.channelLimit)")
        }
        return RawFormat(encoding, sampleRate, channelCount: channels)
    }
}

extension RawFormat.Encoding: ExpressibleByArgument {
    /// The names as they are listed, and those that other programs have for the two laws.
    public init?(argument: String) {
        switch argument.lowercased() {
        case "mulaw", "ulaw", "u-law": self = .muLaw
        case "alaw": self = .aLaw
        case let name: self.init(rawValue: name)
        }
    }
}

import ArgumentParser
import DTMF
import TelephoneLine
import Telephony

/// The options of `tones` that say what the line does. They are declared in the order in which the line does it.
struct LineOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: ArgumentHelp("Amplify by so much and clip at full scale.", valueName: "dB"))
    var clip: Double?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("The gain swings so often, down to that.", valueName: "hertz@dB"))
    var fading: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The sound once more, so much later, at that level.", valueName: "ms@dB"))
    var echo: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Mains hum; its harmonics are 6 and 12 dB lower.", valueName: "hertz@dBm0"))
    var hum: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Dial tone, as --steady 350+440@LEVEL.", valueName: "dBm0"))
    var dialTone: Double?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Tones that never stop, each at that level: 425@-15, 480+620@-20. May be given more than once.",
            valueName: "hertz+hertz@dBm0"))
    var steady: [String] = []

    @Option(parsing: .unconditional, help: ArgumentHelp("DC offset, of full scale.", valueName: "percent"))
    var offset: Double?

    @Option(parsing: .unconditional, help: ArgumentHelp("White noise under everything.", valueName: "dBm0"))
    var noise: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("White noise so far below the power of both tones together.", valueName: "dB"))
    var snr: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Clicks, so many a second, with that peak.", valueName: "number@dBm0"))
    var impulses: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("There and back by G.711. May be given more than once.", valueName: "law"))
    var companding: [Law] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Pieces of that length dropped or repeated, so many a second.", valueName: "number@ms"))
    var slips: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Packets lost.", valueName: "percent"))
    var loss: Double?

    @Option(parsing: .unconditional, help: ArgumentHelp("The length of a packet (default: 20).", valueName: "ms"))
    var lossFrame: Double?

    @Option(parsing: .unconditional, help: ArgumentHelp("What is heard instead (default: zeros).", valueName: "fill"))
    var lossFill: Fill?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Packets lost in a row on average; 1: independently (default: 1).", valueName: "number"))
    var lossBurst: Double?

    enum Law: String, ExpressibleByArgument, CaseIterable {
        case muLaw = "mu-law"
        case aLaw = "a-law"
    }

    enum Fill: String, ExpressibleByArgument, CaseIterable {
        case zeros
        case lastFrame = "last-frame"
    }

    private static let level = Quantity("dBm0", -90...3)

    /// What the line does to tones of `shape`, in order.
    func impairments(of shape: ToneShape, _ sampleRate: SampleRate) throws(Failure) -> [Impairment] {
        var impairments = try pathImpairments()
        impairments += try toneImpairments(sampleRate)
        if let offset {
            impairments.append(.offset(try Quantity("percent", -100...100).checked(offset, "--offset") / 100))
        }
        if let level = try noiseLevel(of: shape) { impairments.append(.whiteNoise(levelDBm0: level)) }
        if let impulses {
            let pair = AtPair(what: Quantity("a second", 0...1000), howMuch: Self.level, example: "5@-10")
            let (perSecond, peak) = try pair.readOne(impulses, "--impulses")
            impairments.append(.impulses(perSecond: perSecond, peakDBm0: peak))
        }
        return impairments + (try networkImpairments())
    }

    /// What the way of the sound does to it.
    private func pathImpairments() throws(Failure) -> [Impairment] {
        var impairments: [Impairment] = []
        if let clip { impairments.append(.clipping(gainDB: try Quantity("dB", 0...60).checked(clip, "--clip"))) }
        if let fading {
            let pair = AtPair(
                what: Quantity("Hz", 0.01...1000), howMuch: Quantity("dB", -60...0), example: "20@-12")
            let (hertz, lowest) = try pair.readOne(fading, "--fading")
            impairments.append(.fading(depthDB: -lowest, hertz: hertz))
        }
        if let echo {
            let pair = AtPair(what: Quantity("ms", 0...5000), howMuch: Quantity("dB", -60...0), example: "100@-10")
            let (delay, level) = try pair.readOne(echo, "--echo")
            impairments.append(.echo(delay: .seconds(delay / 1000), attenuationDB: -level))
        }
        return impairments
    }

    /// The tones that lie under the keys.
    private func toneImpairments(_ sampleRate: SampleRate) throws(Failure) -> [Impairment] {
        var impairments: [Impairment] = []
        if let hum {
            let pair = AtPair(what: Quantity("Hz", 10...400), howMuch: Self.level, example: "50@-20")
            let (hertz, level) = try pair.readOne(hum, "--hum")
            impairments.append(.hum(hertz: hertz, levelDBm0: level))
        }
        if let dialTone {
            impairments.append(.steadyTones([350, 440], levelDBm0: try Self.level.checked(dialTone, "--dial-tone")))
        }
        let audible = Quantity("Hz", 10...Double(sampleRate.hertz / 2 - 1))
        for tones in steady {
            let pair = AtPair(what: audible, howMuch: Self.level, example: "350+440@-20")
            let (hertz, level) = try pair.read(tones, "--steady")
            impairments.append(.steadyTones(hertz, levelDBm0: level))
        }
        return impairments
    }

    private func noiseLevel(of shape: ToneShape) throws(Failure) -> Double? {
        if let snr {
            guard noise == nil else { throw .usage("--noise and --snr say the same; give one of them") }
            return shape.pairLevelDBm0 - (try Quantity("dB", -20...90).checked(snr, "--snr"))
        }
        guard let noise else { return nil }
        return try Quantity("dBm0", -90...0).checked(noise, "--noise")
    }

    /// What a digital network does.
    private func networkImpairments() throws(Failure) -> [Impairment] {
        var impairments: [Impairment] = companding.map { $0 == .muLaw ? .muLaw : .aLaw }
        if let slips {
            let pair = AtPair(what: Quantity("a second", 0...100), howMuch: Quantity("ms", 0.1...1000), example: "2@5")
            let (perSecond, length) = try pair.readOne(slips, "--slips")
            impairments.append(.slips(perSecond: perSecond, length: .seconds(length / 1000)))
        }
        return impairments + (try packetLoss())
    }

    private func packetLoss() throws(Failure) -> [Impairment] {
        guard let loss else {
            guard lossFrame == nil, lossFill == nil, lossBurst == nil else {
                throw .usage("--loss-frame, --loss-fill and --loss-burst need --loss")
            }
            return []
        }
        let share = try Quantity("percent", 0...100).checked(loss, "--loss") / 100
        let frame = try Quantity("ms", 1...1000).checked(lossFrame ?? 20, "--loss-frame")
        let burst = try Quantity("packets", 1...1000).checked(lossBurst ?? 1, "--loss-burst")
        guard burst == 1 || burst * (1 - share) >= share else {
            throw .usage(
                "--loss-burst: so many packets can't be lost in runs so short; give less --loss, or longer runs")
        }
        return [
            .packetLoss(
                share: share, frame: .seconds(frame / 1000), fill: lossFill == .lastFrame ? .lastFrame : .zeros,
                burst: burst)
        ]
    }
}

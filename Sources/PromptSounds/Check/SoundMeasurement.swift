import DTMF
import Telephony

/// What can be told of one recording by itself.
public struct SoundMeasurement: Sendable {
    /// Its active speech level (ITU-T P.56), in dB below full scale; nil for silence.
    public var level: Double?
    /// Its greatest sample, in dB below full scale.
    public var peak: Double
    /// Silence before speech.
    public var before: MediaDuration
    /// Silence after speech.
    public var after: MediaDuration
    /// Its mean, full scale ±1: 0 for a recording that is right.
    public var offset: Double
    /// Whether its peaks are cut flat.
    public var isClipped: Bool
    /// The keys that our detector takes it for.
    public var keys: [Key]
    /// The keys that a cheap receiver takes it for.
    public var weakKeys: [Key]

    /// As many equal samples at the top as speech does not have.
    private static let flatRun = 4
    /// The same for samples in steps as wide as those of ITU-T G.711, 1/32 of a peak and more: a slow wave stays in one.
    private static let flatRunInSteps = 24
    /// The most values that samples of G.711 have.
    private static let companded = 256
    /// How high a flat top must be, full scale 1: fainter ones are a recording's last bits.
    private static let flatTop = 0.25
    /// Silence that is put around for the receivers, so that a tone at an end is whole.
    private static let rest = MediaDuration.milliseconds(200)

    /// Measures a recording of one channel.
    public init(_ samples: [Int16], at rate: SampleRate) {
        let sound = samples.map { Float($0) / 32_768 }
        level = ActiveLevel.decibels(of: sound, at: rate)
        let highest = samples.reduce(0) { max($0, abs(Int($1))) }
        peak = Level.dB(ratio: Double(highest) / 32_768)
        let speech = VoiceBounds.speech(in: sound, at: rate)
        before = rate.duration(ofSamples: speech.lowerBound)
        after = rate.duration(ofSamples: sound.count - speech.upperBound)
        offset = sound.reduce(0.0) { $0 + Double($1) } / Double(max(1, sound.count))
        isClipped = SoundMeasurement.isFlat(samples, at: highest)
        keys = SoundMeasurement.keys(in: sound, at: rate)
        var receiver = WeakReceiver()
        weakKeys = receiver.process(resampled(sound, from: rate, to: .telephone))
    }

    /// The keys that our detector finds.
    public static func keys(in sound: [Float], at rate: SampleRate) -> [Key] {
        var detector = ToneDetector(sampleRate: rate)
        var keys: [Key] = []
        let silence = [Float](repeating: 0, count: rate.samples(in: rest))
        let report: (ToneEvent) -> Void = { if case .began(let onset) = $0 { keys.append(onset.key) } }
        for part in [silence, sound, silence] { detector.process(part.span, report: report) }
        detector.finish(report: report)
        return keys
    }

    private static func isFlat(_ samples: [Int16], at highest: Int) -> Bool {
        guard Double(highest) / 32_768 >= flatTop else { return false }
        let longest = Set(samples).count <= companded ? flatRunInSteps : flatRun
        var run = 0
        var last: Int16 = 0
        for sample in samples {
            run = sample == last ? run + 1 : 1
            last = sample
            if run >= longest, abs(Int(sample)) >= highest - 1 { return true }
        }
        return false
    }
}

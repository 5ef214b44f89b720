import Telephony

/// Makes a clip of a set out of a raw recording: no silence at its ends, soft edges, the level of all others.
public struct ClipShaping: Sendable {
    /// The active level that all clips have (ITU-T P.56), in dB below full scale.
    public var level = -20.0
    /// What no sample goes beyond, in dB below full scale; a clip that would is softer.
    public var peak = -3.0
    /// Silence that stays before and after speech.
    public var margin = (before: MediaDuration.milliseconds(10), after: MediaDuration.milliseconds(20))
    /// How long a clip comes up at its begin, and goes down at its end: edges would click.
    public var fade = (in: MediaDuration.milliseconds(5), out: MediaDuration.milliseconds(10))

    /// As the shipped sets are made.
    public init() {}

    /// The rate at which clips are shaped; the others are made of it.
    public static let workRate = SampleRate.wideband

    /// A clip that is ready, at the rates of a set.
    public struct Clip: Sendable {
        /// How long it is.
        public var milliseconds: Int
        /// Its active level at the telephone's rate, in dB below full scale.
        public var level: Double
        /// Its greatest sample at any of the rates, in dB below full scale.
        public var peak: Double
        /// Its samples, by rate as they were asked for.
        public var sounds: [[Int16]]
    }

    /// Shapes a recording of one channel, full scale ±1, into clips at `rates`; nil where it is silent.
    public func callAsFunction(_ recording: [Float], at source: SampleRate, rates: [SampleRate]) -> Clip? {
        let rate = ClipShaping.workRate
        var samples = trimmed(resampled(recording, from: source, to: rate), at: rate)
        guard !samples.isEmpty else { return nil }
        soften(&samples, at: rate)
        let millisecond = rate.hertz / 1000
        samples += [Float](repeating: 0, count: (millisecond - samples.count % millisecond) % millisecond)
        let milliseconds = samples.count / millisecond
        let telephone = resampled(samples, from: rate, to: .telephone)
        guard let measured = ActiveLevel.decibels(of: telephone, at: .telephone) else { return nil }
        let sounds = rates.map { target in
            target == rate ? samples : target == .telephone ? telephone : resampled(samples, from: rate, to: target)
        }
        let highest = Level.dB(ratio: Double(sounds.joined().reduce(0) { max($0, abs($1)) }))
        let gain = min(level - measured, peak - highest)
        let factor = Float(Level.ratio(dB: gain))
        return Clip(
            milliseconds: milliseconds, level: measured + gain, peak: highest + gain,
            sounds: zip(rates, sounds).map { target, sound in
                let count = target.samples(in: .milliseconds(milliseconds))
                let scaled = sound.prefix(count).map { ClipShaping.rounded($0 * factor) }
                return scaled + [Int16](repeating: 0, count: count - scaled.count)
            })
    }

    /// To 14 bits, which is what telephone codecs take in (ITU-T G.711 and G.722): files are a quarter smaller by it, and what
    /// is lost stands 66 dB below speech.
    private static func rounded(_ sample: Float) -> Int16 { Int16(clamping: Int((sample * 8_192).rounded()) * 4) }

    /// Speech with its margins, without a constant part.
    private func trimmed(_ samples: [Float], at rate: SampleRate) -> [Float] {
        let mean = Float(samples.reduce(0.0) { $0 + Double($1) } / Double(max(1, samples.count)))
        let level = samples.map { $0 - mean }
        let speech = VoiceBounds.speech(in: level, at: rate)
        guard !speech.isEmpty else { return [] }
        let begin = max(0, speech.lowerBound - rate.samples(in: margin.before))
        let end = min(level.count, speech.upperBound + rate.samples(in: margin.after))
        return Array(level[begin..<end])
    }

    /// Both ends come out of silence and go into it.
    private func soften(_ samples: inout [Float], at rate: SampleRate) {
        let (rise, fall) = (rate.samples(in: fade.in), rate.samples(in: fade.out))
        for index in 0..<min(rise, samples.count) { samples[index] *= ClipShaping.ramp(index, rise) }
        for index in 0..<min(fall, samples.count) {
            samples[samples.count - 1 - index] *= ClipShaping.ramp(index, fall)
        }
    }

    /// A smooth way from 0 to 1: 3x² - 2x³.
    private static func ramp(_ index: Int, _ count: Int) -> Float {
        let place = Float(index) / Float(count)
        return place * place * (3 - 2 * place)
    }
}

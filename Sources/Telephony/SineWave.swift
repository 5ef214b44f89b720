#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A sine as samples. Its phase is computed from the sample's number, not accumulated: it is as exact after hours as at
/// the start.
public struct SineWave: Sendable {
    private let amplitude: Double
    private let turnsPerSample: Double
    private let startTurns: Double

    /// A sine of `hertz` with a peak of `amplitude` at `sampleRate`, which begins `startTurns` turns (of 360 degrees)
    /// after its upward zero crossing.
    public init(hertz: Double, amplitude: Double, sampleRate: SampleRate, startTurns: Double = 0) {
        self.amplitude = amplitude
        self.startTurns = startTurns
        turnsPerSample = hertz / Double(sampleRate.hertz)
    }

    /// The sample at `index`, counted from 0.
    public func sample(at index: Int) -> Double {
        let turns = turnsPerSample * Double(index) + startTurns
        return amplitude * sin(2 * Double.pi * (turns - turns.rounded(.down)))
    }
}

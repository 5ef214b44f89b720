#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Telephony

/// Brings sound of any rate to 8 to 16 kHz, with nothing folded into the band that is looked at.
struct TelephoneBand: Sendable {
    /// Samples of the source for one of the band.
    let decimation: Int
    /// The rate of the band, in Hz.
    let rate: Double
    /// A low-pass, the sum of its taps 1.
    private let taps: [Float]
    /// Source samples that the next outputs need.
    private var source: [Float]

    init(sampleRate: SampleRate) {
        decimation = sampleRate.hertz / SampleRate.range.lowerBound
        rate = Double(sampleRate.hertz) / Double(decimation)
        let half = decimation == 1 ? 0 : 4 * decimation
        taps = TelephoneBand.lowPass(half: half, cutoff: 0.5 / Double(decimation))
        source = [Float](repeating: 0, count: half)
    }

    /// Source samples of silence that bring out all of the sound.
    var flush: Int { taps.count / 2 }

    mutating func take(_ samples: Span<Float>, into output: inout [Float]) {
        if decimation == 1 {
            output.reserveCapacity(output.count + samples.count)
            for index in samples.indices { output.append(TelephoneBand.finite(samples[index])) }
            return
        }
        source.reserveCapacity(source.count + samples.count)
        for index in samples.indices { source.append(TelephoneBand.finite(samples[index])) }
        var start = 0
        source.withUnsafeBufferPointer { source in
            while start + taps.count <= source.count {
                var sum: Float = 0
                for tap in taps.indices { sum += taps[tap] * source[start + tap] }
                output.append(sum)
                start += decimation
            }
        }
        source.removeFirst(start)
    }

    private static func finite(_ sample: Float) -> Float { sample.isFinite ? sample : 0 }

    /// A sinc in a Hamming window; `cutoff` in cycles a sample.
    private static func lowPass(half: Int, cutoff: Double) -> [Float] {
        let taps = (-half...half).map { index -> Double in
            let phase = Double.pi * 2 * cutoff * Double(index)
            let sinc = index == 0 ? 1 : sin(phase) / phase
            return sinc * (half == 0 ? 1 : 0.54 + 0.46 * cos(.pi * Double(index) / Double(half)))
        }
        let sum = taps.reduce(0, +)
        return taps.map { Float($0 / sum) }
    }
}

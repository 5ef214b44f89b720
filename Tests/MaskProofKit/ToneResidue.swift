import Foundation
import Telephony

/// A look for what is left of keypad tones, by another way than the mask's own: plain Fourier sums over windows of 10,
/// 20, 40 and 80 ms, each moved on by a quarter of its length.
public struct ToneResidue: Sendable, Equatable {
    /// The middle of the window, in seconds.
    public var seconds: Double
    /// The window's length in milliseconds.
    public var window: Int
    /// How far the row and the column stand above all else in their groups, in dB.
    public var rowDB: Double
    public var columnDB: Double

    /// How far the weaker of row and column stands out, in dB, in a window of so many milliseconds in which a key may be
    /// told. A steady pair alone reaches 20 and more.
    public static let limits = [
        (window: 10, dB: 13.0), (window: 20, dB: 11.0), (window: 40, dB: 8.0), (window: 80, dB: 6.5),
    ]

    /// The tones of each group.
    private static let tones = [[697.0, 770, 852, 941], [1209, 1336, 1477, 1633]]

    /// What counts as a group in a window of so many milliseconds, in hertz. Within 10 ms, 200 Hz are not told apart, so
    /// there the groups have the rest of a voice between them.
    private static func edges(_ window: Int) -> [ClosedRange<Double>] {
        window == 10 ? [250...1067, 1067...2500] : [560...1067, 1067...1790]
    }

    /// Every window of `samples` in which a row and a column stand out.
    public static func all(in samples: [Float], rate: SampleRate) -> [ToneResidue] {
        limits.flatMap { limit -> [ToneResidue] in
            let look = Look(milliseconds: limit.window, rate: rate)
            return stride(from: 0, through: samples.count - look.length, by: look.length / 4).compactMap {
                start -> ToneResidue? in
                guard let (row, column) = look.margins(samples[start..<start + look.length]),
                    min(row, column) >= limit.dB
                else { return nil }
                let middle = Double(start + look.length / 2) / Double(rate.hertz)
                return ToneResidue(seconds: middle, window: limit.window, rowDB: row, columnDB: column)
            }
        }
    }

    /// Fourier sums of one length.
    private struct Look {
        let length: Int
        private let window: [Double]
        /// For each group, the waves of its tones and of its bins.
        private let tones: [[Wave]]
        private let bins: [[Wave]]

        private struct Wave {
            let cosines: [Double]
            let sines: [Double]

            init(_ hertz: Double, _ length: Int, _ rate: Double) {
                cosines = (0..<length).map { cos(2 * .pi * hertz * Double($0) / rate) }
                sines = (0..<length).map { sin(2 * .pi * hertz * Double($0) / rate) }
            }

            func power(_ samples: [Double]) -> Double {
                var (real, imaginary) = (0.0, 0.0)
                for index in samples.indices {
                    real += samples[index] * cosines[index]
                    imaginary += samples[index] * sines[index]
                }
                return real * real + imaginary * imaginary
            }
        }

        init(milliseconds: Int, rate: SampleRate) {
            let hertz = Double(rate.hertz)
            let length = rate.hertz * milliseconds / 1000
            self.length = length
            window = (0..<length).map { pow(sin(.pi * (Double($0) + 0.5) / Double(length)), 2) }
            tones = ToneResidue.tones.map { group in
                group.flatMap { tone in
                    [-0.015, 0, 0.015].map { Wave(tone * (1 + $0), length, hertz) }
                }
            }
            let step = hertz / Double(length)
            bins = ToneResidue.edges(milliseconds).map { edges in
                let first = Int((edges.lowerBound / step).rounded(.up))
                let last = Int((edges.upperBound / step).rounded(.down))
                return (first...last).map { Wave(Double($0) * step, length, hertz) }
            }
        }

        /// How far the strongest tone of each group stands above the rest of it, in dB; nil for silence.
        func margins(_ samples: ArraySlice<Float>) -> (Double, Double)? {
            let weighted = zip(samples, window).map { Double($0) * $1 }
            let margins = (0..<2).compactMap { group -> Double? in
                // All of a tone is one and a half times its peak, under Hann's window.
                let all = bins[group].reduce(0) { $0 + $1.power(weighted) }
                let level = all / Double(length * length)
                guard level > 1e-11 else { return nil }
                let peak = 1.5 * (tones[group].map { $0.power(weighted) }.max() ?? 0)
                return 10 * log10(peak / max(all - peak, all * 0.003))
            }
            return margins.count == 2 ? (margins[0], margins[1]) : nil
        }
    }
}

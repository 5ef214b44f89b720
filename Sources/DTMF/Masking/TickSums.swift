#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Correlations of ticks of 2.5 ms with the eight tones, each at five frequencies around its own; windows are put
/// together from them.
struct TickSums {
    /// How far the five frequencies lie from the tone's own.
    static let offsets = [-0.025, -0.0125, 0, 0.0125, 0.025]
    /// The upper tone of North American busy and reorder tones (480 and 620 Hz), the one call-progress tone that lies
    /// within the rows' group.
    static let busyHertz = 620.0
    /// So many ticks are kept: the longest window.
    static let kept = 32

    /// Outputs of `GroupBands` to a tick.
    let length: Int
    private let cosines: [SIMD8<Float>]
    private let sines: [SIMD8<Float>]
    /// Cosine and minus sine of the busy tone's wave in a tick.
    private let busyWave: [SIMD2<Float>]
    private var busy: [SIMD2<Float>]
    /// Of each kept tick, as a ring, and each offset: the sums with cosine and with minus sine.
    private var reals: [SIMD8<Float>]
    private var imaginaries: [SIMD8<Float>]
    /// The energies of both groups: in lanes 0 to 3 of the low one, in 4 to 7 of the high one.
    private var energies: [SIMD8<Float>]
    /// The energy at all frequencies.
    private var whole: [Float]

    init(rate: Double) {
        length = Int((rate * 0.0025).rounded())
        let (length, offsets) = (length, TickSums.offsets.count)
        func table(_ wave: (Double) -> Double) -> [SIMD8<Float>] {
            (0..<length * offsets).map { index in
                TickSums.lanes { wave(TickSums.step($0, offset: index / length, rate) * Double(index % length)) }
            }
        }
        cosines = table { cos($0) }
        sines = table { sin($0) }
        let busyStep = 2 * Double.pi * TickSums.busyHertz / rate
        busyWave = (0..<length).map { SIMD2(Float(cos(busyStep * Double($0))), Float(-sin(busyStep * Double($0)))) }
        busy = [SIMD2<Float>](repeating: .zero, count: TickSums.kept)
        reals = [SIMD8<Float>](repeating: .zero, count: TickSums.kept * offsets)
        imaginaries = reals
        energies = [SIMD8<Float>](repeating: .zero, count: TickSums.kept)
        whole = [Float](repeating: 0, count: TickSums.kept)
    }

    /// Radians a sample of `tone`, 0 to 7, at one of the offsets.
    static func step(_ tone: Int, offset: Int, _ rate: Double) -> Double {
        2 * Double.pi * ToneScreen.frequencies[tone] * (1 + offsets[offset]) / rate
    }

    static func lanes(_ value: (Int) -> Double) -> SIMD8<Float> {
        var lanes = SIMD8<Float>.zero
        for lane in 0..<8 { lanes[lane] = Float(value(lane)) }
        return lanes
    }

    /// Takes tick `number` from `bands`, whose outputs from `start` on it is.
    mutating func take(_ number: Int, of bands: borrowing GroupBands, from start: Int) {
        let place = number % TickSums.kept
        var energy = SIMD8<Float>.zero
        for offset in TickSums.offsets.indices {
            var (real, imaginary) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
            for index in 0..<length {
                let both = SIMD8(
                    lowHalf: SIMD4(repeating: bands.low[start + index]),
                    highHalf: SIMD4(repeating: bands.high[start + index]))
                if offset == 0 { energy += both * both }
                real += both * cosines[offset * length + index]
                imaginary -= both * sines[offset * length + index]
            }
            reals[place * TickSums.offsets.count + offset] = real
            imaginaries[place * TickSums.offsets.count + offset] = imaginary
        }
        energies[place] = energy
        var tone = SIMD2<Float>.zero
        for index in 0..<length { tone += busyWave[index] * bands.low[start + index] }
        busy[place] = tone
        whole[place] = bands.all[start..<start + length].reduce(0, +)
    }

    /// What `window` sees when it ends with tick `last`.
    func seen(through window: MarkWindow, last: Int) -> PairSeen? {
        var (energy, whole) = (SIMD8<Float>.zero, Float.zero)
        for tick in 0..<window.ticks {
            energy += energies[place(last, window, tick)] * window.weights[tick]
            whole += self.whole[place(last, window, tick)] * window.weights[tick]
        }
        if window.knowsBusyTone { withoutBusyTone(&energy, window, last) }
        guard energy[0] > window.leastEnergy, energy[4] > window.leastEnergy else { return nil }
        // The inner offsets and the two outer ones.
        var (inner, outer) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        for offset in TickSums.offsets.indices {
            var (real, imaginary) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
            for tick in 0..<window.ticks {
                let (cosine, sine) = window.turn(tick, offset)
                let index = place(last, window, tick) * TickSums.offsets.count + offset
                real += reals[index] * cosine - imaginaries[index] * sine
                imaginary += reals[index] * sine + imaginaries[index] * cosine
            }
            let power = real * real + imaginary * imaginary
            if offset == 0 || offset == TickSums.offsets.count - 1 {
                outer.replace(with: power, where: power .> outer)
            } else {
                inner.replace(with: power, where: power .> inner)
            }
        }
        let best = inner.replacing(with: outer, where: outer .> inner)
        let explained = best * window.scale
        return PairSeen(shares: explained / energy, energies: explained, inner: inner * window.scale, whole: whole)
    }

    /// Takes what a steady busy tone explains out of the energy of the rows' group.
    private func withoutBusyTone(_ energy: inout SIMD8<Float>, _ window: MarkWindow, _ last: Int) {
        var (real, imaginary) = (Float.zero, Float.zero)
        for tick in 0..<window.ticks {
            let tone = busy[place(last, window, tick)]
            let (cosine, sine) = window.busyTurns[tick]
            real += tone[0] * cosine - tone[1] * sine
            imaginary += tone[0] * sine + tone[1] * cosine
        }
        let explained = (real * real + imaginary * imaginary) * window.scale[0]
        let rest = max(energy[0] - explained, energy[0] * 0.001)
        energy.lowHalf = SIMD4(repeating: rest)
    }

    private func place(_ last: Int, _ window: MarkWindow, _ tick: Int) -> Int {
        (last + 1 - window.ticks + tick + TickSums.kept) % TickSums.kept
    }
}

/// The strongest row and column of a window.
struct PairSeen {
    /// 0 to 3 each.
    let row: Int
    let column: Int
    /// The share of all energy in its group that a steady tone at its frequency explains, 0 to 1.
    let rowShare: Float
    let columnShare: Float
    /// The power of the column over the row's.
    let twist: Float
    /// Both tones are within 1.9 % of their own frequency, as far as the window can tell.
    let isOnFrequency: Bool

    /// The share of the energy at all frequencies that both together explain.
    let shareOfAll: Float

    /// Of what each tone explains of its group, as a share and as an energy; the latter too at the inner frequencies.
    init(shares: SIMD8<Float>, energies: SIMD8<Float>, inner: SIMD8<Float>, whole: Float) {
        var (row, column) = (0, 0)
        for lane in 1..<4 where energies[lane] > energies[row] { row = lane }
        for lane in 1..<4 where energies[4 + lane] > energies[4 + column] { column = lane }
        (self.row, self.column) = (row, column)
        let (low, high) = (energies[row], energies[4 + column])
        (rowShare, columnShare) = (shares[row], shares[4 + column])
        isOnFrequency = inner[row] == low && inner[4 + column] == high
        twist = low > 0 ? high / low : 0
        shareOfAll = whole > 0 ? (low + high) / whole : 0
    }

    /// The pair as one of 16 bits.
    var bit: UInt16 { 1 << UInt16(row * 4 + column) }
}

import CToneKernel

/// What CToneKernel does, said once more: one number at a time, in the same order. Vector code must give these bits.
enum Twin {
    /// Eight numbers, each from its lane's number.
    private static func lanes(_ value: (Int) -> Float) -> [Float] { (0..<8).map(value) }

    /// The sum of eight lanes, in halves.
    private static func total(_ lanes: [Float]) -> Float {
        let fours = (0..<4).map { lanes[$0] + lanes[$0 + 4] }
        return (fours[0] + fours[2]) + (fours[1] + fours[3])
    }

    // MARK: Whole numbers

    /// The mean of two neighbours, rounded down.
    private static func mean(_ samples: ArraySlice<Int16>, _ place: Int) -> Int {
        let index = samples.startIndex + place
        return (Int(samples[index]) + Int(samples[index + 1])) >> 1
    }

    static func band(_ samples: [Int16], count: Int, taps: [Int16], scale: Float) -> [Float] {
        (0..<count).map { place in
            // 64 bits; that it fits 32 is checked by the conversion.
            let sum = taps.indices.reduce(0) { $0 + Int(taps[$1]) * Int(samples[2 * place + $1]) }
            return scale * Float(Int32(sum))
        }
    }

    static func halve(_ samples: [Int16], count: Int, scale: Float) -> [Float] {
        (0..<count).map { Float(Int32(samples[2 * $0]) + Int32(samples[2 * $0 + 1])) * scale }
    }

    /// The screen, with its state as lists.
    struct Screen {
        var rules: ToneScreenRules
        var table: [Int16]
        var turns: (cosines: [Float], sines: [Float])
        var real: [Float]
        var imaginary: [Float]
        var energy: Float = 0
        private var window = [Float](repeating: 0, count: 8)
        private var newest = [Float](repeating: 0, count: 8)
        private var before = [Float](repeating: 0, count: 8)
        private(set) var row: Float = 0
        private(set) var column: Float = 0
        private(set) var windowEnergy: Float = 0
        private(set) var isPlausible = false
        private var place: (row: Int32, column: Int32) = (0, 0)

        init(
            rules: ToneScreenRules, table: [Int16], turns: (cosines: [Float], sines: [Float]), real: [Float],
            imaginary: [Float]
        ) {
            (self.rules, self.table, self.turns, self.real, self.imaginary) = (rules, table, turns, real, imaginary)
        }

        /// All of the state, in the order of `ToneScreenState`.
        var bits: [UInt32] {
            let floats = real + imaginary + [energy] + window + newest + before + [row, column, windowEnergy]
            return floats.map(\.bitPattern)
                + [isPlausible ? 1 : 0, UInt32(bitPattern: place.row), UInt32(bitPattern: place.column)]
        }

        /// The row's and the column's share in their groups' sums.
        var shares: [Float] {
            [row / Screen.all(Array(window[..<4])), column / Screen.all(Array(window[4...]))]
        }

        mutating func advance(_ samples: ArraySlice<Int16>, blocks: Int) -> Int {
            let length = 4 * Int(rules.pairs)
            isPlausible = false
            var done = 0
            while done < blocks, !isPlausible {
                take(samples.dropFirst(done * length))
                done += 1
            }
            if isPlausible {
                place.row = Int32(window[..<4].firstIndex(of: row) ?? -1)
                place.column = Int32((window[4...].firstIndex(of: column) ?? 3) - 4)
            }
            return done
        }

        /// The energy of the block that `samples` begin with.
        func energy(of samples: ArraySlice<Int16>) -> Int32 {
            Int32(
                (0..<Int(rules.pairs)).reduce(0) { sum, pair in
                    let (first, second) = (mean(samples, 4 * pair), mean(samples, 4 * pair + 2))
                    return sum + (first * first + second * second) >> 6
                })
        }

        private func correlation(_ samples: ArraySlice<Int16>, at row: Int) -> Float {
            let sum = (0..<Int(rules.pairs)).reduce(0) { sum, pair in
                let place = 32 * pair + row
                return sum + Int(table[place]) * mean(samples, 4 * pair)
                    + Int(table[place + 1]) * mean(samples, 4 * pair + 2)
            }
            return Float(Int32(sum))
        }

        private mutating func take(_ samples: ArraySlice<Int16>) {
            let whole = energy(of: samples)
            let (beforeReal, beforeImaginary) = (real, imaginary)
            for tone in 0..<8 {
                let loud = whole >= rules.least_energy
                let r = loud ? correlation(samples, at: 2 * tone) : 0
                let m = loud ? correlation(samples, at: 16 + 2 * tone) : 0
                let (oldR, oldM) = (beforeReal[tone], beforeImaginary[tone])
                let (bothR, bothM) = (oldR + r, oldM + m)
                before[tone] = oldR * oldR + oldM * oldM
                newest[tone] = r * r + m * m
                window[tone] = bothR * bothR + bothM * bothM
                real[tone] = r * turns.cosines[tone] - m * turns.sines[tone]
                imaginary[tone] = r * turns.sines[tone] + m * turns.cosines[tone]
            }
            windowEnergy = Float(whole) + energy
            energy = Float(whole)
            judge()
        }

        private mutating func judge() {
            let (rows, columns) = (Array(window[..<4]), Array(window[4...]))
            row = rows.max() ?? 0
            column = columns.max() ?? 0
            isPlausible =
                max(row, column) > rules.least_power
                && row >= rules.least_group_share * Screen.all(rows)
                && column >= rules.least_group_share * Screen.all(columns)
                && row * rules.most_twist >= column && column * rules.most_twist >= row
                && row + column > rules.least_energy_share * windowEnergy
        }

        private static func all(_ group: [Float]) -> Float { (group[0] + group[1]) + (group[2] + group[3]) }
    }

    // MARK: Floats

    static func phasor(_ angle: Float) -> (cosine: Float, sine: Float) {
        let pi: Float = 3.14159265
        let turns = angle * (0.5 / pi)
        let rounded = (turns + 12_582_912) - 12_582_912
        let half = (turns - rounded) * pi
        let square = half * half
        var sine = square * (-1 / 39_916_800) + 1 / 362_880
        sine = sine * square - 1 / 5040
        sine = sine * square + 1 / 120
        sine = (sine * square - 1 / 6) * square * half + half
        var cosine = square * (1 / 479_001_600) - 1 / 3_628_800
        cosine = cosine * square + 1 / 40_320
        cosine = cosine * square - 1 / 720
        cosine = cosine * square + 1 / 24
        cosine = (cosine * square - 0.5) * square + 1
        return (1 - (sine + sine) * sine, (sine + sine) * cosine)
    }

    static func correlate(_ samples: [Float], table: [Float]) -> [Float] {
        (0..<4).map { part in
            var sums = [Float](repeating: 0, count: 8)
            for index in samples.indices {
                sums[index % 8] += table[index / 8 * 32 + part * 8 + index % 8] * samples[index]
            }
            return total(sums)
        }
    }

    static func energy(_ samples: [Float], window: [Float]) -> Float {
        var sums = [Float](repeating: 0, count: 8)
        for index in samples.indices { sums[index % 8] += window[index] * samples[index] * samples[index] }
        return total(sums)
    }

    /// A wave at eight places; each turns on from its own place before, eight steps at a time.
    private struct Turning {
        var real: [Float] = []
        var imaginary: [Float] = []
        let turn: (cosine: Float, sine: Float)

        init(_ wave: ToneWave, place: Float, step: Int) {
            for lane in 0..<8 {
                let (cosine, sine) = phasor((Float(lane) * Float(step) + place) * wave.frequency)
                real.append(cosine * wave.real - sine * wave.imaginary)
                imaginary.append(sine * wave.real + cosine * wave.imaginary)
            }
            turn = phasor(Float(8 * step) * wave.frequency)
        }

        mutating func advance() {
            for lane in 0..<8 {
                let (r, m) = (real[lane], imaginary[lane])
                real[lane] = r * turn.cosine - m * turn.sine
                imaginary[lane] = r * turn.sine + m * turn.cosine
            }
        }
    }

    /// The samples less the two waves.
    private static func less(_ samples: [Float], _ place: Float, _ low: ToneWave, _ high: ToneWave) -> [Float] {
        var (l, h) = (Turning(low, place: place, step: 1), Turning(high, place: place, step: 1))
        var rest: [Float] = []
        for start in stride(from: 0, to: samples.count, by: 8) {
            rest += lanes { samples[start + $0] - l.real[$0] - h.real[$0] }
            l.advance()
            h.advance()
        }
        return rest
    }

    static func rest(_ samples: [Float], window: [Float], place: Float, _ low: ToneWave, _ high: ToneWave) -> [Float] {
        let rest = less(samples, place, low, high)
        return rest.indices.map { rest[$0] * window[$0] }
    }

    static func restEnergy(
        _ samples: [Float], window: [Float], place: Float, _ low: ToneWave, _ high: ToneWave
    ) -> Float {
        let rest = less(samples, place, low, high)
        var sums = [Float](repeating: 0, count: 8)
        for index in rest.indices { sums[index % 8] += rest[index] * rest[index] * window[index] }
        return total(sums)
    }

    static func powers(_ samples: [Float], frequencies: [Float]) -> [Float] {
        frequencies.map { frequency in
            let step = phasor(frequency)
            var (c, s, real, imaginary): (Float, Float, Float, Float) = (1, 0, 0, 0)
            for sample in samples {
                real += c * sample
                imaginary += s * sample
                (c, s) = (c * step.cosine - s * step.sine, s * step.cosine + c * step.sine)
            }
            return real * real + imaginary * imaginary
        }
    }

    // MARK: The highest point

    private struct Group {
        var gains = [Float](repeating: 0, count: 8)
        var powers = [Float](repeating: 0, count: 8)
    }

    /// `samples` in the order in which they are gone through.
    static func peak(_ samples: [Float], step: Int, place: Float, _ low: ToneWave, _ high: ToneWave) -> TonePeak {
        var (l, h) = (Turning(low, place: place, step: step), Turning(high, place: place, step: step))
        var groups: [Group] = []
        for start in stride(from: 0, to: samples.count, by: 8) {
            func wave(_ lane: Int) -> Float { start + lane < samples.count ? l.real[lane] + h.real[lane] : 0 }
            groups.append(
                Group(
                    gains: lanes { lane in
                        let sound = start + lane < samples.count ? samples[start + lane] : 0
                        return (sound + sound - wave(lane)) * wave(lane)
                    }, powers: lanes { wave($0) * wave($0) }))
            l.advance()
            h.advance()
        }
        // By groups: the sums before each, lane by lane for the powers.
        var (top, highest, gain): (Int, Float, Float) = (0, 0, 0)
        var gains: [Float] = []
        var powers = [[Float](repeating: 0, count: 8)]
        for (index, group) in groups.enumerated() {
            gains.append(gain)
            gain += total(group.gains)
            let sums = powers[index]
            powers.append(lanes { sums[$0] + group.powers[$0] })
            if gain > highest { (highest, top) = (gain, index + 1) }
        }
        // To the sample, in the groups before and behind the highest point.
        var sum = TonePeak(place: 0, gain: 0, power: 0)
        if top > 0 { sum = TonePeak(place: 8 * (top - 1), gain: gains[top - 1], power: total(powers[top - 1])) }
        var best = sum
        if top > 0 { refine(groups[top - 1], &sum, &best) }
        refine(top < groups.count ? groups[top] : Group(), &sum, &best)
        return best
    }

    private static func refine(_ group: Group, _ sum: inout TonePeak, _ best: inout TonePeak) {
        var sums = group.gains
        for shift in [1, 2, 4] {
            let before = sums
            sums = lanes { before[$0] + ($0 >= shift ? before[$0 - shift] : 0) }
        }
        let most = sums.max() ?? 0
        let place = (sums.firstIndex(of: most) ?? 0) + 1
        if sum.gain + most > best.gain {
            let power = total(lanes { $0 < place ? group.powers[$0] : 0 })
            best = TonePeak(place: sum.place + place, gain: sum.gain + most, power: sum.power + power)
        }
        sum = TonePeak(place: sum.place + 8, gain: sum.gain + sums[7], power: sum.power + total(group.powers))
    }
}

import TelephoneLine
import Telephony
import Testing

/// The decoder outputs of ITU-T G.711, put together from its tables' segments.
@Suite("Companding by G.711") struct CompandingTests {
    /// A segment of 16 values: the first, and the step to the next.
    private typealias Segment = (first: Int, step: Int)

    /// Table 2a, in 14 bits: values 0, 33, 99, ... up to 8031.
    private static let muLaw: [Segment] = [
        (0, 2), (33, 4), (99, 8), (231, 16), (495, 32), (1023, 64), (2079, 128), (4191, 256),
    ]
    /// Table 1a, in 13 bits: values 1, 33, 66, ... up to 4032.
    private static let aLaw: [Segment] = [
        (1, 2), (33, 2), (66, 4), (132, 8), (264, 16), (528, 32), (1056, 64), (2112, 128),
    ]

    /// All values on the positive side, in 16 bits.
    private func values(_ segments: [Segment], scale: Int) -> [Int] {
        segments.flatMap { segment in (0..<16).map { (segment.first + $0 * segment.step) * scale } }
    }

    /// What becomes of every number of 16 bits.
    private func coded(_ law: Impairment) -> [(number: Int, becomes: Int)] {
        let numbers = -32768...32767
        let sound = over(law, sound: numbers.map { Float($0) / 32768 })
        return zip(numbers, sound).map { ($0, Int($1 * 32768)) }
    }

    @Test("mu-law: the values of the table, and each number becomes the nearest")
    func muLaw() {
        let table = values(Self.muLaw, scale: 4)
        #expect(table.last == 32124)
        let coded = coded(.muLaw)
        #expect(Set(coded.map { abs($0.becomes) }) == Set(table))
        for (number, becomes) in coded where abs(number) <= 32635 {
            #expect(abs(number - becomes) <= halfStep(of: becomes, Self.muLaw, scale: 4), "\(number) -> \(becomes)")
        }
    }

    @Test("A-law: the values of the table, and each number becomes the nearest; there is no zero")
    func aLaw() {
        let table = values(Self.aLaw, scale: 8)
        #expect(table.last == 32256)
        let coded = coded(.aLaw)
        #expect(Set(coded.map { abs($0.becomes) }) == Set(table))
        for (number, becomes) in coded {
            #expect(abs(number - becomes) <= halfStep(of: becomes, Self.aLaw, scale: 8), "\(number) -> \(becomes)")
        }
    }

    /// Half the step of the segment that `value` lies in.
    private func halfStep(of value: Int, _ segments: [Segment], scale: Int) -> Int {
        let step = segments.last { $0.first * scale <= abs(value) }?.step ?? 0
        return step * scale / 2
    }

    @Test("Coded twice is coded once; what is beyond full scale becomes the largest value")
    func stable() {
        for law in [Impairment.muLaw, .aLaw] {
            let once = over(law, sound: (-1000...1000).map { Float($0) / 1000 })
            #expect(over(law, sound: once) == once)
            let largest: Float = law == .muLaw ? 32124 : 32256
            #expect(
                over(law, sound: [5, -5, .greatestFiniteMagnitude]) == [largest, -largest, largest].map { $0 / 32768 })
        }
        #expect(over(.muLaw, sound: [0]) == [0])
        #expect(over(.aLaw, sound: [0]) == [8.0 / 32768])
    }

    @Test("The noise of companding lies 36 to 40 dB below a sine of -10 dBm0", arguments: [Impairment.muLaw, .aLaw])
    func noise(law: Impairment) {
        let sine = over(.steadyTones([1020.5], levelDBm0: -10), sound: steady(0, seconds: 2))
        let noise = zip(over(law, sound: sine), sine).map { $0 - $1 }
        #expect((-50 ... -46).contains(powerDBm0(noise)), "\(powerDBm0(noise)) dBm0")
    }
}

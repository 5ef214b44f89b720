/// Makes the names the gateway gives: ids of letters alone, so that none holds a run of digits, and confirmations that can
/// be said.
struct NameMaker: Sendable {
    /// Letters of ids, without those that look like another or like a digit.
    private static let letters = Array("abcdefghjkmnpqrstuvwxyz".utf8)
    /// Characters of confirmations; the first seventeen are letters.
    private static let spoken = Array("ACEFHJKLMNPRTUWXY23456789".utf8)

    private var seeded: SeededNumbers?
    private var system = SystemRandomNumberGenerator()

    /// Names that nobody can guess; those of a `seed` are the same each time, for tests.
    init(seed: UInt64?) { seeded = seed.map(SeededNumbers.init) }

    /// `prefix` and twenty letters.
    mutating func id(_ prefix: String) -> String {
        var text = Array(prefix.utf8)
        text.reserveCapacity(text.count + 20)
        // 23 letters carry 4.5 bits; one number gives ten of them with little bias.
        for _ in 0..<2 {
            var number = next()
            for _ in 0..<10 {
                text.append(NameMaker.letters[Int(number % 23)])
                number /= 23
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// What a caller is told: a letter and five characters, none that sounds or looks like another.
    mutating func confirmation() -> String {
        var number = next()
        var text = [NameMaker.spoken[Int(number % 17)]]
        number /= 17
        for _ in 0..<5 {
            text.append(NameMaker.spoken[Int(number % 25)])
            number /= 25
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func next() -> UInt64 { seeded?.next() ?? system.next() }
}

/// Numbers that follow from a seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

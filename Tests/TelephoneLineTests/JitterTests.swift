import Foundation
import TelephoneLine
import Telephony
import Testing

@Suite("Jitter") struct JitterTests {
    /// The share of packets that are not played as they were sent: each has a level of its own.
    private func late(mean: Int, count: Int = 20_000, seed: UInt64 = 1) -> Double {
        let levels = (0..<count).map { Float($0 % 100 + 1) / 200 }
        let sound = over(
            .jitter(mean: .milliseconds(mean), buffer: .milliseconds(60)),
            sound: levels.flatMap { [Float](repeating: $0, count: 160) }, seed: seed)
        return Double(levels.indices.count { sound[$0 * 160] != levels[$0] }) / Double(count)
    }

    @Test("packets later than the buffer are not played", arguments: [10, 20, 40, 100]) func share(mean: Int) {
        let expected = exp(-60 / Double(mean))
        // Three deviations of a binomial distribution, and the least of one packet.
        let deviation = (expected * (1 - expected) / 20_000).squareRoot()
        #expect(abs(late(mean: mean) - expected) < 3 * deviation + 0.0005)
    }

    @Test("none without delays, and the same for the same seed") func none() {
        #expect(late(mean: 0) == 0)
        #expect(late(mean: 40, seed: 7) == late(mean: 40, seed: 7))
    }
}

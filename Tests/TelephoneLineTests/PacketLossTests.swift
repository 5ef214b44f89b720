import TelephoneLine
import Telephony
import Testing

@Suite("Packet loss") struct PacketLossTests {
    private static let frame = MediaDuration.milliseconds(20)

    /// Which of `count` frames are lost; fails where a frame is lost in part.
    private func lost(share: Double, burst: Double, count: Int = 40_000, seed: UInt64 = 1) -> [Bool] {
        let sound = over(
            .packetLoss(share: share, frame: Self.frame, fill: .zeros, burst: burst),
            sound: [Float](repeating: 1, count: count * 160), seed: seed)
        return stride(from: 0, to: sound.count, by: 160).map { start in
            let sum = sound[start..<start + 160].reduce(0, +)
            #expect(sum == 0 || sum == 160, "frame at \(start)")
            return sum == 0
        }
    }

    private func meanRun(_ lost: [Bool]) -> Double {
        let runs = lost.split(separator: false)
        return Double(lost.count { $0 }) / Double(runs.count)
    }

    @Test("Independent losses: the share asked for, runs as chance makes them", arguments: [0.01, 0.05, 0.2, 0.6])
    func independent(share: Double) {
        let lost = lost(share: share, burst: 1)
        // Three deviations of a binomial distribution.
        let deviation = (share * (1 - share) / Double(lost.count)).squareRoot()
        #expect(abs(Double(lost.count { $0 }) / Double(lost.count) - share) < 3 * deviation)
        #expect(abs(meanRun(lost) * (1 - share) - 1) < 0.1)
    }

    @Test("Bursts: the share asked for in runs as long as asked", arguments: [0.02, 0.1, 0.5], [2.0, 5])
    func bursts(share: Double, burst: Double) {
        let lost = lost(share: share, burst: burst)
        #expect(abs(Double(lost.count { $0 }) / Double(lost.count) / share - 1) < 0.15)
        #expect(abs(meanRun(lost) / burst - 1) < 0.1)
    }

    @Test("A share that needs longer runs than asked for gets them")
    func longRuns() {
        let lost = lost(share: 0.9, burst: 2)
        #expect(abs(Double(lost.count { $0 }) / Double(lost.count) - 0.9) < 0.01)
        #expect(abs(meanRun(lost) / 9 - 1) < 0.1)
    }

    @Test("None and all", arguments: [1.0, 4])
    func extremes(burst: Double) {
        #expect(lost(share: 0, burst: burst, count: 500).allSatisfy { !$0 })
        #expect(lost(share: 1, burst: burst, count: 500).allSatisfy { $0 })
    }

    @Test("The last frame fills in, 6 dB lower with each further loss; silence before the first")
    func lastFrame() {
        // Frame n holds n + 1 throughout.
        let sound = over(
            .packetLoss(share: 0.4, frame: Self.frame, fill: .lastFrame, burst: 3),
            sound: (0..<160 * 2000).map { Float($0 / 160 + 1) })
        var (last, run, lostFrames) = (Float(0), 0, 0)
        for index in 0..<2000 {
            let frame = sound[index * 160..<index * 160 + 160]
            let isLost = frame.first != Float(index + 1)
            run = isLost ? run + 1 : 0
            if isLost { lostFrames += 1 } else { last = Float(index + 1) }
            var expected = last
            for _ in 0..<max(0, run - 1) { expected /= 2 }
            #expect(frame.allSatisfy { $0 == expected }, "frame \(index), loss \(run) in a row")
        }
        #expect(lostFrames > 600)
    }

    @Test("What fills in is the frame itself, not its last sample")
    func content() {
        let sound = over(
            .packetLoss(share: 0.5, frame: .milliseconds(1), fill: .lastFrame, burst: 1),
            sound: (0..<800).map { Float($0 % 8 + 1) })
        for start in stride(from: 0, to: 800, by: 8) {
            let frame = Array(sound[start..<start + 8])
            #expect(frame.enumerated().allSatisfy { $1 == frame[0] * Float($0 + 1) })
        }
    }
}

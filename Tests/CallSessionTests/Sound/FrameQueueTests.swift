import CallEngine
import CallTestKit
import TelephoneLine
import Telephony
import Testing

/// What a network does to the frames of a phone.
@Suite("Frames in media time") struct FrameQueueTests {
    private static let frame = 160
    private static let rate = SampleRate.telephone

    /// A sound whose samples tell their place.
    private static func sound(_ range: Range<Int>) -> [Float] { range.map { Float($0 % 8191 + 1) / 8192 } }

    private static func take(_ queue: inout FrameQueue) -> [Float] {
        var frame = [Float](repeating: -1, count: Self.frame)
        var span = frame.mutableSpan
        queue.take(&span)
        return frame
    }

    /// Pushes each frame of a sound before the tick of its arrival, and takes one a tick.
    private static func run(_ arrivals: [(frame: Int, tick: Int)], ticks: Int, from base: Int = 0) -> (
        out: [Float], queue: FrameQueue
    ) {
        var queue = FrameQueue(rate: rate)
        var out: [Float] = []
        for tick in 0..<ticks {
            for arrival in arrivals where arrival.tick == tick {
                let start = arrival.frame * frame
                queue.push(sound(start..<start + frame).span, at: base + start)
            }
            out += take(&queue)
        }
        return (out, queue)
    }

    @Test("frames on time come out whole, one depth later") func onTime() {
        let (out, queue) = Self.run((0..<50).map { ($0, $0) }, ticks: 53)
        #expect(out == [Float](repeating: 0, count: 480) + Self.sound(0..<8000))
        #expect(queue.missingSamples == 0 && queue.uselessFrames == 0 && queue.restarts == 0)
    }

    @Test("jitter up to the depth, in any order, loses nothing", arguments: 0..<20 as Range<UInt64>)
    func jitter(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        // The first frame begins the count: a later one can only come as early as it.
        let arrivals = (0..<200).map { ($0, $0 + ($0 == 0 ? 0 : Int.random(in: 0...3, using: &random))) }
        let (out, queue) = Self.run(arrivals, ticks: 203, from: Int.random(in: -9_000...4_000_000_000, using: &random))
        #expect(out == [Float](repeating: 0, count: 480) + Self.sound(0..<32_000), "seed \(seed)")
        #expect(queue.missingSamples == 0, "seed \(seed)")
    }

    @Test("a missing frame is silence in its place, and nothing moves") func missing() {
        let (out, queue) = Self.run((0..<50).filter { $0 != 20 }.map { ($0, $0) }, ticks: 53)
        var expected = [Float](repeating: 0, count: 480) + Self.sound(0..<8000)
        for index in 480 + 3200..<480 + 3360 { expected[index] = 0 }
        #expect(out == expected)
        #expect(queue.missingSamples == 160)
    }

    @Test("a frame that comes too late, or twice, is of no use") func late() {
        let (out, queue) = Self.run((0..<50).map { ($0, $0 == 20 ? 24 : $0) } + [(30, 31)], ticks: 53)
        var expected = [Float](repeating: 0, count: 480) + Self.sound(0..<8000)
        for index in 480 + 3200..<480 + 3360 { expected[index] = 0 }
        #expect(out == expected)
        #expect(queue.uselessFrames == 2)
        #expect(queue.missingSamples == 160)
    }

    @Test("a frame of which a part is too late gives the rest") func partlyLate() {
        var queue = FrameQueue(rate: Self.rate, depth: .zero)
        queue.push(Self.sound(0..<160).span, at: 0)
        _ = Self.take(&queue)
        queue.push(Self.sound(80..<320).span, at: 80)
        #expect(Self.take(&queue) == Self.sound(160..<320))
        #expect(queue.uselessFrames == 0)
    }

    @Test("time stamps that jump begin anew", arguments: [1_000_000, -1_000_000]) func jump(by offset: Int) {
        var queue = FrameQueue(rate: Self.rate, depth: .zero)
        queue.push(Self.sound(0..<160).span, at: 5_000_000)
        #expect(Self.take(&queue) == Self.sound(0..<160))
        queue.push(Self.sound(160..<320).span, at: 5_000_160 + offset)
        #expect(Self.take(&queue) == Self.sound(160..<320))
        #expect(queue.restarts == 1)
    }

    @Test("before the first frame there is silence, and none is missing") func empty() {
        var queue = FrameQueue(rate: Self.rate)
        #expect(Self.take(&queue) == [Float](repeating: 0, count: 160))
        #expect(queue.missingSamples == 0)
    }
}

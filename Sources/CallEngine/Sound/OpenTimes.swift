import Telephony

/// When something is open, as a recording that may be suspended, or an agent's ear: a switch with the instants at which it
/// was turned.
public struct OpenTimes: Sendable {
    private let opensAtFirst: Bool
    /// The instants at which it was turned, in order; every second one back.
    private var turns: [MediaTime] = []

    /// Open, or shut, from the start.
    init(open: Bool) { opensAtFirst = open }

    /// Whether it is open now.
    public var isOpen: Bool { opensAtFirst == turns.count.isMultiple(of: 2) }

    /// It is open, or shut, from `instant` on; not before the last turn.
    mutating func set(open: Bool, at instant: MediaTime) {
        guard open != isOpen else { return }
        turns.append(instant)
    }

    /// Silences, of interleaved frames from `start` of `samples` on, those for which it is shut; the first of them is frame
    /// `first` of the call.
    public func silence(
        _ samples: inout [Float], startingAt start: Int, channels: Int, from first: Int, at rate: SampleRate
    ) {
        let count = (samples.count - start) / channels
        var isOpen = opensAtFirst
        var done = 0
        for turn in turns + [.distantFuture] {
            let frame = turn == .distantFuture ? count : rate.samples(in: turn.sinceStart) - first
            let end = min(count, max(done, frame))
            if !isOpen { for index in start + done * channels..<start + end * channels { samples[index] = 0 } }
            done = end
            isOpen.toggle()
        }
    }
}

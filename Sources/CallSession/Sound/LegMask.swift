import DTMF
import Telephony

/// Masks the caller's keypad tones, and keeps the IVR's leg in step with it: a tone is known some time after its begin, and
/// not even its first milliseconds are kept.
struct LegMask {
    /// Nothing is masked: for tests.
    var isOff = false
    /// How many frames have come out.
    private(set) var delivered = 0

    private var mask: ToneMask
    private var masked: [Float] = []
    private var ivrWaiting: [Float] = []

    /// A key pressed without sound is covered for so long: its tone, and its edges.
    private static let keySpan = (before: MediaDuration.milliseconds(10), after: MediaDuration.milliseconds(140))

    init(rate: SampleRate) { mask = ToneMask(sampleRate: rate) }

    /// A key is pressed whose tone may be anything: what sounds around it is masked.
    mutating func cover(key instant: MediaTime) {
        let begin = max(.zero, instant - LegMask.keySpan.before)
        mask.cover(begin..<instant + LegMask.keySpan.after)
    }

    /// Takes the next frames of both legs, as many of each, and gives back those that are settled.
    mutating func process(caller: inout [Float], ivr: inout [Float]) {
        guard !isOff else { return delivered += caller.count }
        masked.removeAll(keepingCapacity: true)
        mask.process(caller.span, into: &masked)
        release(&caller, &ivr)
    }

    /// No more comes: appends what is left.
    mutating func finish(caller: inout [Float], ivr: inout [Float]) {
        guard !isOff else { return }
        masked.removeAll(keepingCapacity: true)
        mask.finish(into: &masked)
        release(&caller, &ivr)
    }

    private mutating func release(_ caller: inout [Float], _ ivr: inout [Float]) {
        ivrWaiting += ivr
        swap(&caller, &masked)
        ivr.removeAll(keepingCapacity: true)
        ivr += ivrWaiting[..<caller.count]
        ivrWaiting.removeFirst(caller.count)
        delivered += caller.count
    }
}

/// The last stretch of analysed sound in 16 bits, addressed by sample number since the start.
///
/// A plain array that is moved back to its front now and then, so that any stretch of it is contiguous and nothing
/// is allocated while sound streams. Long portions are looked at where they lie, and only their ends are copied.
struct SampleHistory {
    /// At least this many samples are always kept, silence before the first; no look reaches further.
    let kept: Int
    /// At most this many samples may be appended at once.
    static let portion = 4096
    /// The loops over it may read so far beyond its end; what they read there they do not use.
    private static let slack = 128
    private var samples: [Int16]
    private var count: Int
    /// The sample number of the oldest sample there is.
    private var origin: Int
    /// A portion that is looked at where it lies, and the number of its first sample.
    private var lent: UnsafePointer<Int16>?
    private var lentOrigin = Int.max
    /// The number of the next sample: how many have been taken.
    private(set) var end: Int

    init(keeping kept: Int) {
        self.kept = max(kept, SampleHistory.slack)
        samples = [Int16](repeating: 0, count: 2 * self.kept + 4 * SampleHistory.portion + SampleHistory.slack)
        origin = -self.kept
        count = self.kept
        end = 0
    }

    /// Takes `added` more samples, at most `portion`, that `fill` writes.
    mutating func append(_ added: Int, fill: (UnsafeMutableBufferPointer<Int16>) -> Void) {
        if count + added > samples.count - SampleHistory.slack { moveBack() }
        samples.withUnsafeMutableBufferPointer { fill(.init(rebasing: $0[count..<count + added])) }
        count += added
        end += added
    }

    /// Takes `portion`; `look` is called whenever there is more to look at.
    mutating func take(_ portion: UnsafeBufferPointer<Int16>, _ look: (inout SampleHistory) -> Void) {
        guard let first = portion.baseAddress else { return }
        var start = 0
        if portion.count > 8 * kept {
            // Who looks back from the first samples finds all in the copy; then the rest is lent, but for the last
            // samples, which must stay when the portion is gone.
            lentOrigin = end
            copy(first, kept)
            look(&self)
            lent = first
            end += portion.count - 3 * kept
            look(&self)
            (lent, lentOrigin) = (nil, .max)
            start = portion.count - 2 * kept
            copy(first + (start - kept), kept, at: end - kept)
        }
        while start < portion.count {
            let added = min(SampleHistory.portion, portion.count - start)
            copy(first + start, added)
            look(&self)
            start += added
        }
    }

    /// The samples from number `start` on, to the end.
    @inline(__always)
    func withSamples<Result>(from start: Int, _ use: (UnsafePointer<Int16>) -> Result) -> Result {
        if let lent, start >= lentOrigin { return use(lent + (start - lentOrigin)) }
        precondition(start >= origin, "this stretch of sound is no longer kept")
        return samples.withUnsafeBufferPointer { use($0.start + (start - origin)) }
    }

    private mutating func copy(_ from: UnsafePointer<Int16>, _ added: Int) {
        append(added) { $0.start.update(from: from, count: added) }
    }

    /// Starts over with `added` samples, the first of which has the number `first`.
    private mutating func copy(_ from: UnsafePointer<Int16>, _ added: Int, at first: Int) {
        (origin, count, end) = (first, 0, first)
        copy(from, added)
    }

    private mutating func moveBack() {
        let surplus = count - kept
        samples.withUnsafeMutableBufferPointer { samples in
            samples.start.update(from: samples.start + surplus, count: kept)
        }
        origin += surplus
        count = kept
    }
}

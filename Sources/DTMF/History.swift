/// The last stretch of analysed sound, addressed by sample number since the start.
///
/// A plain array that is moved back to its front now and then, so that any stretch of it is contiguous and nothing
/// is allocated while sound streams.
struct History {
    /// At least this many samples are always kept, silence before the first.
    let kept: Int
    private(set) var samples: [Float]
    /// The sample number of `samples[0]`.
    private(set) var origin: Int
    private var count: Int

    init(keeping kept: Int) {
        self.kept = kept
        samples = [Float](repeating: 0, count: 4 * kept)
        origin = -kept
        count = kept
    }

    /// The number of the next sample: how many have been taken.
    var end: Int { origin + count }

    mutating func append(_ hop: [Float]) {
        if count + hop.count > samples.count { moveBack() }
        samples.withUnsafeMutableBufferPointer { samples in
            hop.withUnsafeBufferPointer { hop in
                for index in hop.indices { samples[count + index] = hop[index] }
            }
        }
        count += hop.count
    }

    private mutating func moveBack() {
        let surplus = count - kept
        for index in 0..<kept { samples[index] = samples[index + surplus] }
        origin += surplus
        count = kept
    }
}

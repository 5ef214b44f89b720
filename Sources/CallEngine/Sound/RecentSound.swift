/// The last samples of a leg, found by their number; silence before the first.
struct RecentSound {
    private var ring: [Float]
    /// The number of the sample that comes next.
    private(set) var end = 0

    /// Remembers the last `capacity` samples.
    init(capacity: Int) { ring = [Float](repeating: 0, count: max(1, capacity)) }

    mutating func append(_ samples: some Collection<Float>) {
        var place = end % ring.count
        for sample in samples {
            ring[place] = sample
            place = place + 1 == ring.count ? 0 : place + 1
        }
        end += samples.count
    }

    /// The sample of that number; silence where it is too old or has not come.
    func sample(_ number: Int) -> Float {
        guard number >= 0, number < end, number >= end - ring.count else { return 0 }
        return ring[number % ring.count]
    }

    /// Adds the samples from number `first` on, times `gain`, to those of `sound` from `start` on.
    func add(to sound: inout [Float], from start: Int, first: Int, gain: Float) {
        for index in start..<sound.count { sound[index] += gain * sample(first + index - start) }
    }
}

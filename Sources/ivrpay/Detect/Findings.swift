import DTMF

/// What the detector found in one channel.
struct Findings {
    /// The tones that are over, in order.
    var tones: [DetectedTone] = []
    /// What was refused.
    var misses: [NearMiss] = []

    mutating func add(_ event: ToneEvent) {
        switch event {
        case .began: break
        case .ended(let tone): tones.append(tone)
        case .refused(let miss): misses.append(miss)
        }
    }
}

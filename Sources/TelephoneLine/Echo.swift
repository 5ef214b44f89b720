import Telephony

/// The sound once more, later and lower.
struct Echo: SampleStage {
    private let gain: Float
    /// The samples of one delay, as a ring.
    private var heard: [Float]
    private var place = 0

    init(delay: Int, attenuationDB: Double) {
        gain = Float(Level.ratio(dB: -attenuationDB))
        heard = [Float](repeating: 0, count: max(0, delay))
    }

    mutating func next(_ sample: Float) -> Float {
        guard !heard.isEmpty else { return sample + gain * sample }
        let past = heard[place]
        heard[place] = sample
        place = (place + 1) % heard.count
        return sample + gain * past
    }
}

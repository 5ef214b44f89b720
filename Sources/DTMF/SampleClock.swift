import Telephony

/// Turns sample numbers of the analysis into media time of the sound, the filters' delay taken off.
struct SampleClock {
    let sampleRate: SampleRate
    /// The analysis rate in Hz.
    let rate: Double
    let decimation: Int
    let delay: Int
    /// What a source sample lasts, where that is a whole number of flicks: at all common rates.
    private let flicks: Int64?

    init(sampleRate: SampleRate, frontEnd: FrontEnd) {
        self.sampleRate = sampleRate
        (rate, decimation, delay) = (frontEnd.rate, frontEnd.decimation, frontEnd.delay)
        let (quotient, rest) = MediaDuration.flicksPerSecond.quotientAndRemainder(
            dividingBy: Int64(sampleRate.hertz))
        flicks = rest == 0 ? quotient : nil
    }

    /// When the sound was that shows in analysis sample `number`.
    func time(_ number: Int) -> MediaTime {
        time(ofSourceSample: max(0, number * decimation - delay))
    }

    /// When everything needed for the analysis samples before `number` had been heard.
    func heard(_ number: Int) -> MediaTime { time(ofSourceSample: number * decimation) }

    private func time(ofSourceSample index: Int) -> MediaTime {
        guard let flicks else { return sampleRate.time(ofSample: index) }
        return MediaTime(sinceStart: MediaDuration(flicks: Int64(index) * flicks))
    }
}

import Telephony

/// Turns sample numbers of the analysis into media time of the sound, the filters' delay taken off.
struct SampleClock {
    let sampleRate: SampleRate
    /// The analysis rate in Hz.
    let rate: Double
    let decimation: Int
    let delay: Int

    init(sampleRate: SampleRate, frontEnd: FrontEnd) {
        self.sampleRate = sampleRate
        (rate, decimation, delay) = (frontEnd.rate, frontEnd.decimation, frontEnd.delay)
    }

    /// When the sound was that shows in analysis sample `number`.
    func time(_ number: Int) -> MediaTime {
        sampleRate.time(ofSample: max(0, number * decimation - delay))
    }

    /// When everything needed for the analysis samples before `number` had been heard.
    func heard(_ number: Int) -> MediaTime { sampleRate.time(ofSample: number * decimation) }
}

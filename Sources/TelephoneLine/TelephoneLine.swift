import Telephony

/// A telephone line: does to sound what lines do, in portions of any size, in constant memory.
///
/// The same impairments, rate and seed do the same to the same sound, whatever the portions.
public struct TelephoneLine: Sendable {
    private var stages: [any LineStage]

    /// A line that does `impairments` in order to sound of `sampleRate`; what is random in them comes from `seed`.
    public init(_ impairments: [Impairment], sampleRate: SampleRate, seed: UInt64) {
        // Each stage has its own numbers: one more stage does not change those before it.
        var seeds = SeededRandom(seed: seed)
        stages = impairments.map { $0.stage(sampleRate: sampleRate, random: SeededRandom(seed: seeds.next())) }
    }

    /// Does its work on the next samples, full scale at 1, in place. Slips change how many there are; what is no finite
    /// number becomes 0. Values beyond full scale stay, but for clipping and companding.
    public mutating func process(_ samples: inout [Float]) {
        for index in samples.indices where !samples[index].isFinite { samples[index] = 0 }
        for index in stages.indices { stages[index].process(&samples) }
    }
}

/// An impairment at work.
protocol LineStage: Sendable {
    mutating func process(_ samples: inout [Float])
}

/// An impairment that makes one sample of each.
protocol SampleStage: LineStage {
    mutating func next(_ sample: Float) -> Float
}

extension SampleStage {
    mutating func process(_ samples: inout [Float]) {
        for index in samples.indices { samples[index] = next(samples[index]) }
    }
}

extension Impairment {
    fileprivate func stage(sampleRate: SampleRate, random: SeededRandom) -> any LineStage {
        switch self {
        case .whiteNoise(let level): WhiteNoise(levelDBm0: level, random: random)
        case .hum(let hertz, let level): SteadySines(hum: hertz, levelDBm0: level, sampleRate: sampleRate)
        case .offset(let share): Offset(share: share)
        case .steadyTones(let tones, let level): SteadySines(tones: tones, levelDBm0: level, sampleRate: sampleRate)
        case .echo(let delay, let attenuation):
            Echo(delay: sampleRate.samples(in: delay), attenuationDB: attenuation)
        case .packetLoss(let share, let frame, let fill, let burst):
            PacketLoss(share: share, frame: sampleRate.samples(in: frame), fill: fill, burst: burst, random: random)
        case .clipping(let gain): Clipping(gainDB: gain)
        case .fading(let depth, let hertz):
            Fading(depthDB: depth, hertz: hertz, sampleRate: sampleRate, random: random)
        case .impulses(let perSecond, let peak):
            Impulses(perSecond: perSecond, peakDBm0: peak, sampleRate: sampleRate, random: random)
        case .slips(let perSecond, let length):
            Slips(
                chance: perSecond / Double(sampleRate.hertz), length: sampleRate.samples(in: length), random: random)
        case .jitter(let mean, let buffer):
            Jitter(mean: mean, buffer: buffer, sampleRate: sampleRate, random: random)
        case .muLaw: Companding(law: .muLaw)
        case .aLaw: Companding(law: .aLaw)
        }
    }
}

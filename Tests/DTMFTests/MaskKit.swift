import DTMF
import MaskProofKit
import Telephony

/// A sound after the mask.
struct Masked {
    var sound: Sound
    var stretches: [MaskedSpan]

    /// What `mask` makes of `frames`, in portions of the sizes that `next` gives.
    init(_ mask: ToneMask, _ frames: [Float], next: () -> Int = { 1600 }) {
        var mask = mask
        var (out, stretches): ([Float], [MaskedSpan]) = ([], [])
        var start = 0
        while start < frames.count {
            let end = min(start + next() * mask.channelCount, frames.count)
            mask.process(frames.span.extracting(start..<end), into: &out) { stretches.append($0) }
            start = end
        }
        mask.finish(into: &out) { stretches.append($0) }
        (sound, self.stretches) = (Sound(out, rate: mask.sampleRate), stretches)
    }

    /// Whether sample `index` lies in a masked stretch.
    func hides(_ index: Int) -> Bool {
        let time = sound.rate.time(ofSample: index)
        return stretches.contains { $0.begin <= time && time < $0.end }
    }
}

extension Sound {
    /// The sound masked with all defaults.
    func masked(fill: MaskFill = .silence) -> Masked { Masked(ToneMask(sampleRate: rate, fill: fill), samples) }

    /// What can still be told of keys: the tolerant detector's digits, and windows in which a pair stands out.
    var remains: [String] {
        heard(configuration: .tolerant).onsets.map { "a key at \($0.begin.seconds) s" }
            + ToneResidue.all(in: samples, rate: rate).map { "\($0)" }
    }
}

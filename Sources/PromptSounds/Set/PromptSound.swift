import Prompts
import Telephony

/// Prompts as sound outside a call: what a call would play for the same parts.
public enum PromptSound {
    /// The samples of `parts` one after the other, each beginning at the sample nearest to its instant; full scale ±1.
    ///
    /// Digits of the vault are silent: nobody outside a call has them.
    public static func samples(of parts: [PromptPart], at rate: SampleRate, from source: any ClipSource) -> [Float] {
        let length = parts.reduce(MediaDuration.zero) { $0 + $1.duration }
        var samples = [Float](repeating: 0, count: rate.samples(in: length))
        var at = MediaDuration.zero
        for part in parts {
            if case .clip(let clip) = part, let sound = source.samples(of: clip, at: rate) {
                let start = rate.samples(in: at)
                for (index, sample) in sound.enumerated() where start + index < samples.count {
                    samples[start + index] += sample
                }
            }
            at = at + part.duration
        }
        return samples
    }
}

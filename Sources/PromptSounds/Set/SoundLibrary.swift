import AudioFiles
import Prompts
import Synchronization
import Telephony

/// Where the sound of a call's clips comes from: the sets it speaks with, each file read once and kept.
///
/// Shared by all calls of the program. Kept sound takes 4 bytes a sample, for the shipped sets at most some 20 MB a
/// language at the telephone's rate.
public final class SoundLibrary: ClipSource {
    private let sets: [String: SoundSet]
    private let state = Mutex(State())

    private struct State {
        var sounds: [Key: [Float]?] = [:]
        var rates: [RatePair: Resampling] = [:]
        var missing: [String] = []
    }

    private struct Key: Hashable {
        let clip: PromptClip
        let rate: SampleRate
    }

    private struct RatePair: Hashable {
        let source: SampleRate
        let target: SampleRate
    }

    /// A library of these sets.
    public init(_ sets: [SoundSet]) {
        self.sets = Dictionary(sets.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What was asked for and could not be played so far, in the order it was first asked for: a sentence each.
    public var missing: [String] { state.withLock(\.missing) }

    /// The samples of `clip` at that rate, as long as the clip is: a file that is longer is cut, one that is shorter is
    /// followed by silence. Nil for a file that is missing or can't be read; it is not tried again.
    public func samples(of clip: PromptClip, at rate: SampleRate) -> [Float]? {
        let key = Key(clip: clip, rate: rate)
        if let known = state.withLock({ $0.sounds[key] }) { return known }
        // Outside the lock: other calls go on while a file is read. Two that read the same one get the same.
        guard let set = sets[clip.set] else { return nil }
        let result = read(clip, of: set, at: rate)
        return state.withLock { state in
            if let known = state.sounds[key] { return known }
            switch result {
            case .success(let samples): state.sounds[key] = .some(samples)
            case .failure(let problem):
                state.sounds[key] = .some(nil)
                if !state.missing.contains(problem.sentence) { state.missing.append(problem.sentence) }
            }
            return state.sounds[key] ?? nil
        }
    }

    private struct Problem: Error {
        let sentence: String
    }

    private func read(_ clip: PromptClip, of set: SoundSet, at rate: SampleRate) -> Result<[Float], Problem> {
        guard let file = set.file(of: clip.name, at: rate) else {
            return .failure(Problem(sentence: set.missing(clip.name, at: rate)))
        }
        do throws(AudioFileError) {
            let sound = try file.read()
            let floats = sound.samples.map { Float($0) / 32_768 }
            var samples = resampling(from: sound.rate, to: rate)(floats)
            let count = rate.samples(in: clip.duration)
            if samples.count > count { samples.removeLast(samples.count - count) }
            samples += [Float](repeating: 0, count: count - samples.count)
            return .success(samples)
        } catch {
            return .failure(Problem(sentence: error.description))
        }
    }

    private func resampling(from source: SampleRate, to target: SampleRate) -> Resampling {
        let pair = RatePair(source: source, target: target)
        if let known = state.withLock({ $0.rates[pair] }) { return known }
        let made = Resampling(from: source, to: target)
        state.withLock { $0.rates[pair] = made }
        return made
    }
}

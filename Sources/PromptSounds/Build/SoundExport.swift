import AudioFiles
import PaymentCall
import Prompts
import Telephony

/// Writes recordings in Asterisk's sound layout.
public struct SoundExport {
    private let clips: [PromptClip]
    private let sounds: any ClipSource
    private let language: Language

    /// The recordings `clips` of one language, taken from `sounds`.
    public init(clips: [PromptClip], sounds: any ClipSource, language: Language) {
        (self.clips, self.sounds, self.language) = (clips, sounds, language)
    }

    /// Writes all of them and the list of their words into `folder`; returns how many there were: `sounds.missing` names the
    /// others.
    public func callAsFunction(
        into folder: String, at rate: SampleRate, encoding: AudioEncoding
    ) throws(SoundBuildError) -> Int {
        let target = SetFolder(path: folder)
        var lines: [String] = []
        for clip in clips {
            guard let samples = sounds.samples(of: clip, at: rate) else { continue }
            try target.write(samples, rate, encoding, at: "\(clip.name).\(encoding == .flac ? "flac" : "wav")")
            lines.append("\(clip.name): \(clip.words)\n")
        }
        let short = language.tag.prefix { $0 != "-" }.lowercased()
        if !lines.isEmpty { try target.write(lines.joined(), at: "core-sounds-\(short).txt") }
        return lines.count
    }
}

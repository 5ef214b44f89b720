import AudioFiles
import Prompts
import Telephony

/// Looks at every recording of a set: is it there, is it what the table says, may it be played to a telephone.
public struct SoundCheck {
    /// Limits that a recording has to keep.
    public struct Limits: Sendable {
        /// The highest active level, in dB below full scale.
        public var loudest = -17.0
        /// The lowest one.
        public var faintest = -26.0
        /// The highest sample.
        public var peak = -2.9
        /// The longest silence at an end.
        public var silence = MediaDuration.milliseconds(100)
        /// The greatest mean, full scale 1.
        public var offset = 0.01

        /// As docs/prompts.md has them.
        public init() {}
    }

    /// The limits.
    public var limits = Limits()
    private let set: SoundSet
    private let table: SoundTable?

    /// A check of `set`; of one that has a table against that.
    public init(_ set: SoundSet, table: SoundTable?) { (self.set, self.table) = (set, table) }

    /// All that is wrong. `wanted` is what prompts and values need, of which `lexicon` puts together what it can.
    public func findings(wanted: [ClipSpec], lexicon: PromptLexicon) -> [SoundFinding] {
        var found: [SoundFinding] = []
        for clip in set.clips {
            switch set.layout {
            case .flat: check(clip, at: nil, digest: nil, &found)
            case .rates(let rates):
                let row = table?.rows.first { $0.name == clip.name }
                for (index, rate) in rates.enumerated() { check(clip, at: rate, digest: row?.digests[index], &found) }
            }
        }
        found += missing(wanted, lexicon)
        found += unlisted()
        return found
    }

    // MARK: One file

    private func check(_ clip: PromptClip, at rate: SampleRate?, digest: String?, _ found: inout [SoundFinding]) {
        let folder = set.folder ?? set.name
        let stem = rate.map { "\(folder)/\($0.hertz)/\(clip.name)" } ?? "\(folder)/\(clip.name)"
        guard let file = SoundFile(stem: stem) else {
            return found.append(
                SoundFinding(
                    rule: .noFile, place: stem, message: "this sound is missing; record it, or build the set again"))
        }
        let sound: SoundFile.Sound
        do throws(AudioFileError) {
            sound = try file.read()
        } catch {
            let words =
                error.description.hasPrefix(file.path + ": ") ? error.description.dropFirst(file.path.count + 2) : ""
            return found.append(
                SoundFinding(
                    rule: .unreadable, place: file.path, message: words.isEmpty ? error.description : String(words)))
        }
        let problems =
            form(of: sound, clip, rate, digest)
            + problems(
                of: SoundMeasurement(sound.samples, at: sound.rate), hasEnds: rate == nil || rate == set.highestRate)
        found += problems.map { SoundFinding(rule: $0.rule, place: file.path, message: $0.message) }
    }

    private typealias Problem = (rule: SoundFinding.Rule, message: String)

    /// Whether a file is what its place and its row say.
    private func form(of sound: SoundFile.Sound, _ clip: PromptClip, _ rate: SampleRate?, _ digest: String?)
        -> [Problem]
    {
        var problems: [Problem] = []
        if let rate, sound.rate != rate {
            problems.append((.wrongRate, "it has \(sound.rate.hertz) Hz in the folder of \(rate.hertz) Hz; convert it"))
        }
        if sound.channelCount != 1 {
            problems.append((.channels, "it has \(sound.channelCount) channels; a prompt has one"))
        }
        guard let digest else { return problems }
        let wanted = sound.rate.samples(in: clip.duration)
        if sound.samples.count != wanted {
            let (is_, should) = (sound.rate.duration(ofSamples: sound.samples.count), clip.duration)
            problems.append(
                (
                    .length,
                    "it lasts \(SoundCheck.seconds(is_)), the table says \(SoundCheck.seconds(should)); build the set again"
                ))
        } else if SampleDigest.of(sound.samples) != digest {
            problems.append((.changed, "its samples are not those of the table; build the set again"))
        }
        return problems
    }

    /// Whether it may be played. Where the ends of speech are is looked for at the highest rate alone: the telephone has little
    /// of an `s`.
    private func problems(of sound: SoundMeasurement, hasEnds: Bool) -> [Problem] {
        guard let level = sound.level else { return [(.tooQuiet, "it is silent; record it again")] }
        var problems: [Problem] = []
        if level > limits.loudest || sound.peak > limits.peak {
            problems.append(
                (
                    .tooLoud,
                    "speech stands at \(SoundTable.decibels(level)) dBFS and its peak at \(SoundTable.decibels(sound.peak)); "
                        + "bring it to -20, with its peak at most -3"
                ))
        } else if level < limits.faintest {
            problems.append((.tooQuiet, "speech stands at \(SoundTable.decibels(level)) dBFS; bring it to -20"))
        }
        if sound.isClipped { problems.append((.clipped, "its peaks are cut flat; record it again with less gain")) }
        for (silence, end) in [(sound.before, "begin"), (sound.after, "end")] where hasEnds && silence > limits.silence
        {
            problems.append((.silence, "\(SoundCheck.seconds(silence)) of silence stand at its \(end); cut them off"))
        }
        if abs(sound.offset) > limits.offset {
            problems.append(
                (.offset, "it stands beside zero by \(Int((abs(sound.offset) * 100).rounded())) %; take its mean away"))
        }
        if !sound.keys.isEmpty {
            problems.append(
                (.digit, "the detector takes it for the key \(SoundCheck.list(sound.keys)); record it in another way"))
        }
        if !sound.weakKeys.isEmpty {
            problems.append(
                (
                    .weakDigit,
                    "a cheap receiver would take it for the key \(SoundCheck.list(sound.weakKeys)); record it in another way"
                ))
        }
        return problems
    }

    // MARK: The set as a whole

    /// What prompts need and the set can't say, and what it can say and nobody needs.
    private func missing(_ wanted: [ClipSpec], _ lexicon: PromptLexicon) -> [SoundFinding] {
        let place = table == nil ? set.folder ?? set.name : (set.folder ?? set.name) + "/" + SoundTable.fileName
        let known = Set(set.clips.map(\.words))
        var used: Set<String> = []
        var findings: [SoundFinding] = []
        for spec in wanted {
            used.insert(spec.words)
            guard !known.contains(spec.words), !lexicon.says(spec.words, using: &used) else { continue }
            findings.append(
                SoundFinding(
                    rule: .missing, place: place, message: "nothing says '\(spec.words)'; record it as \(spec.name)"))
        }
        // A set in Asterisk's layout serves Asterisk too: only of our own sets everything is for us.
        guard table != nil else { return findings }
        for clip in set.clips where !used.contains(clip.words) {
            findings.append(
                SoundFinding(
                    rule: .unused, place: place, message: "no prompt needs \(clip.name), '\(clip.words)'; leave it out")
            )
        }
        return findings
    }

    /// Files that the table does not know.
    private func unlisted() -> [SoundFinding] {
        guard let folder = set.folder, case .rates(let rates) = set.layout else { return [] }
        let known = Set(set.clips.map(\.name))
        return rates.flatMap { rate -> [SoundFinding] in
            let files = (try? AsteriskSounds.soundFiles(in: "\(folder)/\(rate.hertz)")) ?? []
            return files.filter { !known.contains($0.name) }.map {
                SoundFinding(
                    rule: .unlisted, place: $0.file.path, message: "the table does not know this file; remove it")
            }
        }
    }

    private static func seconds(_ duration: MediaDuration) -> String {
        let milliseconds = Int((duration.seconds * 1000).rounded())
        let rest = String(1000 + milliseconds % 1000).dropFirst()
        return "\(milliseconds / 1000).\(rest) s"
    }

    private static func list(_ keys: [Key]) -> String { keys.map { String($0.character) }.joined(separator: ", ") }
}

extension PromptLexicon {
    /// Whether recordings say all of `text`; adds what these say.
    fileprivate func says(_ text: String, using words: inout Set<String>) -> Bool {
        var isWhole = true
        for part in parts(saying: text, wordsPerMinute: 170) {
            if case .clip(let clip) = part { words.insert(clip.words) }
            if case .unsaid = part { isWhole = false }
        }
        return isWhole
    }
}

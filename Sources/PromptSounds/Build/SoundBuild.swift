import AudioFiles
import Prompts
import Telephony

/// Makes a sound set out of raw recordings: shapes every one, writes it at each rate, and the table.
public struct SoundBuild {
    /// The language, as a tag.
    public var language: String
    /// Who speaks, in words.
    public var voice: String
    /// The rates that files are made at.
    public var rates: [SampleRate] = [.telephone, .wideband]
    /// What the files are; one that loses something changes the samples that the table has the hash of.
    public var encoding = AudioEncoding.flac
    /// How recordings are shaped.
    public var shaping = ClipShaping()

    /// A set in `language`, spoken by `voice`.
    public init(language: String, voice: String) { (self.language, self.voice) = (language, voice) }

    /// What became of the recordings.
    public struct Outcome: Sendable {
        /// The table that was written.
        public var table: SoundTable
        /// Recordings of the script that there was no file of.
        public var missing: [ClipSpec]
        /// Recordings that are silent.
        public var silent: [ClipSpec]
        /// Why recordings can't be read, a sentence each that names the file.
        public var unreadable: [String] = []
    }

    /// Builds the recordings of `script` that are in `folder`, files by their names in any format, into `output`.
    public func callAsFunction(
        script: [ClipSpec], from folder: String, into output: String
    ) throws(SoundBuildError) -> Outcome {
        let target = SetFolder(path: output)
        var outcome = Outcome(
            table: SoundTable(language: language, voice: voice, rates: rates, rows: []), missing: [], silent: [])
        for spec in script.sorted(by: { $0.name < $1.name }) {
            guard let file = SoundFile(stem: folder + "/" + spec.name) else {
                outcome.missing.append(spec)
                continue
            }
            let sound: SoundFile.Sound
            do throws(AudioFileError) { sound = try file.read() } catch {
                outcome.unreadable.append(error.description)
                continue
            }
            let samples = sound.samples.map { Float($0) / 32_768 }
            guard let clip = shaping(samples, at: sound.rate, rates: rates) else {
                outcome.silent.append(spec)
                continue
            }
            for (rate, samples) in zip(rates, clip.sounds) {
                // A quarter of a step above: some encoders round to the nearest, others down.
                let floats = samples.map { (Float($0) + 0.25) / 32_768 }
                try target.write(floats, rate, encoding, at: "\(rate.hertz)/\(spec.name).\(ending)")
            }
            outcome.table.rows.append(
                SoundTable.Row(
                    name: spec.name, words: spec.words, milliseconds: clip.milliseconds, level: clip.level,
                    peak: clip.peak, digests: clip.sounds.map(SampleDigest.of)))
        }
        if !outcome.table.rows.isEmpty { try target.write(outcome.table.text, at: SoundTable.fileName) }
        return outcome
    }

    private var ending: String { encoding == .flac ? "flac" : "wav" }
}

/// Why a set can't be built.
public enum SoundBuildError: Error, Hashable, Sendable {
    /// A recording can't be read.
    case recording(AudioFileError)
    /// A file can't be written: a whole sentence.
    case output(String)
}

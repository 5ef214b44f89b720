import Telephony

/// The table of a sound set, `sounds.tsv`: what each of its recordings says, how long and how loud it is.
///
///     language    en-US
///     voice       flite 2.2, rms
///     rates       8000    16000
///     name        words   ms      level   peak    sha256 8000     sha256 16000
///     digits/0    zero    512     -20.0   -6.1    3f1c...         77ab...
///
/// Columns stand apart by one tab. A line that begins with # is a remark.
public struct SoundTable: Hashable, Sendable {
    /// The name of the file in its folder.
    public static let fileName = "sounds.tsv"
    /// How many recordings a set may have.
    public static let rowLimit = 20_000
    /// How long one may be, in milliseconds.
    public static let lengths = 1...600_000

    /// One recording.
    public struct Row: Hashable, Sendable {
        /// Its name: the path of its file below the folder of its rate, without the ending.
        public var name: String
        /// What it says; with a mark at its end where the voice falls.
        public var words: String
        /// How long it is, in milliseconds: a whole number of them, so that it is as long at every rate.
        public var milliseconds: Int
        /// Its active speech level (ITU-T P.56) in dB below full scale, a negative number.
        public var level: Double
        /// Its greatest sample at any rate, in dB below full scale.
        public var peak: Double
        /// SHA-256 of its 16-bit samples, little-endian, by rate as the table names them.
        public var digests: [String]
    }

    /// The language of the recordings, as a tag.
    public var language: String
    /// Who speaks, in words.
    public var voice: String
    /// The rates that there are files of, at least one.
    public var rates: [SampleRate]
    /// The recordings, by name.
    public var rows: [Row]

    /// A table of these recordings.
    public init(language: String, voice: String, rates: [SampleRate], rows: [Row]) {
        (self.language, self.voice, self.rates, self.rows) = (language, voice, rates, rows)
    }

    /// The table as its file has it.
    public var text: String {
        var lines = ["language\t\(language)", "voice\t\(voice)"]
        lines.append((["rates"] + rates.map { "\($0.hertz)" }).joined(separator: "\t"))
        lines.append((SoundTable.columns + rates.map { "sha256 \($0.hertz)" }).joined(separator: "\t"))
        for row in rows {
            let numbers = ["\(row.milliseconds)", SoundTable.decibels(row.level), SoundTable.decibels(row.peak)]
            lines.append(([row.name, row.words] + numbers + row.digests).joined(separator: "\t"))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The columns before the digests.
    static let columns = ["name", "words", "ms", "level", "peak"]

    /// Decibels with one decimal.
    static func decibels(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}

/// What is wrong with a sound set that somebody made: where, what, and what to do.
public struct SoundSetError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or folder as it was given.
    public let file: String
    /// The line, from 1; nil where the file as a whole is meant.
    public let line: Int?
    /// What is wrong and what to do.
    public let message: String
    /// The file is right, and the system failed: a full disk, a folder that may not be read.
    public var isOfWorld = false

    /// `file:line: message`.
    public var description: String { file + (line.map { ":\($0)" } ?? "") + ": " + message }
}

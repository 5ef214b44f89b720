/// Something that is wrong with a sound set, at a place, with what to do.
public struct SoundFinding: Hashable, Sendable {
    /// What kind of thing it is; the raw value is the name users see.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        /// A prompt or a value needs a recording that the set has none of.
        case missing
        /// The table names a recording that there is no file of.
        case noFile = "no-file"
        /// A file can't be read.
        case unreadable
        /// A file has another rate than its folder says, or one that no prompt should have.
        case wrongRate = "wrong-rate"
        /// A file has several channels.
        case channels
        /// A file is shorter or longer than the table says.
        case length
        /// A file has other samples than the table says.
        case changed
        /// The level or the peak is too high.
        case tooLoud = "too-loud"
        /// The level is too low.
        case tooQuiet = "too-quiet"
        /// Peaks are cut flat.
        case clipped
        /// There is silence before or after speech.
        case silence
        /// The sound stands beside zero.
        case offset
        /// Our detector takes it for a key.
        case digit
        /// A cheap receiver takes it for a key.
        case weakDigit = "weak-digit"
        /// No prompt and no value needs it.
        case unused
        /// The table does not know this file.
        case unlisted

        /// Whether it is worth a look only, and no fault of a call.
        public var isWarning: Bool {
            switch self {
            case .tooQuiet, .silence, .offset, .weakDigit, .unused, .unlisted: true
            default: false
            }
        }
    }

    /// The kind.
    public let rule: Rule
    /// The file, or the table.
    public let place: String
    /// What is wrong and what to do.
    public let message: String

    /// `place: error: message [rule]`, as compilers print it.
    public var line: String { "\(place): \(rule.isWarning ? "warning" : "error"): \(message) [\(rule.rawValue)]" }
}

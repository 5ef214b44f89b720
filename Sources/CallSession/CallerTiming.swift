/// In what time a caller's recording is played.
public enum CallerTiming: String, Sendable, CaseIterable {
    /// In its own.
    case asRecorded = "as-recorded"
    /// Silences are stretched and cut so that the answers come when they are asked for: for a recording that was made
    /// against another IVR, with other prompts.
    case elastic
}

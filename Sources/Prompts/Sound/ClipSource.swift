import Telephony

/// Where a player gets the sound of clips from. Shared by calls on several threads.
public protocol ClipSource: Sendable {
    /// The samples of `clip` at that rate, full scale ±1, as many as `clip.duration` has (within one); nil where there is
    /// no such recording, or it can't be read: then its time passes in silence. What is missing is remembered.
    func samples(of clip: PromptClip, at rate: SampleRate) -> [Float]?

    /// What was asked for and could not be played so far, a sentence each that names the file.
    var missing: [String] { get }
}

extension ClipSource {
    /// Nothing is ever missing.
    public var missing: [String] { [] }
}

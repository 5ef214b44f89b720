/// What went wrong with a sound file: a code to decide by and a sentence to show.
public struct AudioFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of a failure.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// No file has that name.
        case missing
        /// The file, or its folder, may not be read or written by this user.
        case permissionDenied
        /// The path names a folder.
        case directory
        /// A device, socket or descriptor that can't be opened, or is no source of sound.
        case cannotOpen
        /// The file has no bytes at all.
        case empty
        /// The bytes are not a sound format that is read.
        case notSound
        /// The file ends inside its header.
        case headerCutShort
        /// The header contradicts itself or lacks a part.
        case badHeader
        /// A known container with an encoding that is not read.
        case unsupportedEncoding
        /// The header says zero channels.
        case noChannels
        /// The header says more than 1,024 channels.
        case tooManyChannels
        /// The sample rate is not 8,000 to 192,000 Hz.
        case sampleRate
        /// A sample is infinite or not a number.
        case notFinite
        /// A proper header, and not one sample behind it.
        case noSound
        /// The system failed while the file was read.
        case readFailed
        /// The encoding can't carry that sample rate or number of channels.
        case unsupportedOutput
        /// The sound is longer than its container can say.
        case tooLong
        /// No space is left where the file goes.
        case diskFull
        /// The file can't be made or written for another reason.
        case cannotWrite
    }

    /// The kind of the failure.
    public let code: Code
    /// The file as the user named it; `-` for standard input, `standard output` for that.
    public let file: String
    /// A whole sentence: the file, what is wrong, what to do.
    public let description: String

    /// A failure of `file`; `wrong` says what is wrong and `remedy` what to do, both without a full stop.
    init(_ code: Code, _ file: String, wrong: String, remedy: String) {
        self.code = code
        self.file = file
        description = "\(file == "-" ? "standard input" : file): \(wrong); \(remedy)"
    }
}

extension AudioFileError {
    /// What every refusal of an input recommends.
    static let giveSound = "give a WAV, FLAC, AIFF, AU, Ogg (Vorbis or Opus) or MP3 file"
    /// What helps with a file whose header is wrong.
    static let exportAgain = "export the recording again"
}

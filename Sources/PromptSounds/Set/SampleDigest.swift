import Crypto
import Telephony

/// What tells one sound from another: SHA-256 of its samples.
///
/// Of the samples and not of the file, so that it is the same for every container and encoder that loses nothing:
/// `sox 8000/digits/0.flac -t s16 -L - | sha256sum` prints it too.
enum SampleDigest {
    /// The digest of 16-bit samples, as 64 hexadecimal digits.
    static func of(_ samples: [Int16]) -> String {
        var hash = SHA256()
        samples.map(\.littleEndian).withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().map { byte in
            let digits = Array("0123456789abcdef")
            return String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        }.joined()
    }
}

import Telephony

/// The keys that a caller presses, in order, kept by whoever takes them in: for a call that is to be written down as a
/// scenario. They lie in memory that is zeroed before it is given back, and have no description.
public final class KeyDiary {
    /// Keys kept at most; a call has fewer.
    public static let capacity = 4096

    private let bytes = SecretBytes(capacity: KeyDiary.capacity)
    /// How many keys were pressed; those beyond `capacity` are not kept.
    public private(set) var count = 0

    /// No key yet.
    public init() {}

    /// A key is pressed.
    public func note(_ key: Key) {
        if count < KeyDiary.capacity { bytes[count] = key.rawValue }
        count += 1
    }

    /// Lends the keys kept to `body`, each by its raw value; they must not be kept.
    public func withKeys<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.lend(0..<min(count, KeyDiary.capacity), to: body)
    }

    /// Forgets and zeroes all of them.
    public func wipe() {
        bytes.wipe()
        count = 0
    }
}

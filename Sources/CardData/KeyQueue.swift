import Telephony

/// Keys that came before their question and wait for it, in order (type-ahead). Any of them may belong to a card, so
/// they are kept like one: not copyable, not described, zeroed when they leave.
public struct KeyQueue: ~Copyable {
    /// Keys that may wait; a call's longest possible chain of answers is shorter.
    public static let capacity = 128

    private let bytes: SecretBytes
    private let offset: Int
    private var pressed: [MediaTime] = []
    private var first = 0

    /// An empty queue.
    public init() { self.init(in: SecretBytes(capacity: KeyQueue.capacity), at: 0) }

    /// An empty queue in `capacity` bytes of that memory from `offset` on.
    init(in bytes: SecretBytes, at offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    /// Whether no key waits.
    public var isEmpty: Bool { first == pressed.count }
    /// How many keys wait.
    public var count: Int { pressed.count - first }

    /// Lets `key`, pressed at `instant`, wait behind the others; false when the queue is full and the key is lost.
    public mutating func append(_ key: Key, pressedAt instant: MediaTime) -> Bool {
        if isEmpty { wipe() }
        guard pressed.count < KeyQueue.capacity else { return false }
        bytes[offset + pressed.count] = key.rawValue
        pressed.append(instant)
        return true
    }

    /// Takes the key that has waited longest; nil for none.
    public mutating func popFirst() -> (key: Key, pressedAt: MediaTime)? {
        guard !isEmpty else { return nil }
        let key = Key(rawValue: bytes[offset + first])
        let instant = pressed[first]
        bytes[offset + first] = 0
        first += 1
        return key.map { ($0, instant) }
    }

    /// Takes over the keys that wait in `other`, behind those that wait here.
    public mutating func take(from other: inout KeyQueue) {
        while let (key, instant) = other.popFirst() { _ = append(key, pressedAt: instant) }
    }

    /// Throws all waiting keys away.
    public mutating func wipe() {
        bytes.wipe(offset..<(offset + KeyQueue.capacity))
        pressed.removeAll(keepingCapacity: true)
        first = 0
    }
}

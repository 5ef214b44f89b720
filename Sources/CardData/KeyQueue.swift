import Telephony

/// Keys that came before their question and wait for it, in order (type-ahead). Any of them may belong to a card, so
/// they are kept like one: not copyable, not described, zeroed when they leave.
public struct KeyQueue: ~Copyable {
    /// Keys that may wait; a call's longest possible chain of answers is shorter.
    public static let capacity = 128

    private let keys = SecretBytes(capacity: KeyQueue.capacity)
    private var pressed: [MediaTime] = []
    private var first = 0

    /// An empty queue.
    public init() {}

    /// Whether no key waits.
    public var isEmpty: Bool { first == pressed.count }
    /// How many keys wait.
    public var count: Int { pressed.count - first }

    /// Lets `key`, pressed at `instant`, wait behind the others; false when the queue is full and the key is lost.
    public mutating func append(_ key: Key, pressedAt instant: MediaTime) -> Bool {
        if isEmpty { wipe() }
        guard pressed.count < KeyQueue.capacity else { return false }
        keys[pressed.count] = key.rawValue
        pressed.append(instant)
        return true
    }

    /// Takes the key that has waited longest; nil for none.
    public mutating func popFirst() -> (key: Key, pressedAt: MediaTime)? {
        guard !isEmpty else { return nil }
        let key = Key(rawValue: keys[first])
        let instant = pressed[first]
        keys[first] = 0
        first += 1
        return key.map { ($0, instant) }
    }

    /// Throws all waiting keys away.
    public mutating func wipe() {
        keys.wipe()
        pressed.removeAll(keepingCapacity: true)
        first = 0
    }
}

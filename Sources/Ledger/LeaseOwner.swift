#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A process that holds payments in flight, so that another one can tell whether it still lives.
public struct LeaseOwner: Hashable, Sendable {
    /// The start of the machine that it runs under (`/proc/sys/kernel/random/boot_id`).
    public let boot: String
    /// Where its number counts: a container has numbers of its own (`/proc/self/ns/pid`).
    public let namespace: String
    /// Its number.
    public let process: Int32
    /// When it was started, in ticks of the machine: a number that is given again is another process.
    public let started: String

    /// A process; no part may have a space.
    public init(boot: String, namespace: String, process: Int32, started: String) {
        self.boot = boot
        self.namespace = namespace
        self.process = process
        self.started = started
    }

    /// This process.
    public static let current: LeaseOwner = {
        let boot = contents(of: "/proc/sys/kernel/random/boot_id").filter { !$0.isWhitespace }
        var link = [CChar](repeating: 0, count: 128)
        let length = readlink("/proc/self/ns/pid", &link, link.count)
        let namespace = link.prefix(max(0, length)).map { Character(UnicodeScalar(UInt8(bitPattern: $0))) }
            .filter(\.isNumber)
        return LeaseOwner(
            boot: boot.isEmpty ? "-" : boot, namespace: namespace.isEmpty ? "-" : String(namespace), process: getpid(),
            started: LeaseOwner.state(of: getpid())?.started ?? "-")
    }()

    /// When it was started, in milliseconds since the machine's start, rounded up to the machine's next tick; nil where that is
    /// not known.
    var startedSinceBoot: Int64? {
        guard let ticks = Int64(started) else { return nil }
        return (ticks + 1) * 1000 / Int64(max(1, sysconf(Int32(_SC_CLK_TCK))))
    }

    /// What stands in the table.
    var text: String { "\(boot) \(namespace) \(process) \(started)" }

    /// The owner that `text` names, whatever follows it.
    init?(text: String) {
        let parts = text.split(separator: " ")
        guard parts.count >= 4, let process = Int32(parts[2]) else { return nil }
        self.init(boot: String(parts[0]), namespace: String(parts[1]), process: process, started: String(parts[3]))
    }

    /// Whether this process has ended, as far as `other` can know: false for one whose numbers it can't see.
    func isDead(seenBy other: LeaseOwner) -> Bool {
        // The machine was started anew.
        if boot != other.boot { return true }
        guard namespace == other.namespace else { return false }
        guard let state = LeaseOwner.state(of: process) else { return true }
        return state.hasEnded || state.started != started
    }

    /// When a process was started, and whether it has ended and is only remembered; nil where there is none.
    private static func state(of process: Int32) -> (started: String, hasEnded: Bool)? {
        let text = contents(of: "/proc/\(process)/stat")
        // The second field is the program's name, in brackets, and may hold anything.
        guard let bracket = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: bracket)...].split(separator: " ")
        guard fields.count > 19 else { return nil }
        return (String(fields[19]), fields[0] == "Z" || fields[0] == "X")
    }

    private static func contents(of path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Synchronization

/// The named steps at which a test kills the program as `kill -9` would: nothing is cleaned up behind it.
///
/// `IVRPAY_CRASH_AT=attempt-written` dies there the first time, `attempt-written*3` the third. Without it a step costs one
/// comparison.
public enum CrashPoint {
    private static let asked: (name: String, count: Int)? = {
        guard let text = getenv("IVRPAY_CRASH_AT").map({ String(cString: $0) }), !text.isEmpty else { return nil }
        let parts = text.split(separator: "*", maxSplits: 1)
        return (String(parts[0]), parts.count == 2 ? Int(parts[1]) ?? 1 : 1)
    }()
    private static let passed = Atomic<Int>(0)

    /// The step of that name has come.
    public static func reached(_ name: String) {
        guard let asked, asked.name == name else { return }
        if passed.wrappingAdd(1, ordering: .relaxed).newValue == asked.count { kill(getpid(), SIGKILL) }
    }
}

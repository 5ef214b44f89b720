import PaymentCall
import Synchronization
import Telephony

/// Durations of prompts that were asked for before: a suite of calls says the same ones again and again.
final class DurationCache: Sendable {
    /// Prompts kept; beyond that all are forgotten, so that a long run of calls takes no more memory.
    static let capacity = 4096

    private let known = Mutex<[Prompt: MediaDuration]>([:])

    /// How many prompts are kept.
    var count: Int { known.withLock(\.count) }

    /// The duration of `prompt`, found by `find` where it is not known.
    func duration(of prompt: Prompt, find: () -> MediaDuration) -> MediaDuration {
        if let duration = known.withLock({ $0[prompt] }) { return duration }
        let duration = find()
        known.withLock {
            if $0.count >= DurationCache.capacity { $0.removeAll() }
            $0[prompt] = duration
        }
        return duration
    }
}

import Dispatch
import Synchronization

/// The one writer of the book. What waits while a transaction is written goes into the next one together (group commit),
/// and nobody is answered before the commit.
final class CommitQueue: Sendable {
    private struct Waiting: Sendable {
        let work: GatewayWork
        let answer: CheckedContinuation<GatewayAnswer, Never>
    }

    private struct State: Sendable {
        var waiting: [Waiting] = []
        var isWriting = false
        /// Those that wait, and those being written.
        var count = 0
    }

    /// Requests of one transaction, at most.
    private static let mostAtOnce = 256

    private let service: GatewayService
    private let clock: @Sendable () -> GatewayTime
    private let capacity: Int
    private let writer = DispatchQueue(label: "ivrpay.gateway.book", qos: .userInitiated)
    private let state = Mutex(State())

    /// A queue of at most `capacity` requests, that gives each transaction the time of `clock`.
    init(service: GatewayService, capacity: Int, clock: @escaping @Sendable () -> GatewayTime) {
        self.service = service
        self.capacity = capacity
        self.clock = clock
    }

    /// The answer to `work`, once it is on the disk; nil where too many wait, and then it is not done.
    func answer(to work: GatewayWork) async -> GatewayAnswer? {
        let hasRoom = state.withLock { state in
            guard state.count < capacity else { return false }
            state.count += 1
            return true
        }
        guard hasRoom else { return nil }
        return await withCheckedContinuation { continuation in
            let starts = state.withLock { state in
                state.waiting.append(Waiting(work: work, answer: continuation))
                defer { state.isWriting = true }
                return !state.isWriting
            }
            if starts { writer.async { self.write() } }
        }
    }

    private func write() {
        while let batch = next() {
            let answers = service.carryOut(batch.map(\.work), at: clock())
            state.withLock { $0.count -= batch.count }
            for (waiting, answer) in zip(batch, answers) { waiting.answer.resume(returning: answer) }
        }
    }

    /// The next transaction's requests; nil when none wait.
    private func next() -> [Waiting]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isWriting = false
                return nil
            }
            let batch = Array(state.waiting.prefix(CommitQueue.mostAtOnce))
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }
}

import Dispatch
import GRDB
import Synchronization

/// Puts the writes of calls that come at the same time into one commit, so that they share the wait for the disk.
///
/// Whoever comes while nobody writes leads: it takes all that wait, and hands on to the first that came meanwhile.
final class CommitQueue: Sendable {
    private let writer: any DatabaseWriter
    private let line = Mutex(Line())

    private struct Line {
        var waiting: [Work] = []
        var isLed = false
    }

    /// One write. Its thread sleeps while another one has it, and the semaphore gives it back: never do two touch it.
    private final class Work: @unchecked Sendable {
        let body: (Database) throws -> Void
        let woken = DispatchSemaphore(value: 0)
        var leads = false
        var failure: (any Error)?

        init(_ body: @escaping (Database) throws -> Void) { self.body = body }
    }

    /// What a write makes, on its way back.
    private final class Made<Value> {
        var value: Value?
    }

    /// Writes to `writer`.
    init(_ writer: any DatabaseWriter) { self.writer = writer }

    /// Runs `body` in a transaction that nobody else writes beside, and comes back when it is on the disk, or undone.
    func write<Value>(_ body: @escaping (Database) throws -> Value) throws -> Value {
        let made = Made<Value>()
        let work = Work { made.value = try body($0) }
        let leads = line.withLock { line in
            line.waiting.append(work)
            defer { line.isLed = true }
            return !line.isLed
        }
        if !leads { work.woken.wait() }
        if leads || work.leads { lead(work) }
        if let failure = work.failure { throw failure }
        guard let value = made.value else { preconditionFailure("a write that did not fail made nothing") }
        return value
    }

    private func lead(_ own: Work) {
        let batch = line.withLock { line in
            defer { line.waiting = [] }
            return line.waiting
        }
        commit(batch)
        for work in batch where work !== own { work.woken.signal() }
        let next = line.withLock { line in
            line.isLed = !line.waiting.isEmpty
            return line.waiting.first
        }
        guard let next else { return }
        next.leads = true
        next.woken.signal()
    }

    private func commit(_ batch: [Work]) {
        do {
            try writer.write { database in
                guard batch.count > 1 else { return try batch[0].body(database) }
                for work in batch { try CommitQueue.run(work, database) }
            }
        } catch {
            for work in batch where work.failure == nil { work.failure = error }
        }
    }

    /// One of several: where it fails, the others stand. A full disk may undo the whole transaction, and then nobody's does.
    private static func run(_ work: Work, _ database: Database) throws {
        do {
            try database.inSavepoint {
                try work.body(database)
                return .commit
            }
        } catch {
            work.failure = error
            guard database.isInsideTransaction else { throw error }
        }
    }
}

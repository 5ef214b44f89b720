import Foundation

/// Does numbered pieces of work on several threads and gives the results out in the order of their numbers, so that what
/// is made of them is the same for any number of threads.
///
/// No more than a few results for each thread wait for their turn: a thread that is too far ahead waits.
final class OrderedJobs<Value: Sendable>: @unchecked Sendable {
    private let range: Range<Int>
    private let window: Int
    private let work: @Sendable (Int) throws -> Value
    private let turn = NSCondition()
    // All below is read and written under `turn` alone.
    private var next: Int
    private var taken: Int
    private var results: [Int: Swift.Result<Value, any Error>] = [:]
    private var isStopped = false
    private var running = 0

    private init(_ range: Range<Int>, _ jobs: Int, _ work: @escaping @Sendable (Int) throws -> Value) {
        (self.range, self.work) = (range, work)
        (next, taken) = (range.lowerBound, range.lowerBound)
        window = 4 * jobs
    }

    /// Bytes of stack of a thread.
    private static var stack: Int { 8 << 20 }

    /// Does `work` for each number of `range` on `jobs` threads, 1 or more, and gives each result to `take`, in order,
    /// on the thread that asked. What either throws ends it, once every piece that was begun is over.
    static func run(
        _ range: Range<Int>, jobs: Int, work: @escaping @Sendable (Int) throws -> Value,
        take: (Int, Value) throws -> Void
    ) throws {
        let all = OrderedJobs(range, jobs, work)
        for _ in 0..<min(jobs, range.count) {
            let thread = Thread { all.serve() }
            thread.stackSize = stack
            all.turn.withLock { all.running += 1 }
            thread.start()
        }
        defer { all.stop() }
        for number in range { try take(number, try all.result(of: number).get()) }
    }

    private func serve() {
        while let number = claim() {
            let result = Swift.Result { try work(number) }
            turn.withLock {
                results[number] = result
                turn.broadcast()
            }
        }
        turn.withLock {
            running -= 1
            turn.broadcast()
        }
    }

    private func claim() -> Int? {
        turn.withLock {
            while !isStopped, next < range.upperBound, next >= taken + window { turn.wait() }
            guard !isStopped, next < range.upperBound else { return nil }
            defer { next += 1 }
            return next
        }
    }

    private func result(of number: Int) -> Swift.Result<Value, any Error> {
        turn.withLock {
            while true {
                if let result = results.removeValue(forKey: number) {
                    taken = number + 1
                    turn.broadcast()
                    return result
                }
                turn.wait()
            }
        }
    }

    private func stop() {
        turn.withLock {
            isStopped = true
            turn.broadcast()
            while running > 0 { turn.wait() }
        }
    }
}

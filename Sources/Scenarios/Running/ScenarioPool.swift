import CallCoverage
import CallPlan
import Foundation
import Prompts
import ScenarioReports
import Synchronization

/// What a run of scenarios is.
public struct ScenarioBatch {
    /// The files, in order.
    public var files: [String]
    /// The words of prompts.
    public var prompts: PromptSet
    /// Which of their scenarios are run.
    public var selection = ScenarioSelection()
    /// How many run at once, from 1.
    public var jobs = 1
    /// How often each is run, each time with the next seed.
    public var repeats = 1
    /// How often one that failed is run again, each time with the next seed.
    public var retries = 0
    /// Whether nothing is run after the first one that is bad.
    public var failsFast = false
    /// What results keep.
    public var detail = ResultDetail()
    /// How scenarios are run; called once by each thread.
    public var conditions: @Sendable () -> RunConditions = { RunConditions() }
    /// Changes a result before it is told: adds files, and a command.
    public var finish: @Sendable (inout ScenarioResult, ScenarioOutcome?, RunConditions) -> Void = { _, _, _ in }
    /// Whether the run is to end soon: what is running is finished, and nothing more begins. Asked by all threads.
    public var isInterrupted: @Sendable () -> Bool = { false }
    /// Whether it is counted what calls reach.
    public var measuresCoverage = false

    /// A run of all scenarios in `files`.
    public init(files: [String], prompts: PromptSet) { (self.files, self.prompts) = (files, prompts) }
}

/// Runs scenarios on threads, and tells their results in the order of the files whatever the number of threads.
///
/// A thread takes the next file, and where that has many scenarios leaves all but the first of them for others. Results
/// that come before their turn wait; when too many do, only who has the next one's work goes on. So memory stays the same
/// however many scenarios there are.
public final class ScenarioPool: @unchecked Sendable {
    /// How many scenarios of a file are one piece of work.
    private static let portion = 64
    /// How many pieces may wait for their turn, for each thread.
    private static let ahead = 8

    private let batch: ScenarioBatch
    private let isStopped = Atomic<Bool>(false)

    /// Guards all below.
    private let condition = NSCondition()
    private var inWork: Set<Piece> = []
    private var tally = CoverageTally()
    private var running: DispatchGroup?
    private var nextFile = 0
    private var split: [Piece] = []
    private var done: [Piece: Done] = [:]
    private var turn = Piece(file: 0, portion: 0)
    /// How many pieces files have that have more than one, as they were when they were read first.
    private var portions: [Int: Int] = [:]
    /// How many scenarios are selected, those of other parts of the run too: known when the run is over.
    public private(set) var selected = 0
    /// The call plans that were met, by the paths of their files, where it is counted what calls reach: known when the run is
    /// over.
    public private(set) var plans: [String: Plan] = [:]

    /// A part of a file's scenarios.
    private struct Piece: Hashable {
        let file: Int
        let portion: Int
    }

    /// What came of a piece, in order.
    private struct Done {
        var entries: [Entry] = []
        /// Whether the file has no piece behind it.
        var isLast = true
    }

    private enum Entry {
        case result(ScenarioResult)
        /// One that is selected, and belongs to another part of the run.
        case elsewhere
    }

    /// A pool for a run.
    public init(_ batch: ScenarioBatch) { self.batch = batch }

    /// Ends the run soon, as where it is interrupted.
    public func stop() { isStopped.store(true, ordering: .relaxed) }

    /// Runs everything; `body` gets each result in order, with its place among all that are selected, from 1, on the caller's
    /// thread. Returns what was reached.
    public func run(_ body: (ScenarioResult, _ order: Int) throws -> Void) throws -> CoverageReport {
        let threads = (0..<batch.jobs).map { _ in
            let thread = Thread { self.work() }
            // Detectors keep their state on the heap; a plan of 10,000 steps is walked without recursion.
            thread.stackSize = 8 << 20
            return thread
        }
        let finished = DispatchGroup()
        running = finished
        for thread in threads {
            finished.enter()
            thread.start()
        }
        var order = 0
        defer {
            selected = order
            stop()
            wake()
            finished.wait()
        }
        for file in batch.files.indices {
            var portion = 0
            while let piece = take(Piece(file: file, portion: portion)) {
                for entry in piece.entries {
                    order += 1
                    guard case .result(let result) = entry else { continue }
                    try body(result, order)
                    if batch.failsFast, result.status.isBad { return report(after: finished) }
                }
                if piece.isLast { break }
                portion += 1
            }
        }
        return report(after: finished)
    }

    private func report(after finished: DispatchGroup) -> CoverageReport {
        stop()
        wake()
        finished.wait()
        return tally.report
    }

    private var isOver: Bool { isStopped.load(ordering: .relaxed) || batch.isInterrupted() }

    private func wake() {
        condition.lock()
        condition.broadcast()
        condition.unlock()
    }

    /// Waits for a piece; nil where the run was stopped before it began.
    private func take(_ key: Piece) -> Done? {
        condition.lock()
        defer { condition.unlock() }
        turn = key
        condition.broadcast()
        while done[key] == nil {
            if isOver, !inWork.contains(key) { return nil }
            _ = condition.wait(until: Date(timeIntervalSinceNow: 0.1))
        }
        defer { condition.broadcast() }
        return done.removeValue(forKey: key)
    }

    // MARK: The threads

    private func work() {
        var worker = ScenarioWorker(batch, isStopped: { self.isOver })
        while let key = nextPiece() {
            let result = worker.run(file: batch.files[key.file], portion: key.portion, of: ScenarioPool.portion)
            hand(key, result)
        }
        condition.lock()
        tally.add(worker.tally)
        plans.merge(worker.plans) { first, _ in first }
        condition.unlock()
        running?.leave()
    }

    private func nextPiece() -> Piece? {
        condition.lock()
        defer { condition.unlock() }
        while !isOver {
            let next = split.first ?? (nextFile < batch.files.count ? Piece(file: nextFile, portion: 0) : nil)
            if let next, done.count < batch.jobs * ScenarioPool.ahead || next == turn {
                if split.isEmpty { nextFile += 1 } else { split.removeFirst() }
                inWork.insert(next)
                return next
            }
            if next == nil, inWork.isEmpty { return nil }
            _ = condition.wait(until: Date(timeIntervalSinceNow: 0.1))
        }
        return nil
    }

    private func hand(_ key: Piece, _ result: ScenarioWorker.Piece) {
        condition.lock()
        defer { condition.unlock() }
        inWork.remove(key)
        var piece = Done()
        if key.portion == 0, result.portions > 1 { portions[key.file] = result.portions }
        // A file that is gone or shorter meanwhile says so in each of its pieces.
        piece.isLast = key.portion == portions[key.file, default: 1] - 1
        if piece.isLast { portions[key.file] = nil }
        piece.entries = result.entries.map { entry in entry.map { .result($0) } ?? .elsewhere }
        done[key] = piece
        if key.portion == 0, result.portions > 1 {
            // They come before what follows the file, and behind what is left of files before it.
            let rest = (1..<result.portions).map { Piece(file: key.file, portion: $0) }
            let place = split.firstIndex { $0.file > key.file } ?? split.count
            split.insert(contentsOf: rest, at: place)
        }
        condition.broadcast()
    }
}

import ScenarioReports
import CallEngine
import CallPlan
import CallReports
import CallSession
import PaymentCall
import Telephony
import YAMLText

/// Goes through the steps of a scenario in media time: the caller and the agent act, and what is expected is waited for.
///
/// What is waited for is looked for among the events that no step before has looked at, in their order; then time passes
/// until it comes, its time is over, or nothing can happen any more.
struct StepDriver<Line: StepLine>: ~Copyable {
    var line: Line
    var observer: CallObserver
    private var failure: ScenarioFailure?
    /// Whether the caller has listened since they last pressed a key, and takes a while to react.
    private var listened = false

    /// How long the caller takes to act on what they have waited for.
    private let reaction: MediaDuration

    init(line: consuming Line, observer: consuming CallObserver, reaction: MediaDuration) {
        self.line = line
        self.observer = observer
        self.reaction = reaction
    }

    /// Answers the call, and goes on until the steps are done or one has failed.
    mutating func run(_ steps: [Step], in engine: inout CallEngine) throws {
        line.answer(&engine)
        for (index, step) in steps.enumerated() {
            try carryOut(step, in: &engine)
            guard failure == nil else {
                failure?.expectation = "step \(index + 1) of \(steps.count)"
                return
            }
        }
    }

    /// Whether a step has failed, and ended the steps.
    var failed: Bool { failure != nil }

    /// The failure that ended the steps; nil for none.
    mutating func takeFailure() -> ScenarioFailure? {
        defer { failure = nil }
        return failure
    }

    private mutating func carryOut(_ step: Step, in engine: inout CallEngine) throws {
        if case .expect(let expectation) = step.action {
            wait(for: expectation, step, in: &engine)
            listened = true
            return
        }
        if engine.isOver, !step.action.mayComeLate { return failOver(step, engine) }
        if listened, step.action.isOfCaller { line.wait(until: engine.now + reaction, in: &engine) }
        listened = false
        switch step.action {
        case .press(let script, let rhythm): line.press(script, rhythm, in: &engine)
        case .play(let sound):
            do { try line.play(sound, in: &engine) } catch { throw StepSoundError(place: step.place, reason: error) }
        case .sayNothing(let length): line.wait(until: line.now(engine) + length, in: &engine)
        case .hangUp: line.hangUp(in: &engine)
        case .agent(.waitForCaller):
            let back = StepExpectation(
                words: "the agent has the caller", condition: .agentHasCaller, within: StepExpectation.patience)
            wait(for: back, step, in: &engine)
        case .agent(let move): engine.agentActs(move, at: engine.now)
        case .expect: break
        }
    }

    private mutating func failOver(_ step: Step, _ engine: borrowing CallEngine) {
        let ended = engine.record.map { StepDriver.words(of: $0) } ?? "the call is over"
        fail(step, expected: "a call that is not over: \(step.action.words)", actual: ended)
    }

    private mutating func fail(_ step: Step, expected: String, actual: String, notes: [String] = []) {
        failure = ScenarioFailure(
            place: step.place, source: SourceLine.text(at: step.place), column: SourceLine.column(of: step.place),
            expectation: "step", expected: expected, actual: actual, notes: notes)
    }

    // MARK: Waiting

    private mutating func wait(for expectation: StepExpectation, _ step: Step, in engine: inout CallEngine) {
        let start = engine.now
        let deadline = start + expectation.within
        var near: [String] = []
        while true {
            if isMet(expectation, since: start, until: deadline, &near, in: engine) { return }
            let isLate = engine.now >= deadline
            guard !engine.isOver, !isLate else { break }
            var limit = deadline
            if case .silence(let length) = expectation.condition, let quiet = observer.quietSince {
                limit = min(limit, max(quiet, start) + length)
            }
            guard line.moveOn(to: limit, in: &engine) else { break }
        }
        // What came with the last move counts too.
        if isMet(expectation, since: start, until: deadline, &near, in: engine) { return }
        let within = Transcript.clock(.zero + expectation.within)
        fail(
            step, expected: "\(observer.resolved(VariableText(expectation.words))) within \(within) s",
            actual: whatHappened(engine, deadline) + StepDriver.listed(near))
    }

    private mutating func isMet(
        _ expectation: StepExpectation, since start: MediaTime, until deadline: MediaTime, _ near: inout [String],
        in engine: borrowing CallEngine
    ) -> Bool {
        while let event = observer.next(of: engine, until: deadline) {
            if isMet(expectation.condition, by: event) {
                for capture in expectation.captures {
                    observer.captures[capture.variable] =
                        EventDetails(event, prompts: observer.prompts)[capture.detail] ?? "none"
                }
                return true
            }
            if let words = nearness(of: event, to: expectation.condition) {
                // Of keys that follow each other what they come to is told, not each on its way.
                if let field = event.event.keyedField, (observer.keyed[field]?.count ?? 0) > 1,
                    case .keyed = expectation.condition,
                    !near.isEmpty
                {
                    near.removeLast()
                }
                near.append(words)
            }
        }
        // Sound comes in portions: what one has brought may lie behind the deadline.
        guard engine.now <= deadline else { return false }
        switch expectation.condition {
        case .asked(let name):
            let planned = engine.planStep.map { "plan/" + $0 }
            return engine.callerDeadline != nil && (engine.question?.name == name || planned == name)
        case .silence(let length):
            guard let quiet = observer.quietSince else { return false }
            return engine.now >= max(quiet, start) + length
        case .agentHasCaller: return engine.agentHasCaller
        case .ended: return engine.isOver
        case .event, .keyed: return false
        }
    }

    private func isMet(_ condition: StepCondition, by event: TimedEvent) -> Bool {
        switch condition {
        case .event(let condition): return condition.matches(event, observer)
        case .keyed(let field, let wanted):
            guard event.event.keyedField == field, let keyed = observer.keyed[field] else { return false }
            switch wanted {
            case .count(let count): return keyed.count == count
            case .text(let text): return keyed.text == observer.resolved(text)
            }
        case .asked, .silence, .agentHasCaller, .ended: return false
        }
    }

    private func nearness(of event: TimedEvent, to condition: StepCondition) -> String? {
        switch condition {
        case .event(let condition): return condition.near(event, observer)
        case .asked:
            guard case .call(.attemptFailed(let question, let fault, attempt: _, of: _)) = event.event else {
                return nil
            }
            return "\(question.name) failed: \(fault.code)"
        case .keyed(let field, let wanted):
            guard event.event.keyedField == field, let keyed = observer.keyed[field] else { return nil }
            if case .text = wanted, keyed.text.count == keyed.count { return keyed.text }
            return keyed.count == 1 ? "1 digit" : "\(keyed.count) digits"
        case .silence:
            guard case .promptStarted(let prompt) = event.event else { return nil }
            return prompt.id
        case .agentHasCaller, .ended: return nil
        }
    }

    // MARK: Words

    private func whatHappened(_ engine: borrowing CallEngine, _ deadline: MediaTime) -> String {
        if let record = engine.record { return StepDriver.words(of: record) }
        let until = Transcript.clock(engine.now)
        if engine.now >= deadline { return "not so by \(until) s" }
        return "nothing more happens after \(until) s"
    }

    private static func words(of record: CallRecord) -> String {
        let result = record.result.outcome.rawValue + (record.result.reason.map { " (\($0))" } ?? "")
        return "the call ended at \(Transcript.clock(.zero + record.duration)) s: \(result)"
    }

    /// What came instead, the first of it and the last.
    private static func listed(_ near: [String]) -> String {
        var shown: [String] = []
        for words in near where shown.last != words { shown.append(words) }
        guard !shown.isEmpty else { return "" }
        if shown.count > 6 { shown.replaceSubrange(3..<shown.count - 3, with: ["\(shown.count - 6) more"]) }
        return "; what came was " + shown.joined(separator: "; ")
    }
}

/// The sound of a step can't be read.
struct StepSoundError: Error, CustomStringConvertible {
    /// Where the file names it: `file:line:column`.
    let place: String
    let reason: any Error

    /// 2 where the scenario is wrong, 3 where the file can't be read.
    var exitCode: Int32 { (reason as? RecordingError)?.code == .noSuchChannel ? 2 : 3 }

    var description: String { "\(place): \(reason)" }
}

extension EngineEvent {
    /// The field for which a digit was taken.
    var keyedField: String? {
        switch self {
        case .call(.digits(let field, count: _, key: _)): field.rawValue
        case .plan(.digits(let field, count: _, key: _)): field
        default: nil
        }
    }
}

extension StepAction {
    /// Whether it is the caller who does it.
    var isOfCaller: Bool {
        switch self {
        case .press, .play, .sayNothing, .hangUp: true
        case .agent, .expect: false
        }
    }

    /// Whether it changes nothing when the call is over.
    var mayComeLate: Bool {
        switch self {
        case .sayNothing, .expect: true
        case .press, .play, .hangUp, .agent: false
        }
    }

    /// What is done.
    var words: String {
        switch self {
        case .press: "the caller presses keys"
        case .play: "the caller sends sound"
        case .sayNothing: "the caller says nothing"
        case .hangUp: "the caller hangs up"
        case .agent: "the agent acts"
        case .expect: "something is waited for"
        }
    }
}

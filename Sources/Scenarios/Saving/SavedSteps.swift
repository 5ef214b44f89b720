import CallEngine
import CallPlan
import CardData
import JSONText
import PaymentCall
import Telephony
import YAMLText

/// The steps of a call that was made: before each of the caller's moves what they had heard, as a condition, and how far
/// into it they moved.
struct SavedSteps {
    private(set) var steps: [YAMLTree] = []
    private(set) var keys: SavedKeys

    private let diary: KeyDiary
    private let agentCancels: Bool
    /// The prompts that have begun since the last condition.
    private var begun: [String] = []
    /// The prompt that plays.
    private var playing: (id: String, since: MediaTime)?
    /// The last condition, or the last key.
    private var latest = MediaTime.zero
    private var segment: Segment?
    /// Keys that have come and are no step yet, by their places in the diary.
    private var group: Range<Int>?
    private var place = SavedKeys.Place()
    private var pressed = 0
    private var isGone = false

    /// Keys that lie further apart are two steps.
    private static let longestGap = MediaDuration.milliseconds(1000)
    /// A caller who is this quick did not wait.
    private static let quick = MediaDuration.milliseconds(300)

    /// Steps of keys that `diary` has; `agentCancels`: the agent's move is a step.
    init(keys: SavedKeys, diary: KeyDiary, agentCancels: Bool) {
        (self.keys, self.diary, self.agentCancels) = (keys, diary, agentCancels)
    }

    /// The next event of the call.
    mutating func take(_ timed: TimedEvent) {
        let now = timed.time
        switch timed.event {
        case .key: press(now)
        case .promptStarted(let prompt):
            flush()
            begun.append(prompt.id)
            playing = (prompt.id, now)
        case .promptFinished, .promptInterrupted: playing = nil
        case .call(let event): take(event, now)
        case .plan(let event): take(event, now)
        case .ended: flush()
        case .callerSilenceChanged: break
        }
    }

    private mutating func take(_ event: CallEvent, _ now: MediaTime) {
        switch event {
        case .segment(let next): segment = next
        case .keyWaits: place.waits = true
        case .attemptFailed(let question, let fault, let attempt, of: _):
            expect(
                now,
                [.init("event", .word("attempt-failed")), .init("question", .word(question.name))]
                    + [.init("reason", .word(fault.code)), .init("attempt", .word(String(attempt)))])
        case .gatewayAnswered(_, .declined(let reason)):
            expect(
                now,
                [.init("event", .word("gateway-answered")), .init("answer", .word("declined"))]
                    + [.init("detail", .word(reason.rawValue))])
        case .agentCancelled where agentCancels:
            flush()
            meet(now)
            steps.append(.mapping([.init("agent", .word("cancel"))]))
        case .callerHungUp: hangUp(now)
        default: break
        }
    }

    private mutating func take(_ event: PlanEvent, _ now: MediaTime) {
        switch event {
        case .transferredToPCI, .returnedFromPCI: segment = nil
        case .keyWaits: place.waits = true
        case .digits(_, count: _, key: nil): place.isSecret = true
        case .attemptFailed(let step, let fault, let attempt, of: _):
            expect(
                now,
                [.init("event", .word("attempt-failed")), .init("question", .word(step))]
                    + [.init("reason", .word(fault.code)), .init("attempt", .word(String(attempt)))])
        case .callerHungUp: hangUp(now)
        default: break
        }
    }

    // MARK: The caller's moves

    private mutating func press(_ now: MediaTime) {
        if group != nil, now - latest > SavedSteps.longestGap { flush() }
        if group == nil {
            meet(now)
            place = SavedKeys.Place(segment: segment)
        }
        group = (group?.lowerBound ?? pressed)..<pressed + 1
        pressed += 1
        latest = now
    }

    /// The keys that have come are a step.
    private mutating func flush() {
        guard let range = group else { return }
        group = nil
        steps.append(.mapping([.init("press", .quoted(keys.text(range, of: diary, at: place)))]))
    }

    private mutating func hangUp(_ now: MediaTime) {
        guard !isGone else { return }
        isGone = true
        flush()
        meet(now)
        steps.append(.word("hang-up"))
    }

    // MARK: Conditions

    /// Waits for what the caller heard last, and as long as they did.
    private mutating func meet(_ now: MediaTime) {
        guard let heard = begun.last else { return wait(until: now, over: SavedSteps.longestGap) }
        // The same prompt may have begun more than once meanwhile: the last of them is meant.
        let earlier = begun.dropLast().filter { $0 == heard }
        steps += earlier.map { SavedSteps.expectation([.init("prompt", .word($0))]) }
        begun = []
        if let playing {
            steps.append(SavedSteps.expectation([.init("prompt", .word(heard))]))
            latest = playing.since
            wait(until: now, over: SavedSteps.quick)
        } else if let question = SavedSteps.question(of: heard) {
            steps.append(SavedSteps.expectation([.init("asked", .word(question.name))]))
        } else {
            steps.append(
                SavedSteps.expectation([.init("event", .word("prompt-finished")), .init("prompt", .word(heard))]))
        }
        latest = now
    }

    private mutating func wait(until now: MediaTime, over least: MediaDuration) {
        guard now - latest > least else { return }
        let seconds = JSON.decimal((now - latest).seconds, places: 3).text
        steps.append(.mapping([.init("say-nothing-for", .word(seconds))]))
        latest = now
    }

    private mutating func expect(_ now: MediaTime, _ members: [YAMLTree.Member]) {
        flush()
        steps.append(SavedSteps.expectation(members))
        begun = []
        latest = now
    }

    private static func expectation(_ members: [YAMLTree.Member]) -> YAMLTree {
        .mapping([.init("expect", .line(members))])
    }

    /// The question that a prompt asks; nil where its name does not say so.
    private static func question(of prompt: String) -> Question? {
        prompt.hasPrefix("ask-") ? Question(name: String(prompt.dropFirst(4))) : Question(name: prompt)
    }
}

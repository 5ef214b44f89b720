import CallEngine
import CallPlan
import CallSession
import CardData
import JSONText
import PaymentCall
import Telephony
import YAMLText

/// The steps of a call that was made: before each of the caller's moves what they had heard, as a condition, and how far
/// into it they moved.
///
/// The caller of the file reacts at once, so that each move comes at its own moment behind the condition: a key that an
/// error prompt dropped is dropped again.
struct SavedSteps {
    private(set) var steps: [YAMLTree] = []
    private(set) var keys: SavedKeys

    private let diary: KeyDiary
    private let agentCancels: Bool
    /// The prompts that have begun since the last condition.
    private var begun: [String] = []
    /// The prompt that plays.
    private var playing: (id: String, since: MediaTime)?
    /// How the last prompt ended; nil while it plays.
    private var ended: (when: MediaTime, isCut: Bool)?
    /// Since the last prompt was over nothing was keyed: its question is still open.
    private var isOpen = false
    /// The prompt that the last condition was about.
    private var met: String?
    /// The last condition, or the last key.
    private var latest = MediaTime.zero
    /// When the next key may begin, as a keypad presses them.
    private var free = MediaTime.zero + KeyScript.lead
    private var segment: Segment?
    /// Keys that have come and are no step yet, by their places in the diary; half a second lies between the parts.
    private var group: [Range<Int>] = []
    /// Something beside keys has happened since the last of them, or it was dropped: the next one comes at its moment.
    private var isDisturbed = false
    private var place = SavedKeys.Place()
    private var pressed = 0
    private var isGone = false

    /// Keys that lie further apart are two steps.
    private static let longestGap = MediaDuration.milliseconds(1000)
    /// From the begin of one key to that of the next, as a keypad presses them.
    private static let interval = KeyScript.keyLength + KeyScript.gap
    /// What `w` in a script waits.
    private static let pause = MediaDuration.milliseconds(500)

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
            (ended, isOpen) = (nil, false)
        case .promptFinished: promptEnded(now, isCut: false)
        case .promptInterrupted: promptEnded(now, isCut: true)
        case .call(let event): take(event, now)
        case .plan(let event): take(event, now)
        case .ended: flush()
        case .callerSilenceChanged: break
        }
    }

    private mutating func promptEnded(_ now: MediaTime, isCut: Bool) {
        playing = nil
        (ended, isOpen, isDisturbed) = ((now, isCut), !isCut, true)
    }

    private mutating func take(_ event: CallEvent, _ now: MediaTime) {
        switch event {
        case .segment(let next): (segment, isOpen) = (next, false)
        case .digits, .choice: isOpen = false
        case .keyDropped: (isOpen, isDisturbed) = (false, true)
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
            wait(until: now)
            steps.append(.mapping([.init("agent", .word("cancel"))]))
        case .callerHungUp: hangUp(now)
        default: break
        }
    }

    private mutating func take(_ event: PlanEvent, _ now: MediaTime) {
        switch event {
        case .transferredToPCI, .returnedFromPCI: segment = nil
        case .keyWaits: place.waits = true
        case .digits(_, count: _, key: nil): (place.isSecret, isOpen) = (true, false)
        case .digits, .choice: isOpen = false
        case .keyDropped: (isOpen, isDisturbed) = (false, true)
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
        let gap = now - latest
        let isExact = gap == SavedSteps.interval || gap == SavedSteps.interval + SavedSteps.pause
        if gap > SavedSteps.longestGap || (isDisturbed && !isExact) { flush() }
        if group.isEmpty {
            meet(now)
            if now > free { wait(until: now) }
            place = SavedKeys.Place(segment: segment)
        }
        if let last = group.last, gap != SavedSteps.interval + SavedSteps.pause {
            group[group.count - 1] = last.lowerBound..<pressed + 1
        } else {
            group.append(pressed..<pressed + 1)
        }
        pressed += 1
        (latest, free, isDisturbed) = (now, now + SavedSteps.interval, false)
    }

    /// The keys that have come are a step.
    private mutating func flush() {
        guard !group.isEmpty else { return }
        var parts: [String] = []
        for range in group { parts.append(keys.text(range, of: diary, at: place)) }
        group = []
        steps.append(.mapping([.init("press", .quoted(parts.joined(separator: "w")))]))
    }

    private mutating func hangUp(_ now: MediaTime) {
        guard !isGone else { return }
        isGone = true
        flush()
        meet(now)
        if now > free { wait(until: now) }
        steps.append(.word("hang-up"))
    }

    // MARK: Conditions

    /// Waits for what the caller heard last.
    private mutating func meet(_ now: MediaTime) {
        guard let heard = begun.last else { return }
        // The same prompt may have begun more than once meanwhile: the last of them is meant.
        let earlier = begun.dropLast().filter { $0 == heard }
        let isAgain = met == heard && playing == nil
        for _ in 0..<earlier.count + (isAgain ? 1 : 0) { expect([.init("prompt", .word(heard))], at: latest) }
        (begun, met) = ([], heard)
        if let playing {
            expect([.init("prompt", .word(heard))], at: playing.since)
        } else if let question = SavedSteps.question(of: heard), isOpen {
            expect([.init("asked", .word(question.name))], at: ended?.when ?? now)
        } else {
            let event = ended?.isCut == true ? "prompt-interrupted" : "prompt-finished"
            expect([.init("event", .word(event)), .init("prompt", .word(heard))], at: ended?.when ?? now)
        }
    }

    /// What the caller does next comes so much behind the last condition, or their last key.
    private mutating func wait(until now: MediaTime) {
        guard now > latest else { return }
        // Nine decimals are finer than media time.
        let seconds = JSON.decimal((now - latest).seconds, places: 9).text
        steps.append(.mapping([.init("say-nothing-for", .word(seconds))]))
        latest = now
    }

    private mutating func expect(_ now: MediaTime, _ members: [YAMLTree.Member]) {
        flush()
        expect(members, at: now)
        (begun, met) = ([], nil)
    }

    private mutating func expect(_ members: [YAMLTree.Member], at instant: MediaTime) {
        let length = instant - latest
        var members = members
        if length >= StepExpectation.patience {
            members.append(.init("within", .word(String(Int(length.seconds.rounded(.up)) + 1))))
        }
        steps.append(SavedSteps.expectation(members))
        latest = instant
    }

    private static func expectation(_ members: [YAMLTree.Member]) -> YAMLTree {
        .mapping([.init("expect", .line(members))])
    }

    /// The question that a prompt asks; nil where its name does not say so.
    private static func question(of prompt: String) -> Question? {
        prompt.hasPrefix("ask-") ? Question(name: String(prompt.dropFirst(4))) : Question(name: prompt)
    }
}

import CallEngine
import CallPlan
import PaymentCall
import Telephony

/// What the caller pressed, and what was made of it. A press has no name; the names of keys come with the digits that a
/// field takes, dots where a field is sensitive.
struct CallerKeys: Sendable {
    /// One press.
    struct Press: Equatable, Sendable {
        let time: MediaTime
        var fate = Fate.used
    }

    /// What became of a press.
    enum Fate: Equatable, Sendable {
        /// It was heard at once.
        case used
        /// It waits for its question.
        case waits
        /// It was thrown away at once.
        case dropped(KeyDrop)
    }

    /// The keys that one field, or one choice, took in a row.
    struct Entry: Equatable, Sendable {
        let field: String
        var keys: [Taken]
    }

    /// A key as a field took it: when, and what of it may be shown.
    struct Taken: Equatable, Sendable {
        let time: MediaTime
        let shown: Character
    }

    /// Keys that had waited and were thrown away together.
    struct Loss: Equatable, Sendable {
        let time: MediaTime
        let why: KeyDrop
        var count: Int
    }

    private(set) var presses: [Press] = []
    private(set) var entries: [Entry] = []
    private(set) var losses: [Loss] = []
    /// Whether the last event was a press, which the next one may tell more of.
    private var isFresh = false
    /// Whether the next digit of that field goes on with the last entry.
    private var goesOn = false

    /// In the place of a key that is not named.
    static let hidden: Character = "•"

    mutating func take(_ event: TimedEvent) {
        let wasFresh = isFresh
        isFresh = false
        switch event.event {
        case .key:
            presses.append(Press(time: event.time))
            isFresh = true
        case .call(.keyWaits), .plan(.keyWaits):
            if wasFresh { presses[presses.count - 1].fate = .waits }
        case .call(.keyDropped(let why)), .plan(.keyDropped(let why)): drop(why, at: event.time, isPress: wasFresh)
        case .call(.digits(let field, let count, let key)): digit(field.rawValue, count, key, at: event.time)
        case .plan(.digits(let field, let count, let key)): digit(field, count, key, at: event.time)
        case .call(.choice(let question, let key)): choice(question.name, key, at: event.time)
        case .plan(.choice(let step, let key)): choice(step, key, at: event.time)
        case .call(.accepted), .call(.attemptFailed), .plan(.attemptFailed), .plan(.dataSet), .plan(.step):
            goesOn = false
        default: break
        }
    }

    private mutating func digit(_ field: String, _ count: Int, _ key: Key?, at time: MediaTime) {
        let shown = key?.character ?? CallerKeys.hidden
        if goesOn, let last = entries.indices.last, entries[last].field == field, count > 1 || key == .star {
            entries[last].keys.append(Taken(time: time, shown: shown))
        } else {
            entries.append(Entry(field: field, keys: [Taken(time: time, shown: shown)]))
        }
        goesOn = true
    }

    private mutating func choice(_ question: String, _ key: Key, at time: MediaTime) {
        entries.append(Entry(field: question, keys: [Taken(time: time, shown: key.character)]))
        goesOn = false
    }

    private mutating func drop(_ why: KeyDrop, at time: MediaTime, isPress: Bool) {
        // The `#` behind an entry that ended by itself belongs to it: nothing was lost.
        if why == .afterEntry { return }
        if isPress {
            presses[presses.count - 1].fate = .dropped(why)
        } else if let last = losses.indices.last, losses[last].time == time, losses[last].why == why {
            losses[last].count += 1
        } else {
            losses.append(Loss(time: time, why: why, count: 1))
        }
    }
}

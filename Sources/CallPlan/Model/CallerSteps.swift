import Telephony

/// `play`: says words and goes on.
public struct PlayStep: Hashable, Sendable {
    /// What is said.
    public let words: Template
    /// The step that follows.
    public let next: StepReference

    /// Says `words`, then goes to `next`.
    public init(words: Template, next: StepReference) {
        self.words = words
        self.next = next
    }
}

/// What an attempt that failed leads to, before the step's words are said again.
public struct Setback: Hashable, Sendable {
    /// What is said; nil for nothing.
    public let words: Template?
    /// Leaves the step at once; nil to try again while attempts are left.
    public let next: StepReference?

    /// Nothing is said, and the step tries again.
    public static let silent = Setback(words: nil, next: nil)

    /// Says `words`, then tries again or goes to `next`.
    public init(words: Template?, next: StepReference?) {
        self.words = words
        self.next = next
    }
}

/// `menu`: says words, waits for one key, and goes where that key leads.
public struct MenuStep: Hashable, Sendable {
    /// A key and where it leads.
    public struct Choice: Hashable, Sendable {
        /// The key.
        public let key: Key
        /// The step that follows.
        public let next: StepReference

        /// `key` leads to `next`.
        public init(key: Key, next: StepReference) {
            self.key = key
            self.next = next
        }
    }

    /// What is said.
    public let words: Template
    /// The keys, each once, in the file's order.
    public let choices: [Choice]
    /// The wait for a key after the words.
    public let timeout: MediaDuration
    /// How often the words are said at most, 1 to 20.
    public let attempts: Int
    /// No key came in time.
    public let noInput: Setback
    /// A key came that is no choice.
    public let noMatch: Setback
    /// The attempts are used up; not needed where both setbacks leave at once.
    public let failed: StepReference?

    /// A menu.
    public init(
        words: Template, choices: [Choice], timeout: MediaDuration = PlanDefaults.menuTimeout,
        attempts: Int = PlanDefaults.attempts, noInput: Setback = .silent, noMatch: Setback = .silent,
        failed: StepReference?
    ) {
        self.words = words
        self.choices = choices
        self.timeout = timeout
        self.attempts = attempts
        self.noInput = noInput
        self.noMatch = noMatch
        self.failed = failed
    }
}

/// `collect`: says words, takes digits, and keeps them in a data source.
public struct CollectStep: Hashable, Sendable {
    /// Where the entry is kept; its type says how the digits are read: for an amount `*` is the decimal point.
    public let data: DataReference
    /// What is said.
    public let words: Template
    /// How many digits an entry has; it ends by itself at the greatest number.
    public let length: ClosedRange<Int>
    /// The key that ends an entry early; nil for none.
    public let endKey: Key?
    /// The wait for the first digit after the words.
    public let firstDigitTimeout: MediaDuration
    /// The wait for each further digit; then the entry ends.
    public let interDigitTimeout: MediaDuration
    /// How many entries may be wrong or missing, 1 to 20.
    public let attempts: Int
    /// Nothing was keyed in time.
    public let noInput: Setback
    /// The entry does not fit.
    public let noMatch: Setback
    /// Reads the entry back: 1 confirms, 2 takes it anew; nil to take it as it is.
    public let confirm: Template?
    /// The entry was taken.
    public let next: StepReference
    /// The attempts are used up.
    public let failed: StepReference

    /// An entry into `data`.
    public init(
        data: DataReference, words: Template, length: ClosedRange<Int> = PlanDefaults.length, endKey: Key? = .pound,
        firstDigitTimeout: MediaDuration = PlanDefaults.firstDigitTimeout,
        interDigitTimeout: MediaDuration = PlanDefaults.interDigitTimeout, attempts: Int = PlanDefaults.attempts,
        noInput: Setback = .silent, noMatch: Setback = .silent, confirm: Template? = nil, next: StepReference,
        failed: StepReference
    ) {
        self.data = data
        self.words = words
        self.length = length
        self.endKey = endKey
        self.firstDigitTimeout = firstDigitTimeout
        self.interDigitTimeout = interDigitTimeout
        self.attempts = attempts
        self.noInput = noInput
        self.noMatch = noMatch
        self.confirm = confirm
        self.next = next
        self.failed = failed
    }
}

/// `repeat`: goes back to a step a number of times a call, then on.
public struct RepeatStep: Hashable, Sendable {
    /// The step to go back to.
    public let step: StepReference
    /// How often it goes back in one call, 1 to 20; the count is the step's own and is never set back.
    public let times: Int
    /// The step that follows when the times are used up.
    public let then: StepReference

    /// Goes to `step` the first `times` times, then to `then`.
    public init(step: StepReference, times: Int, then: StepReference) {
        self.step = step
        self.times = times
        self.then = then
    }
}

/// `hang-up`: ends the call.
public struct HangUpStep: Hashable, Sendable {
    /// What is said first; nil for nothing.
    public let words: Template?

    /// Says `words`, then hangs up.
    public init(words: Template?) { self.words = words }
}

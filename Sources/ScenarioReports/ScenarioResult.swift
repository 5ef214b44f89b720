import JSONText

/// What came of one scenario: all that reports tell of it. The same scenario gives the same result to the byte.
public struct ScenarioResult: Hashable, Sendable {
    /// How it went.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        /// Everything was as expected.
        case passed
        /// Something was not.
        case failed
        /// It was not run, for a reason it gives.
        case skipped
        /// It failed, and says that it must.
        case knownFailure = "known-failure"
        /// It passed, and says that it must fail: a failure of the run.
        case unexpectedPass = "unexpected-pass"
        /// It could not be run: its file is wrong, or its sound can't be read.
        case error

        /// Whether the run fails by it.
        public var isBad: Bool { self == .failed || self == .unexpectedPass || self == .error }
    }

    /// Its place in the whole run, from 0, without gaps: a shard's results leave out those of the other shards.
    public var order = 0
    /// The file as it was given or found; with `variant` unique in a run.
    public var file: String
    /// Which one of a file that holds many: `codec=mu-law, noise=-30`; nil where it is one.
    public var variant: String?
    /// What it shows, in a line; the file's name where the file can't be read.
    public var name: String
    /// Its tags.
    public var tags: [String] = []
    /// How it went.
    public var status: Status
    /// Why it was skipped, must fail, or could not be run.
    public var reason: String?
    /// The exit code that an `error` asks for: 2 the file is wrong, 3 the world failed.
    public var exitCode: Int32 = 0
    /// How many times it was run: more than 1 only where retries were asked for.
    public var attempts = 1
    /// What was not as expected, in the order of the file.
    public var failures: [ScenarioFailure] = []
    /// How long the call took, in media time.
    public var mediaSeconds = 0.0
    /// How long it took by the clock; shown on a terminal alone, written to no file.
    public var wallSeconds = 0.0
    /// The call's result, as `ivrpay call --format json` has it; nil where there was none.
    public var call: JSON?
    /// The call as a person reads it; of a scenario that went well only where a report needs it.
    public var transcript: [String] = []
    /// The call as a picture's lanes; as `transcript`.
    public var strip: CallStrip?
    /// What runs this scenario alone: by its name, never by its keys.
    public var command = ""
    /// Files written beside it: a picture, a recording.
    public var artifacts: [String] = []

    /// A result of which the rest is set by whoever ran it.
    public init(file: String, variant: String? = nil, name: String, status: Status) {
        (self.file, self.variant, self.name, self.status) = (file, variant, name, status)
    }

    /// The result without transcript and picture.
    public var withoutDetails: ScenarioResult {
        var result = self
        (result.transcript, result.strip) = ([], nil)
        return result
    }

    /// The result without all that only the JSON report and an open row of the page have.
    public var withoutCall: ScenarioResult {
        var result = withoutDetails
        result.call = nil
        return result
    }

    /// What it is called in selections and reports: the file, and which one of it.
    public var id: String { variant.map { "\(file) [\($0)]" } ?? file }
}

/// One thing that was not as expected.
public struct ScenarioFailure: Hashable, Sendable {
    /// Where the file says what was expected: `file:line:column`.
    public var place: String
    /// That line of the file, what could be a card number masked; nil where the file can't be read.
    public var source: String?
    /// The column of the caret below it, from 1.
    public var column: Int
    /// What was looked at: `result`, `prompt`, `step 3`.
    public var expectation: String
    /// What it should have been.
    public var expected: String
    /// What it was.
    public var actual: String
    /// More about it, a line each: the tones behind it, a near miss.
    public var notes: [String] = []

    /// A failure at a place.
    public init(
        place: String, source: String? = nil, column: Int = 1, expectation: String, expected: String, actual: String,
        notes: [String] = []
    ) {
        (self.place, self.source, self.column) = (place, source, column)
        (self.expectation, self.expected, self.actual, self.notes) = (expectation, expected, actual, notes)
    }
}

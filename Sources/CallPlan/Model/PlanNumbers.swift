import Telephony

/// What holds where a plan says nothing.
public enum PlanDefaults {
    /// A menu's wait for its key, after its words: 5 s.
    public static let menuTimeout = MediaDuration.milliseconds(5_000)
    /// An entry's wait for its first digit, after its words: 10 s.
    public static let firstDigitTimeout = MediaDuration.milliseconds(10_000)
    /// An entry's wait for each further digit: 5 s.
    public static let interDigitTimeout = MediaDuration.milliseconds(5_000)
    /// Attempts at a menu or an entry: 3.
    public static let attempts = 3
    /// Digits of an entry: 1 to 20.
    public static let length = 1...20
    /// A connector's time for one try: 10 s.
    public static let connectorTimeout = MediaDuration.milliseconds(10_000)
    /// How often a connector's try that failed is made again: never. A request may not be harmless to repeat.
    public static let retries = 0
    /// The pause before each further try: 1 s.
    public static let retryDelay = MediaDuration.milliseconds(1_000)
}

/// What a plan may hold at most.
public enum PlanLimits {
    /// Seconds of any wait.
    public static let seconds = 0.1...600
    /// Seconds of one try of a connector.
    public static let trySeconds = 0.1...120
    /// Seconds between two tries.
    public static let retryDelay = 0.0...60
    /// Attempts at a menu or an entry.
    public static let attempts = 1...20
    /// Digits of an entry.
    public static let length = 1...32
    /// Further tries of a connector.
    public static let retries = 0...10
    /// How often a `repeat` goes back.
    public static let times = 1...20
    /// Steps of a plan.
    public static let steps = 20_000
    /// Data sources of a plan.
    public static let dataSources = 500
    /// Characters of a step's, a service's or a data source's name.
    public static let nameLength = 40
    /// Characters of words, values, paths and header values.
    public static let textLength = 2_000
    /// Parts of a JSON path.
    public static let pathLength = 16
    /// The greatest place in a list that a JSON path may name.
    public static let greatestIndex = 9_999
}

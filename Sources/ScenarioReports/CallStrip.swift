/// A call as the lanes of a small picture: who did what when, without a digit. Instants are seconds since the answer.
public struct CallStrip: Hashable, Sendable {
    /// Something that lasted.
    public struct Span: Hashable, Sendable {
        /// What it was: the id of a prompt, the name of a part of the call.
        public let name: String
        /// From here.
        public let start: Double
        /// To here.
        public let end: Double

        /// A span.
        public init(_ name: String, from start: Double, to end: Double) {
            (self.name, self.start, self.end) = (name, start, end)
        }
    }

    /// How long the call took.
    public var duration = 0.0
    /// The parts of the call.
    public var segments: [Span] = []
    /// What was played.
    public var prompts: [Span] = []
    /// When keys came.
    public var keys: [Double] = []
    /// When somebody outside was asked, and until the answer.
    public var waits: [Span] = []
    /// What went wrong: a failed attempt, a decline, a timeout; spans without length.
    public var faults: [Span] = []

    /// A strip without anything in it.
    public init() {}
}

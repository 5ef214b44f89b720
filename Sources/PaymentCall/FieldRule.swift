import CardData
import Telephony

/// How a field is asked.
public struct FieldRule: Hashable, Sendable {
    /// When a field is asked.
    public enum Asked: Hashable, Sendable {
        case always, never
        /// For cards of these brands.
        case brands(Set<Brand>)
    }

    /// How the caller confirms what was keyed.
    public enum Confirmation: String, Hashable, Sendable, CaseIterable {
        /// It is read back: 1 confirms, 2 enters it again.
        case readBack = "read-back"
        /// It is keyed once more, and compared.
        case twice
        /// Not at all.
        case none
    }

    /// When it is asked.
    public var asked: Asked
    /// How it is confirmed.
    public var confirmation: Confirmation
    /// Attempts at it; nil for as many as any field has.
    public var attempts: Int?
    /// Where an automated call goes when they are used up; nil for where the result's reason leads.
    public var ending: Route?

    /// A rule; by default the field is always asked, and read back.
    public init(asked: Asked = .always, confirmation: Confirmation = .readBack) {
        self.asked = asked
        self.confirmation = confirmation
    }
}

/// An integration that is asked whether a card number may be used (Genesys G5), beside the rules here.
public struct CardCheckRule: Hashable, Sendable {
    /// What is done when it can't be reached in its time.
    public enum Fallback: String, Hashable, Sendable, CaseIterable {
        /// The number is taken, as without it.
        case accept
        /// The number is refused, like any other wrong one.
        case refuse
        /// The payment ends.
        case end
    }

    /// Whether it is asked.
    public var isAsked = false
    /// How long it has to answer.
    public var timeout = MediaDuration.milliseconds(5_000)
    /// What is done when it does not.
    public var whenUnreachable = Fallback.accept

    /// Not asked.
    public init() {}
}

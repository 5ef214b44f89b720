/// One question of the call: a field to key, a confirmation of it, or a menu.
public enum Question: Hashable, Sendable {
    /// Digits are keyed.
    case enter(Field)
    /// The digits are keyed once more, to be compared.
    case enterAgain(Field)
    /// What was keyed is read back: 1 confirms, 2 enters it again.
    case confirm(Field)
    /// One key is a choice: how much to pay, pay at the summary, what to change.
    case choose(Field)

    /// The field whose attempts a failure costs.
    public var field: Field {
        switch self {
        case .enter(let field), .enterAgain(let field), .confirm(let field), .choose(let field): field
        }
    }

    /// The question's name in settings, events and scenarios: `card-number`, `confirm-card-number`, `summary`.
    public var name: String {
        switch self {
        case .enter(let field), .choose(let field): field.rawValue
        case .enterAgain(let field): "repeat-" + field.rawValue
        case .confirm(let field): "confirm-" + field.rawValue
        }
    }

    /// Every question that a call may ask, in the order it asks them.
    public static let all: [Question] =
        [.choose(.language), .enter(.account), .enter(.pin), .choose(.amountChoice)] + asked(.amount)
        + [.choose(.method)] + PaymentFields.all.flatMap { asked($0.field) }
        + [.choose(.summary), .choose(.change), .choose(.afterDecline)]

    private static func asked(_ field: Field) -> [Question] { [.enter(field), .enterAgain(field), .confirm(field)] }

    /// The question of that name, nil for none.
    public init?(name: String) {
        guard let question = Question.all.first(where: { $0.name == name }) else { return nil }
        self = question
    }

    /// Whether digits are keyed, so that `*` may be a decimal point and `0` is a digit.
    var isEntry: Bool {
        switch self {
        case .enter, .enterAgain: true
        case .confirm, .choose: false
        }
    }

    /// The part of the call that the question belongs to.
    var segment: Segment { field.segment }
}

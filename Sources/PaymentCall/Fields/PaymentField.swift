import CardData
import Telephony

/// A field of what is paid with: all that the call must know of it, in one file each.
///
/// A new field is a type here, its case in `Field` (and in `Detail`, if its digits are kept), its place in
/// `PaymentFields.all`, and the words of its prompts. `docs/call-flow.md` shows one being added.
protocol PaymentField: AnyObject, Sendable {
    /// What may be wrong with an entry, each by its name in events.
    associatedtype Fault: RawRepresentable<String> & CaseIterable

    /// Its name.
    var field: Field { get }
    /// The method that it belongs to.
    var method: PaymentMethod { get }
    /// Under which name the gateway gets it.
    var detail: Detail { get }
    /// Whether its digits appear nowhere but as a count.
    var isSensitive: Bool { get }
    /// How it is asked where settings say nothing.
    var standard: FieldRule { get }
    /// The prompts that it says.
    var prompts: [PromptDefinition] { get }

    /// The length at which the entry at hand is whole by itself; `Int.max` where only `#` or the timer ends it.
    func greatestLength(_ call: borrowing PaymentCall) -> Int
    /// Whether the entry at hand may be whole already, so that the shorter termination timeout runs.
    func mayBeWhole(_ call: borrowing PaymentCall) -> Bool
    /// What the entry at hand is worth.
    func judge(_ call: borrowing PaymentCall) -> FieldVerdict<Fault>
    /// The prompt that asks it.
    func ask(_ call: borrowing PaymentCall) -> Prompt
    /// The prompt that asks it once more.
    func askAgain(_ call: borrowing PaymentCall) -> Prompt
    /// The prompt that reads it back.
    func readBack(_ call: borrowing PaymentCall) -> Prompt
}

extension PaymentField {
    var method: PaymentMethod { .card }
    var standard: FieldRule { FieldRule() }
    /// The names of what may be wrong with an entry.
    var faults: [String] { Fault.allCases.map(\.rawValue) }
    /// The verdict on the entry at hand, its fault by name.
    func verdict(_ call: borrowing PaymentCall) -> FieldVerdict<String> {
        switch judge(call) {
        case .taken(let finding): .taken(finding)
        case .wrong(let fault, let prompt): .wrong(fault.rawValue, prompt)
        }
    }
    func mayBeWhole(_ call: borrowing PaymentCall) -> Bool { false }
    func ask(_ call: borrowing PaymentCall) -> Prompt { Prompt("ask-" + field.rawValue) }
    func askAgain(_ call: borrowing PaymentCall) -> Prompt { Prompt("repeat-" + field.rawValue) }
    func readBack(_ call: borrowing PaymentCall) -> Prompt { Prompt("confirm-" + field.rawValue) }
}

/// What an entry is worth.
enum FieldVerdict<Fault> {
    /// It is taken.
    case taken(FieldFinding)
    /// It is wrong: what is, and what the caller hears.
    case wrong(Fault, Prompt)
}

/// What may be told of an entry that was taken.
struct FieldFinding: Hashable, Sendable {
    /// What of it may be shown; nil for nothing.
    var shown: String?
    /// Its last digits, where they may be said.
    var lastFour = ""
    /// The brand that it names.
    var brand: Brand?
    /// The masked card number.
    var maskedPAN: MaskedPAN?
}

/// The fields of what is paid with.
enum PaymentFields {
    /// All fields, in the order they are asked.
    static let all: [any PaymentField] = [
        CardNumberField(), ExpiryField(), SecurityCodeField(), PostalCodeField(), RoutingNumberField(),
        BankAccountField(),
    ]

    /// The field of that name; nil for one that is no part of what is paid with. Asked for every digit, so a table.
    static func of(_ field: Field) -> (any PaymentField)? { byOrdinal[field.ordinal] }

    private static let byOrdinal: [(any PaymentField)?] = Field.allCases.map { field in
        all.first { $0.field == field }
    }

    private static let ofCards = all.filter { $0.method == .card }.map(\.field)
    private static let ofBankAccounts = all.filter { $0.method == .bankAccount }.map(\.field)

    /// The fields of a method, in the order they are asked.
    static func of(_ method: PaymentMethod) -> [Field] { method == .card ? ofCards : ofBankAccounts }
}

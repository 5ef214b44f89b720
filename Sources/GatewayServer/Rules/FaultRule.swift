/// A fault that a rules file asks for.
struct FaultRule: Hashable, Sendable {
    var fault: ServerFault
    /// The requests it is for.
    var on: FaultTarget
    /// The payment's reference, in which `*` stands for anything.
    var reference: String?
    /// The payment's amount, in thousandths of the currency's unit.
    var amount: ClosedRange<Int64>?
    /// This request alone, counted from the start of the gateway, from 1.
    var nth: Int?
    /// Each request whose number this divides.
    var every: Int?
    /// How many tries of one payment it strikes; nil for all of them.
    var times: Int?
}

import CallReports
import CallEngine
import PaymentCall

/// A scenario's call that is over, with what was found out about it beside its events.
struct ScenarioCall: Sendable {
    /// The call.
    let call: FinishedCall
    /// How often the gateway was asked to charge.
    let gatewayRequests: Int
    /// What steps have kept of events.
    let captures: [String: String]
    /// How many keys a tolerant detector finds in the recording of both legs; nil where none was made.
    let recordedTones: Int?
    /// The outputs in which the leak gate found a digit string that must not be there.
    let leaks: [String]

    /// The one result.
    var result: CallResult { call.result }
    /// The ids of the prompts that began, in order.
    var prompts: [String] { call.prompts }
    /// The call's record.
    var record: CallRecord { call.record }
}

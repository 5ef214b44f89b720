import CallEngine
import CallPlan
import CallReports
import CallSession
import PaymentCall
import Telephony

/// An agent hears nothing while a payment of theirs runs.
enum AgentPromises {
    static func check(_ call: FinishedCall, _ scene: CallScene) throws(BrokenPromise) {
        guard let heard = call.record.agentHeard else {
            let isAssisted = scene.mode == .assisted && scene.plan == nil
            guard !isAssisted else { throw BrokenPromise("what an agent hears is recorded", "it is not") }
            return
        }
        let end = MediaTime.zero + call.record.duration
        let payments = paymentTimes(call, end)
        for part in heard {
            guard part.start < part.end, part.end <= end else {
                throw BrokenPromise("what an agent hears has its time", "\(part)")
            }
            for payment in payments where !part.isSilence && part.start < payment.end && payment.start < part.end {
                throw BrokenPromise("the agent hears nothing while a payment runs", "\(part)")
            }
            guard !part.isSilence || payments.contains(where: { $0.start <= part.start && part.end <= $0.end }) else {
                throw BrokenPromise("the agent hears the caller while no payment runs", "\(part)")
            }
        }
        for payment in payments where payment.start < payment.end {
            guard heard.contains(where: { $0.isSilence && $0.start == payment.start && $0.end == payment.end }) else {
                throw BrokenPromise("the agent's silence is that of the payment", "\(payment)")
            }
        }
    }

    /// From where the agent is cut off to where they are back, or the call ends.
    private static func paymentTimes(_ call: FinishedCall, _ end: MediaTime) -> [(start: MediaTime, end: MediaTime)] {
        var times: [(start: MediaTime, end: MediaTime)] = []
        var start: MediaTime?
        for timed in call.events {
            switch timed.event {
            case .call(.agentCutOff), .plan(.agentStartedPayment): start = start ?? timed.time
            case .call(.agentReturned), .plan(.agentTalks):
                if let start { times.append((start, timed.time)) }
                start = nil
            default: break
            }
        }
        if let start { times.append((start, end)) }
        return times
    }
}

import CallEngine
import CallPlan
import CallReports
import PaymentCall
import Telephony

/// Who was asked on a call, from the question to the answer: the gateway, and the services beside it (the card check, and
/// what a call plan asks).
struct AskedSpans {
    private var gatewayDone: [Span] = []
    private var servicesDone: [Span] = []
    private var gateway: Span?
    private var service: Span?

    mutating func take(_ event: TimedEvent) {
        let time = event.time
        switch event.event {
        case .call(.gatewayAsked(transactionID: _, let attempt)):
            closeGateway(at: time, "no answer", .wrong)
            gateway = Span(from: time, to: time, name: attempt == 1 ? "charge" : "charge, try \(attempt)")
        case .call(.gatewayInquired):
            closeGateway(at: time, "no answer", .wrong)
            gateway = Span(from: time, to: time, name: "inquiry")
        case .call(.gatewayVoidAsked):
            closeGateway(at: time, "no answer", .wrong)
            gateway = Span(from: time, to: time, name: "void")
        case .call(.timerExpired(.gateway)): closeGateway(at: time, "no answer", .wrong)
        case .call(.gatewayAnswered(transactionID: _, let reply)):
            let words = [reply.name, reply.detail].compactMap { $0 }.joined(separator: ", ")
            if case .approved = reply {
                closeGateway(at: time, words, .answered)
            } else {
                closeGateway(at: time, words, .wrong)
            }
        case .call(.cardCheckAsked): service = Span(from: time, to: time, name: "card check")
        case .call(.cardChecked(let reply)):
            closeService(at: time, reply.rawValue, reply == .accepted ? .answered : .wrong)
        case .plan(.connectorAsked(let step, let request)):
            service = Span(from: time, to: time, name: step, detail: request)
        case .plan(.connectorAnswered(step: _, let failure)):
            closeService(at: time, failure ?? "answered", failure == nil ? .answered : .wrong)
        default: break
        }
    }

    func gateway(until end: MediaTime) -> [Span] {
        var whole = self
        whole.closeGateway(at: end, "no answer", .wrong)
        return whole.gatewayDone
    }

    func services(until end: MediaTime) -> [Span] {
        var whole = self
        whole.closeService(at: end, "no answer", .wrong)
        return whole.servicesDone
    }

    private mutating func closeGateway(at time: MediaTime, _ answer: String, _ look: Span.Look) {
        guard var span = gateway else { return }
        (span.to, span.look) = (time, look)
        span.name += ": " + answer
        gatewayDone.append(span)
        gateway = nil
    }

    private mutating func closeService(at time: MediaTime, _ answer: String, _ look: Span.Look) {
        guard var span = service else { return }
        (span.to, span.look) = (time, look)
        span.name += ": " + answer
        servicesDone.append(span)
        service = nil
    }
}

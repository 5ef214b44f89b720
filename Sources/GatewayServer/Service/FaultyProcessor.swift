import GRDB
import JSONText

/// Answers work: with the first answer of its key where there is one, else by the processor, and then with a fault where one
/// strikes.
struct FaultyProcessor {
    let processor: PaymentProcessor
    let fault: ServerFault?

    func answer(_ work: GatewayWork) throws -> GatewayAnswer {
        if let fault, let answer = refusal(of: work, by: fault) { return answer }
        let kept = try work.attempt.flatMap { try processor.pages.answer(keyHash: $0.keyHash) }
        if let kept, let attempt = work.attempt {
            guard kept.requestHash == attempt.requestHash else {
                return named(GatewayAnswer(.otherBody, requestID: work.requestID))
            }
            let answer = GatewayAnswer(kept: kept, requestID: work.requestID, isReplayed: true)
            return named(try changed(answer, of: work, result: nil))
        }
        if fault?.kind == .failsForGood {
            let answer = GatewayAnswer(.internalError, requestID: work.requestID)
            try keep(answer.status, answer.body, of: work)
            return named(answer)
        }
        let result = try processor.perform(
            work.operation, lateness: fault?.kind == .lateSuccess ? fault?.value : nil)
        let body = result.body(requestID: work.requestID).text
        try keep(result.status, body, of: work)
        var answer = GatewayAnswer(status: result.status, requestID: work.requestID, body: body)
        if let problem = result.problem { answer.headers += problem.headers }
        return named(try changed(answer, of: work, result: result))
    }

    /// The answer of a fault that does not act, and keeps nothing.
    private func refusal(of work: GatewayWork, by fault: ServerFault) -> GatewayAnswer? {
        guard !fault.acts, fault.kind != .failsForGood else { return nil }
        let problem: GatewayProblem =
            switch fault.kind {
            case .rateLimited: .rateLimited(retryAfter: fault.wholeValue)
            case .overloaded:
                .overloaded("too much to do; wait as Retry-After says", retryAfter: fault.wholeValue)
            default: .failed
            }
        var answer = GatewayAnswer(problem, requestID: work.requestID)
        answer.wire = fault.wire
        return named(answer)
    }

    private func named(_ answer: GatewayAnswer) -> GatewayAnswer {
        guard let fault else { return answer }
        var answer = answer
        answer.fault = fault.kind.rawValue
        return answer
    }

    private func keep(_ status: Int, _ body: String, of work: GatewayWork) throws {
        guard let attempt = work.attempt else { return }
        try processor.pages.keep(
            KeptAnswer(requestHash: attempt.requestHash, status: status, body: body), keyHash: attempt.keyHash,
            at: processor.time)
    }

    /// The answer as the fault makes it. What is kept of it is right all the same.
    private func changed(
        _ answer: GatewayAnswer, of work: GatewayWork, result: PaymentProcessor.Result?
    ) throws -> GatewayAnswer {
        guard let fault else { return answer }
        var answer = answer
        answer.wire = fault.wire
        switch fault.kind {
        case .failsAfter: return GatewayAnswer(.failed, requestID: work.requestID)
        case .malformed: answer.body = "<html><body><h1>Payment gateway</h1></body></html>"
        case .otherPayment:
            if answer.status < 300 { answer.body = try otherPayment(than: work, result)?.json().text ?? answer.body }
        case .clockSkew:
            answer.headers.append(
                GatewayAnswer.Header(name: "Date", value: processor.time.advanced(bySeconds: fault.value).httpDate))
            if let payment = try payment(of: work, result), answer.status < 300 {
                answer.body = payment.json(skew: fault.value).text
            }
        default: break
        }
        return answer
    }

    /// The payment that the answer is about; nil for a list, or an error about none.
    private func payment(of work: GatewayWork, _ result: PaymentProcessor.Result?) throws -> Payment? {
        if let payment = result?.payment { return payment }
        switch work.operation {
        case .create(let order): return try processor.pages.payment(reference: order.reference)
        case .voidReference(let reference), .lookUpReference(let reference):
            return try processor.pages.payment(reference: reference)
        case .lookUp(let id), .capture(let id, _), .void(let id), .refund(let id, _):
            return try processor.pages.payment(id: id)
        case .list, .totals, .deleteAll: return nil
        }
    }

    /// A payment that was not asked about: the one before, the one after, or one that was never made.
    private func otherPayment(than work: GatewayWork, _ result: PaymentProcessor.Result?) throws -> Payment? {
        guard let payment = try payment(of: work, result) else { return nil }
        if let other = try processor.pages.neighbour(of: payment) { return other }
        return Payment(
            id: processor.name(.payment), reference: "another-payment", action: payment.action, status: payment.status,
            amount: payment.amount, currency: payment.currency, source: payment.source,
            confirmation: processor.name(.confirmation), declineCode: payment.declineCode, captured: payment.captured,
            createdAt: payment.createdAt, updatedAt: payment.updatedAt)
    }
}

extension GatewayProblem {
    /// A failure that another try may mend.
    static let failed = GatewayProblem(
        status: 500, kind: .gateway, code: "internal", message: "the gateway failed; try again with the same key",
        shouldRetry: true)
}

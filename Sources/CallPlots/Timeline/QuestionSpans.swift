import CallEngine
import PaymentCall
import Telephony

/// The questions of the payment call, one bar an attempt: from the first word, or key, that belongs to it until it is
/// answered, rightly or wrongly.
struct QuestionSpans {
    private var done: [Span] = []
    private var asked: (question: Question, span: Span)?
    /// The field of the last bar in `done`.
    private var lastField: Field?

    mutating func take(_ event: TimedEvent) {
        switch event.event {
        case .promptStarted(let prompt): prompted(prompt.occasion, at: event.time)
        case .ended: close(at: event.time)
        case .call(let call): take(call, at: event.time)
        default: break
        }
    }

    private mutating func take(_ event: CallEvent, at time: MediaTime) {
        switch event {
        case .digits(let field, count: _, key: _) where asked?.question.field != field: open(.enter(field), at: time)
        case .choice(let question, key: _):
            if asked?.question != question { open(question, at: time) }
            close(at: time)
        case .attemptFailed(let question, let fault, let attempt, let limit):
            fail(question, "\(fault.code), \(attempt) of \(limit)", at: time)
        case .accepted(let field, shown: _):
            if asked?.question.field != field { open(.enter(field), at: time) }
            close(at: time)
        case .confirmed, .segment, .gatewayAsked, .cardCheckAsked, .callerHungUp, .agentCancelled: close(at: time)
        default: break
        }
    }

    func spans(until end: MediaTime) -> [Span] {
        var whole = self
        whole.close(at: end)
        return whole.done
    }

    /// A prompt says to which question it belongs, or that it belongs to none.
    private mutating func prompted(_ occasion: PromptOccasion, at time: MediaTime) {
        guard let question = occasion.step else { return close(at: time) }
        if asked?.question == question { return }
        open(question, at: time)
        if occasion.attempt > 1 { asked?.span.detail = "attempt \(occasion.attempt)" }
    }

    private mutating func open(_ question: Question, at time: MediaTime) {
        close(at: time)
        asked = (question, Span(from: time, to: time, name: question.name))
    }

    private mutating func close(at time: MediaTime) {
        guard let (question, span) = asked else { return }
        done.append(span)
        done[done.count - 1].to = time
        lastField = question.field
        asked = nil
    }

    /// The attempt in hand fails. The key that said so may have closed it just before.
    private mutating func fail(_ question: Question, _ why: String, at time: MediaTime) {
        if asked?.question.field != question.field {
            let isJustDone = asked == nil && lastField == question.field && done.last?.to == time
            if !isJustDone { open(question, at: time) }
        }
        close(at: time)
        guard let last = done.indices.last else { return }
        done[last].detail = why
        done[last].look = .failed
    }
}

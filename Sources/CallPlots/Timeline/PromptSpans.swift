import CallEngine
import CallReports
import PaymentCall
import Prompts
import Telephony

/// The prompts of a call, from their first word to the last one that was heard.
struct PromptSpans {
    private let prompts: PromptSet
    private var done: [Span] = []
    private var playing: Span?

    init(prompts: PromptSet) { self.prompts = prompts }

    mutating func take(_ event: TimedEvent) {
        switch event.event {
        case .promptStarted(let prompt):
            close(at: event.time, .cutPrompt)
            playing = Span(from: event.time, to: event.time, name: prompt.id, detail: prompts.words(for: prompt))
        case .promptFinished: close(at: event.time, .prompt)
        case .promptInterrupted(let prompt): close(at: event.time, prompt.endsWithAnswer ? .prompt : .cutPrompt)
        default: break
        }
    }

    func spans(until end: MediaTime) -> [Span] {
        var whole = self
        whole.close(at: end, .cutPrompt)
        return whole.done
    }

    private mutating func close(at time: MediaTime, _ look: Span.Look) {
        guard var span = playing else { return }
        (span.to, span.look) = (time, look)
        done.append(span)
        playing = nil
    }
}

import CardData
import PaymentCall
import Prompts
import Telephony

// The prompts of a call as sound, for those who listen.
extension CallEngine {
    /// The digits that a prompt says and nobody may print: lent by the payment in hand.
    func hiddenDigits(of played: [PromptPart]) -> HiddenDigits? {
        for case .hidden(let part) in played {
            return payment?.call.withDetails { HiddenDigits(part.detail, of: $0) }
        }
        return nil
    }

    /// From here on the prompts are made sound as well, at `rate`, of these clips; nil for a silent IVR. Before the answer.
    public mutating func playPrompts(at rate: SampleRate, from clips: (any ClipSource)?) {
        player = PromptPlayer(rate: rate, clips: clips)
    }

    /// Words of prompts that were played in silence, as no recording says them; each once, a hundred at most.
    public var unsaidWords: [String] { player?.unsaid ?? [] }

    /// Appends what the IVR's leg has had since the last call of this method: `heard` as the caller hears it, `kept` as it
    /// may be kept, in which digits that are read back are silent. Nothing before `playPrompts`.
    mutating func renderPrompts(heard: inout [Float], kept: inout [Float]) {
        player?.render(until: now, heard: &heard, kept: &kept)
    }

    /// The call is over: what it says is cut off, and digits that it was saying are gone.
    mutating func silence() { player?.end(at: now) }
}

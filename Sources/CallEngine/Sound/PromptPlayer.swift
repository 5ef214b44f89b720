import CardData
import Prompts
import Telephony

/// The IVR's leg as sound: each prompt at the very sample at which the call begins it, and stopped where the call does.
///
/// What has been begun and stopped is noted; `render` makes the samples up to an instant that the call has come to. So
/// the sound does not depend on when, or in what portions, it is made.
struct PromptPlayer {
    /// Samples a second.
    let rate: SampleRate
    private let clips: (any ClipSource)?
    /// Begun and not yet rendered to their end, in order.
    private var utterances: [Utterance] = []
    /// How many samples have been made.
    private(set) var rendered = 0

    /// Words that no recording says, as they came, each once.
    private(set) var unsaid: [String] = []
    private static let unsaidLimit = 100

    /// A prompt that is cut short goes down to silence in this time behind the cut: a hard edge would click.
    private static let fade = MediaDuration.milliseconds(5)

    init(rate: SampleRate, clips: (any ClipSource)?) {
        self.rate = rate
        self.clips = clips
    }

    /// A prompt begins. `digits` are those of the vault that its hidden parts say.
    mutating func begin(_ parts: [PromptPart], at instant: MediaTime, digits: HiddenDigits?) {
        var pieces: [Piece] = []
        var at = instant
        for part in parts {
            let span = index(at)..<index(at + part.duration)
            switch part {
            case .clip(let clip):
                if let samples = clips?.samples(of: clip, at: rate) { pieces.append(Piece(span, .sound(samples))) }
            case .hidden(let part):
                if let digits { pieces.append(Piece(span, .hidden(part, digits))) }
            case .unsaid(let words, _): noteUnsaid(words)
            case .pause: break
            }
            at = at + part.duration
        }
        if !pieces.isEmpty { utterances.append(Utterance(pieces: pieces)) }
    }

    private mutating func noteUnsaid(_ words: String) {
        guard unsaid.count < PromptPlayer.unsaidLimit, !unsaid.contains(words) else { return }
        unsaid.append(words)
    }

    /// The prompt last begun is cut short.
    mutating func stop(at instant: MediaTime) {
        guard let last = utterances.indices.last, utterances[last].stop == nil else { return }
        utterances[last].stop = index(instant)
    }

    /// The call is over: digits that are being said are forgotten.
    mutating func end(at instant: MediaTime) {
        stop(at: instant)
        for index in utterances.indices { utterances[index].forgetDigits() }
    }

    /// Whether digits of the vault are kept for what is being said.
    var saysDigits: Bool { utterances.contains { $0.hasDigits } }

    /// Appends the samples up to `instant`: to `heard` what the caller hears, to `kept` what may be kept of it, in which
    /// digits of the vault are silent.
    mutating func render(until instant: MediaTime, heard: inout [Float], kept: inout [Float]) {
        let end = index(instant)
        guard end > rendered else { return }
        heard.append(contentsOf: repeatElement(0, count: end - rendered))
        kept.append(contentsOf: repeatElement(0, count: end - rendered))
        guard !utterances.isEmpty else { return rendered = end }
        let fade = rate.samples(in: PromptPlayer.fade)
        for utterance in utterances {
            let edge = Edge(stop: utterance.stop ?? .max - fade, fade: fade)
            for piece in utterance.pieces where piece.span.lowerBound < end && piece.span.upperBound > rendered {
                mix(piece, rendered..<end, edge, &heard, &kept)
            }
        }
        rendered = end
        utterances.removeAll { $0.isOver(at: end, fade: fade) }
    }

    /// Adds one piece to the last samples of both, which are those of `window`.
    private func mix(
        _ piece: Piece, _ window: Range<Int>, _ edge: Edge, _ heard: inout [Float], _ kept: inout [Float]
    ) {
        switch piece.content {
        case .sound(let samples):
            add(samples, at: piece.span.lowerBound, window, edge, to: &heard)
            add(samples, at: piece.span.lowerBound, window, edge, to: &kept)
        case .hidden(let part, let digits):
            var at = piece.span.lowerBound
            for clip in digits.clips(of: part) {
                if let samples = clips?.samples(of: clip, at: rate) { add(samples, at: at, window, edge, to: &heard) }
                at += rate.samples(in: clip.duration)
            }
        }
    }

    private func add(_ samples: [Float], at start: Int, _ window: Range<Int>, _ edge: Edge, to target: inout [Float]) {
        let from = max(start, window.lowerBound)
        let to = min(start + samples.count, window.upperBound, edge.end)
        guard from < to else { return }
        let offset = target.count - window.count - window.lowerBound
        // The cut may lie before the window, behind it, or in it.
        let cut = min(max(from, edge.stop), to)
        for index in from..<cut { target[index + offset] += samples[index - start] }
        for index in cut..<to { target[index + offset] += samples[index - start] * edge.gain(at: index) }
    }

    private func index(_ instant: MediaTime) -> Int { rate.samples(in: instant.sinceStart) }

    /// A prompt that was begun.
    private struct Utterance {
        private(set) var pieces: [Piece]
        /// The sample at which it is cut short; nil while it is not.
        var stop: Int?

        init(pieces: [Piece]) { self.pieces = pieces }

        var hasDigits: Bool { pieces.contains { $0.isHidden } }

        mutating func forgetDigits() { pieces.removeAll { $0.isHidden } }

        func isOver(at end: Int, fade: Int) -> Bool {
            if let stop, stop + fade <= end { return true }
            return pieces.last.map { $0.span.upperBound <= end } ?? true
        }
    }

    /// A part of it that has sound.
    private struct Piece {
        let span: Range<Int>
        let content: Content

        enum Content {
            case sound([Float])
            /// Which clip it is would tell the digit: it is found anew for each portion, and kept nowhere.
            case hidden(HiddenPart, HiddenDigits)
        }

        var isHidden: Bool { if case .hidden = content { true } else { false } }

        init(_ span: Range<Int>, _ content: Content) { (self.span, self.content) = (span, content) }
    }

    /// Where sound is cut: full before `stop`, gone from `end` on.
    private struct Edge {
        let stop: Int
        let fade: Int
        var end: Int { stop + fade }

        func gain(at index: Int) -> Float { 1 - (Float(index - stop) + 0.5) / Float(max(1, fade)) }
    }
}

/// Digits of the vault while a prompt says them; zeroed when it has.
final class HiddenDigits {
    private var digits = SecretDigits()
    private let detail: Detail

    init(_ detail: Detail, of details: borrowing PaymentDetails) {
        self.detail = detail
        digits.copy(details[detail])
    }

    /// What says the digits at the place of `part`; nothing where there are none.
    func clips(of part: HiddenPart) -> [PromptClip] {
        guard part.detail == detail, part.digits.upperBound <= digits.count else { return [] }
        let value = digits.withDigits { all in part.digits.reduce(0) { $0 * 10 + Int(all[$1]) } }
        return part.sounds.indices.contains(value) ? part.sounds[value] : []
    }
}

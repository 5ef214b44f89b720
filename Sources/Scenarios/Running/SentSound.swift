import AudioFiles
import CallEngine
import CallReports
import CallSession
import DTMF
import PaymentCall
import Telephony

/// The sound that a caller sent, listened to once more by a detector that says what it refused, so that the errors of
/// fields can be told by the tones behind them. Keys are named by their place, never by their digit.
struct SentSound {
    private let pieces: [SentPiece]
    private let rate: SampleRate
    private let tones: [DetectedTone]
    private let misses: [NearMiss]

    /// Listens to what was sent piece by piece.
    init(samples: [Float], rate: SampleRate, pieces: [SentPiece]) {
        (self.rate, self.pieces) = (rate, pieces)
        var tones: [DetectedTone] = []
        var misses: [NearMiss] = []
        var detector = ToneDetector(sampleRate: rate, explaining: true)
        func take(_ event: ToneEvent) {
            switch event {
            case .ended(let tone): tones.append(tone)
            case .refused(let miss): misses.append(miss)
            case .began: break
            }
        }
        detector.process(samples.span) { take($0) }
        detector.finish { take($0) }
        (self.tones, self.misses) = (tones, misses)
    }

    /// Listens to a recording whole: one piece, of keys that nobody knows.
    init(recording path: String, channel: Int?) throws {
        let caller = try RecordedCaller(path: path, channel: channel)
        let samples = try SoundLine.samples(of: path, channel: caller.channel, at: caller.sampleRate)
        self.init(samples: samples, rate: caller.sampleRate, pieces: [SentPiece(samples: 0..<samples.count)])
    }

    /// A line for each error of a field, and for the end: which keys before it were not heard as they were sent.
    func notes(of call: FinishedCall) -> [String] {
        var notes: [String] = []
        var from = MediaTime.zero
        for timed in call.events {
            guard case .call(.attemptFailed(let question, let fault, attempt: _, of: _)) = timed.event else { continue }
            let found = findings(from: from, to: timed.time)
            let head = "\(question.name), \(fault.code) at \(Transcript.clock(timed.time)) s: "
            notes.append(
                head + (found.isEmpty ? heardWhole(from: from, to: timed.time) : SentSound.listed(found)))
            from = timed.time
        }
        let rest = findings(from: from, to: .distantFuture)
        if !rest.isEmpty { notes.append("after that: " + SentSound.listed(rest)) }
        return notes
    }

    /// The first of many findings: what is wrong with one key is mostly wrong with all.
    private static func listed(_ findings: [String]) -> String {
        let shown = findings.count > 4 ? 3 : findings.count
        let rest = findings.count - shown
        return findings.prefix(shown).joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
    }

    private func heardWhole(from start: MediaTime, to end: MediaTime) -> String {
        let count = tones.count { $0.begin >= start && $0.begin <= end }
        return count == 0 ? "no key was sent" : "all keys were heard as they were sent (\(count))"
    }

    /// What was wrong with the keys that were sent between two instants.
    private func findings(from start: MediaTime, to end: MediaTime) -> [String] {
        // Keys of one entry may have come in several steps: which of them is meant is said then.
        let several = pieces.count { piece in
            let begin = rate.time(ofSample: piece.samples.lowerBound)
            return piece.keys?.isEmpty == false && begin >= start && begin < end
        }
        return pieces.flatMap { piece -> [String] in
            guard let keys = piece.keys else { return refused(from: start, to: end, in: piece) }
            let mine = keys.enumerated().filter { _, key in
                let begin = rate.time(ofSample: key.samples?.lowerBound ?? piece.samples.lowerBound)
                return begin >= start && begin < end
            }
            let findings = mine.compactMap { finding(keys, $0.offset) }
            let begin = Transcript.clock(rate.time(ofSample: piece.samples.lowerBound))
            return several > 1 ? findings.map { "of the keys sent from \(begin) s " + $0 } : findings
        }
    }

    /// What was refused in a file.
    private func refused(from start: MediaTime, to end: MediaTime, in piece: SentPiece) -> [String] {
        misses.filter { $0.begin >= start && $0.begin < end && isIn($0.begin, piece) }.map { miss in
            "something like a key at \(Transcript.clock(miss.begin)) s is \(miss.refusal.words)"
        }
    }

    private func isIn(_ instant: MediaTime, _ piece: SentPiece) -> Bool {
        piece.samples.contains(rate.samples(in: instant.sinceStart))
    }

    /// What was wrong with a key; nil for nothing.
    private func finding(_ keys: [SentPiece.SentKey], _ index: Int) -> String? {
        let key = keys[index]
        let name = "key \(index + 1)"
        guard let samples = key.samples else { return "\(name) was not sounded" }
        let span = rate.time(ofSample: samples.lowerBound)..<rate.time(ofSample: samples.upperBound)
        let heard = tones.filter { $0.begin < span.upperBound && $0.end > span.lowerBound }
        let at = "at \(Transcript.clock(span.lowerBound)) s"
        let mine = heard.filter { $0.key == key.key && !isOfKeyBefore($0, keys, index) }
        if mine.count > 1 { return "\(name) was heard \(mine.count) times \(at)" }
        if mine.count == 1 { return heard.count > 1 ? wrong(heard, mine, name, at) : nil }
        if index > 0, keys[index - 1].key == key.key, let before = keys[index - 1].samples,
            heard.contains(where: { $0.key == key.key })
        {
            let gap = rate.duration(ofSamples: samples.lowerBound - before.upperBound)
            return "keys \(index) and \(index + 1), the same, were heard as one \(at), gap \(milliseconds(gap))"
        }
        if !heard.isEmpty { return "\(name) was heard as another one \(at)" }
        let miss = misses.first { $0.begin < span.upperBound && $0.begin + $0.duration > span.lowerBound }
        if let miss { return "\(name) \(at) was refused: \(miss.refusal.words), \(milliseconds(miss.duration)) long" }
        return "\(name) was not heard \(at): there is nothing like a key"
    }

    private func wrong(_ heard: [DetectedTone], _ mine: [DetectedTone], _ name: String, _ at: String) -> String? {
        let others = heard.filter { tone in !mine.contains(tone) && tone.key != mine[0].key }
        return others.isEmpty ? nil : "beside \(name) another key was heard \(at)"
    }

    /// Whether a tone that reaches into a key's began with the one before it.
    private func isOfKeyBefore(_ tone: DetectedTone, _ keys: [SentPiece.SentKey], _ index: Int) -> Bool {
        guard index > 0, let before = keys[index - 1].samples else { return false }
        return rate.samples(in: tone.begin.sinceStart) < before.upperBound
    }

    private func milliseconds(_ length: MediaDuration) -> String { "\(Int((length.seconds * 1000).rounded())) ms" }
}

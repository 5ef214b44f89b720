import Telephony
import Testing

@Suite("Wave envelopes") struct WaveEnvelopeTests {
    /// A sound that swings as far as its second: 0.1 in the first, 0.2 in the second, to 0.9 and again.
    private func steps(_ second: Int) -> Float { Float(second % 9 + 1) / 10 }

    private func envelope(seconds: Int, portion: Int) -> WaveEnvelope {
        var envelope = WaveEnvelope(sampleRate: .telephone)
        var waiting: [Float] = []
        for second in 0..<seconds {
            for index in 0..<8000 { waiting.append(index.isMultiple(of: 2) ? steps(second) : -steps(second) / 2) }
            while waiting.count >= portion {
                let next = Array(waiting.prefix(portion))
                envelope.add(next.span)
                waiting.removeFirst(portion)
            }
        }
        envelope.add(waiting.span)
        return envelope
    }

    @Test("every second shows its own swing", arguments: [1, 160, 8000, 8191]) func swing(portion: Int) throws {
        let envelope = envelope(seconds: 20, portion: portion)
        #expect(envelope.duration == .seconds(20))
        #expect(envelope.bucketLength == .milliseconds(5) && envelope.bucketCount == 4000)
        for second in 0..<20 {
            let swing = try #require(envelope.swing(from: .seconds(Double(second)), to: .seconds(Double(second) + 0.5)))
            #expect(swing.high == steps(second) && swing.low == -steps(second) / 2)
        }
        #expect(envelope.peak == 0.9)
    }

    @Test("portions of any size make the same envelope") func portions() {
        let whole = envelope(seconds: 4, portion: 32_000)
        for portion in [1, 39, 40, 41, 160, 7999] { #expect(envelope(seconds: 4, portion: portion) == whole) }
    }

    @Test("an hour takes no more room than three minutes, and a click in it stays") func hour() throws {
        var envelope = WaveEnvelope(sampleRate: .telephone)
        let quiet = [Float](repeating: 0.01, count: 8000)
        var click = quiet
        click[4000] = -0.8
        for second in 0..<3600 {
            let sound = second == 1800 ? click : quiet
            envelope.add(sound.span)
        }
        #expect(envelope.duration == .seconds(3600))
        #expect(envelope.bucketCount <= WaveEnvelope.bucketLimit)
        #expect(envelope.bucketLength == .milliseconds(160))
        #expect(try #require(envelope.swing(from: .seconds(1800.5), to: .seconds(1800.501))).low == -0.8)
        #expect(try #require(envelope.swing(from: .seconds(1800), to: .seconds(1800.3))).low == 0.01)
        #expect(try #require(envelope.swing(from: .seconds(1801), to: .seconds(3600))).low == 0.01)
        #expect(envelope.peak == 0.8)
    }

    @Test("there is nothing before, behind, or without sound") func outside() {
        var envelope = WaveEnvelope(sampleRate: .telephone)
        #expect(envelope.swing(from: .zero, to: .seconds(1)) == nil)
        #expect(envelope.peak == 0 && envelope.duration == .zero)
        let loud = [Float](repeating: 0.5, count: 8000)
        envelope.add(loud.span)
        #expect(envelope.swing(from: .seconds(1), to: .seconds(2)) == nil)
        #expect(envelope.swing(from: .seconds(0.5), to: .seconds(0.5)) == nil)
        #expect(envelope.swing(from: .seconds(-1), to: .zero) == nil)
        #expect(envelope.swing(from: .seconds(0.9), to: .seconds(2))?.high == 0.5)
    }

    @Test("what is no number is silence") func notFinite() {
        var envelope = WaveEnvelope(sampleRate: .telephone)
        let sound: [Float] = [.nan, .infinity, -.infinity, 0.25]
        envelope.add(sound.span)
        #expect(envelope.peak == 0.25)
        #expect(envelope.swing(from: .zero, to: .seconds(1))?.low == 0)
    }
}

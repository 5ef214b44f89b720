import AudioFiles
import CallEngine
import CallReports
import CallSession
import CallTestKit
import DTMF
import PaymentCall
import TelephoneLine
import Telephony
import Testing

@Suite("Recorded calls") struct RecordedCallTests {
    private static let keys = "10023#W4821#W1W4242424242424242#W1W1230#W1W123#W1W1"

    private func call(_ path: String, channel: Int? = nil, hangsUp: Bool = false) throws -> FinishedCall {
        let caller = try RecordedCaller(path: path, channel: channel, hangsUpAtEnd: hangsUp)
        var failure: (any Error)?
        let call = try CallKit.call({ _ in }) { engine in
            do { try caller.drive(&engine) } catch { failure = error }
        }
        if let failure { throw failure }
        return call
    }

    @Test(
        "the canonical call is paid in every format and rate",
        arguments: [
            AudioEncoding.wavPCM16, .wavPCM24, .wavFloat, .wavMuLaw, .wavALaw, .wavGSM, .wavIMA, .flac, .auMuLaw, .aiff,
            .oggVorbis, .oggOpus, .mp3,
        ], [8_000, 16_000, 44_100, 48_000])
    func formats(encoding: AudioEncoding, hertz: Int) throws {
        if let only = encoding.onlyRates, !only.contains(hertz) { return }
        if encoding == .wavGSM, hertz != 8_000 { return }
        let rate = try #require(SampleRate(hertz: hertz))
        let sound = try SoundKit.sound(Self.keys, rate: rate)
        try SoundKit.withFolder { folder in
            try SoundKit.write(sound, to: folder + "call", encoding, rate: rate)
            #expect(try call(folder + "call").summary == "paid")
        }
    }

    @Test("rates from 8 to 192 kHz", arguments: [8_000, 11_025, 22_050, 32_000, 96_000, 192_000, 8_001, 44_099])
    func rates(hertz: Int) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        let sound = try SoundKit.sound(Self.keys, rate: rate)
        try SoundKit.withFolder { folder in
            try SoundKit.write(sound, to: folder + "call.wav", .wavPCM16, rate: rate)
            #expect(try call(folder + "call.wav").summary == "paid")
        }
    }

    @Test("the caller is the channel with the most keys, unless it is named", arguments: [0, 1, 2])
    func channels(channel: Int) throws {
        let sound = try SoundKit.sound(Self.keys, rate: .telephone)
        try SoundKit.withFolder { folder in
            let path = folder + "call.wav"
            try SoundKit.write(sound, to: path, .wavPCM16, rate: .telephone, channel: channel, of: 3)
            #expect(try RecordedCaller(path: path).channel == channel)
            #expect(try call(path).summary == "paid")
            let other = try call(path, channel: (channel + 1) % 3)
            #expect(other.summary == "failed/identification-failed")
            #expect(throws: RecordingError.self) { try call(path, channel: 3) }
        }
    }

    @Test("pauses from 0 to 4.5 s between the groups", arguments: stride(from: 0, through: 9, by: 1).map { $0 })
    func pauses(halves: Int) throws {
        let wait = String(repeating: "w", count: halves)
        let sound = try SoundKit.sound(Self.keys.split(separator: "W").joined(separator: wait), rate: .telephone)
        try SoundKit.withFolder { folder in
            try SoundKit.write(sound, to: folder + "call.wav", .wavMuLaw, rate: .telephone)
            #expect(try call(folder + "call.wav").summary == "paid", "\(halves) half seconds")
        }
    }

    @Test("the caller stays on the line when the recording ends, or hangs up")
    func endOfRecording() throws {
        let sound = try SoundKit.sound("10023#W4821#", rate: .telephone)
        try SoundKit.withFolder { folder in
            try SoundKit.write(sound, to: folder + "call.wav", .wavPCM16, rate: .telephone)
            #expect(try call(folder + "call.wav").summary == "failed/too-many-attempts")
            let left = try call(folder + "call.wav", hangsUp: true)
            #expect(left.summary == "hung-up")
            #expect(left.record.duration == SampleRate.telephone.duration(ofSamples: sound.count))
        }
    }

    /// The same sound, in chunks of any size, gives the same bytes.
    @Test("any chunk size gives the same call", arguments: 0..<12 as Range<UInt64>)
    func chunks(seed: UInt64) throws {
        let sound = try SoundKit.sound(Self.keys, rate: .telephone, line: [.whiteNoise(levelDBm0: -35)])
        let whole = try hear(sound, sizes: { sound.count })
        var random = SeededGenerator(seed: seed)
        let chunked = try hear(sound, sizes: { Int.random(in: 1...(seed % 2 == 0 ? 200 : 9000), using: &random) })
        #expect(whole.summary == "paid")
        #expect(chunked.everyOutput == whole.everyOutput, "seed \(seed)")
    }

    private func hear(_ sound: [Float], sizes: () -> Int) throws -> FinishedCall {
        try CallKit.call({ _ in }) { engine in
            engine.answer()
            var ear = CallerEar(sampleRate: .telephone)
            var rest = sound[...]
            while !rest.isEmpty {
                let chunk = Array(rest.prefix(sizes()))
                rest = rest.dropFirst(chunk.count)
                ear.hear(chunk.span, in: &engine)
            }
            ear.end(in: &engine)
            engine.runToEnd()
        }
    }

    /// A deadline waits for what the detector may still confirm: a tone counts by its begin, though it is decided later.
    @Test("a tone that begins 3 ms before the deadline counts, one 3 ms after it does not", arguments: [-3, 3])
    func deadlines(offset: Int) throws {
        let before = try SoundKit.sound("10023#", rate: .telephone)
        let expiry = try #require(
            try hear(before, sizes: { 160 }).events.first { $0.event == .call(.timerExpired(.firstDigit)) }
        ).time
        let at = SampleRate.telephone.samples(in: expiry.sinceStart) + offset * 8
        var generator = ToneGenerator(sampleRate: .telephone)
        generator.add(keys: [.four])
        let tone = generator.drain()
        var sound = before + [Float](repeating: 0, count: max(0, at - before.count))
        sound.removeSubrange(min(at, sound.count)...)
        let call = try hear(sound + tone, sizes: { 160 })
        #expect(call.failures.contains("pin no-input 1") == (offset > 0))
    }
}

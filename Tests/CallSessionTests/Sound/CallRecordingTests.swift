import AudioFiles
import CallEngine
import CallReports
@_spi(TestKit) import CallSession
import CallTestKit
import DTMF
import PaymentCall
import Prompts
import Telephony
import Testing

/// Recordings of calls: what is in them, what is not, and that they play back.
@Suite("Recordings of calls") struct CallRecordingTests {
    /// Records a call with typed keys.
    private static func record(
        _ keys: String, to path: String, rate: SampleRate = .telephone, encoding: AudioEncoding = .wavPCM16,
        keepsTones: Bool = false, _ configure: (inout CallScene) -> Void = { _ in }
    ) throws -> FinishedCall {
        let recording = try CallRecording(
            .legs, path: path, encoding: encoding, rate: rate, keepsTones: keepsTones)
        let sound = CallSound(
            caller: .keys, rate: rate, clips: SyntheticVoice(), listeners: [recording])
        sound.keepsTones = keepsTones
        let caller = KeyedCaller(script: try KeyScript(keys))
        let call = try CallKit.call({
            $0.prompts = SyntheticVoice.prompts
            configure(&$0)
        }) { caller.drive(&$0, sound: sound) }
        #expect(recording.failure == nil)
        return call
    }

    @Test(
        "a call plays back from its caller's leg, where the tones were kept",
        arguments: [
            CallKit.canonical, "> > > 10023# > 4821# > 2 20*50# > 1 > 5555555555554444# > 1 > 1230# > 1 > 123# > 1 > 1",
            "10023# 4821# 1 4000000000009995# 1 1230# 1 123# 1 1 > > 4242424242424242# 1 1230# 1 123# 1 1",
            "10023# 1111 > 4821# 1 **",
        ], [8_000, 16_000, 44_100])
    func roundTrip(keys: String, hertz: Int) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        try SoundKit.withFolder { folder in
            let path = folder + "call.wav"
            let typed = try Self.record(keys, to: path, rate: rate, keepsTones: true)
            let caller = try RecordedCaller(path: path, channel: 0)
            var failure: (any Error)?
            let heard = try CallKit.call({ $0.prompts = SyntheticVoice.prompts }) { engine in
                do { try caller.drive(&engine) } catch { failure = error }
            }
            #expect(failure == nil)
            #expect(heard.summary == typed.summary)
            #expect(heard.prompts == typed.prompts)
            #expect(heard.failures == typed.failures)
            #expect(heard.declines == typed.declines)
        }
    }

    @Test("a recording whose tones were kept says so in its header, any other does not") func mark() throws {
        try SoundKit.withFolder { folder in
            for keepsTones in [true, false] {
                _ = try Self.record("10023#", to: folder + "call.wav", keepsTones: keepsTones)
                let bytes = try SoundKit.bytes(of: folder + "call.wav")
                let isMarked = String(decoding: bytes, as: UTF8.self).contains(CallRecording.unmaskedComment)
                #expect(isMarked == keepsTones)
            }
        }
    }

    @Test("no key is left of any call", arguments: [CallKit.canonical, "1234567890*#ABCD", "> 10023# w 4821# > 1"])
    func masked(keys: String) throws {
        try SoundKit.withFolder { folder in
            _ = try Self.record(keys, to: folder + "call.wav")
            for channel in try SoundKit.channels(of: folder + "call.wav") {
                #expect(SoundKit.keys(in: channel) == "")
                #expect(SoundKit.keys(in: channel, .tolerant) == "")
            }
        }
    }

    @Test("a caller's own sound is kept but for its tones, with their first 20 ms and their tails")
    func maskedSound() throws {
        let keys = "10023#W4821#W1"
        let sound = try SoundKit.sound(keys, rate: .telephone, line: [.whiteNoise(levelDBm0: -40)])
        try SoundKit.withFolder { folder in
            try SoundKit.write(sound, to: folder + "in.wav", .wavPCM16, rate: .telephone)
            let caller = try RecordedCaller(path: folder + "in.wav")
            let recording = try CallRecording(
                .legs, path: folder + "out.wav", encoding: .wavPCM16, rate: .telephone)
            let heard = CallSound(
                caller: .sound, rate: .telephone, clips: SyntheticVoice(), listeners: [recording])
            var failure: (any Error)?
            _ = try CallKit.call({ $0.prompts = SyntheticVoice.prompts }) { engine in
                do { try caller.drive(&engine, sound: heard) } catch { failure = error }
            }
            #expect(failure == nil)
            let before = try SoundKit.channels(of: folder + "in.wav")[0]
            let after = try SoundKit.channels(of: folder + "out.wav")[0]
            var same = 0
            for index in before.indices {
                let isTone = caller.tones.contains {
                    SampleRate.telephone.samples(in: $0.span.lowerBound.sinceStart) <= index
                        && index < SampleRate.telephone.samples(in: $0.span.upperBound.sinceStart)
                }
                if isTone {
                    #expect(abs(after[index]) < 0.001, "sample \(index)")
                } else if after[index] == before[index] {
                    same += 1
                }
            }
            #expect(same > before.count / 2)
        }
    }

    @Test("digits that are read back are silent on the IVR's leg, as long as they are") func readBack() throws {
        try SoundKit.withFolder { folder in
            let keys = CallKit.identified + "4242424242424242# 1 1230# > 1 123# 1 1"
            let call = try Self.record(keys, to: folder + "call.wav")
            let start = try #require(
                call.events.first {
                    if case .promptStarted(let prompt) = $0.event { prompt.id == "confirm-expiry" } else { false }
                })
            guard case .promptStarted(let prompt) = start.event else { return }
            let ivr = try SoundKit.channels(of: folder + "call.wav")[1]
            var at = start.time
            var hidden = 0
            for part in SyntheticVoice.prompts.parts(of: prompt) {
                let span =
                    SampleRate.telephone.samples(
                        in: at.sinceStart)..<SampleRate.telephone.samples(in: (at + part.duration).sinceStart)
                at = at + part.duration
                switch part {
                case .hidden:
                    hidden += 1
                    #expect(ivr[span].max() == 0 && ivr[span].min() == 0)
                case .clip: #expect(ivr[span].max() ?? 0 > 0.01)
                case .pause, .unsaid: break
                }
            }
            #expect(hidden >= 2)
        }
    }

    @Test("no time depends on the digits that are read back", arguments: ["1230", "0127", "1135"]) func times(
        expiry: String
    ) throws {
        let keys = CallKit.identified + "4242424242424242# > 1 \(expiry)# > 1 123# > 1 >"
        let call = try CallKit.call(keys) { $0.prompts = SyntheticVoice.prompts }
        let first = try CallKit.call(CallKit.identified + "4242424242424242# > 1 0930# > 1 123# > 1 >") {
            $0.prompts = SyntheticVoice.prompts
        }
        #expect(call.events.map(\.time) == first.events.map(\.time))
    }

    @Test("a missing sound passes in silence, and the call keeps its times") func missingClip() throws {
        let greeting = SyntheticVoice.prompts.parts(of: Prompt("greeting")).compactMap {
            if case .clip(let clip) = $0 { clip.name } else { nil }
        }
        let sound = CallSound(caller: .keys, rate: .telephone, clips: SyntheticVoice(without: Set(greeting)))
        let caller = KeyedCaller(script: try KeyScript(CallKit.canonical))
        let call = try CallKit.call({ $0.prompts = SyntheticVoice.prompts }) { caller.drive(&$0, sound: sound) }
        let whole = try CallKit.call(CallKit.canonical) { $0.prompts = SyntheticVoice.prompts }
        #expect(call.everyOutput == whole.everyOutput)
    }

    @Test("what an agent hears is silent while they are cut off") func agent() throws {
        try SoundKit.withFolder { folder in
            let recording = try CallRecording(
                .agent, path: folder + "agent.wav", encoding: .wavPCM16, rate: .telephone)
            let sound = CallSound(caller: .keys, rate: .telephone, clips: SyntheticVoice(), listeners: [recording])
            let caller = KeyedCaller(
                script: try KeyScript("4821# 4242424242424242# > 1 1230# > 1 123# > 1 > 1"))
            let call = try CallKit.call({
                $0.prompts = SyntheticVoice.prompts
                $0.mode = .assisted
                $0.account = "10023"
                $0.amount = "20.00"
            }) { caller.drive(&$0, sound: sound) }
            let samples = try SoundKit.channels(of: folder + "agent.wav")[0]
            #expect(samples.count == SampleRate.telephone.samples(in: call.record.duration))
            let hearings = try #require(call.record.agentHeard)
            let silences = hearings.filter(\.isSilence)
            #expect(!silences.isEmpty)
            for hearing in silences {
                let span =
                    SampleRate.telephone.samples(
                        in: hearing.start.sinceStart)..<SampleRate.telephone.samples(in: hearing.end.sinceStart)
                #expect(samples[span].allSatisfy { $0 == 0 })
            }
        }
    }

    @Test(
        "a recording that is let go in the middle is a whole file of what there was",
        arguments: [
            AudioEncoding.wavPCM16, .wavMuLaw, .aiff, .auMuLaw, .wavFloat,
        ])
    func letGo(encoding: AudioEncoding) throws {
        try SoundKit.withFolder { folder in
            let path = folder + "call." + (encoding == .aiff ? "aiff" : "wav")
            var writer: AudioFileWriter? = try AudioFileWriter(
                path: path, encoding: encoding, sampleRate: .telephone, channelCount: 2, growing: true)
            for count in 1...7 {
                try writer?.write([Float](repeating: 0.25, count: 3200))
                // As another program sees it at this moment.
                let channels = try SoundKit.channels(of: path)
                #expect(channels.map(\.count) == [1600 * count, 1600 * count])
            }
            writer = nil
            let whole = try SoundKit.channels(of: path)
            #expect(whole.map(\.count) == [11_200, 11_200])
        }
    }

    @Test("a disk that is full ends the recording, not the call") func diskFull() throws {
        let path = "/dev/full"
        let recording = try CallRecording(.legs, path: path, encoding: .wavPCM16, rate: .telephone)
        let sound = CallSound(caller: .keys, rate: .telephone, clips: SyntheticVoice(), listeners: [recording])
        let caller = KeyedCaller(script: try KeyScript(CallKit.canonical))
        let call = try CallKit.call({ $0.prompts = SyntheticVoice.prompts }) { caller.drive(&$0, sound: sound) }
        #expect(call.summary == "paid")
        #expect(recording.failure?.code == .diskFull)
    }

    /// The call hears every prompt out but the first; its recording has no rounding of a mathematical library in it.
    @Test(
        "the golden recording of the canonical call, by the shipped voices",
        arguments: [
            (8_000, "en", 9_475_330_941_093_963_185), (16_000, "en", 16_429_887_434_224_643_671),
            (8_000, "es", 9_979_902_533_212_237_847),
        ])
    func golden(hertz: Int, language: String, expected: UInt64) throws {
        let rate = try #require(SampleRate(hertz: hertz))
        try SoundKit.withFolder { folder in
            let path = folder + "call.wav"
            let recording = try CallRecording(.legs, path: path, encoding: .wavPCM16, rate: rate)
            let sound = CallSound(caller: .keys, rate: rate, clips: CallKit.prompts.sounds, listeners: [recording])
            let keys = "10023# > 4821# > 1 > 4242424242424242# > 1 > 1230# > 1 > 123# > 1 > 1"
            let caller = KeyedCaller(script: try KeyScript(keys))
            let call = try CallKit.call({ $0.language = language }) { caller.drive(&$0, sound: sound) }
            #expect(call.summary == "paid")
            #expect(CallKit.prompts.sounds?.missing == [])
            var hash = StableHash()
            for byte in try SoundKit.bytes(of: path) { hash.combine(UInt64(byte)) }
            #expect(hash.value == expected, "the hash is \(hash.value)")
        }
    }
}

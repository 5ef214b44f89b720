import CallEngine
import CallReports
@_spi(TestKit) import CallSession
import CallTestKit
import DTMF
import PaymentCall
import Prompts
import TelephoneLine
import Telephony
import Testing

/// Both legs of a call as they are heard and kept.
@Suite("Two legs") struct CallLegsTests {
    private static let rate = SampleRate.telephone
    private static let keys = "10023#W4821#W1W4242424242424242#W1W1230#W1W123#W1W1"

    /// Gathers the legs as listeners get them.
    final class Legs: LegListener {
        private(set) var caller: [Float] = []
        private(set) var ivr: [Float] = []
        private(set) var isFinished = false

        func take(caller: [Float], ivr: [Float], from first: Int, of engine: borrowing CallEngine) {
            #expect(first == self.caller.count)
            #expect(caller.count == ivr.count)
            self.caller += caller
            self.ivr += ivr
        }
        func finish() { isFinished = true }
    }

    /// A call by sound, in frames of any size.
    private static func call(
        _ sound: [Float], echo: EchoPath? = nil, frames: () -> Int = { 160 }, rate: SampleRate = rate,
        _ configure: (inout CallScene) -> Void = { _ in }
    ) throws -> (call: FinishedCall, legs: Legs) {
        let legs = Legs()
        let heard = CallSound(
            caller: .sound, rate: rate, clips: SyntheticVoice(), echo: echo, listeners: [legs])
        let call = try CallKit.call({
            $0.prompts = SyntheticVoice.prompts
            configure(&$0)
        }) { engine in
            heard.answer(&engine)
            var rest = sound[...]
            while !rest.isEmpty {
                let frame = Array(rest.prefix(frames()))
                rest = rest.dropFirst(frame.count)
                heard.hear(frame.span, in: &engine)
            }
            heard.end(in: &engine)
            heard.runToEnd(&engine)
            heard.finish(&engine)
        }
        return (call, legs)
    }

    @Test("frames of any size give the same call and the same legs", arguments: 0..<8 as Range<UInt64>)
    func frames(seed: UInt64) throws {
        let sound = try SoundKit.sound(Self.keys, rate: Self.rate, line: [.whiteNoise(levelDBm0: -40)])
        let echo = EchoPath(delay: .milliseconds(130), attenuationDB: 10)
        let (whole, wholeLegs) = try Self.call(sound, echo: echo, frames: { 160 })
        var random = SeededGenerator(seed: seed)
        let (call, legs) = try Self.call(
            sound, echo: echo, frames: { Int.random(in: 1...(seed % 2 == 0 ? 90 : 4000), using: &random) })
        #expect(whole.summary == "paid")
        #expect(call.everyOutput == whole.everyOutput, "seed \(seed)")
        #expect(legs.ivr == wholeLegs.ivr, "seed \(seed)")
        #expect(legs.caller == wholeLegs.caller, "seed \(seed)")
    }

    /// As a live call makes its sound: whenever the clock is looked at, also in the middle of a prompt's last milliseconds.
    @Test("sound made in steps of any length is the same", arguments: 0..<6 as Range<UInt64>)
    func steps(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func played(_ step: () -> MediaDuration) throws -> (String, [Float]) {
            let legs = Legs()
            let sound = CallSound(caller: .keys, rate: Self.rate, clips: SyntheticVoice(), listeners: [legs])
            let call = try CallKit.call({ $0.prompts = SyntheticVoice.prompts }) { engine in
                sound.answer(&engine)
                var keys = Array("10023#4821#14242424242424242#11230#1123#11").map { Key($0) }[...]
                var now = MediaTime.zero
                var next = MediaTime.seconds(0.5)
                while !engine.isOver {
                    now = now + step()
                    while let key = keys.first, let key, next <= now {
                        sound.press(key, at: next, in: &engine)
                        keys.removeFirst()
                        // Two at one instant now and then, as pasted keys are.
                        if keys.count % 5 != 0 { next = next + .milliseconds(150) }
                    }
                    engine.advance(to: now)
                    sound.catchUp(with: &engine)
                }
                sound.finish(&engine)
            }
            return (call.everyOutput, legs.ivr)
        }
        let whole = try played { .milliseconds(1) }
        let other = try played { MediaDuration(flicks: Int64.random(in: 1...8_000_000, using: &random)) }
        #expect(whole.0.contains("result    paid"))
        #expect(other.0 == whole.0, "seed \(seed)")
        #expect(other.1 == whole.1, "seed \(seed)")
    }

    @Test("the legs are as long as the call, to the sample, and the IVR's begins with the greeting")
    func lengths() throws {
        let (call, legs) = try Self.call(try SoundKit.sound("10023#W4821#", rate: Self.rate))
        #expect(legs.isFinished)
        #expect(legs.ivr.count == Self.rate.samples(in: call.record.duration))
        #expect(legs.ivr[..<160].contains { $0 != 0 })
    }

    /// The prompts of the events, each from its begin to its end.
    private static func prompts(_ call: FinishedCall) -> [(prompt: Prompt, span: Range<Int>)] {
        var spans: [(prompt: Prompt, span: Range<Int>)] = []
        var open: (Prompt, Int)?
        for event in call.events {
            let at = rate.samples(in: event.time.sinceStart)
            switch event.event {
            case .promptStarted(let prompt): open = (prompt, at)
            case .promptFinished, .promptInterrupted:
                if let (prompt, begin) = open { spans.append((prompt, begin..<at)) }
                open = nil
            default: break
            }
        }
        return spans
    }

    @Test("every prompt sounds from its event to its end or its cut, and nothing sounds between them")
    func places() throws {
        let (call, legs) = try Self.call(try SoundKit.sound(Self.keys, rate: Self.rate))
        let voice = SyntheticVoice()
        let fade = Self.rate.samples(in: .milliseconds(5))
        var expected = [Float](repeating: 0, count: legs.ivr.count)
        var cuts = 0
        for (prompt, span) in Self.prompts(call) {
            var at = span.lowerBound
            for part in SyntheticVoice.prompts.parts(of: prompt) {
                if case .clip(let clip) = part, let samples = voice.samples(of: clip, at: Self.rate) {
                    for (index, sample) in samples.enumerated() where span.contains(at + index) {
                        expected[at + index] += sample
                    }
                }
                at += Self.rate.samples(in: part.duration)
            }
            if at > span.upperBound + 1 { cuts += 1 }
            // The fade behind a cut is not modelled here; it is looked at below.
            for index in span.upperBound..<min(span.upperBound + fade, expected.count) { expected[index] = .nan }
        }
        #expect(cuts >= 8, "a call with barge-in")
        for index in expected.indices where !expected[index].isNaN {
            // Parts begin at the nearest sample of their instant: one sample beside the sum of rounded lengths.
            let near = legs.ivr[max(0, index - 2)...min(legs.ivr.count - 1, index + 2)]
            #expect(near.contains { abs($0 - expected[index]) < 0.02 }, "sample \(index)")
        }
    }

    @Test("a key stops the prompt at the sample at which its tone began, without a click") func bargeIn() throws {
        let (call, legs) = try Self.call(try SoundKit.sound(Self.keys, rate: Self.rate))
        let fade = Self.rate.samples(in: .milliseconds(5))
        var seen = 0
        for (index, event) in call.events.enumerated() {
            guard case .promptInterrupted = event.event, call.events[..<index].last?.event == .key else { continue }
            let at = Self.rate.samples(in: event.time.sinceStart)
            // Where it was cut in a word, and no other prompt begins at once.
            let isAlone = call.events.allSatisfy {
                if case .promptStarted = $0.event { $0.time != event.time } else { true }
            }
            guard isAlone, legs.ivr[at - 80..<at].contains(where: { abs($0) > 0.01 }) else { continue }
            seen += 1
            let behind = legs.ivr[at + fade..<at + fade + 8]
            #expect(behind.allSatisfy { $0 == 0 }, "\(event.time.seconds)")
            let steps = zip(legs.ivr[at - 1..<at + fade], legs.ivr[at..<at + fade + 1]).map { abs($1 - $0) }
            let usual = zip(legs.ivr[at - 400..<at - 1], legs.ivr[at - 399..<at]).map { abs($1 - $0) }
            #expect(steps.max() ?? 0 <= (usual.max() ?? 0) * 1.5)
        }
        #expect(seen >= 3)
    }

    @Test(
        "with the prompts' echo in it, no key is missed and none invented", arguments: [10.0, 6.0, 3.0],
        [100, 180, 400])
    func echo(attenuation: Double, delay: Int) throws {
        let echo = try #require(EchoPath(delay: .milliseconds(delay), attenuationDB: attenuation))
        let sound = try SoundKit.sound(Self.keys, rate: Self.rate, line: [.whiteNoise(levelDBm0: -50)])
        let (call, legs) = try Self.call(sound, echo: echo)
        #expect(call.summary == "paid")
        #expect(call.events.filter { $0.event == .key }.count == Self.keys.filter { $0 != "W" }.count)
        // The echo is in the leg that is kept.
        let silent = try Self.call(sound)
        #expect(legs.caller != silent.legs.caller)
    }

    @Test("no leg that is kept tells a digit that is read back, with the echo or without", arguments: [nil, 120, 400])
    func readBackAndEcho(delay: Int?) throws {
        let echo = delay.flatMap { EchoPath(delay: .milliseconds($0), attenuationDB: 6) }
        func legs(expiry: String, code: String) throws -> Legs {
            let legs = Legs()
            let sound = CallSound(
                caller: .keys, rate: Self.rate, clips: SyntheticVoice(), echo: echo, listeners: [legs])
            let keys = CallKit.identified + "4242424242424242# 1 \(expiry)# > 1 \(code)# > 1 1"
            let caller = KeyedCaller(script: try KeyScript(keys))
            let call = try CallKit.call({
                $0.prompts = SyntheticVoice.prompts
                $0.settings.rules.speaksSecurityCode = true
            }) { caller.drive(&$0, sound: sound) }
            #expect(call.summary == "paid")
            return legs
        }
        let first = try legs(expiry: "1230", code: "123")
        let other = try legs(expiry: "0731", code: "987")
        #expect(first.ivr == other.ivr)
        #expect(first.caller == other.caller)
        #expect((echo != nil) == first.caller.contains { abs($0) > 0.01 })
    }

    @Test("echo comes back after its delay, at its level") func echoPath() throws {
        let echo = try #require(EchoPath(delay: .milliseconds(200), attenuationDB: 6))
        // A second of silence, while the greeting plays.
        let (_, legs) = try Self.call([Float](repeating: 0, count: 24_000), echo: echo)
        let gain = Float(Level.ratio(dB: -6))
        for index in 1600..<16_000 {
            #expect(abs(legs.caller[index] - gain * legs.ivr[index - 1600]) < 1e-6)
        }
        #expect(legs.caller[..<1600].allSatisfy { $0 == 0 })
    }

    @Test("an echo is 100 ms to a second late and 0 to 60 dB down") func echoLimits() {
        #expect(EchoPath(delay: .milliseconds(99), attenuationDB: 10) == nil)
        #expect(EchoPath(delay: .milliseconds(1001), attenuationDB: 10) == nil)
        #expect(EchoPath(delay: .milliseconds(100), attenuationDB: -1) == nil)
        #expect(EchoPath(delay: .milliseconds(1000), attenuationDB: 60) != nil)
    }

    @Test("a key that comes beside its tone counts once, early or late", arguments: [-60, 0, 40, 200])
    func besides(offset: Int) throws {
        let keys: [Key] = [.one, .zero, .zero, .two, .three, .pound]
        let sound = try SoundKit.sound("10023#", rate: Self.rate)
        let call = try CallKit.call({ _ in }) { engine in
            var legs = CallLegs(caller: .sound, sampleRate: Self.rate)
            engine.answer()
            var sent = 0
            for start in stride(from: 0, to: sound.count, by: 160) {
                let now = start / 8
                while sent < keys.count, 500 + 200 * sent + offset <= now {
                    legs.press(keys[sent], at: .zero + .milliseconds(500 + 200 * sent + offset), in: &engine)
                    sent += 1
                }
                legs.hear(Array(sound[start..<min(start + 160, sound.count)]).span, in: &engine)
            }
            legs.end(in: &engine)
            engine.runToEnd()
        }
        #expect(call.events.filter { $0.event == .key }.count == 6)
        #expect(call.callEvents.contains { if case .accepted(.account, shown: "10023") = $0 { true } else { false } })
    }

    @Test("what the phone gets runs 100 ms behind the call, frame by frame") func exchange() throws {
        let sound = try SoundKit.sound(Self.keys, rate: Self.rate)
        var out: [Float] = []
        let (_, kept) = try Self.call(sound)
        _ = try CallKit.call({ $0.prompts = SyntheticVoice.prompts }) { engine in
            var legs = CallLegs(caller: .sound, sampleRate: Self.rate)
            engine.playPrompts(at: Self.rate, from: SyntheticVoice())
            engine.answer()
            var answer = [Float](repeating: 0, count: 160)
            for start in stride(from: 0, to: sound.count - 160, by: 160) {
                var span = answer.mutableSpan
                legs.exchange(Array(sound[start..<start + 160]).span, for: &span, in: &engine)
                out += answer
            }
            legs.end(in: &engine)
            engine.runToEnd()
        }
        // The greeting and the first questions have no hidden digits, so what is kept is what was heard.
        for index in 0..<16_000 { #expect(out[index + 800] == kept.ivr[index], "sample \(index)") }
        #expect(out[..<800].allSatisfy { $0 == 0 })
    }
}

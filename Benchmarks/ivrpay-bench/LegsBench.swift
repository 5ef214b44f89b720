import CallEngine
import CallReports
import CallSession
import DTMF
import Dispatch
import Prompts
import TelephoneLine
import Telephony

/// A call whose both legs are sound, driven in frames of 20 ms as a phone drives it.
final class PhoneCall {
    private var engine: CallEngine
    private var legs: CallLegs
    private let sound: [Float]
    private var place: Int
    private var answer = [Float](repeating: 0, count: PhoneCall.frame)
    private let silence = [Float](repeating: 0, count: PhoneCall.frame)

    /// Samples in 20 ms at 8 kHz.
    static let frame = 160

    /// A caller who plays `sound`, from `offset` samples before its begin.
    init(_ scene: CallScene, sound: [Float], offset: Int) throws {
        engine = try scene.engine(door: ["bench"])
        legs = CallLegs(
            caller: .sound, sampleRate: .telephone, echo: EchoPath(delay: .milliseconds(120), attenuationDB: 10))
        engine.playPrompts(at: .telephone, from: scene.prompts.sounds)
        self.sound = sound
        place = -offset
        engine.answer()
    }

    /// One frame there and one back.
    func tick() {
        let isHeard = place >= 0 && place + PhoneCall.frame <= sound.count
        let source = isHeard ? sound : silence
        let start = isHeard ? place : 0
        var answer: [Float] = []
        swap(&answer, &self.answer)
        var span = answer.mutableSpan
        let samples = source.span
        legs.exchange(samples.extracting(start..<start + PhoneCall.frame), for: &span, in: &engine)
        swap(&answer, &self.answer)
        place += PhoneCall.frame
        _ = engine.takeEvents()
    }

    var isOver: Bool { engine.isOver }
    var isPaid: Bool { engine.record?.result.outcome == .paid }
}

/// The canonical call as a caller would key it who hears the prompts out for a second or so.
func phoneSound() throws -> [Float] {
    var generator = ToneGenerator(sampleRate: .telephone)
    for step in try KeyScript("WW 10023# W 4821# W 1 W 4242424242424242# W 1 W 1230# W 1 W 123# W 1 W 1 WWWW").steps {
        switch step {
        case .press(let key): generator.add(keys: [key])
        case .wait(let length): generator.add(.silence(length))
        case .listen, .hangUp: break
        }
    }
    var sound = generator.drain()
    var line = TelephoneLine([.whiteNoise(levelDBm0: -50)], sampleRate: .telephone, seed: 1)
    line.process(&sound)
    return sound
}

private func seconds(_ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try work()
    let took = start.duration(to: clock.now).components
    return Double(took.seconds) + Double(took.attoseconds) / 1e18
}

/// What a call with both legs costs of one core: mixing, playing and detecting, the echo in it.
func measureLegs(_ scene: CallScene) throws {
    let sound = try phoneSound()
    let media = Double(sound.count) / 8000
    var best = Double.infinity
    for _ in 0..<20 {
        let call = try PhoneCall(scene, sound: sound, offset: 0)
        best = min(best, seconds { for _ in 0..<sound.count / PhoneCall.frame { call.tick() } })
        while !call.isOver { call.tick() }
        precondition(call.isPaid)
    }
    print("a call's two legs: \(Decimals.text(best / media * 100, 3)) % of real time on one core")
}

/// Many calls at once, each 20 ms after 20 ms, on two threads: how far they are ahead of the clock.
func measureCrowd(_ scene: CallScene, calls count: Int = 1000, threads: Int = 2) throws {
    let sound = try phoneSound()
    var random = SeededRandom(seed: 1)
    var crowd: [[PhoneCall]] = []
    for _ in 0..<threads {
        crowd.append(
            try (0..<count / threads).map { _ in
                try PhoneCall(scene, sound: sound, offset: Int(random.next() % 100) * PhoneCall.frame)
            })
    }
    nonisolated(unsafe) let groups = crowd
    nonisolated(unsafe) var worst = [Double](repeating: 0, count: threads)
    let ticks = 1000
    let took = seconds {
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            var slowest = 0.0
            for _ in 0..<ticks { slowest = max(slowest, seconds { for call in groups[thread] { call.tick() } }) }
            worst[thread] = slowest
        }
    }
    let media = Double(ticks * PhoneCall.frame) / 8000
    print(
        "\(count) calls at once on \(threads) threads: \(Decimals.text(media / took, 1)) times real time, "
            + "the slowest 20 ms in \(Decimals.text((worst.max() ?? 0) * 1000, 1)) ms")
}

/// Numbers with so many decimals.
enum Decimals {
    static func text(_ value: Double, _ places: Int) -> String {
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = Int((value * Double(scale)).rounded())
        let rest = String(scaled % scale)
        return "\(scaled / scale)." + String(repeating: "0", count: places - rest.count) + rest
    }
}

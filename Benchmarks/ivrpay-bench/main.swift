import Amounts
import CallSession
import DTMF
import PaymentCall
import PromptFiles
import Prompts
import TelephoneLine
import Telephony

// Figures of this machine, one line each: what, how much, in how long. One core.

/// Runs `work` until two seconds have gone by and prints how many units a second it did.
///
/// A word given to the program leaves out whatever does not have it in its name.
func measure(_ what: String, unit: String, perRun: Double, _ work: () throws -> Void) rethrows {
    if let only = CommandLine.arguments.dropFirst().first, !what.contains(only) { return }
    let clock = ContinuousClock()
    try work()
    let start = clock.now
    var runs = 0.0
    while clock.now - start < .seconds(2) {
        try work()
        runs += 1
    }
    let took = start.duration(to: clock.now)
    let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
    print("\(what): \(Int(runs * perRun / seconds)) \(unit) a second")
}

/// A minute of sound at 8 kHz, over a line.
func minute(_ segments: [ToneSegment], line impairments: [Impairment] = []) -> [Float] {
    var generator = ToneGenerator(sampleRate: .telephone)
    for segment in segments { generator.add(segment) }
    var sound = generator.drain()
    var line = TelephoneLine(impairments, sampleRate: .telephone, seed: 1)
    line.process(&sound)
    return sound
}

func detect(_ what: String, _ sound: [Float]) {
    measure("detect, " + what, unit: "thousand samples", perRun: Double(sound.count) / 1000) {
        var detector = ToneDetector(sampleRate: .telephone)
        detector.process(sound.span) { _ in }
        detector.finish { _ in }
    }
}

let scene = CallScene(prompts: try PromptSet.shipped())
let canonical = try KeyScript("10023# 4821# 1 4242424242424242# 1 1230# 1 123# 1 1")
try measure("typed canonical calls", unit: "calls", perRun: 1) {
    var engine = try scene.engine(door: ["bench"])
    KeyedCaller(script: canonical).drive(&engine)
    precondition(engine.record?.result.outcome == .paid)
}

try measureLedger()
try measureLegs(scene)
try measureCrowd(scene)

// A set with a recording of all that is needed, half a second each; the amounts differ, so that none is known yet.
var words = try PromptSet.shipped().words(in: .english)
words.lexicon = PromptLexicon(
    (SpokenEnglish.vocabulary + words.phrases).map {
        PromptClip(name: $0.name, words: $0.words, duration: .milliseconds(500))
    }, language: .english)
let sounding = PromptSet([words])
var cents: Int64 = 0
measure("prompts put together of recordings", unit: "prompts", perRun: 1000) {
    for _ in 0..<1000 {
        cents += 1
        let amount = PromptValue(.amount, .money(Money(minor: cents % Money.largestMinor, currency: .usd)))
        let lastFour = PromptValue(.lastFour, .spelled("4242"))
        let prompt = Prompt("summary", [amount, lastFour, PromptValue(.brand, .brand(.visa))])
        precondition(sounding.duration(of: prompt) > .zero)
    }
}

let presses = (0..<600).flatMap { index -> [ToneSegment] in
    [.tone(Key.allCases[index % 16], .milliseconds(50)), .silence(.milliseconds(50))]
}
detect("nothing but digits, 50 ms on and off", minute(presses))
detect("silence", minute([.silence(.milliseconds(60_000))]))
detect(
    "white noise at -30 dBm0", minute([.silence(.milliseconds(60_000))], line: [.whiteNoise(levelDBm0: -30)]))

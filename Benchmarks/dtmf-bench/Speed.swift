import DTMF
import Telephony
import TelephoneLine

/// Nothing but digits, 50 ms on and 50 ms off, and nine parts speech to one part digits: ten minutes each.
func makeSpeedSounds(_ folder: String, speech: String) throws {
    var random = SeededRandom(seed: 1)
    func digits(seconds: Int) -> [Float] {
        let presses = Presses(count: seconds * 10, jitter: 0, lead: 0, tail: 0)
        return presses.sound(presses.keys(&random), &random)
    }
    try Wave.write(digits(seconds: 600), to: folder + "/digits.wav")
    let talk = try Wave.read(speech)
    guard talk.count >= 540 * 8000 else { throw Misuse("\(speech): less than nine minutes") }
    var mix: [Float] = []
    for minute in 0..<10 { mix += talk[minute * 54 * 8000..<(minute + 1) * 54 * 8000] + digits(seconds: 6) }
    try Wave.write(mix, to: folder + "/mix.wav")
}

/// Million samples a second of our detector, from 16-bit samples in memory: in the portions of a telephone's frames, and
/// in one; the better counts.
func speed(_ path: String, seconds: Double) throws -> Double {
    let sound = try Wave.read(path).map { Int16(max(-32768, min(32767, ($0 * 32768).rounded()))) }
    return max(
        speed(sound, portion: 160, seconds: seconds / 2), speed(sound, portion: sound.count, seconds: seconds / 2))
}

private func speed(_ sound: [Int16], portion: Int, seconds: Double) -> Double {
    let start = processorSeconds()
    var (runs, found) = (0, 0)
    func count(_ event: ToneEvent) { if case .began = event { found += 1 } }
    repeat {
        var detector = ToneDetector(sampleRate: .telephone)
        for at in stride(from: 0, to: sound.count, by: portion) {
            detector.process(sound.span.extracting(at..<min(at + portion, sound.count)), report: count)
        }
        detector.finish(report: count)
        runs += 1
    } while processorSeconds() - start < seconds
    precondition(found > 0, "digits were in it")
    return Double(runs * sound.count) / (processorSeconds() - start) / 1e6
}

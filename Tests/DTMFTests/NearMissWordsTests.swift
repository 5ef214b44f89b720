import DTMF
import Telephony
import Testing

/// What --explain says, word for word.
@Suite("Words of near misses") struct NearMissWordsTests {
    static let all: [(Refusal, String)] = [
        (.weak(levelDBm0: -44.06, needed: -42), "too weak (-44.1 dBm0, at least -42 needed)"),
        (
            .twisted(twistDB: -13.24, allowed: -12...4.5),
            "too much twist (high tone -13.2 dB over the low one, -12 to 4.5 allowed)"
        ),
        (
            .twisted(twistDB: 12.96, allowed: -12...12),
            "too much twist (high tone +13.0 dB over the low one, -12 to 12 allowed)"
        ),
        (
            .offFrequency(group: .low, errorPercent: -3.04, allowed: 2.5),
            "off frequency (low tone -3.0 %, up to ±2.5 % allowed)"
        ),
        (
            .offFrequency(group: .high, errorPercent: 2.61, allowed: 2.5),
            "off frequency (high tone +2.6 %, up to ±2.5 % allowed)"
        ),
        (.short(.milliseconds(19), needed: .milliseconds(23)), "too short (23 ms needed)"),
        (.noisy(snrDB: 6.2, needed: 10), "too noisy (6.2 dB over the noise, 10 dB needed)"),
        (.thirdTone(marginDB: 3.55, needed: 5), "third tone (3.6 dB below the weaker of the pair, 5 dB needed)"),
        (
            .unsteady(share: 0.4449, allowed: 0.6...1.4),
            "not steady (a steady pair explains 0.44 of it, 0.6 to 1.4 allowed)"
        ),
        (.leakage(dropDB: 34.71, allowed: 28), "echo of the key before (34.7 dB below that, up to 28 dB allowed)"),
    ]

    @Test("each rule", arguments: all) func rule(refusal: Refusal, words: String) {
        #expect(refusal.words == words)
        #expect(words.hasPrefix(refusal.reason))
    }

    private func miss(at seconds: Double) -> NearMiss {
        NearMiss(
            key: .two, begin: .seconds(seconds), duration: .milliseconds(19), lowHertz: 697.2, highHertz: 1336.4,
            lowLevelDBm0: -10, highLevelDBm0: -11, snrDB: 30,
            refusal: .short(.milliseconds(19), needed: .milliseconds(23)))
    }

    @Test("the whole line") func line() {
        #expect(miss(at: 12.34).words == "12.340 s: 697+1336 Hz for 19 ms: too short (23 ms needed)")
        #expect(miss(at: 0.0004).words == "0.000 s: 697+1336 Hz for 19 ms: too short (23 ms needed)")
        #expect(miss(at: 3600.05).words == "3600.050 s: 697+1336 Hz for 19 ms: too short (23 ms needed)")
    }

    @Test("what is too short by less than a millisecond reads as shorter") func almost() {
        var miss = miss(at: 1)
        (miss.duration, miss.refusal) = (.seconds(0.0227), .short(.seconds(0.0227), needed: .milliseconds(23)))
        #expect(miss.words == "1.000 s: 697+1336 Hz for 22.7 ms: too short (23 ms needed)")
    }

    @Test("what can't be measured is no number") func noNumber() {
        #expect(Refusal.noisy(snrDB: -.infinity, needed: 10).words == "too noisy (- dB over the noise, 10 dB needed)")
        #expect(Refusal.weak(levelDBm0: -0.01, needed: 0).words == "too weak (0.0 dBm0, at least 0 needed)")
    }
}

import DTMF
import Telephony
import Testing

@testable import ivrpay

/// With --mask-cards nothing tells a masked digit: neither its own line nor a near miss beside it.
@Suite("Masks of detect") struct DetectMaskTests {
    private func tone(_ key: Character, _ seconds: Double) -> DetectedTone {
        DetectedTone(
            key: Key(key) ?? .zero, begin: .seconds(seconds), duration: .milliseconds(100), decided: .seconds(seconds),
            lowLevelDBm0: -10.5, highLevelDBm0: -11.5, lowFrequencyErrorPercent: 0.7, highFrequencyErrorPercent: 0.8,
            snrDB: 33)
    }

    /// The keys one after the other, five a second, from `start` on.
    private func tones(_ keys: String, from start: Double = 1) -> [DetectedTone] {
        keys.enumerated().map { tone($1, start + Double($0) * 0.2) }
    }

    private func miss(_ key: Character, _ seconds: Double) -> NearMiss {
        let (low, high) = (Key(key) ?? .zero).frequencies
        return NearMiss(
            key: Key(key) ?? .zero, begin: .seconds(seconds), duration: .milliseconds(19), lowHertz: low,
            highHertz: high,
            lowLevelDBm0: -20, highLevelDBm0: -20, snrDB: 20,
            refusal: .short(.milliseconds(19), needed: .milliseconds(23)))
    }

    private func masks(_ channels: [Findings]) -> [DetectMask] { DetectMask.masks(for: channels, cards: true) }

    @Test("near misses inside and beside a masked run are hidden, others are not") func beside() {
        // The run is masked from its seventh digit, 2.2 s, to its twelfth, 3.3 s.
        let found = Findings(
            tones: tones("4242424242424242#"), misses: [miss("5", 0.2), miss("5", 2.35), miss("5", 4.6), miss("5", 9)])
        #expect(masks([found])[0].hidesMiss == [true, true, false, false], "the first makes the run longer")
        #expect(DetectMask.masks(for: [found], cards: false)[0].hidesMiss == [false, false, false, false])
    }

    @Test("a run that is a card number only with its near misses gives them away to nobody") func completing() {
        var keys = tones("4242424242424242#")
        keys.remove(at: 9)
        let found = Findings(tones: keys, misses: [miss("2", 2.8)])
        #expect(masks([found])[0].hidesMiss == [true])
        let whispered = Findings(misses: "4242424242424242".enumerated().map { miss($1, 1 + Double($0) * 0.2) })
        #expect(masks([whispered])[0].hidesMiss.allSatisfy { $0 })
        let short = Findings(tones: tones("10023#"), misses: [miss("5", 0.2)])
        #expect(masks([short])[0].hidesMiss == [false])
    }

    @Test("another channel hears the same line") func crosstalk() {
        let caller = Findings(tones: tones("4242424242424242#"))
        let agent = Findings(misses: [miss("4", 2.6), miss("4", 8)])
        let both = masks([caller, agent])
        #expect(both[1].hidesMiss == [true, false])
        #expect(both[0].hidden.count == 1)
        let masked = both[0].hidden[0]
        #expect(masked.lowerBound < .seconds(2.2) && masked.lowerBound > .seconds(2.1))
        #expect(masked.upperBound > .seconds(3.3) && masked.upperBound < .seconds(3.4))
        #expect(both[1].hidden.first == masked)
    }

    @Test("what is hidden tells neither frequency nor level") func words() {
        let line = miss("5", 2.35).line(isHidden: true)
        #expect(line == "  2.350 s: hidden beside masked digits: too short")
        #expect(miss("5", 2.35).line(isHidden: false) == "  2.350 s: 770+1336 Hz for 19 ms: too short (23 ms needed)")
        #expect(tone("5", 2.2).line(digit: "*") == "  2.2 s  *  100 ms")
        #expect(tone("5", 2.2).line(digit: "5").contains("off 0.7 0.8 %"))
    }

    @Test("JSON: the figures of a near miss, and none of a hidden one") func json() {
        #expect(
            miss("5", 2.35).json(isHidden: false).text
                == #"{"startSeconds":2.35,"durationSeconds":0.019,"rule":"too-short","looksLike":"5","frequenciesHz":[770,1336],"levelsDBm0":[-20,-20],"snrDB":20,"measured":19,"atLeast":23,"atMost":null,"unit":"ms","words":"2.350 s: 770+1336 Hz for 19 ms: too short (23 ms needed)"}"#
        )
        #expect(
            miss("5", 2.35).json(isHidden: true).text
                == #"{"startSeconds":2.35,"durationSeconds":0.019,"rule":"too-short","looksLike":null,"frequenciesHz":[null,null],"levelsDBm0":[null,null],"snrDB":null,"measured":null,"atLeast":null,"atMost":null,"unit":null,"words":null}"#
        )
    }
}

import Testing
import DTMF
import Telephony

@Suite struct KeyTonesTests {
    @Test func everyKeyHasItsPairOfQ23() {
        #expect(Key.one.frequencies == (697, 1209))
        #expect(Key.zero.frequencies == (941, 1336))
        #expect(Key.d.frequencies == (941, 1633))
        #expect(Set(Key.allCases.map { $0.frequencies.low * 10_000 + $0.frequencies.high }).count == 16)
    }
}

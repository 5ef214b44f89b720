import CardData
import Telephony
import Testing

@Suite("Diaries of keys") struct KeyDiaryTests {
    private func keys(_ diary: KeyDiary) -> [UInt8] {
        diary.withKeys { keys in keys.indices.map { keys[$0] } }
    }

    @Test("keys are kept in order until they are forgotten") func order() {
        let diary = KeyDiary()
        for key in [Key.four, .two, .pound, .star, .d] { diary.note(key) }
        #expect(keys(diary) == [4, 2, 11, 10, 15] && diary.count == 5)
        diary.wipe()
        #expect(keys(diary).isEmpty && diary.count == 0)
        diary.note(.one)
        #expect(keys(diary) == [1])
    }

    @Test("those beyond its room are counted") func room() {
        let diary = KeyDiary()
        for _ in 0..<KeyDiary.capacity + 3 { diary.note(.seven) }
        #expect(diary.count == KeyDiary.capacity + 3 && keys(diary).count == KeyDiary.capacity)
    }
}

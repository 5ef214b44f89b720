import AudioFiles
import Testing

@Suite struct SndfileTests {
    @Test func libraryAnswers() { #expect(libsndfileVersion().hasPrefix("libsndfile")) }
}

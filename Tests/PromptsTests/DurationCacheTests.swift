import CallTestKit
import CardData
import PaymentCall
import Telephony
import Testing

@testable import Prompts

@Suite struct DurationCacheTests {
    /// A prompt on an occasion by chance, of far more than the cache keeps.
    private static func prompt(_ generator: inout SeededGenerator) -> Prompt {
        let language: Language = Bool.random(using: &generator) ? .english : .spanish
        var prompt = everyPrompt(in: language).randomElement(using: &generator) ?? Prompt("goodbye")
        prompt.occasion.step = Question.all.randomElement(using: &generator)
        prompt.occasion.error = Int.random(in: 0...3, using: &generator) == 0 ? "no-input" : nil
        prompt.occasion.attempt = Int.random(in: 0...4, using: &generator)
        prompt.occasion.brand = Brand.allCases.randomElement(using: &generator)
        return prompt
    }

    @Test func aDurationIsTheSameEachTimeAndAsWithoutTheCache() {
        var generator = SeededGenerator(seed: 5)
        let prompts = CallKit.prompts
        for _ in 0..<3_000 {
            let prompt = Self.prompt(&generator)
            let fresh = prompts.words(in: prompt.occasion.language).duration(of: prompt)
            #expect(prompts.duration(of: prompt) == fresh && prompts.duration(of: prompt) == fresh)
        }
    }

    @Test func itStaysBounded() {
        let cache = DurationCache()
        var found = 0
        for number in 0..<(3 * DurationCache.capacity) {
            let prompt = Prompt("goodbye", [PromptValue(.amount, .number(number))])
            for _ in 0..<2 {
                let duration = cache.duration(of: prompt) {
                    found += 1
                    return .milliseconds(number)
                }
                #expect(duration == .milliseconds(number))
            }
            if cache.count > DurationCache.capacity || cache.count < 1 { Issue.record("\(cache.count) are kept") }
        }
        #expect(found == 3 * DurationCache.capacity)
    }

    @Test func manyCallsAtOnceHearTheSame() async {
        let cache = DurationCache()
        await withTaskGroup(of: Bool.self) { group in
            for seed in 0..<8 {
                group.addTask {
                    (0..<5_000).allSatisfy { number in
                        let value = (number * (seed + 1)) % 6_000
                        let prompt = Prompt("goodbye", [PromptValue(.amount, .number(value))])
                        return cache.duration(of: prompt) { .milliseconds(value) } == .milliseconds(value)
                    }
                }
            }
            for await same in group { #expect(same) }
        }
        #expect(cache.count <= DurationCache.capacity)
    }
}

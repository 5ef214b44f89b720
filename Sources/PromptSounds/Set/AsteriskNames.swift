import PaymentCall
import Prompts

extension SpokenLanguages {
    /// What the recordings of Asterisk's sets say whose names tell it: those that our vocabulary has by the same names, and
    /// some that stand in other places there. Where Asterisk's list says it otherwise (`letters/a` is the article there) this
    /// counts.
    static func wordsOfAsterisk(in language: Language) -> [String: String] {
        let vocabulary = speech(of: language)?.vocabulary ?? []
        var words = Dictionary(vocabulary.map { ($0.name, $0.words) }, uniquingKeysWith: { first, _ in first })
        let isSpanish = language.tag.lowercased().hasPrefix("es")
        for (name, said) in isSpanish ? spanishOfAsterisk : englishOfAsterisk { words[name] = said }
        return words
    }

    private static let englishOfAsterisk = [
        ("vm-and", "and"), ("digits/dollars", "dollars"), ("digits/pound", "pound"), ("digits/oclock", "o'clock"),
        ("digits/at", "at"), ("digits/today", "today"), ("letters/zed", "zed"), ("auth-thankyou", "Thank you."),
        ("vm-goodbye", "Goodbye."), ("cents-per-minute", "cents per minute"),
    ]

    private static let spanishOfAsterisk = [
        ("vm-and", "y"), ("digits/1F", "una"), ("digits/1M", "un"), ("digits/pound", "número"),
        ("digits/at", "a las"), ("auth-thankyou", "Gracias."), ("vm-goodbye", "Adiós."),
    ]
}

import Telephony

/// The silences between recordings. Recordings themselves are trimmed; these make the rhythm of speech of them.
public enum SpeechPause {
    /// After each sentence, the last one too: the time to think of a key.
    public static let sentence = MediaDuration.milliseconds(300)
    /// At a comma, colon, semicolon or dash.
    public static let comma = MediaDuration.milliseconds(180)
    /// Between the words of a value: hardly any, since a number is spoken in one breath.
    public static let word = MediaDuration.milliseconds(20)
    /// Between a phrase and what follows it: a value stands out a little.
    public static let phrase = MediaDuration.milliseconds(60)
    /// Between characters that are spelled: time to write one down.
    public static let character = MediaDuration.milliseconds(90)
    /// Between groups of such characters, which are remembered as one.
    public static let group = MediaDuration.milliseconds(250)

    /// The longest run of characters that is spelled without groups: a postal code has five.
    static let longestGroup = 5

    /// How many characters each group has of a run of `count`: fours where they come out even, else threes and then fours.
    static func groups(of count: Int) -> [Int] {
        guard count > longestGroup else { return count > 0 ? [count] : [] }
        if count % 4 == 0 { return Array(repeating: 4, count: count / 4) }
        let fours = count % 3
        return Array(repeating: 3, count: (count - 4 * fours) / 3) + Array(repeating: 4, count: fours)
    }
}

/// Another program's way to write keys.
///
/// - `sipp`: the `play_dtmf` action of SIPp, `DIGITS[,TONE[,TYPE]]`: the keys `0-9 * # A-D`; the length of a tone in
///   milliseconds, 50 to 2000, else 200; and a payload type of RTP, which says nothing here. Each tone is followed by a
///   silence as long as itself.
/// - `voip-patrol`: the `play_dtmf` attribute of voip_patrol: the keys `0-9 * # A-D`, `w` for half a second and `W` for
///   a second, as Asterisk's SendDTMF has them. Its library, PJMEDIA, lets a key last 1600 samples of 8 kHz: 200 ms.
public enum KeyDialect: String, Hashable, Sendable, CaseIterable {
    case sipp
    case voipPatrol = "voip-patrol"

    /// Milliseconds that a tone of SIPp may last.
    public static let sippTones = 50...2000
    /// Milliseconds that a tone of SIPp lasts where nothing is said.
    static let sippTone = 200
    /// Payload types of RTP (RFC 3550).
    static let payloadTypes = 0...127
}

extension KeyScript {
    /// Reads keys as another program writes them; throws where that program would not take them, or where they can't be
    /// told. Spaces count for nothing, and the first key comes as early as with every script, `lead` after the answer.
    public init(importing text: some StringProtocol, dialect: KeyDialect) throws(KeyScriptError) {
        switch dialect {
        case .sipp: try self.init(sipp: text)
        case .voipPatrol:
            var steps: [Step] = []
            for (index, character) in text.enumerated() where !character.isWhitespace {
                switch character {
                case "w": steps.append(.wait(.milliseconds(500)))
                case "W": steps.append(.wait(.milliseconds(1000)))
                default: steps.append(.press(try KeyScript.key(character, at: index, dialect)))
                }
            }
            self.init(steps: steps, interval: .milliseconds(200) + KeyScript.gap)
        }
    }

    private init(sipp text: some StringProtocol) throws(KeyScriptError) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        var steps: [Step] = []
        for (index, character) in parts[0].enumerated() where !character.isWhitespace {
            steps.append(.press(try KeyScript.key(character, at: index, .sipp)))
        }
        var tone = KeyDialect.sippTone
        var place = parts[0].count + 2
        for (index, part) in parts.dropFirst().enumerated() {
            let range = index == 0 ? KeyDialect.sippTones : KeyDialect.payloadTypes
            guard index < 2, let number = KeyScript.number(part), range.contains(number) else {
                throw KeyScriptError(position: place, fault: index == 0 ? .toneLength : .afterToneLength)
            }
            if index == 0 { tone = number }
            place += part.count + 1
        }
        self.init(steps: steps, interval: .milliseconds(2 * tone))
    }

    private static func key(_ character: Character, at index: Int, _ dialect: KeyDialect) throws(KeyScriptError) -> Key
    {
        // Some letters become two in upper case, which are no Character: a debug build would trap.
        guard character.isASCII, let key = Key(character) else {
            throw KeyScriptError(position: index + 1, fault: .notOfDialect(dialect, character))
        }
        return key
    }

    /// A number of up to four digits, spaces around it.
    private static func number(_ text: some StringProtocol) -> Int? {
        let digits = String(text).filter { !$0.isWhitespace }
        return digits.count <= 4 && digits.allSatisfy { ("0"..."9").contains($0) } ? Int(digits) : nil
    }
}

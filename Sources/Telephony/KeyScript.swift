/// What a caller does with the keypad, written down: `0-9 * # A-D` are keys, `w` waits 0.5 s, `W` 1 s, `>` waits until
/// the prompt now playing is over, `!` hangs up; spaces count for nothing.
public struct KeyScript: Hashable, Sendable {
    /// One thing that the caller does.
    public enum Step: Hashable, Sendable {
        /// Presses a key.
        case press(Key)
        /// Waits.
        case wait(MediaDuration)
        /// Listens until the prompt now playing is over.
        case listen
        /// Hangs up; nothing follows.
        case hangUp
    }

    /// From the answer to the first key.
    public static let lead = MediaDuration.milliseconds(500)
    /// How long a key is pressed.
    public static let keyLength = MediaDuration.milliseconds(100)
    /// From the end of one key to the begin of the next.
    public static let gap = MediaDuration.milliseconds(100)

    /// The steps, in order.
    public let steps: [Step]
    /// From the begin of one key to that of the next: `keyLength` and `gap`, where the script's dialect has no other.
    public let interval: MediaDuration

    init(steps: [Step], interval: MediaDuration) { (self.steps, self.interval) = (steps, interval) }

    /// Reads a script; throws where it is none.
    public init(_ text: some StringProtocol) throws(KeyScriptError) {
        var steps: [Step] = []
        for (index, character) in text.enumerated() where !character.isWhitespace {
            if steps.last == .hangUp { throw KeyScriptError(position: index + 1, fault: .afterHangUp) }
            switch character {
            case "w": steps.append(.wait(.milliseconds(500)))
            case "W": steps.append(.wait(.milliseconds(1000)))
            case ">": steps.append(.listen)
            case "!": steps.append(.hangUp)
            default:
                // Some letters become two in upper case, which are no Character: a debug build would trap.
                guard character.isASCII, let key = Key(character) else {
                    throw KeyScriptError(position: index + 1, fault: .noKey(character))
                }
                steps.append(.press(key))
            }
        }
        self.init(steps: steps, interval: KeyScript.keyLength + KeyScript.gap)
    }
}

/// Where a key script is wrong. It says the place and the wrong character, never the keys around it.
public struct KeyScriptError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Hashable, Sendable {
        /// A character that is no key.
        case noKey(Character)
        /// Something follows the hang-up.
        case afterHangUp
        /// A character that is no key and no wait of another program.
        case notOfDialect(KeyDialect, Character)
        /// No length of a tone stands there.
        case toneLength
        /// What follows the length of a tone is no payload type.
        case afterToneLength
    }

    /// The character's place, from 1.
    public let position: Int
    /// What is wrong with it.
    public let fault: Fault

    /// A sentence that says what to do.
    public var description: String {
        switch fault {
        case .noKey(let character):
            "character \(position)\(KeyScriptError.shown(character)) is no key; keys are 0-9 * # A-D, and w W > ! and spaces may stand "
                + "between them"
        case .notOfDialect(.sipp, let character):
            "character \(position)\(KeyScriptError.shown(character)) is no key of SIPp's play_dtmf; its keys are 0-9 * # A-D, and a "
                + "comma and milliseconds may follow them"
        case .notOfDialect(.voipPatrol, let character):
            "character \(position)\(KeyScriptError.shown(character)) is no key of voip_patrol's play_dtmf; its keys are 0-9 * # A-D, "
                + "and w W may stand between them"
        case .toneLength:
            "at character \(position) the milliseconds of a tone are needed, \(KeyDialect.sippTones.lowerBound) to "
                + "\(KeyDialect.sippTones.upperBound), as in 123#,100"
        case .afterToneLength:
            "at character \(position) nothing but a payload type may follow, 0 to 127, as in 123#,100,101"
        case .afterHangUp: "something follows the hang-up '!' at character \(position); '!' must be the last"
        }
    }

    /// The character where it can be shown: no control character, nothing that changes how the rest looks, no digit.
    private static func shown(_ character: Character) -> String {
        let visible = character.unicodeScalars.count == 1 && (character.isLetter || ("!"..."~").contains(character))
        return visible && !character.isNumber ? ", '\(character)'," : ""
    }
}

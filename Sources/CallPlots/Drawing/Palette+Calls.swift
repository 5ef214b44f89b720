import Pictures

/// Colours that differ for every kind of colour blindness (Okabe and Ito, "Color Universal Design", 2008), and pale ones of
/// the same hues for what words stand on.
extension Palette {
    /// What went wrong: vermilion, dark enough for white words.
    static let wrong: Picture.Colour = 0xC04A00
    /// Where a prompt was cut short, and who ended the call: orange.
    static let turn: Picture.Colour = 0xE69F00
    /// Words in that colour on paper.
    static let turnInk: Picture.Colour = 0x8A5F00
    /// The result of a call that paid: bluish green, dark enough for white words.
    static let success: Picture.Colour = 0x00795A
    /// Behind all lanes while sensitive digits are keyed.
    static let secureGround: Picture.Colour = 0xF3EEF8
    /// The wave of the caller's leg: blue.
    static let callerWave: Picture.Colour = 0x0072B2
    /// The wave of the IVR's leg: bluish green.
    static let ivrWave: Picture.Colour = 0x009E73
}

extension Span.Look {
    /// What a bar is filled with.
    var fill: Picture.Colour {
        switch self {
        case .plain: 0xE9EBEE
        case .secure: 0xDCCDEB
        case .prompt, .cutPrompt: 0xCFE6F7
        case .timer: 0xFAEBC8
        case .timerOver: 0xF5C96A
        case .answered: 0xCDEBDF
        case .heard: 0xD5E6D2
        case .silence: Palette.masked
        case .failed: 0xF9DCCB
        case .wrong: Palette.wrong
        }
    }

    /// The line around it.
    var outline: Picture.Colour {
        switch self {
        case .plain: 0xAEB3BA
        case .secure: 0x9A78BF
        case .prompt, .cutPrompt: 0x5FA8D6
        case .timer: 0xCFA64A
        case .timerOver: 0x8A5F00
        case .answered: 0x4FB693
        case .heard: 0x8DB585
        case .silence: Palette.faint
        case .failed, .wrong: Palette.wrong
        }
    }

    /// The words on it.
    var ink: Picture.Colour { self == .wrong ? Palette.paper : Palette.ink }
    /// The words beside it.
    var besideInk: Picture.Colour { isTrouble ? Palette.wrong : Palette.ink }
}

extension Pin.Look {
    /// The pin's line and words.
    var ink: Picture.Colour {
        switch self {
        case .wrong, .failure: Palette.wrong
        case .turn: Palette.turnInk
        case .success: Palette.success
        }
    }

    /// Whether it stands for the call's result.
    var isResult: Bool { self == .success || self == .failure }
}

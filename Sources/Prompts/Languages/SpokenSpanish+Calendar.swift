// Places in a row, days and times as Spanish says them in the Americas.
extension SpokenSpanish {
    /// The greatest number that has a place in a row of its own; beyond it people say the number itself.
    static let greatestOrdinal: Int64 = 100

    /// A place in a row: `tercero`, `tercera`, `tercer`; `vigésimo primero`.
    public static func ordinal(_ number: Int64, _ form: OrdinalForm) -> String {
        guard (1...greatestOrdinal).contains(number) else {
            let forms: [OrdinalForm: Form] = [.masculine: .alone, .feminine: .feminine, .beforeNoun: .masculine]
            return cardinal(number, forms[form] ?? .alone)
        }
        let (ten, one) = Int(number).quotientAndRemainder(dividingBy: 10)
        if number <= 20 { return ordinalWord(ordinals[Int(number)], form) }
        // Both words agree with a noun: "vigésima primera"; before one only the last is cut: "vigésimo primer".
        let tenWord = ordinalWord(ordinalTens[ten], form)
        return one == 0 ? tenWord : tenWord + " " + ordinalWord(ordinals[one], form)
    }

    /// The form of a masculine ordinal.
    static func ordinalWord(_ word: String, _ form: OrdinalForm) -> String {
        switch form {
        case .masculine: word
        case .feminine: word.dropLast() + "a"
        case .beforeNoun: word.hasSuffix("primero") || word.hasSuffix("tercero") ? String(word.dropLast()) : word
        }
    }

    /// A day: `tres de marzo de dos mil treinta`, `primero de marzo`; with its weekday `domingo tres de marzo`.
    public static func date(_ date: SpokenDate, withWeekday: Bool) -> String {
        let weekday = withWeekday ? weekdays[date.weekday] + " " : ""
        let day = date.day == 1 ? ordinals[1] : cardinal(Int64(date.day))
        return weekday + day + " de " + months[date.month - 1] + " de " + cardinal(Int64(date.year))
    }

    /// A time: `las tres y cinco de la tarde`, `mediodía`; of 24 hours `las quince y cinco`, `las quince horas`.
    public static func time(_ time: SpokenTime, of clock: SpokenTime.Clock) -> String {
        let minute = time.minute
        if clock == .twelve, minute == 0, time.hour % 12 == 0 { return time.hour == 0 ? "medianoche" : "mediodía" }
        let hour = clock == .twelve ? time.hourOfTwelve : Int64(time.hour)
        let article = hour == 1 ? "la " : "las "
        let minutes =
            switch minute {
            case 0: clock == .twelve ? "" : hour == 1 ? " hora" : " horas"
            case 15 where clock == .twelve: " y cuarto"
            case 30 where clock == .twelve: " y media"
            default: " y " + cardinal(Int64(minute))
            }
        return article + cardinal(hour, .feminine) + minutes
            + (clock == .twelve ? " " + partOfDay(time.hour) : "")
    }

    /// The part of the day that an hour belongs to, as people say it behind a time.
    private static func partOfDay(_ hour: Int) -> String {
        switch hour {
        case 1...5: "de la madrugada"
        case 6...11: "de la mañana"
        case 12...18: "de la tarde"
        default: "de la noche"
        }
    }

    static let months = [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre",
    ]
    static let weekdays = ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"]
    /// From 1 to 20; nothing stands at 0.
    static let ordinals = [
        "", "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo",
        "undécimo", "duodécimo", "decimotercero", "decimocuarto", "decimoquinto", "decimosexto", "decimoséptimo",
        "decimoctavo", "decimonoveno", "vigésimo",
    ]
    /// By tens, from 20 to 100.
    static let ordinalTens = [
        "", "", "vigésimo", "trigésimo", "cuadragésimo", "quincuagésimo", "sexagésimo", "septuagésimo", "octogésimo",
        "nonagésimo", "centésimo",
    ]
}

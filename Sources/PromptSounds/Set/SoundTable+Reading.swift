import Telephony

extension SoundTable {
    /// Reads a table; `file` names it in errors. Every byte may be anything.
    public init(bytes: [UInt8], file: String) throws(SoundSetError) {
        var reading = TableReading(file: file)
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            try reading.take(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
        self = try reading.finished()
    }
}

/// Reads a table line by line: the head, the row of columns, the recordings.
private struct TableReading {
    private let file: String
    private var line = 0
    private var language: String?
    private var voice: String?
    private var rates: [SampleRate] = []
    private var hasColumns = false
    private var rows: [SoundTable.Row] = []
    private var names: Set<String> = []

    /// No language says so much in one piece; a longer line is no table.
    private static let lineLimit = 4096

    init(file: String) { self.file = file }

    mutating func take(_ bytes: ArraySlice<UInt8>) throws(SoundSetError) {
        line += 1
        guard bytes.count <= TableReading.lineLimit else { throw wrong("this line is too long for a recording") }
        guard let first = bytes.first, first != UInt8(ascii: "#") else { return }
        let fields = bytes.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        if hasColumns { try takeRow(fields) } else { try takeHead(fields.map { String(decoding: $0, as: UTF8.self) }) }
    }

    func finished() throws(SoundSetError) -> SoundTable {
        guard hasColumns, let language else {
            throw SoundSetError(
                file: file, line: nil,
                message: "this is no table of sounds: it needs the lines language, voice, rates and "
                    + "\(SoundTable.columns.joined(separator: ", ")); see docs/prompts.md")
        }
        return SoundTable(language: language, voice: voice ?? "", rates: rates, rows: rows)
    }

    private mutating func takeHead(_ fields: [String]) throws(SoundSetError) {
        switch fields[0] {
        case "language" where fields.count == 2: language = fields[1]
        case "voice" where fields.count == 2: voice = fields[1]
        case "rates" where fields.count > 1 && fields.count <= 9:
            for field in fields.dropFirst() {
                guard let hertz = Int(field), let rate = SampleRate(hertz: hertz), !rates.contains(rate) else {
                    throw wrong("a rate is a whole number of samples a second, 8000 to 192000, and stands once")
                }
                rates.append(rate)
            }
        case "name":
            guard !rates.isEmpty, language != nil else { throw wrong("language and rates must stand before this line") }
            let wanted = SoundTable.columns + rates.map { "sha256 \($0.hertz)" }
            guard fields == wanted else {
                throw wrong("the columns must be \(wanted.joined(separator: ", ")), with a tab between them")
            }
            hasColumns = true
        default:
            throw wrong("before the columns a line is language, voice or rates, a tab, and its value")
        }
    }

    private mutating func takeRow(_ fields: [ArraySlice<UInt8>]) throws(SoundSetError) {
        let count = SoundTable.columns.count + rates.count
        guard fields.count == count else { throw wrong("\(fields.count) columns stand here, \(count) are needed") }
        guard rows.count < SoundTable.rowLimit else {
            throw wrong("a set has at most \(SoundTable.rowLimit) recordings")
        }
        let name = String(decoding: fields[0], as: UTF8.self)
        guard SoundTable.isName(fields[0]) else {
            throw wrong(
                "a name is made of letters, digits and the signs - _ . with / between its parts, like digits/20")
        }
        guard names.insert(name).inserted else { throw wrong("this recording stands twice; keep one of them") }
        guard let length = TableReading.number(fields[2]), SoundTable.lengths.contains(length) else {
            throw wrong("ms is a whole number, \(SoundTable.lengths.lowerBound) to \(SoundTable.lengths.upperBound)")
        }
        guard let level = TableReading.decibels(fields[3]), let peak = TableReading.decibels(fields[4]) else {
            throw wrong("level and peak are dB below full scale, -120.0 to 0.0")
        }
        var digests: [String] = []
        for field in fields.dropFirst(SoundTable.columns.count) {
            guard field.count == 64, field.allSatisfy(TableReading.isHexadecimal) else {
                throw wrong("a hash is 64 digits 0 to 9, a to f; ivrpay prompts build writes it")
            }
            digests.append(String(decoding: field, as: UTF8.self))
        }
        rows.append(
            SoundTable.Row(
                name: name, words: String(decoding: fields[1], as: UTF8.self), milliseconds: length, level: level,
                peak: peak, digests: digests))
    }

    private func wrong(_ message: String) -> SoundSetError { SoundSetError(file: file, line: line, message: message) }

    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        guard (1...9).contains(field.count) else { return nil }
        var value = 0
        for byte in field {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }

    private static func decibels(_ field: ArraySlice<UInt8>) -> Double? {
        let isNegative = field.first == UInt8(ascii: "-")
        let parts = field.dropFirst(isNegative ? 1 : 0).split(separator: UInt8(ascii: "."), maxSplits: 1)
        guard let whole = parts.first.flatMap(number), parts.count == 1 || parts[1].count == 1 else { return nil }
        guard let tenths = parts.count == 1 ? 0 : number(parts[1]) else { return nil }
        let value = Double(whole * 10 + tenths) / 10
        guard value <= 120, isNegative || value == 0 else { return nil }
        return isNegative ? -value : value
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}

extension SoundTable {
    /// Whether a recording may have that name: a path that stays below its folder, of signs that every file system has.
    static func isName(_ name: some Collection<UInt8>) -> Bool {
        guard name.count <= 200 else { return false }
        let parts = name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            guard let first = part.first, first != UInt8(ascii: ".") else { return false }
            return part.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
        }
    }
}

import ArgumentParser
import CardData
import JSONText

/// `ivrpay card`: card numbers from standard input, judged and masked.
struct CardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card",
        abstract: "Reads card numbers from standard input, one a line; prints masked number, brand, valid or why not.",
        discussion: """
            Spaces and hyphens within a number count for nothing. Numbers are never taken from the command line, where \
            others could see them. Exit code 4 when there was none.
            """)

    @Option(help: "How the result is written.")
    var format = Format.text

    @Flag(help: "Accept valid numbers that are no published test numbers too.")
    var allowLive = false

    func run() throws {
        var acceptance = CardAcceptance()
        acceptance.brands = Set(Brand.allCases)
        acceptance.liveCardGuard = !allowLive
        var seen = 0
        while let line = readLine() {
            let text = line.filter { !$0.isWhitespace && $0 != "-" }
            if text.isEmpty { continue }
            seen += 1
            try judge(text, acceptance)
        }
        if seen == 0 { throw Failure(code: Exit.nothingMatched, message: "standard input held no card number") }
    }

    /// Prints the verdict on one number.
    private func judge(_ text: String, _ acceptance: CardAcceptance) throws {
        var number = SecretDigits()
        for character in text.utf8 {
            guard (0x30...0x39).contains(character) else {
                return try show(masked: nil, brand: nil, fault: "not-digits", length: text.count)
            }
            number.append(character - 0x30)
        }
        let masked = number.masked
        let brand = number.withDigits { BrandTable.match($0).brand }
        switch acceptance.judge(number) {
        case .success:
            try show(masked: masked, brand: brand, fault: nil, length: number.count)
        case .failure(let fault):
            try show(masked: masked, brand: brand, fault: fault.code, length: number.count)
        }
    }

    private func show(masked: MaskedPAN?, brand: Brand?, fault: String?, length: Int) throws {
        switch format {
        case .json:
            try Output.line(
                JSON.members([
                    "schemaVersion": .int(1), "maskedPAN": .optional(masked?.description),
                    "brand": .optional(brand?.rawValue), "length": .int(Int64(length)), "valid": .bool(fault == nil),
                    "reason": .optional(fault), "brandTable": .string(BrandTable.version),
                ]).text)
        case .text:
            let verdict = fault.map { "not valid: " + $0 } ?? "valid"
            try Output.line("\(masked?.description ?? "-")  \(brand?.rawValue ?? "unknown")  \(verdict)")
        }
    }
}

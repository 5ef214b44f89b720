/// The keys of a saved scenario, step after step, with a space for each variable.
struct SavedDigits {
    /// All keys.
    let keys: String
    /// The digits alone, as somebody who puts the pieces together reads them.
    var text: String { keys.filter { $0.isNumber || $0 == " " } }

    /// The `press` texts of a file.
    init(_ file: String) {
        var keys = ""
        for line in file.split(separator: "\n") {
            guard let press = line.firstRange(of: "press: \"") else { continue }
            keys += line[press.upperBound...].dropLast()
        }
        var rest = keys[...]
        var plain = ""
        while let open = rest.firstRange(of: "${"), let close = rest[open.upperBound...].firstIndex(of: "}") {
            plain += rest[..<open.lowerBound] + " "
            rest = rest[rest.index(after: close)...]
        }
        self.keys = plain + rest
    }
}

/// What is wrong with a fault as it was written.
public struct FaultTextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String
}

extension ServerFault {
    /// Reads `cut-after`, `delay; seconds=3` or `429; retryAfter=2`, as the header Ivrpay-Fault has it.
    public init(written text: some StringProtocol) throws(FaultTextError) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map { ServerFault.trimmed(String($0)) }
        guard let kind = Kind(rawValue: parts[0]) else {
            throw FaultTextError(
                description: "a fault is one of " + Kind.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self.init(kind)
        for part in parts.dropFirst() {
            let sides = part.split(separator: "=", maxSplits: 1).map { ServerFault.trimmed(String($0)) }
            guard sides.count == 2, let parameter = Parameter(rawValue: sides[0]), parameter == kind.parameter else {
                let own = kind.parameter.map { "has the parameter \($0.rawValue)" } ?? "has no parameter"
                throw FaultTextError(description: "the fault \(kind.rawValue) \(own)")
            }
            value = try ServerFault.value(sides[1], of: kind)
        }
    }

    /// The value of a kind's parameter; throws for what is no number, or out of its range.
    static func value(_ text: String, of kind: Kind) throws(FaultTextError) -> Double {
        guard let value = Double(text), kind.range.contains(value),
            kind.parameter == .seconds || value == value.rounded()
        else {
            let range = kind.range
            throw FaultTextError(
                description: "the parameter of \(kind.rawValue) is a number from \(Int(range.lowerBound)) to "
                    + "\(Int(range.upperBound))")
        }
        return value
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

/// A fault that waits for its requests.
public struct FaultOrder: Hashable, Sendable {
    /// How often a fault may be asked for at once.
    static let times = 1...1_000_000

    let fault: ServerFault
    /// How many requests it still strikes.
    var times = 1
    var on = FaultTarget.create
    /// The references it strikes, in which `*` stands for anything; nil for all.
    var reference: String?

    init(fault: ServerFault) { self.fault = fault }

    /// Reads `cut-after*2`, `delay; seconds=3` or `delay; seconds=3*2`, as the option --fault has it.
    public init(written text: String) throws(FaultTextError) {
        guard let star = text.lastIndex(of: "*") else {
            self.init(fault: try ServerFault(written: text))
            return
        }
        guard let times = Int(text[text.index(after: star)...]), FaultOrder.times.contains(times) else {
            throw FaultTextError(description: "how often a fault comes stands behind *, from 1 to 1000000")
        }
        self.init(fault: try ServerFault(written: text[..<star]))
        self.times = times
    }
}

/// A pattern in which `*` stands for any characters.
enum FaultPattern {
    /// Whether all of `text` fits `pattern`.
    static func fits(_ text: String, _ pattern: String) -> Bool {
        let (text, pattern) = (Array(text.utf8), Array(pattern.utf8))
        let star = UInt8(ascii: "*")
        var (place, at) = (0, 0)
        var retry: (place: Int, at: Int)?
        while place < text.count {
            if at < pattern.count, pattern[at] == star {
                retry = (place, at)
                at += 1
            } else if at < pattern.count, pattern[at] == text[place] {
                place += 1
                at += 1
            } else if let last = retry {
                // The star takes one character more.
                retry = (last.place + 1, last.at)
                (place, at) = (last.place + 1, last.at + 1)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == star }
    }
}

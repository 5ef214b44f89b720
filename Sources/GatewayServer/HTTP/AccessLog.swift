import CardData

/// One line a request: when, which, what, how it ended and how long it took. Never a header, a query or a body.
struct AccessLine {
    var time: GatewayTime
    var requestID: String
    var method: String
    var path: Substring
    var status: String
    var milliseconds: Double
    var fault: String?

    private static let longestPath = 100
    /// Digits in a row that are shown: no id of ours has any, and an account number may have as few as four.
    private static let mostDigits = 3

    var text: String {
        let tenths = Int((milliseconds * 10).rounded())
        let fault = fault.map { " fault=" + $0 } ?? ""
        return "\(time) \(requestID) \(shownMethod) \(shownPath) \(status) \(tenths / 10).\(tenths % 10) ms\(fault)"
    }

    /// A method is a short word of capitals, or it is not shown.
    private var shownMethod: String {
        method.utf8.count <= 10 && method.utf8.allSatisfy { (0x41...0x5a).contains($0) } ? method : "?"
    }

    /// A path may hold anything: what could be a card number in it is masked, so are other long numbers, and what is no
    /// plain character is not shown.
    private var shownPath: String {
        let plain = path.unicodeScalars.prefix(AccessLine.longestPath).map {
            (0x21...0x7e).contains($0.value) ? Character($0) : "?"
        }
        var shown = Array(CardMask.masking(String(plain)))
        var start = 0
        for index in 0...shown.count where index == shown.count || !shown[index].isNumber {
            if index - start > AccessLine.mostDigits { for place in start..<index { shown[place] = "*" } }
            start = index + 1
        }
        return String(shown)
    }
}

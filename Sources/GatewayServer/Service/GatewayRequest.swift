/// One request, as it came: what of it the service reads.
public struct GatewayRequest: Sendable {
    /// The method, e.g. `POST`.
    public let method: String
    /// The path with its query, as it was sent.
    public let target: String
    /// The headers, by their names in lower case. A header that came twice has both values, with a comma between.
    public let headers: [String: String]
    /// The body.
    public let body: [UInt8]
    /// The address by which the client came, as `http://127.0.0.1:8085`; nil where that is not known.
    public let origin: String?

    /// The headers that the service reads.
    public static let headersRead = ["authorization", "idempotency-key", "content-type", "ivrpay-fault"]

    /// A request; the names of `headers` are in lower case.
    public init(
        method: String, target: String, headers: [String: String] = [:], body: [UInt8] = [], origin: String? = nil
    ) {
        self.origin = origin
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// The path without the query.
    var path: Substring { target.prefix { $0 != "?" } }

    /// The query's parameters, decoded; nil where it can't be read or a name comes twice.
    var query: [String: String]? {
        guard let mark = target.firstIndex(of: "?") else { return [:] }
        var values: [String: String] = [:]
        for part in target[target.index(after: mark)...].split(separator: "&") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, let name = GatewayRequest.decoded(sides[0]),
                let value = GatewayRequest.decoded(sides[1]), values.updateValue(value, forKey: name) == nil
            else { return nil }
        }
        return values
    }

    /// Text without its percent escapes; nil for a broken one, or what is no UTF-8.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
    }
}

extension GatewayRequest {
    /// The address that stands in what is served as it is.
    private static let standardOrigin = "http://127.0.0.1:8085"

    /// A text that is served as it is, with the address by which the client came in it.
    func addressed(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        // An address is copied only where it can be nothing else.
        guard let origin, origin.utf8.count <= 255,
            origin.utf8.allSatisfy({ byte in
                byte < 0x80 && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber)
                    || ".-:[]/".utf8.contains(byte)
            })
        else { return text }
        return text.replacing(GatewayRequest.standardOrigin, with: origin)
    }
}

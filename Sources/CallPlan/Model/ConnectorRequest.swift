import JSONText

/// A connector's request with every value in its place; describes itself without headers and body, which may hold secrets.
public struct ConnectorRequest: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Where it goes.
    public let service: ServiceAddress
    /// How it asks.
    public let method: ConnectorStep.Method
    /// The path with its query, percent-encoded.
    public let path: String
    /// The headers in order, the body's `Content-Type` among them.
    public let headers: [(name: String, value: String)]
    /// The body's text; nil for none.
    public let body: String?

    /// The method and the path, which never hold a secret.
    public var description: String { "\(method.rawValue) \(path)" }
    /// Hides headers and body from dumps too.
    public var customMirror: Mirror { Mirror(self, children: ["method": method.rawValue, "path": path]) }

    /// Compares all parts.
    public static func == (left: ConnectorRequest, right: ConnectorRequest) -> Bool {
        left.service == right.service && left.method == right.method && left.path == right.path
            && left.body == right.body && left.headers.elementsEqual(right.headers, by: ==)
    }

    /// Hashes what describes it.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(method)
        hasher.combine(path)
    }
}

/// Why a request can't be made of the values at hand; the connector fails without asking.
public enum RequestFault: Error, Hashable, Sendable {
    /// A value makes a part of the path empty, `.` or `..`, which would name another resource.
    case pathSegment
    /// A value of a header holds a line break or another control character.
    case headerValue
}

extension ConnectorStep {
    /// The request with the values that `value` gives. Each is escaped for where it stands, so that no value can end the
    /// place it was put into.
    public func request(_ value: (DataReference) -> DataValue) throws(RequestFault) -> ConnectorRequest {
        var lines: [(name: String, value: String)] = []
        for header in headers {
            let text = header.value.filled { value($0).sentText }
            guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) }) else {
                throw .headerValue
            }
            lines.append((header.name, text))
        }
        if let type = body?.contentType, !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            lines.append(("Content-Type", type))
        }
        return ConnectorRequest(
            service: service, method: method, path: try filledPath(value), headers: lines,
            body: body?.filled(value))
    }

    private func filledPath(_ value: (DataReference) -> DataValue) throws(RequestFault) -> String {
        // What a value can't hold after encoding marks where it stands, so that its segment can be looked at.
        let marked = path.filled { "\u{0}" + PercentEncoding.encoded(value($0).sentText) }
        let segments = marked.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
        for segment in segments where segment.contains("\u{0}") {
            let plain = segment.filter { $0 != "\u{0}" }
            if plain.isEmpty || plain == "." || plain == ".." { throw .pathSegment }
        }
        return marked.filter { $0 != "\u{0}" }
    }
}

extension RequestBody {
    /// The `Content-Type` where the plan gives none.
    var contentType: String {
        switch self {
        case .json: "application/json"
        case .text(_, let isForm): isForm ? "application/x-www-form-urlencoded" : "text/plain; charset=utf-8"
        }
    }

    func filled(_ value: (DataReference) -> DataValue) -> String {
        switch self {
        case .json(let template): template.filled(value).text
        case .text(let template, let isForm):
            template.filled { isForm ? PercentEncoding.encoded(value($0).sentText) : value($0).sentText }
        }
    }
}

extension JSONTemplate {
    func filled(_ value: (DataReference) -> DataValue) -> JSON {
        switch self {
        case .null: .null
        case .boolean(let truth): .bool(truth)
        case .number(let text): .number(text)
        case .string(let template):
            template.wholeReference.map { value($0).sentJSON } ?? .string(template.filled { value($0).sentText })
        case .list(let items): .array(items.map { $0.filled(value) })
        case .object(let members): .object(members.map { JSON.Member(name: $0.name, value: $0.value.filled(value)) })
        }
    }
}

/// Percent-encoding of RFC 3986: everything but its unreserved characters.
enum PercentEncoding {
    private static let hex = Array("0123456789ABCDEF")

    static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            let isUnreserved =
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: true
                default: false
                }
            if isUnreserved {
                encoded.append(Character(UnicodeScalar(byte)))
            } else {
                encoded += "%" + String([hex[Int(byte >> 4)], hex[Int(byte & 15)]])
            }
        }
        return encoded
    }
}

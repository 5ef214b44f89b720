import Connectors
import JSONText

/// Why a request can't be made of the values at hand; the connector fails without asking.
public enum RequestFault: Error, Hashable, Sendable {
    /// A value makes a part of the path empty, `.` or `..`, which would name another resource.
    case pathSegment
    /// A value of a header holds a line break or another control character.
    case headerValue
    /// The address, a header or a number of the request can't be sent.
    case request

    /// The name in events.
    public var name: String {
        switch self {
        case .pathSegment: "path-segment"
        case .headerValue: "header-value"
        case .request: "request"
        }
    }
}

extension ConnectorStep {
    /// The request with the values that `values` gives; `key` is its idempotency key. Each value is escaped for where it
    /// stands, so that none can end the place it was put into.
    public func request(
        key: String, values: (DataReference) -> DataValue
    ) throws(RequestFault) -> ConnectorRequest {
        var lines: [ConnectorHeader] = []
        for header in headers {
            let text = header.value.filled { values($0).sentText }
            let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
            guard isPlain, let line = try? ConnectorHeader(name: header.name, value: text) else {
                throw .headerValue
            }
            lines.append(line)
        }
        let url = service.base + (try filledPath(values))
        do {
            return try ConnectorRequest(
                method, url, headers: lines, body: body?.filled(values),
                contentType: body?.contentType ?? "application/json", idempotencyKey: key, timeout: timeout,
                retries: retries, retryDelay: retryDelay)
        } catch { throw .request }
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

/// Where a request goes: a service in the network, or the payment desk in the process.
public struct ConnectorAddress: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// How a service is reached.
    public enum Scheme: String, Hashable, Sendable, CaseIterable {
        /// In the clear: for tests and for services on the same machine.
        case http
        /// Over TLS.
        case https
        /// The payment desk in the process.
        case inProcess = "in-process"
    }

    /// How the service is reached.
    public let scheme: Scheme
    /// The service's host, with its port where one is given; empty in the process.
    public let host: String
    /// The path, from its first `/` on; `/` where none is given.
    public let path: String
    /// What follows `?`; nil for nothing.
    public let query: String?

    /// The address that `url` writes: `https://pay.example.com/sessions?test=1`, `in-process:/sessions`.
    public init(_ url: String) throws(ConnectorRequestError) {
        let known = Scheme.allCases.first { url.lowercased().hasPrefix($0.rawValue + ":") }
        guard let known, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }) else {
            throw ConnectorAddress.problem(
                "begins with https://, http:// or in-process:/ and has neither spaces nor letters outside ASCII; "
                    + "write those as %20")
        }
        scheme = known
        var rest = url.dropFirst(known.rawValue.utf8.count + 1).prefix { $0 != "#" }
        if known == .inProcess {
            host = ""
            guard rest.hasPrefix("/"), !rest.hasPrefix("//") else {
                throw ConnectorAddress.problem("in the process is written in-process:/sessions")
            }
        } else {
            guard rest.hasPrefix("//") else {
                throw ConnectorAddress.problem("is written \(known.rawValue)://host/path")
            }
            host = String(rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" })
            rest = rest.dropFirst(2 + host.utf8.count)
            try ConnectorAddress.check(host: host)
        }
        let path = rest.prefix { $0 != "?" }
        self.path = path.isEmpty ? "/" : String(path)
        query = path.endIndex == rest.endIndex ? nil : String(rest[path.endIndex...].dropFirst())
    }

    private static func check(host: String) throws(ConnectorRequestError) {
        guard !host.contains("@") else {
            throw problem("has no user and password in it; give them in a header, which is never shown")
        }
        let name = host.hasPrefix("[") ? host.prefix { $0 != "]" }.dropFirst() : host.prefix { $0 != ":" }
        let afterName = host.dropFirst(host.hasPrefix("[") ? name.utf8.count + 2 : name.utf8.count)
        guard !name.isEmpty, !host.hasPrefix("[") || host.contains("]") else {
            throw problem("names a host: https://pay.example.com/sessions")
        }
        guard afterName.isEmpty || (afterName.hasPrefix(":") && UInt16(afterName.dropFirst()).map { $0 > 0 } == true)
        else { throw problem("has a port from 1 to 65535 after its host: http://localhost:8080/sessions") }
    }

    private static func problem(_ rest: String) -> ConnectorRequestError {
        ConnectorRequestError("url", "an address \(rest)")
    }

    /// The whole address, as it is asked for; its query may hold a secret.
    public var url: String {
        (scheme == .inProcess ? "in-process:" : "\(scheme.rawValue)://\(host)") + path + (query.map { "?" + $0 } ?? "")
    }

    /// Host and path, without the query.
    public var description: String {
        (scheme == .inProcess ? "in-process:" : "\(scheme.rawValue)://\(host)") + path
    }
    /// Hides the query from dumps too.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

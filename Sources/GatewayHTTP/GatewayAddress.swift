#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where a gateway is reached: scheme, host, port and the path that its own paths follow.
public struct GatewayAddress: Hashable, Sendable, CustomStringConvertible {
    /// `https`, or `http` for a gateway that is spoken to in the clear.
    public let scheme: String
    /// The host with its port where one is given: `pay.example.com:8443`, `[::1]:8085`.
    public let host: String
    /// What stands before every path: empty, or from its first `/` on, without one at its end.
    public let basePath: String
    /// Whether the host is this machine.
    public let isLoopback: Bool

    /// The address that `url` writes, e.g. `https://pay.example.com` or `http://127.0.0.1:8085`.
    ///
    /// - Parameter allowsPlainHTTP: whether another machine may be spoken to in the clear, where everyone on the way reads
    ///   card numbers.
    public init(_ url: String, allowsPlainHTTP: Bool = false) throws(GatewayAddressError) {
        guard let scheme = ["https", "http"].first(where: { url.lowercased().hasPrefix($0 + "://") }),
            url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") })
        else {
            throw GatewayAddressError(
                "the gateway's address begins with https://, or http:// for this machine, and has neither spaces nor letters "
                    + "outside ASCII: https://pay.example.com, http://127.0.0.1:8085")
        }
        let rest = url.dropFirst(scheme.utf8.count + 3)
        guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else {
            throw GatewayAddressError(
                "the gateway's address has no query and no fragment; leave out ? and # and what follows")
        }
        let host = rest.prefix { $0 != "/" }
        // A wrong host is not shown: it may be a secret before an @.
        guard !host.contains("@") else {
            throw GatewayAddressError(
                "the gateway's address has no user and password in it; give the key in IVRPAY_GATEWAY_KEY or in a file")
        }
        let name = try GatewayAddress.name(in: host)
        isLoopback = GatewayAddress.isLoopback(name)
        guard scheme == "https" || isLoopback || allowsPlainHTTP else {
            throw GatewayAddressError(
                "http:// is for a gateway on this machine; for another one use https://, or allow it with "
                    + "--gateway-plain-http, which lets everyone on the way read card numbers")
        }
        self.scheme = scheme
        self.host = host.lowercased()
        var path = rest[host.endIndex...]
        while path.hasSuffix("/") { path.removeLast() }
        basePath = String(path)
    }

    /// The host's name or address without port and brackets.
    private static func name(in host: Substring) throws(GatewayAddressError) -> Substring {
        let isBracketed = host.hasPrefix("[")
        let name = isBracketed ? host.dropFirst().prefix { $0 != "]" } : host.prefix { $0 != ":" }
        let afterName = host.dropFirst(name.utf8.count + (isBracketed ? 2 : 0))
        guard !name.isEmpty, !isBracketed || host.contains("]") else {
            throw GatewayAddressError("the gateway's address names a host: https://pay.example.com")
        }
        guard isBracketed ? isAddress(name, family: AF_INET6) : name.allSatisfy(isOfName) else {
            throw GatewayAddressError(
                "the host in the gateway's address is a name, or an address in figures (IPv6 in brackets)")
        }
        guard afterName.isEmpty || (afterName.hasPrefix(":") && UInt16(afterName.dropFirst()).map { $0 > 0 } == true)
        else {
            throw GatewayAddressError(
                "a port from 1 to 65535 follows the host in the gateway's address: http://localhost:8085")
        }
        return name
    }

    private static func isOfName(_ character: Character) -> Bool {
        character.isASCII
            && (character.isLetter || character.isNumber || character == "-" || character == "." || character == "_")
    }

    /// 127.0.0.0/8 and ::1 in figures, and `localhost`. Whoever writes them otherwise (`127.1`) is not sure of them.
    private static func isLoopback(_ name: Substring) -> Bool {
        if name.lowercased() == "localhost" { return true }
        var four = in_addr()
        if inet_pton(AF_INET, String(name), &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
        var six = in6_addr()
        guard inet_pton(AF_INET6, String(name), &six) == 1 else { return false }
        return withUnsafeBytes(of: six) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
    }

    private static func isAddress(_ name: Substring, family: Int32) -> Bool {
        var bytes = in6_addr()
        return inet_pton(family, String(name), &bytes) == 1
    }

    /// The whole address of a path of the gateway's own, which begins with `/`.
    func url(_ path: String) -> String { description + path }

    /// The address as it was given, without a slash at its end.
    public var description: String { "\(scheme)://\(host)\(basePath)" }
}

/// Why an address is none that a gateway is asked at: a sentence that does not repeat it.
public struct GatewayAddressError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let description: String

    init(_ description: String) { self.description = description }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The secret by which a gateway knows who asks. It goes into one header and is never described.
public struct GatewayKey: Sendable, CustomStringConvertible, CustomReflectable {
    let value: String

    /// The name of the environment variable that holds it.
    public static let variable = "IVRPAY_GATEWAY_KEY"
    /// The published key of a gateway on this machine. It is no secret.
    public static let test = GatewayKey(unchecked: "ivrpay_test_key")
    /// The most characters that a key has.
    public static let longest = 512

    private init(unchecked value: String) { self.value = value }

    /// A key of printable ASCII characters without spaces, as a header carries it; nil for any other text, the empty one,
    /// and one that is longer than `longest`.
    public init?(_ value: String) {
        guard (1...GatewayKey.longest).contains(value.utf8.count),
            value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return nil }
        self.value = value
    }

    /// The key for a gateway at `address`: from the first line of `file`, else from `environment`, else the published one
    /// where the gateway is on this machine.
    ///
    /// `warns` hears of a file that others can read. It is taken all the same: what mounts secrets into containers lets
    /// everyone there read them.
    public init(
        file: String?, environment: [String: String], address: GatewayAddress, warns: (String) -> Void
    ) throws(GatewayKeyError) {
        if let file {
            self = try GatewayKey(readingFrom: file, warns: warns)
        } else if let value = environment[GatewayKey.variable], !value.isEmpty {
            guard let key = GatewayKey(value) else {
                throw GatewayKeyError(
                    .wrong,
                    "\(GatewayKey.variable) holds no key: a key has 1 to \(GatewayKey.longest) printable ASCII characters "
                        + "and no space")
            }
            self = key
        } else if address.isLoopback {
            self = .test
        } else {
            throw GatewayKeyError(
                .missing,
                "the gateway at \(address) needs a key; put it into \(GatewayKey.variable), or into a file named with "
                    + "--gateway-key-file")
        }
    }

    private init(readingFrom file: String, warns: (String) -> Void) throws(GatewayKeyError) {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw GatewayKeyError(.unreadable, "\(file): the key can't be read: \(GatewayKey.reason(errno))")
        }
        defer { close(descriptor) }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & 0o044 != 0 {
            warns("\(file): others can read the gateway's key; take that from them with chmod 600")
        }
        var bytes = [UInt8](repeating: 0, count: GatewayKey.longest + 2)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
            }
            guard got >= 0 else {
                throw GatewayKeyError(.unreadable, "\(file): the key can't be read: \(GatewayKey.reason(errno))")
            }
            if got == 0 { break }
            count += got
        }
        let line = bytes.prefix(count).prefix { $0 != 0x0a }
        let space: Set<UInt8> = [0x20, 0x09, 0x0d]
        let trimmed = line.drop { space.contains($0) }.reversed().drop { space.contains($0) }.reversed()
        guard let key = GatewayKey(String(decoding: Array(trimmed), as: UTF8.self)) else {
            throw GatewayKeyError(
                .wrong,
                "\(file): its first line is no key: a key has 1 to \(GatewayKey.longest) printable ASCII characters and "
                    + "no space")
        }
        self = key
    }

    private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }

    /// Never the key itself.
    public var description: String { "(key)" }
    /// Hides the key from dumps too.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why there is no key.
public struct GatewayKeyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of it.
    public enum Code: Hashable, Sendable {
        /// None was given, and the gateway is on another machine.
        case missing
        /// What was given is no key.
        case wrong
        /// The file can't be read.
        case unreadable
    }

    /// The kind.
    public let code: Code
    /// What is wrong, and what to do; never the key.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

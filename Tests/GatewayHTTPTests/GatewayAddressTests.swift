import GatewayHTTP
import Testing

@Suite("A gateway's address") struct GatewayAddressTests {
    @Test(arguments: [
        ("https://pay.example.com", "https://pay.example.com", false),
        ("HTTPS://Pay.Example.com:8443/", "https://pay.example.com:8443", false),
        ("https://pay.example.com/a/b//", "https://pay.example.com/a/b", false),
        ("http://127.0.0.1:8085", "http://127.0.0.1:8085", true),
        ("http://127.255.3.4", "http://127.255.3.4", true), ("http://localhost/", "http://localhost", true),
        ("http://[::1]:8085", "http://[::1]:8085", true),
        ("http://[0:0:0:0:0:0:0:1]", "http://[0:0:0:0:0:0:0:1]", true),
        ("https://[2001:db8::1]:1", "https://[2001:db8::1]:1", false),
    ])
    func taken(url: String, description: String, isLoopback: Bool) throws {
        let address = try GatewayAddress(url)
        #expect(address.description == description)
        #expect(address.isLoopback == isLoopback)
    }

    /// Hosts that look like this machine to a hasty reader.
    @Test(arguments: [
        "pay.example.com", "127.0.0.1.example.com", "localhost.example.com", "127.1", "2130706433", "0x7f.0.0.1",
        "0.0.0.0", "128.0.0.1",
        "[::2]", "[::]", "[::ffff:7f00:1]", "10.0.0.1",
    ])
    func plainHTTPIsForThisMachine(host: String) throws {
        let error = try #require(throws: GatewayAddressError.self) { try GatewayAddress("http://\(host)") }
        #expect(error.description.contains("--gateway-plain-http"))
        #expect(try !GatewayAddress("http://\(host)", allowsPlainHTTP: true).isLoopback)
        #expect(try GatewayAddress("https://\(host)").scheme == "https")
    }

    @Test(arguments: [
        ("", "begins with https://"), ("pay.example.com", "begins with https://"),
        ("ftp://pay.example.com", "begins with https://"),
        ("https:/pay.example.com", "begins with https://"), ("https://pay example.com", "begins with https://"),
        ("https://p\u{e4}y.example.com", "begins with https://"),
        ("https://pay.example.com\\@x", "begins with https://"),
        ("https://pay.example.com\r\nX: y", "begins with https://"), ("https://", "names a host"),
        ("https:///v1", "names a host"),
        ("https://:80", "names a host"), ("https://[::1", "names a host"), ("https://[::g]", "a name, or an address"),
        ("https://a,b", "a name, or an address"), ("https://user:secretxyzzy@pay.example.com", "no user and password"),
        ("http://localhost@pay.example.com", "no user and password"),
        ("https://pay.example.com?key=secretxyzzy", "no query"),
        ("https://pay.example.com/#a", "no query"), ("https://pay.example.com:0", "a port"),
        ("https://pay.example.com:65536", "a port"),
        ("https://pay.example.com:", "a port"), ("https://[::1]8085", "a port"),
        ("https://pay.example.com:x", "a port"),
    ])
    func refused(url: String, words: String) throws {
        let error = try #require(throws: GatewayAddressError.self) { try GatewayAddress(url, allowsPlainHTTP: true) }
        #expect(error.description.contains(words), "\(error)")
        #expect(!error.description.contains("secretxyzzy"))
    }
}

import CardData
import Synchronization
import Telephony
import Testing

@testable import GatewayHTTP

/// A way that keeps the bodies it was given, which no proper one does.
private final class KeepingTransport: GatewayTransport, @unchecked Sendable {
    var bodies: [SecretBody] = []
    var shown: [String] = []

    func exchange(_ request: GatewayHTTPRequest, limit: MediaDuration) -> GatewayExchange {
        if let body = request.body { bodies.append(body) }
        #expect(request.body?.withBytes { String(decoding: $0, as: UTF8.self).contains("4242424242424242") } == true)
        var dumped = ""
        dump(request, to: &dumped)
        shown += ["\(request)", String(reflecting: request), dumped]
        return GatewayExchange(.failed(.interrupted), took: .zero)
    }
}

@Suite("The body of a request") struct SecretBodyTests {
    @Test("it is empty when the exchange is over", arguments: GatewayDialect.allCases) func zeroed(
        dialect: GatewayDialect
    ) throws {
        let transport = KeepingTransport()
        let client = dialect.client(
            of: try GatewayAddress("https://localhost"), over: transport, key: .test, timeout: .milliseconds(1_000))
        _ = client.charge(Kit.request(), details: Kit.card(), handle: nil) { _ in }
        #expect(transport.bodies.count == 1)
        for body in transport.bodies { #expect(body.count == 0) }
        for text in transport.shown {
            #expect(!text.contains("4242"))
            #expect(!text.contains("ivrpay_test_key"))
        }
    }

    @Test("it grows") func grows() {
        let body = SecretBody()
        let text = (0..<5_000).map { String($0) }.joined(separator: ",")
        body.append(text)
        body.append(Kit.card()[.cardNumber], from: 12)
        #expect(body.withBytes { String(decoding: $0, as: UTF8.self) } == text + "4242")
        body.wipe()
        #expect(body.count == 0)
    }

    @Test("forms escape everything but plain characters") func forms() {
        let form = FormBody()
        form.add("a[b]", "1 & 2=ü+%")
        form.add("c", Kit.card()[.expiry], from: 2, length: 2, prefix: "20")
        #expect(
            form.bytes.withBytes { String(decoding: $0, as: UTF8.self) } == "a%5Bb%5D=1%20%26%202%3D%C3%BC%2B%25&c=2030"
        )
    }
}

import Telephony
import Testing

@testable import GatewayHTTP

@Suite("Dates and waits of HTTP") struct HTTPDateTests {
    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
        ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
        ("Fri, 31 Dec 2100 23:59:59 GMT", 4_133_980_799), ("Sat, 01-Jan-00 00:00:00 GMT", 946_684_800),
    ])
    func read(text: String, seconds: Int64) { #expect(HTTPDate.seconds(text) == seconds) }

    @Test(arguments: [
        "", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nox 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 99999 08:49:37 GMT",
        "Sun Nov 6 1994", String(repeating: "x ", count: 100),
    ])
    func refused(text: String) { #expect(HTTPDate.seconds(text) == nil) }

    @Test(arguments: [
        ("0", 0), ("7", 7), ("007", 7), ("86400", 86_400), ("86401", 86_400), ("99999999999999999999999", 86_400),
        ("Sun, 06 Nov 1994 08:50:37 GMT", 60), ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
        ("Sun, 06 Nov 2094 08:00:00 GMT", 86_400),
    ])
    func waits(text: String, seconds: Int) {
        let answer = GatewayHTTPAnswer(
            status: 503, headers: [("date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("retry-after", text)], body: [])
        #expect(answer.retryAfter == .milliseconds(seconds * 1_000))
    }

    @Test(arguments: ["", "-1", "1.5", "soon", " 5", "+5", "\u{665}"]) func noWait(text: String) {
        #expect(GatewayHTTPAnswer(status: 503, headers: [("Retry-After", text)], body: []).retryAfter == nil)
    }
}

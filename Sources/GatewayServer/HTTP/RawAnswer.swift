import HTTPTypes

/// An answer as the bytes of HTTP/1.1, for what no framework sends.
enum RawAnswer {
    /// The head and the body, apart; the connection ends with them where `ends` is true.
    static func bytes(_ answer: GatewayAnswer, date: String, ends: Bool) -> (head: [UInt8], body: [UInt8]) {
        let reason = HTTPResponse.Status(code: answer.status).reasonPhrase
        var head = "HTTP/1.1 \(answer.status) \(reason)\r\n"
        for header in answer.headers { head += "\(header.name): \(header.value)\r\n" }
        if answer[header: "Date"] == nil { head += "Date: \(date)\r\n" }
        head += "Content-Length: \(answer.body.utf8.count)\r\n"
        if ends { head += "Connection: close\r\n" }
        return (Array((head + "\r\n").utf8), Array(answer.body.utf8))
    }
}

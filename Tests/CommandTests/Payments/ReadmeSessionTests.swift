import Foundation
import Testing

/// The session of the README in which a gateway dies: run as it stands, but for its port.
@Suite("README, paying a gateway") struct ReadmeSessionTests {
    @Test("the caller whose gateway died has paid once") func session() throws {
        let readme = try String(contentsOfFile: Program.root + "README.md", encoding: .utf8)
        let section = try #require(readme.components(separatedBy: "### Paying a gateway").dropFirst().first)
        let script = try #require(
            section.components(separatedBy: "```sh\n").dropFirst().first?.components(separatedBy: "```").first)
        try Program.withFiles { folder in
            // The three gateways of the session need the same port.
            let port = GatewayProcess.freePort()
            let ready =
                "for i in $(seq 600); do curl -sf http://127.0.0.1:\(port)/health >/dev/null && break; sleep 0.1; done\n"
            let lines = script.replacingOccurrences(of: "127.0.0.1:8085", with: "127.0.0.1:\(port)")
                .split(separator: "\n", omittingEmptySubsequences: false)
                .map { line in
                    line.hasSuffix("--quiet & sleep 1")
                        ? line.dropLast("& sleep 1".count) + "--port \(port) >>gateway.log 2>&1 &\n" + ready
                        : line + "\n"
                }
            #expect(lines.count { $0.contains(ready) } == 3, "each gateway got the port")
            let bin = URL(fileURLWithPath: Program.path).deletingLastPathComponent().path
            let run = try Program.shell(
                "exec bash -c \"$1\"", ["bash", "PATH=\(bin):$PATH\n" + lines.joined() + "wait $!\n"], in: folder.path)
            var rest = run.out[...]
            for words in [
                "result    paid", "result    pending (outcome-unknown)", "unknown", "1 settled",
                "result    failed (already-paid)", "transactionId,callId,account",
            ] {
                let found = rest.range(of: words)
                #expect(found != nil, "\(words) in \(rest)\n\(run.err)")
                rest = found.map { rest[$0.upperBound...] } ?? rest
            }
            #expect(run.out.contains(",paid,"))
        }
    }
}

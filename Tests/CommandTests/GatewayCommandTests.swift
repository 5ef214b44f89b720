import Foundation
import Testing

/// The gateway as a program: how it starts, what it refuses, how it stops and what a kill leaves behind.
@Suite("ivrpay gateway", .serialized) struct GatewayCommandTests {
    /// A shell script that starts the gateway with `options`, waits until it listens, runs `body` with `$URL`, `$PID` and the
    /// function `pay REFERENCE [CURL-OPTION...]`, and stops it.
    private func script(_ options: String, environment: String = "", _ body: String) -> String {
        """
        set -u
        PROGRAM=$0
        rm -f out
        \(environment) "$PROGRAM" gateway --port 0 \(options) >out 2>log & PID=$!
        trap 'kill -9 $PID 2>/dev/null' EXIT
        until [ -s out ]; do kill -0 $PID 2>/dev/null || break; sleep 0.05; done
        URL=$(sed -n '1s/^listening on //p' out)
        KEY='Authorization: Bearer ivrpay_test_key'
        pay() {
          reference=$1; shift
          curl -sS -m 60 "$URL/v1/payments" -H "$KEY" -H "Idempotency-Key: $reference" -H 'Content-Type: application/json' \\
            "$@" -d '{"reference":"'$reference'","amount":12000,"currency":"USD","source":{"type":"card",
            "number":"4242424242424242","expiry":"1239","securityCode":"917"}}'
        }
        totals() { curl -sS -m 60 "$URL/admin/totals" -H "$KEY"; }
        \(body)
        """
    }

    private func run(_ options: String, environment: String = "", _ body: String) throws -> Program.Run {
        try Program.withFiles { folder in
            try Program.shell(script(options, environment: environment, body), [Program.path], in: folder.path)
        }
    }

    @Test("it says where it listens, takes payments, and stops with 0 on a signal", arguments: ["TERM", "INT"])
    func lives(signal: String) throws {
        let run = try run("--store book.sqlite", "pay one; kill -\(signal) $PID; wait $PID; echo \"; $?\"; cat out log")
        #expect(run.out.contains("\"status\":\"paid\"") && run.out.contains("; 0\n"))
        #expect(run.out.contains("listening on http://127.0.0.1:"))
        #expect(run.out.contains(" POST /v1/payments 201 "))
        #expect(!run.out.contains("4242424242424242") && !run.out.contains("917"))
    }

    /// A start that can't succeed: the options, the exit code, what the sentence says.
    static let refused: [(options: String, code: Int32, says: String)] = [
        ("--port 70000", 64, "a port is a number from 0 to 65535"),
        ("--port=-1", 64, "a port is a number from 0 to 65535"),
        ("--host 0.0.0.0", 64, "needs a key of its own"), ("--host 192.0.2.1", 64, "needs a key of its own"),
        ("--fault cut", 64, "a fault is one of"), ("--fault 'delay; seconds=x'", 64, "a number from 0 to 3600"),
        ("--fault 'cut-after*0'", 64, "from 1 to 1000000"), ("--tls-cert x.pem", 64, "go together"),
        ("--rules nowhere.yaml", 2, "nowhere.yaml: there is no such file"),
        ("--rules wrong.yaml", 2, "wrong.yaml:2:13: this is no name that is known here; did you mean 'cut-after'?"),
        ("--key-file nowhere", 2, "nowhere: the key can't be read"), ("--key-file wrong.yaml", 2, "a key is one word"),
        ("--tls-cert wrong.yaml --tls-key wrong.yaml", 2, "no certificate can be read"),
        ("--store nowhere/book.sqlite", 3, "it can't be opened"), ("--store wrong.yaml", 3, "this is no database"),
        ("--store .", 3, ".: this is a folder"), ("--host 192.0.2.1 --key-file key", 3, "192.0.2.1:"),
    ]

    @Test("a start that can't succeed ends with a sentence and its code", arguments: refused.indices)
    func refusedStarts(index: Int) throws {
        let row = Self.refused[index]
        let run = try Program.withFiles { folder in
            let wrong = "faults:\n  - {fault: cut-aftre, reference: \"a long way from any file of SQLite\"}\n"
            try Data(wrong.utf8).write(to: folder.appendingPathComponent("wrong.yaml"))
            try Data("secret-key\n".utf8).write(to: folder.appendingPathComponent("key"))
            let port = row.options.contains("--port") ? "" : "--port 0 "
            return try Program.shell("exec \"$0\" gateway \(port)\(row.options)", [Program.path], in: folder.path)
        }
        #expect(run.code == row.code, "\(run.err)")
        #expect(run.err.contains(row.says), "\(run.err)")
        #expect(run.out == "" && !run.err.contains("secret-key"))
    }

    @Test("a port that is taken is told in a sentence") func portInUse() throws {
        let run = try run("", "\"$PROGRAM\" gateway --port ${URL##*:}; echo \"code $?\"")
        #expect(run.out.contains("code 3"))
        #expect(run.err.contains("another program listens there; give another --port"))
    }

    @Test("a key of one's own comes from the environment or a file, and is needed then") func keys() throws {
        let ask = "curl -sS -m 60 -o /dev/null -w '%{http_code} ' $URL/admin/totals -H"
        let body = "\(ask) \"$KEY\"; \(ask) 'Authorization: Bearer my-own'; kill $PID; wait $PID; cat log"
        let environment = try run("", environment: "IVRPAY_GATEWAY_KEY=my-own", body)
        #expect(environment.out.hasPrefix("401 200 ") && !environment.out.contains("my-own"))
        let file = try Program.withFiles { folder in
            try Data("my-own\n".utf8).write(to: folder.appendingPathComponent("key"))
            return try Program.shell(script("--key-file key", body), [Program.path], in: folder.path)
        }
        #expect(file.out.hasPrefix("401 200 "))
    }

    @Test("faults and rules of the command line") func options() throws {
        let run = try run(
            "--rules braintree --fault '500-after*2' --fault 429 --quiet",
            "for try in 1 2 3 4; do pay one -o /dev/null -w '%{http_code} '; done; kill $PID; wait $PID; cat log")
        #expect(run.out == "500 500 429 201 ")
    }

    @Test("HTTPS, with a certificate of its own") func https() throws {
        let run = try Program.withFiles { folder in
            let certificate = """
                openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
                -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem 2>/dev/null

                """
            let body =
                "curl -sS -m 60 --cacert cert.pem $URL/health; curl -sS -m 60 $URL/health; echo \"; $?\"; cat out"
            return try Program.shell(
                certificate + script("--tls-cert cert.pem --tls-key key.pem", body), [Program.path], in: folder.path)
        }
        #expect(run.out.hasPrefix("{\"status\":\"ok\"}; 60\n"), "\(run.out) \(run.err)")
        #expect(run.out.contains("listening on https://127.0.0.1:"))
    }

    // MARK: The documents

    @Test("the examples of the document work as they stand") func documented() throws {
        let text = try String(contentsOfFile: Program.root + "docs/gateway.md", encoding: .utf8)
        let blocks = text.components(separatedBy: "```sh\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }.filter { !$0.hasPrefix("ivrpay gateway") }
        #expect(blocks.count == 6)
        // A line behind each block, so that a block's own answers are known.
        let run = try run("", blocks.map { $0 + "\necho\necho ===\n" }.joined())
        let answers = run.out.components(separatedBy: "\n===\n")
        #expect(answers[0].contains("\"status\":\"paid\""))
        #expect(answers[1].contains("\"code\":\"insufficient_funds\""))
        #expect(answers[2].contains("\"refundedAmount\":2000"))
        #expect(answers[3].contains("\"reference\":\"INV-3\",\"status\":\"paid\""))
        #expect(answers[4].contains("\"reference\":\"INV-3\",\"status\":\"voided\""))
        #expect(
            answers[5].contains("\"retryAfter\":2,\"times\":3,\"on\":\"create\",\"reference\":\"INV-*\"")
                && answers[5].hasSuffix("{\"status\":\"ok\"}"))
    }

    @Test("the examples of the page work as they stand") func page() throws {
        let text = try String(contentsOfFile: Program.root + "gateway/page.html", encoding: .utf8)
        let blocks = text.components(separatedBy: "<pre>").dropFirst().compactMap {
            $0.components(separatedBy: "</pre>").first?.replacingOccurrences(of: "&amp;", with: "&")
        }
        #expect(blocks.count == 4)
        let own = blocks.joined(separator: "\necho\necho ===\n").replacingOccurrences(
            of: "URL=http://127.0.0.1:8085\n", with: "")
        let run = try run("", own)
        let answers = run.out.components(separatedBy: "\n===\n")
        #expect(answers[0].contains("\"reference\":\"INV-1\",\"status\":\"paid\""))
        #expect(answers[1].isEmpty && run.err.contains("curl: (56)"))
        #expect(answers[2].contains("\"reference\":\"INV-2\",\"status\":\"paid\""))
        #expect(answers[3].contains("\"reference\":\"INV-2\",\"status\":\"voided\""))
    }

    @Test("page and document name the address by which they were asked for") func ownAddress() throws {
        let run = try run("", "curl -s $URL/ | grep ^.pre.URL; curl -s $URL/openapi.json | grep servers; echo $URL")
        let lines = run.out.split(separator: "\n")
        let url = try #require(lines.last)
        #expect(lines.count == 3 && lines[0].contains("URL=\(url)") && lines[1].contains("\"\(url)\""), "\(run.out)")
    }

    @Test("the rules file of the document can be read, and its faults are those there are") func documentedRules()
        throws
    {
        let text = try String(contentsOfFile: Program.root + "docs/gateway.md", encoding: .utf8)
        let yaml = try #require(
            text.components(separatedBy: "```yaml\n").dropFirst().first?.components(separatedBy: "```").first)
        let run = try Program.withFiles { folder in
            try Data(yaml.utf8).write(to: folder.appendingPathComponent("own.yaml"))
            let body = "pay slow-1 -o /dev/null -w '%{http_code}'; kill $PID; wait $PID; cat log"
            return try Program.shell(script("--rules own.yaml", body), [Program.path], in: folder.path)
        }
        #expect(run.out.hasPrefix("201") && run.out.contains("fault=delay"))
    }

    // MARK: Killed

    @Test(
        "killed at a step, it leaves a whole book: with the payment, or without",
        arguments: [("gateway-before-commit*2", "0"), ("gateway-committed*2", "1")])
    func killed(step: String, count: String) throws {
        try Program.withFiles { folder in
            let first = try Program.shell(
                script(
                    "--store book.sqlite", environment: "IVRPAY_CRASH_AT='\(step)'",
                    "totals >/dev/null; pay one; echo \"code $?\"; wait $PID; echo \"ended $?\""),
                [Program.path], in: folder.path)
            #expect(first.out.contains("ended 137"), "\(first.out) \(first.err)")
            #expect(!first.out.contains("\"paid\""))
            let second = try Program.shell(
                script("--store book.sqlite", "totals; echo; pay one -i"), [Program.path], in: folder.path)
            #expect(second.out.hasPrefix("{\"payments\":\(count),"), "\(second.out) \(second.err)")
            #expect(second.out.contains("HTTP/1.1 201 "))
            #expect(second.out.contains("Idempotent-Replayed: true") == (count == "1"))
        }
    }

    @Test("killed while many pay, every payment that was answered is in the book, once", arguments: [0.05, 0.3, 0.7])
    func killedUnderLoad(seconds: Double) throws {
        let body = """
            for client in 1 2 3 4; do
              ( for number in $(seq 500); do pay "ref-$client-$number" -o /dev/null -w "%{http_code} ref-$client-$number\\n" \
                2>/dev/null || break; done ) >answers-$client &
            done
            sleep \(seconds); kill -9 $PID; wait
            """
        try Program.withFiles { folder in
            _ = try Program.shell(script("--store book.sqlite --quiet", body), [Program.path], in: folder.path)
            let check = """
                cat answers-* | grep ^201 | cut -d' ' -f2 | while read reference; do
                  curl -sS -m 60 "$URL/v1/payments?reference=$reference" -H "$KEY" | grep -q '"status":"paid"' || echo "lost $reference"
                done
                cat answers-* | grep -c ^201; totals
                """
            let run = try Program.shell(script("--store book.sqlite --quiet", check), [Program.path], in: folder.path)
            #expect(!run.out.contains("lost"), "\(run.out)")
            let lines = run.out.split(separator: "\n")
            let answered = try #require(lines.first.flatMap { Int($0) })
            let kept = try #require(run.out.firstMatch(of: /"payments":(\d+)/).flatMap { Int($0.output.1) })
            // Each of the four clients may have had one under way.
            #expect(answered <= kept && kept <= answered + 4)
        }
    }
}

import Telephony
import Testing

/// Keys as other programs write them.
@Suite("Dialects of keys") struct KeyDialectTests {
    private func pressed(_ script: KeyScript) -> String {
        String(script.steps.compactMap { if case .press(let key) = $0 { key.character } else { nil } })
    }

    @Test(
        "SIPp: keys, then milliseconds, then a payload type",
        arguments: [
            ("123#", "123#", 400), ("0123456789*#ABCD,50", "0123456789*#ABCD", 100), ("1,2000", "1", 4000),
            ("12 34,160,101", "1234", 320), ("5, 100", "5", 200), ("", "", 400),
        ] as [(String, String, Int)])
    func sipp(text: String, keys: String, interval: Int) throws {
        let script = try KeyScript(importing: text, dialect: .sipp)
        #expect(pressed(script) == keys && script.interval == .milliseconds(interval))
        #expect(script.steps.count == keys.count)
    }

    @Test("voip_patrol: keys and waits") func voipPatrol() throws {
        let script = try KeyScript(importing: "wW1 #w*D", dialect: .voipPatrol)
        #expect(
            script.steps == [
                .wait(.milliseconds(500)), .wait(.milliseconds(1000)), .press(.one), .press(.pound),
                .wait(.milliseconds(500)), .press(.star), .press(.d),
            ])
        #expect(script.interval == .milliseconds(300))
    }

    @Test(
        "what a program does not take is told by its place",
        arguments: [
            (KeyDialect.sipp, "4242w", 5), (.sipp, "1>2", 2), (.sipp, "a", 1), (.sipp, "1,49", 3), (.sipp, "1,2001", 3),
            (.sipp, "1,", 3), (.sipp, "1,ab", 3), (.sipp, "1,99999999999999999999", 3), (.sipp, "12,100,200", 8),
            (.sipp, "12,100,101,1", 12), (.sipp, "1,+9", 3), (.voipPatrol, "12!", 3), (.voipPatrol, ">", 1),
            (.voipPatrol, "1,100", 2), (.voipPatrol, "٤", 1), (.voipPatrol, "ǰ", 1),
        ] as [(KeyDialect, String, Int)])
    func wrong(dialect: KeyDialect, text: String, place: Int) {
        let error = #expect(throws: KeyScriptError.self) { try KeyScript(importing: text, dialect: dialect) }
        #expect(error?.position == place)
        #expect(error?.description.contains("character \(place)") == true)
        #expect(error?.description.contains("4242") == false && error?.description.contains("٤") == false)
    }

    @Test("own scripts keep their pace") func own() throws {
        #expect(try KeyScript("12w#").interval == KeyScript.keyLength + KeyScript.gap)
    }
}

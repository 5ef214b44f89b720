import Foundation
import Testing

/// What `ivrpay replay` prints, feature by feature. `Replay` holds scenarios of which each shows one thing, one where it
/// passes and one where it fails, and beside each a session of commands with all that they print. `runner-` sessions show the
/// options of the command.
///
/// A scenario without a session is given one by UPDATE_GOLDEN; a session's own commands may be changed in it.
@Suite("replay, feature by feature") struct ReplaySessionTests {
    private static let folder = Program.root + "Tests/CommandTests/Replay/"

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let stems = files.filter { $0.hasSuffix(".out") || $0.hasSuffix(".yaml") }.map { $0.prefix { $0 != "." } }
        return Set(stems.map(String.init)).sorted()
    }()

    @Test("says so to the letter", arguments: names) func session(name: String) throws {
        let path = Self.folder + name + ".out"
        let written = try? String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
        let commands = written.map(ConsoleSession.commands) ?? ["ivrpay replay \(name).yaml"]
        try Program.withFiles { scratch in
            let place = scratch.appendingPathComponent("lab")
            try FileManager.default.copyItem(at: URL(fileURLWithPath: Self.folder), to: place)
            var session = ConsoleSession(folder: place)
            session.showsFailures = true
            try session.link([("plans", "plans"), ("sounds", "scenarios/sounds")])
            let text = try session.text(commands)
            try expectFile("Tests/CommandTests/Replay/\(name).out", text)
            try expectNoCard(text)
        }
    }

    /// No output shows what was keyed: the card numbers of these scenarios and what goes with them.
    private func expectNoCard(_ text: String) throws {
        let printed = text.split(separator: "\n").filter { !$0.hasPrefix("$ ") }.joined(separator: "\n")
        let digits = String(printed.filter { $0.isNumber || $0.isNewline })
        for number in ["4242424242424242", "4242424242424241", "5555555555554444", "4000000000009995"] {
            #expect(!digits.contains(number))
        }
    }

    @Test("a scenario that shows a feature where it passes has one where it fails") func pairs() {
        let passing = Self.names.filter { $0.hasSuffix("-passes") }.map { $0.dropLast("-passes".count) }
        #expect(passing.count > 40)
        // A scenario that is skipped can't fail; a plan fails by what it comes to.
        for stem in passing where stem != "skip" { #expect(Self.names.contains(stem + "-fails"), "\(stem)") }
    }
}

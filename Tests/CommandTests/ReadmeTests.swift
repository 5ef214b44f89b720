import Foundation
import Scenarios
import Testing

/// The examples of the README and of the tutorial: run as they stand, in order, and compared with the output shown; and the
/// tutorial's reference of keys. With UPDATE_GOLDEN set, what is shown is written anew.
@Suite("Examples of documents") struct ReadmeTests {
    @Test("every example's output is what the program prints", arguments: ["README.md", "docs/scenarios.md"])
    func examples(document: String) throws {
        let text = try String(contentsOf: URL(fileURLWithPath: Program.root + document), encoding: .utf8)
        try Program.withFiles { folder in
            let session = ConsoleSession(folder: folder)
            try session.link([("scenarios", "scenarios"), ("plans", "plans")])
            let printed = try session.document(text) { command, run in
                #expect(run.code == 0, "\(command): \(run.err)")
                #expect(run.err.isEmpty, "\(command): \(run.err)")
            }
            #expect(printed.commands > 8)
            let isTutorial = document == "docs/scenarios.md"
            try expectFile(document, isTutorial ? try withReference(printed.text) : printed.text)
        }
    }

    /// The tutorial with the reference that the reader's keys give.
    private func withReference(_ text: String) throws -> String {
        let mark = "<!-- reference: made of the reader's table of keys -->\n"
        let begin = try #require(text.range(of: mark)).upperBound
        let end = try #require(text.range(of: "<!-- end of the reference -->")).lowerBound
        return text[..<begin] + "\n" + ScenarioKeys.reference + "\n" + text[end...]
    }
}

import Foundation
import Testing
import YAMLText

/// The examples for many machines are files that their systems can read.
@Suite("docs/scale.md") struct ScaleDocumentTests {
    private func blocks() throws -> [String] {
        let text = try String(contentsOf: URL(fileURLWithPath: Program.root + "docs/scale.md"), encoding: .utf8)
        return text.components(separatedBy: "```yaml\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    }

    private struct NoSuchKey: Error {
        let name: String
    }

    /// What lies in a block under these keys, one below the other.
    private func value(_ block: String, _ path: String...) throws -> YAMLValue {
        try value(in: YAMLValue(bytes: Array(block.utf8), name: "docs/scale.md"), path)
    }

    private func value(in root: YAMLValue, _ path: [String]) throws -> YAMLValue {
        var value = root
        for name in path {
            guard let next = try value.pairs().first(where: { try $0.key.text() == name }) else {
                throw NoSuchKey(name: name)
            }
            value = next.value
        }
        return value
    }

    @Test("the blocks are YAML") func parse() throws {
        let blocks = try blocks()
        #expect(blocks.count == 2)
        for block in blocks { _ = try YAMLValue(bytes: Array(block.utf8), name: "docs/scale.md") }
    }

    @Test("the Job's parts are as many as its indexes, and what must not be tried again fails") func job() throws {
        let block = try blocks()[1]
        let count = try value(block, "spec", "completions").int(in: 1...100)
        #expect(block.contains("--shard $part/\(count)") && block.contains("JOB_COMPLETION_INDEX + 1"))
        let rules = try value(block, "spec", "podFailurePolicy", "rules").items()
        let actions = try rules.map { try value(in: $0, ["action"]).text() }
        #expect(actions == ["Ignore", "FailIndex"])
        let codes = try value(in: rules[1], ["onExitCodes", "values"]).items().map { try $0.text() }
        #expect(codes == ["1", "2", "4", "64"])
    }

    @Test("the matrix has every part once") func matrix() throws {
        let block = try blocks()[0]
        let shards = try value(block, "jobs", "replay", "strategy", "matrix", "shard").items().map { try $0.text() }
        #expect(shards == (1...shards.count).map(String.init))
        #expect(block.contains("--shard ${{ matrix.shard }}/\(shards.count)"))
    }
}

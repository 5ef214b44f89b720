import CallTestKit
import Testing

@testable import Scenarios

@Suite("Names of values that are keyed") struct VariableUseTests {
    /// The names that a file's scenarios have; beside it lie `parts.yaml`, which keys `${code}`, and `deep.yaml`, which
    /// includes it.
    private func names(_ matrix: String, _ rest: String) throws -> [String] {
        let files = [
            "s.yaml": "name: x\nmatrix: { \(matrix) }\n" + rest, "parts.yaml": "steps:\n- press: \"${code}#\"\n",
            "deep.yaml": "steps:\n- include: { file: parts.yaml, with: { code: \"${pin}\" } }\n",
            "own.yaml": "variables: { k: \"${pin}#\" }\nsteps:\n- press: \"${k}\"\n",
        ]
        return try withFiles(files) { folder in
            let file = try ScenarioFile(contentsOf: folder + "s.yaml", prompts: CallKit.prompts)
            return (0..<file.count).map { file.variant($0) ?? "" }
        }
    }

    static let keyed = [
        "keys: \"4242424242424242# ${a}#\"", "variables: { b: \"${a}#\", c: \"1 ${b}\" }\nkeys: \"${c}\"",
        "accounts: [{ number: \"1\", pin: \"${a}\", balance: \"1.00\" }]\nkeys: \"1\"",
        "call: { give: { security-code: \"${a}\" } }\nkeys: \"1\"", "steps: [{ press: \"${a}#\" }]",
        "steps: [{ press: { keys: \"${a}#\", gap: 100 } }]", "steps: [{ play: { keys: \"${a}#\" } }]",
        "steps: [{ include: { file: parts.yaml, with: { code: \"${a}\" } } }]",
        "steps: [{ include: { file: deep.yaml, with: { pin: \"${a}\" } } }]",
        "steps: [{ include: { file: own.yaml, with: { pin: \"${a}\" } } }]",
        "variables: { code: \"${a}\" }\nsteps: [{ include: parts.yaml }]",
        "steps: [{ include: { file: \"${where}\", with: { code: \"${a}\" } } }]",
    ]

    @Test("a code is called by its place in the list, by whatever way it is keyed", arguments: keyed)
    func isKeyed(rest: String) throws {
        #expect(try names("a: [\"737\", \"12\", \"7371#\"]", rest) == ["a=#1", "a=12", "a=#3"])
    }

    static let plain = [
        "call: { amount: \"${a}\" }\nkeys: \"1\"", "steps: [{ press: { keys: \"1#\", gap: \"${a}\" } }]",
        "steps: [{ include: { file: parts.yaml, with: { gap: \"${a}\" } } }]",
        "keys: \"${b}\"\nvariables: { b: \"1\" }",
    ]

    @Test("a value that is not keyed is called by itself", arguments: plain) func isNotKeyed(rest: String) throws {
        #expect(try names("a: [\"737\", \"250\"]", rest) == ["a=737", "a=250"])
    }

    @Test("a choice is called by itself") func short() throws {
        #expect(try names("a: [\"1\", \"2#\"]", "keys: \"${a}\"") == ["a=1", "a=2#"])
    }
}

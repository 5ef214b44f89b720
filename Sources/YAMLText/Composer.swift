import Foundation
import Yams

/// Makes a tree of YAML text, on a thread of its own and for a limited time.
///
/// libyaml ends at 1,000 levels, which need more stack than a small thread has. Yams hashes keys whole: a key that is an
/// alias of aliases of lists costs more with each level than the age of the world pays for, and nothing can stop it.
enum Composer {
    /// How long a file may take; one of 1 MB takes under a second.
    private static let patience = 5.0
    /// Bytes of stack: the deepest tree that libyaml lets through needs a tenth of them.
    private static let stack = 16 << 20

    /// The tree, nil for an empty file; or what is wrong. Nil when the time is over.
    static func compose(_ text: String) -> Result<Node?, Problem>? {
        let work = Work(text)
        let thread = Thread { work.run() }
        thread.stackSize = stack
        thread.start()
        return work.done.wait(timeout: .now() + patience) == .success ? work.result : nil
    }

    /// What is wrong with the text, and where.
    struct Problem: Error {
        let message: String
        var line: Int?
        var column: Int?
    }

    /// Unchecked: the result is written before `done` is signalled, read after that, and by one reader.
    private final class Work: @unchecked Sendable {
        let done = DispatchSemaphore(value: 0)
        private(set) var result: Result<Node?, Problem>?
        private let text: String

        init(_ text: String) { self.text = text }

        func run() {
            do {
                // The encoding is named, or an environment variable may change it and have that printed.
                result = .success(try Yams.compose(yaml: text, .default, .default, .utf8))
            } catch let error as YamlError {
                result = .failure(Composer.problem(of: error))
            } catch {
                result = .failure(Problem(message: "this is not YAML"))
            }
            done.signal()
        }
    }

    /// libyaml's sentences are fixed texts. What else an error carries is of the file, and stays in it.
    private static func problem(of error: YamlError) -> Problem {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return Problem(message: sentence(of: problem), line: mark.line, column: mark.column)
        case .duplicatedKeysInMapping(_, let context):
            return Problem(
                message: "a key stands twice in this mapping; give it once", line: context.mark.line,
                column: context.mark.column)
        case .reader(_, let offset, _, let text):
            let message = "a character that YAML does not allow stands here; save the file as plain text"
            guard let offset else { return Problem(message: message) }
            let before = text.prefix(offset)
            let column = before.reversed().prefix { !$0.isNewline }.count + 1
            return Problem(message: message, line: before.count { $0.isNewline } + 1, column: column)
        default: return Problem(message: "this is not YAML: it can't be read")
        }
    }

    private static func sentence(of problem: String) -> String {
        if problem.hasPrefix("but found another document") {
            return "a second document begins here; a file holds one"
        }
        if problem.hasPrefix("Maximum nesting level") { return "values are nested too deeply" }
        if problem.hasPrefix("mapping values") { return "this is not YAML: \(problem); quote a text that holds ': '" }
        if problem.contains("undefined alias") {
            return "this is not YAML: \(problem); quote a text that begins with '*'"
        }
        if problem.contains("unexpected end of stream") {
            return "this is not YAML: \(problem); close the quote or bracket that is open"
        }
        if problem.contains("did not find expected key") {
            return "this is not YAML: \(problem); indent keys alike, and let nothing follow a text in quotes"
        }
        if problem.contains("cannot start any token") {
            return "this is not YAML: \(problem); indent with spaces, and quote a text that begins with a sign"
        }
        return "this is not YAML: " + problem
    }
}

import ArgumentParser
import CardData
import Foundation

/// The program: one command a file.
@main
struct IVRPay: ParsableCommand {
    /// The version, as reports name it.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "ivrpay",
        abstract: "Runs a whole IVR card payment call without a telephone, a vendor account or a network.",
        discussion: """
            Exit codes: 0 done; 1 an expectation failed; 2 a file of yours is wrong; 3 the world failed (unreadable \
            sound, full disk); 4 nothing matched; 64 usage.
            """,
        version: version,
        subcommands: [
            CallCommand.self, ReplayCommand.self, MergeCommand.self, DetectCommand.self, TonesCommand.self,
            CardCommand.self, MaskCommand.self, PlanCommand.self, PromptsCommand.self, SettingsCommand.self,
            GatewayCommand.self, LedgerCommand.self,
        ])

    static func main() {
        signal(SIGPIPE, SIG_IGN)
        // A file that has grown as long as it may is an error of its writer, as a full disk is.
        signal(SIGXFSZ, SIG_IGN)
        // A crash ends the program without the runtime's picture of its memory, in which keys may stand.
        for number in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGTRAP] { signal(number, SIG_DFL) }
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as Failure {
            Output.note("ivrpay: " + Output.printable(CardMask.masking(failure.message, across: "-")))
            Foundation.exit(failure.code)
        } catch {
            let code = exitCode(for: error)
            if code == .success { exit(withError: error) }
            let message = withoutValues(fullMessage(for: error))
            if !message.isEmpty { Output.note(message) }
            Foundation.exit(code.rawValue)
        }
    }

    /// The parser tells what is wrong with the values it got. They may be keys of a card: those with a digit go.
    private static func withoutValues(_ message: String) -> String {
        let parts = message.split(separator: "'", omittingEmptySubsequences: false)
        // What stands between two quotes is every second part.
        let shown = parts.enumerated().map { index, part in
            index % 2 == 1 && part.contains(where: \.isNumber) ? "..." : String(part)
        }.joined(separator: "'")
        let isUnquoted = message.contains("unexpected argument")
        // A quote in a value shifts the parts; what could be a card number goes all the same.
        return CardMask.masking(shown, across: "-")
            + (isUnquoted ? "\nKeys need quotes around all of them: the shell takes spaces, # and * for its own." : "")
    }
}

/// How results are written.
enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

import ArgumentParser
import PaymentCall
import PromptFiles
import PromptSounds
import Prompts
import YAMLText

/// `ivrpay prompts`: the words and the sounds of prompts.
struct PromptsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prompts",
        abstract: "Lists, checks, builds and says prompts: their words and their sounds.",
        discussion: "docs/prompts.md tells how words and sounds of one's own are made.",
        subcommands: [
            PromptsListCommand.self, PromptsCheckCommand.self, PromptsSayCommand.self, PromptsBuildCommand.self,
            PromptsExportCommand.self,
        ])
}

/// Which prompts a command is about.
struct PromptsOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A prompt file, or a folder with prompts.yaml, sounds or both, instead of the shipped ones; may be given again.",
            valueName: "path"))
    var prompts: [String] = []

    @Option(help: ArgumentHelp("The language, e.g. es (default: the first).", valueName: "tag"))
    var language: String?

    /// The prompts; a file that is wrong ends the command with exit code 2.
    func set() throws(Failure) -> PromptSet {
        do { return try PromptSet.shipped(with: prompts) } catch {
            throw .userFile(Output.printable(error.description))
        }
    }

    /// The words in the language that was asked for.
    func words(of set: PromptSet) throws(Failure) -> PromptWords {
        guard let language else { return set.languages[0] }
        let tag = language.lowercased()
        let exact = set.languages.first { $0.language.tag.lowercased() == tag }
        let alike = set.languages.first { $0.language.tag.lowercased().hasPrefix(tag + "-") }
        guard let words = exact ?? alike else {
            throw .usage(
                "--language: there are no prompts in that language; give one of "
                    + set.languages.map(\.language.tag).joined(separator: ", "))
        }
        return words
    }
}

extension PromptWords {
    /// Every recording that a set needs for these words.
    var wanted: [ClipSpec] { (SpokenLanguages.speech(of: language)?.vocabulary ?? []) + phrases }
}

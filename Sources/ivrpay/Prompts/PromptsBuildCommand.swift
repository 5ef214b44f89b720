import ArgumentParser
import AudioFiles
import PaymentCall
import PromptFiles
import PromptSounds
import Prompts
import Telephony
import YAMLText

/// `ivrpay prompts build`: a set out of raw recordings.
struct PromptsBuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Makes a set of sounds out of recordings: trims, levels, resamples, and writes the table.",
        discussion: """
            The recordings lie in a folder by the names of ivrpay prompts list --wanted, in any sound format and rate. \
            Silence at their ends is cut, the level brought to -20 dBFS (ITU-T P.56) with the peak at most -3, and each is \
            written at 8 and 16 kHz, with sounds.tsv beside them. Recordings that are missing are named, and left out.
            """)

    @Argument(help: ArgumentHelp("The folder of the recordings.", valueName: "recordings"))
    var recordings: String

    @OptionGroup var options: PromptsOptions

    @Option(name: [.short, .long], help: ArgumentHelp("The folder of the set.", valueName: "folder"))
    var output: String

    @Option(help: ArgumentHelp("Who speaks, for the table.", valueName: "words"))
    var voice = "unknown"

    @Option(help: ArgumentHelp("What the files are: flac or wav.", valueName: "name"))
    var encoding = Encoding.flac

    enum Encoding: String, ExpressibleByArgument, CaseIterable {
        case flac, wav
    }

    func run() throws {
        let words = try options.words(of: options.set())
        guard SoundSet.hasSounds(recordings) else {
            throw Failure.userFile(
                "\(Output.printable(recordings)): no recording is in this folder; name them as ivrpay prompts list --wanted does"
            )
        }
        var build = SoundBuild(language: words.language.tag, voice: voice)
        build.encoding = encoding == .flac ? .flac : .wavPCM16
        let outcome: SoundBuild.Outcome
        do throws(SoundBuildError) {
            outcome = try build(script: words.wanted, from: recordings, into: output)
        } catch {
            switch error {
            case .recording(let error): throw Failure.world(Output.printable(error.description))
            case .output(let message): throw Failure.world(Output.printable(message))
            }
        }
        for spec in outcome.missing {
            Output.note(
                "ivrpay: \(Output.printable(recordings))/\(spec.name): there is no recording of '\(spec.words)'")
        }
        for spec in outcome.silent {
            Output.note(
                "ivrpay: \(Output.printable(recordings))/\(spec.name): this recording is silent; it is left out")
        }
        for sentence in outcome.unreadable {
            Output.note("ivrpay: \(Output.printable(sentence)); it is left out")
        }
        let rows = outcome.table.rows
        let seconds = rows.reduce(0) { $0 + $1.milliseconds } / 1000
        try Output.line("\(Output.printable(output)): \(rows.count) sounds, \(seconds) s")
        guard !rows.isEmpty else { throw ExitCode(Exit.userFileWrong) }
        guard outcome.unreadable.isEmpty else { throw ExitCode(Exit.worldFailed) }
    }
}

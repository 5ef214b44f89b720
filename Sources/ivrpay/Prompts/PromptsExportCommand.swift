import ArgumentParser
import AudioFiles
import PaymentCall
import PromptFiles
import PromptSounds
import Prompts
import Telephony

/// `ivrpay prompts export`: a set as a PBX takes it.
struct PromptsExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract:
            "Writes a set in Asterisk's sound layout, at one rate and in one encoding, with the list of its words.",
        discussion: """
            FOLDER/digits/0.wav and so on, and FOLDER/core-sounds-en.txt (es) with a line for each: what Asterisk, FreeSWITCH \
            and ivrpay itself read.
            """)

    @OptionGroup var options: PromptsOptions

    @Option(name: [.short, .long], help: ArgumentHelp("The folder to write.", valueName: "folder"))
    var output: String

    @Option(help: "Samples a second, 8000 to 192000.")
    var rate = 8_000

    @Option(
        help: ArgumentHelp(
            "Container and encoding: wav, wav-mulaw, wav-alaw, wav-gsm or flac.", valueName: "name"))
    var encoding = AudioEncoding.wavPCM16

    /// What a PBX plays.
    private static let encodings: [AudioEncoding] = [.wavPCM16, .wavMuLaw, .wavALaw, .wavGSM, .flac]

    func run() throws {
        guard let rate = SampleRate(hertz: rate) else {
            throw Failure.usage("--rate: \(rate) Hz is out of range; give 8000 to 192000")
        }
        guard PromptsExportCommand.encodings.contains(encoding) else {
            throw Failure.usage(
                "--encoding: a set is exported as "
                    + PromptsExportCommand.encodings.map(\.rawValue).joined(separator: ", "))
        }
        let set = try options.set()
        let words = try options.words(of: set)
        guard let sounds = set.sounds, !words.lexicon.isEmpty else {
            throw Failure(code: Exit.nothingMatched, message: "these prompts have no sounds to export")
        }
        let export = SoundExport(clips: words.lexicon.clips, sounds: sounds, language: words.language)
        let count: Int
        do throws(SoundBuildError) {
            count = try export(into: output, at: rate, encoding: encoding)
        } catch {
            switch error {
            case .recording(let error): throw Failure.world(Output.printable(error.description))
            case .output(let message): throw Failure.world(Output.printable(message))
            }
        }
        for problem in sounds.missing { Output.note("ivrpay: \(Output.printable(problem))") }
        try Output.line("\(Output.printable(output)): \(count) sounds")
        if count < words.lexicon.clips.count { throw ExitCode(Exit.worldFailed) }
    }
}

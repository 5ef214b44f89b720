import ArgumentParser
import AudioFiles
import CardData
import PaymentCall
import PromptFiles
import PromptSounds
import Prompts
import Telephony

/// `ivrpay prompts say`: a value or a text as a call says it, in words and as sound.
struct PromptsSayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "say",
        abstract: "Says a value or a text as a call does: prints the words, and writes the sound.",
        discussion: """
            What to say is a kind and its value: \
            \(SaidText.Kind.allCases.map { "'\($0.example)'" }.joined(separator: ", ")).
            """)

    @Argument(help: ArgumentHelp("What to say, as 'amount 120.05 USD'.", valueName: "value"))
    var value: String

    @OptionGroup var options: PromptsOptions

    @Option(name: [.short, .long], help: ArgumentHelp("Write the sound; - is standard output.", valueName: "file"))
    var output: String?

    @Option(help: "Samples a second of the sound, 8000 to 192000.")
    var rate = 8_000

    @Option(help: AudioEncoding.help())
    var encoding: AudioEncoding?

    func run() throws {
        guard let rate = SampleRate(hertz: rate) else {
            throw Failure.usage("--rate: \(rate) Hz is out of range; give 8000 to 192000")
        }
        let said: SaidText
        do { said = try SaidText(value) } catch { throw Failure.usage(error.description) }
        let set = try options.set()
        let words = try options.words(of: set)
        let text = said.words(in: words.language) ?? ""
        // Words on standard output would stand in the middle of the sound.
        if output != "-" { try Output.line(CardMask.masking(Output.printable(text))) }
        let parts = words.lexicon.parts(saying: text, wordsPerMinute: words.wordsPerMinute)
        for case .unsaid(let text, _) in parts {
            Output.note("ivrpay: nothing says '\(CardMask.masking(Output.printable(text)))'; it is left silent")
        }
        if let output { try write(parts, of: set, at: rate, to: output) }
    }

    private func write(_ parts: [PromptPart], of set: PromptSet, at rate: SampleRate, to path: String) throws {
        guard let sounds = set.sounds else { return }
        let samples = PromptSound.samples(of: parts, at: rate, from: sounds)
        for problem in sounds.missing { Output.note("ivrpay: \(Output.printable(problem)); it is left silent") }
        do throws(AudioFileError) {
            var writer = try AudioFileWriter(
                path: path, encoding: encoding ?? AudioEncoding(forPath: path) ?? .wavPCM16, sampleRate: rate,
                channelCount: 1)
            try writer.write(samples)
            try writer.finish()
        } catch {
            throw Failure(
                code: error.code == .unsupportedOutput ? Exit.usage : Exit.worldFailed, message: error.description)
        }
    }
}

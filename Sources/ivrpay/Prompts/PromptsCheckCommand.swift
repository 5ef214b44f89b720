import ArgumentParser
import CardData
import JSONText
import PaymentCall
import PromptFiles
import PromptSounds
import Prompts
import YAMLText

/// `ivrpay prompts check`: everything that is wrong with the sounds of prompts, before a caller hears it.
struct PromptsCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Finds everything that is wrong with sets of sounds, a line each.",
        discussion: """
            Looks for recordings that are missing, unused, of a wrong rate, too loud or too quiet, clipped, changed, with \
            silence at an end, or that a detector would take for a key. Exit code 2 when something is wrong. Warnings alone \
            leave it 0, unless --strict is given.
            """)

    @Argument(help: ArgumentHelp("Folders with sounds (default: the shipped sets).", valueName: "folder"))
    var folders: [String] = []

    @Flag(help: "A warning counts as an error.")
    var strict = false

    @Option(help: "How the results are written.")
    var format = Format.text

    func run() throws {
        var isWrong = false
        for (name, set) in try sets() {
            let findings = try findings(in: set)
            isWrong = isWrong || findings.contains { strict || !$0.rule.isWarning }
            switch format {
            case .text:
                let lines = findings.map { Output.printable(CardMask.masking($0.line)) }
                try Output.line(
                    lines.isEmpty
                        ? "\(Output.printable(name)): ok, \(set.clips.count) sounds" : lines.joined(separator: "\n"))
            case .json: try Output.line(json(name, set, findings).text)
            }
        }
        if isWrong { throw ExitCode(Exit.userFileWrong) }
    }

    /// The sets by the names they were given.
    private func sets() throws(Failure) -> [(name: String, set: SoundSet)] {
        guard folders.isEmpty else {
            var sets: [(String, SoundSet)] = []
            for folder in folders {
                let path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
                do throws(SoundSetError) {
                    sets.append((folder, try SoundSet(folder: path)))
                } catch {
                    let message = Output.printable(error.description)
                    throw error.isOfWorld ? .world(message) : .userFile(message)
                }
            }
            return sets
        }
        var sets: [(String, SoundSet)] = []
        for set in ShippedSounds.languages.compactMap({ ShippedSounds.set(of: $0) }) {
            guard let folder = set.folder else { throw .world(ShippedSounds.notFound(set.name)) }
            sets.append((folder, set))
        }
        return sets
    }

    private func findings(in set: SoundSet) throws(Failure) -> [SoundFinding] {
        let file = set.folder.map { $0 + "/" + SoundTable.fileName } ?? ""
        let table = (try? SoundTable(contentsOf: file)) ?? ShippedSounds.table(of: set.language)
        let isTabled = set.hasTable
        let words: PromptWords
        do throws(YAMLError) {
            words = try PromptSet.shipped(with: set.folder.map { [$0] } ?? [], languages: [set.language]).words(
                in: set.language)
        } catch {
            throw .userFile(Output.printable(error.description))
        }
        let lexicon = PromptLexicon(set.clips, language: set.language)
        return SoundCheck(set, table: isTabled ? table : nil).findings(wanted: words.wanted, lexicon: lexicon)
    }

    private func json(_ name: String, _ set: SoundSet, _ findings: [SoundFinding]) -> JSON {
        .members([
            "folder": .string(Output.printable(name)), "language": .string(set.language.tag),
            "sounds": .int(Int64(set.clips.count)),
            "ok": .bool(!findings.contains { !$0.rule.isWarning }),
            "findings": .array(
                findings.map { finding in
                    .members([
                        "place": .string(Output.printable(CardMask.masking(finding.place))),
                        "severity": .string(finding.rule.isWarning ? "warning" : "error"),
                        "rule": .string(finding.rule.rawValue),
                        "message": .string(Output.printable(CardMask.masking(finding.message))),
                    ])
                }),
        ])
    }
}

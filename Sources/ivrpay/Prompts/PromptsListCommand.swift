import ArgumentParser
import JSONText
import PaymentCall
import PromptFiles
import PromptSounds
import Prompts
import Telephony

/// `ivrpay prompts list`: the recordings of a set, and the prompts that use them.
struct PromptsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the recordings of a set: name, length, level, words and the prompts that use it.",
        discussion: """
            With --wanted it lists what a set must have instead, recorded or not: the script for a voice. A line is the \
            name, a tab, the words, a tab, and the words as a voice should read them.
            """)

    @OptionGroup var options: PromptsOptions

    @Flag(help: "List what has to be recorded: name, words, and how they are read.")
    var wanted = false

    @Option(help: "How the list is written.")
    var format = Format.text

    func run() throws {
        let words = try options.words(of: options.set())
        if wanted { return try listWanted(words) }
        let uses = PromptUses(words)
        let table = SoundTable.inForce(for: words)
        let rows = Dictionary((table?.rows ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let clips = words.lexicon.clips
        switch format {
        case .text:
            for clip in clips {
                let level = rows[clip.name].map { PromptsListCommand.level($0.level) } ?? "-"
                let prompts = uses.prompts(of: clip.name).joined(separator: " ")
                try Output.line(
                    [clip.name, PromptsListCommand.seconds(clip.duration), level, clip.words, prompts]
                        .map(Output.printable).joined(separator: "\t"))
            }
        case .json:
            try Output.line(JSON.array(clips.map { json($0, rows[$0.name], uses) }).text)
        }
    }

    private func listWanted(_ words: PromptWords) throws {
        switch format {
        case .text:
            for spec in words.wanted { try Output.line([spec.name, spec.words, spec.spoken].joined(separator: "\t")) }
        case .json:
            try Output.line(
                JSON.array(
                    words.wanted.map {
                        .members(["name": .string($0.name), "words": .string($0.words), "spoken": .string($0.spoken)])
                    }
                ).text)
        }
    }

    private func json(_ clip: PromptClip, _ row: SoundTable.Row?, _ uses: PromptUses) -> JSON {
        .members([
            "name": .string(clip.name), "words": .string(clip.words),
            "seconds": .decimal(clip.duration.seconds, places: 3),
            "level": row.map { .decimal($0.level, places: 1) } ?? .null,
            "peak": row.map { .decimal($0.peak, places: 1) } ?? .null,
            "prompts": .array(uses.prompts(of: clip.name).map { .string($0) }),
        ])
    }

    static func seconds(_ duration: MediaDuration) -> String {
        let milliseconds = Int((duration.seconds * 1000).rounded())
        return "\(milliseconds / 1000).\(String(1000 + milliseconds % 1000).dropFirst())"
    }

    private static func level(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}

/// Which prompts say which recordings, by the fixed text of their words.
struct PromptUses {
    private var prompts: [String: [String]] = [:]

    init(_ words: PromptWords) {
        for (prompt, texts) in words.fixedTexts {
            for text in texts {
                for part in words.lexicon.parts(saying: text, wordsPerMinute: words.wordsPerMinute) {
                    if case .clip(let clip) = part, prompts[clip.name]?.last != prompt {
                        prompts[clip.name, default: []].append(prompt)
                    }
                }
            }
        }
    }

    /// The prompts, by name, that use a recording.
    func prompts(of clip: String) -> [String] { prompts[clip] ?? [] }
}

extension SoundTable {
    /// The table of the set that says `words`; nil where it has none.
    static func inForce(for words: PromptWords) -> SoundTable? {
        guard let clip = words.lexicon.clips.first else { return nil }
        if let own = try? SoundTable(contentsOf: clip.set + "/" + SoundTable.fileName) { return own }
        let shipped = ShippedSounds.languages.first { "prompts/" + $0.tag == clip.set }
        return shipped.flatMap { ShippedSounds.table(of: $0) }
    }
}

import Foundation

let usage = """
    usage: dtmf-bench make FOLDER SEED [SPEECH.wav]   writes the labelled corpus: FOLDER/*.wav and manifest.jsonl
           dtmf-bench score FOLDER... -- ANSWERS...   lays detectors' answers (JSON lines with file and digits) side by
                                                      side; exit code 1 when the first one misses the bars
           dtmf-bench speed-sounds FOLDER SPEECH.wav  writes FOLDER/digits.wav and FOLDER/mix.wav
           dtmf-bench speed FILE SECONDS              million samples a second of our detector on one thread
           dtmf-bench make-traces FOLDER SEED SPEECH.wav  writes what a mask has to take out too
           dtmf-bench left FILE...                    what is left of keypad tones; exit code 1 for anything
           dtmf-bench evidence                        how far times, levels and frequencies are from the truth
    """

struct Misuse: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

func makeCorpus(_ rows: [Row], _ folder: String, seed: UInt64, speech: Speech?) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var manifest = Data()
    for (number, row) in rows.enumerated() {
        // The seed is in the name, so that the answers to several corpora can lie in one file.
        let file = "seed-\(seed)-\(number).wav"
        let (sound, digits) = try row.make(seed: seed, speech: speech, scratch: folder + "/codec.tmp")
        try Wave.write(sound, to: folder + "/" + file)
        let label = Label(
            file: file, condition: row.condition, parameter: row.parameter, group: row.group, digits: digits)
        manifest += try encoder.encode(label) + Data("\n".utf8)
    }
    try manifest.write(to: URL(fileURLWithPath: folder + "/manifest.jsonl"))
}

func score(_ folders: [String], _ answers: [String]) throws -> [String] {
    let labels = try folders.flatMap { folder in
        try String(contentsOfFile: folder + "/manifest.jsonl", encoding: .utf8).split(separator: "\n")
            .map { try JSONDecoder().decode(Label.self, from: Data($0.utf8)) }
    }
    let score = Score(labels, try answers.map(Answers.init))
    print(score.table)
    return score.failures
}

func run(_ command: String, _ rest: [String]) throws -> Int32 {
    switch (command, rest.count) {
    case ("make", 2...3):
        guard let seed = UInt64(rest[1]) else { throw Misuse("a seed is a whole number") }
        let speech = rest.count == 3 ? try Speech(path: rest[2]) : nil
        try makeCorpus(Row.all + (speech == nil ? [] : Row.talkers), rest[0], seed: seed, speech: speech)
    case ("make-traces", 3):
        guard let seed = UInt64(rest[1]) else { throw Misuse("a seed is a whole number") }
        try makeCorpus(Row.masking, rest[0], seed: seed, speech: Speech(path: rest[2]))
    case ("left", 1...): return try nothingIsLeft(in: rest) ? 0 : 1
    case ("score", 3...):
        let parts = rest.split(separator: "--").map(Array.init)
        guard parts.count == 2 else { throw Misuse(usage) }
        let failures = try score(parts[0], parts[1])
        for failure in failures { print("missed: " + failure) }
        return failures.isEmpty ? 0 : 1
    case ("speed-sounds", 2): try makeSpeedSounds(rest[0], speech: rest[1])
    case ("evidence", 0): evidence()
    case ("speed", 2): print(String(format: "%.1f", try speed(rest[0], seconds: Double(rest[1]) ?? 2)))
    default: throw Misuse(usage)
    }
    return 0
}

do {
    let arguments = CommandLine.arguments
    exit(try run(arguments.count > 1 ? arguments[1] : "", Array(arguments.dropFirst(2))))
} catch {
    FileHandle.standardError.write(Data("dtmf-bench: \(error)\n".utf8))
    exit(64)
}

import ArgumentParser
import AudioFiles
import DTMF
import Telephony

/// `ivrpay tones`: makes DTMF sound.
struct TonesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tones",
        abstract: "Makes DTMF sound: the keys as tones, in any format and rate.",
        discussion: """
            KEYS: 0-9 * # A-D are keys; w waits 0.5 s, W 1 s; spaces count for nothing.
            ivrpay tones '10023# W 4821#' -o call.wav makes a recording that ivrpay call --audio call.wav can take.
            """)

    @Argument(help: ArgumentHelp("The keys.", valueName: "keys"))
    var keys: String

    @Option(name: [.short, .long], help: ArgumentHelp("The sound file; - is standard output.", valueName: "file"))
    var output: String

    @Option(help: "Samples a second, 8000 to 192000.")
    var rate = 8_000

    @Option(
        help: ArgumentHelp(
            "Container and encoding: \(AudioEncoding.allCases.map(\.rawValue).joined(separator: ", ")) (default: by the file's ending, else wav).",
            valueName: "name"))
    var encoding: AudioEncoding?

    @Option(help: "How many channels.")
    var channels = 1

    @Option(help: "The channel that has the tones, from 0; the others are silent.")
    var channel = 0

    @Option(parsing: .unconditional, help: ArgumentHelp("Level of the louder tone.", valueName: "dBm0"))
    var level = -10.0

    @Option(parsing: .unconditional, help: ArgumentHelp("High group minus low group.", valueName: "dB"))
    var twist = 0.0

    @Option(parsing: .unconditional, help: ArgumentHelp("Both frequencies off by so much.", valueName: "percent"))
    var frequencyError = 0.0

    @Option(help: ArgumentHelp("How long a key sounds.", valueName: "ms"))
    var on = 100

    @Option(help: ArgumentHelp("The pause after a key.", valueName: "ms"))
    var off = 100

    @Option(help: ArgumentHelp("Silence before the first key.", valueName: "ms"))
    var lead = 500

    @Option(help: ArgumentHelp("Silence after the last pause.", valueName: "ms"))
    var tail = 500

    @Option(parsing: .unconditional, help: ArgumentHelp("White noise under everything.", valueName: "dBm0"))
    var noise: Double?

    @Option(help: "Makes the noise another one.")
    var seed: UInt64 = 1

    func run() throws {
        let sampleRate = try checkedRate()
        var generator = ToneGenerator(
            sampleRate: sampleRate, shape: try shape(), noise: noise.map { NoiseFloor(levelDBm0: $0, seed: seed) })
        for segment in try segments() { generator.add(segment) }
        let encoding = try knownEncoding()
        do throws(AudioFileError) {
            try write(&generator, sampleRate, encoding)
        } catch {
            throw Failure(
                code: error.code == .unsupportedOutput ? Exit.usage : Exit.worldFailed, message: error.description)
        }
    }

    private func checkedRate() throws -> SampleRate {
        guard let sampleRate = SampleRate(hertz: rate) else {
            throw Failure.usage("--rate: \(rate) Hz is out of range; give 8000 to 192000")
        }
        guard (1...1024).contains(channels) else { throw Failure.usage("--channels: give 1 to 1024") }
        guard (0..<channels).contains(channel) else {
            throw Failure.usage(
                "--channel: there is no channel \(channel); with \(channels) channels the last is \(channels - 1)")
        }
        return sampleRate
    }

    private func shape() throws -> ToneShape {
        guard (-90...3).contains(level) else { throw Failure.usage("--level: give -90 to 3 dBm0") }
        guard (-40...40).contains(twist) else { throw Failure.usage("--twist: give -40 to 40 dB") }
        guard (-20...20).contains(frequencyError) else {
            throw Failure.usage("--frequency-error: give -20 to 20 percent")
        }
        if let noise, !(-90...0).contains(noise) { throw Failure.usage("--noise: give -90 to 0 dBm0") }
        guard on > 0 else { throw Failure.usage("--on: give 1 to 3600000 ms") }
        for (name, value) in [("on", on), ("off", off), ("lead", lead), ("tail", tail)] {
            guard (0...3_600_000).contains(value) else { throw Failure.usage("--\(name): give 0 to 3600000 ms") }
        }
        var shape = ToneShape.standard
        shape.levelDBm0 = level
        shape.twistDB = twist
        shape.on = .milliseconds(on)
        shape.off = .milliseconds(off)
        shape.lowFrequencyErrorPercent = frequencyError
        shape.highFrequencyErrorPercent = frequencyError
        return shape
    }

    private func segments() throws -> [ToneSegment] {
        let script: KeyScript
        do { script = try KeyScript(keys) } catch { throw Failure.usage("keys: \(error)") }
        guard !script.steps.isEmpty else { throw Failure.usage("keys: there is no key") }
        var segments: [ToneSegment] = [.silence(.milliseconds(lead))]
        for step in script.steps {
            switch step {
            case .press(let key): segments += [.tone(key, .milliseconds(on)), .silence(.milliseconds(off))]
            case .wait(let length): segments.append(.silence(length))
            case .listen, .hangUp: throw Failure.usage("keys: > and ! need a call; a sound has only keys, w and W")
            }
        }
        return segments + [.silence(.milliseconds(tail))]
    }

    /// The encoding asked for, or that of the file's ending; a file without an ending is a WAV file.
    private func knownEncoding() throws -> AudioEncoding {
        if let encoding = encoding ?? AudioEncoding(forPath: output) { return encoding }
        let name = output.split(separator: "/").last ?? ""
        if output.hasPrefix("/dev/") || !name.dropFirst().contains(".") { return .wavPCM16 }
        throw Failure.usage("\(output): no encoding has that ending; name one with --encoding")
    }

    private func write(
        _ generator: inout ToneGenerator, _ sampleRate: SampleRate, _ encoding: AudioEncoding
    ) throws(AudioFileError) {
        var writer = try AudioFileWriter(
            path: output, encoding: encoding, sampleRate: sampleRate,
            channelCount: channels)
        var mono = [Float](repeating: 0, count: 4096)
        while !generator.isEmpty {
            var span = mono.mutableSpan
            let count = generator.fill(&span)
            try writer.write(interleaved(mono[..<count]))
        }
        try writer.finish()
    }

    private func interleaved(_ mono: ArraySlice<Float>) -> [Float] {
        if channels == 1 { return Array(mono) }
        var frames = [Float](repeating: 0, count: mono.count * channels)
        for (index, sample) in mono.enumerated() { frames[index * channels + channel] = sample }
        return frames
    }
}

extension AudioEncoding: ExpressibleByArgument {}

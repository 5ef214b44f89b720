import DTMF
import Foundation
import Telephony
import Testing

/// Prompts as speech synthesisers say them, where those are installed.
@Suite struct SpokenPromptTests {
    private static let text = """
        Thank you for calling. Please enter your account number followed by the hash key. Your balance is one hundred
        and twenty dollars and fifty cents. To pay the full balance, press one. To pay a different amount, press two.
        To speak to an agent, press zero at any time. Please enter your card number, followed by the pound key. You
        entered a card ending in four two four two. If this is correct, press one. We were away a year ago. I owe you
        a yoyo. Many men in a moonlit mine moan and mumble. Ooh, aah, oh no, you know Louie, ring around the rosie.
        """

    @Test(
        "Q.24: spoken prompts give no digit",
        arguments: [
            ["flite", "-voice", "slt"], ["flite", "-voice", "rms"], ["flite", "-voice", "kal"],
            ["espeak-ng", "-v", "en"], ["espeak-ng", "-v", "en+f3", "-p", "80"], ["espeak-ng", "-v", "de", "-p", "30"],
        ])
    func prompts(_ command: [String]) throws {
        guard let sound = try Self.say(Self.text, with: command) else {
            print("skipped: \(command[0]) is not installed")
            return
        }
        #expect(sound.seconds > 10)
        #expect(sound.digits == "")
    }

    /// What the synthesiser says, nil when it is not installed.
    private static func say(_ text: String, with command: [String]) throws -> Sound? {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).wav")
        defer { try? FileManager.default.removeItem(at: file) }
        let output = command[0] == "flite" ? ["-o", file.path, "-t", text] : ["-w", file.path, text]
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command + output
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard let data = FileManager.default.contents(atPath: file.path) else { return nil }
        return wave(data)
    }

    /// The sound in a plain 16-bit mono WAV file with the 44-byte header that both synthesisers write.
    private static func wave(_ data: Data) -> Sound? {
        let bytes = [UInt8](data)
        guard bytes.count > 44 else { return nil }
        let hertz = (24..<28).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
        guard let rate = SampleRate(hertz: hertz) else { return nil }
        let samples = stride(from: 44, to: bytes.count - 1, by: 2).map { index in
            Float(Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)) / 32768
        }
        return Sound(samples, rate: rate)
    }
}

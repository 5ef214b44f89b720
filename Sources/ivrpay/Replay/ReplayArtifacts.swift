import AudioFiles
import CallPlots
import CallSession
import CardData
import Foundation
import Pictures
import ScenarioReports
import Scenarios
import Synchronization
import Telephony

/// The picture and the recording of calls that were not as expected: each is made once more, and listened to.
final class ReplayArtifacts: Sendable {
    let folder: String
    /// Words that are silent in a recording.
    private let unsaid = Mutex<Set<String>>([])

    /// Makes the folder, so that a wrong place is told before the work.
    init(folder: String) throws(Failure) {
        self.folder = folder
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch { throw .world("\(folder): " + Output.reason(error)) }
    }

    /// Words of prompts that were to be said in a recording and have no sound, in the order of the alphabet.
    var unsaidWords: [String] { unsaid.withLock { $0.sorted() } }

    /// Makes them, and names them in the result; what goes wrong becomes a note of its first failure.
    func make(_ result: inout ScenarioResult, _ outcome: ScenarioOutcome, _ conditions: RunConditions) {
        let stem = folder + (folder.hasSuffix("/") ? "" : "/") + ReplayArtifacts.name(CardMask.masking(result.id))
        do {
            let rate = try outcome.scenario.soundRate()
            let envelopes = LegEnvelopes(rate: rate)
            let recording = try CallRecording(.legs, path: stem + ".wav", encoding: .wavPCM16, rate: rate)
            let proof = MaskProof(rate: rate)
            let again = try outcome.scenario.run(conditions, listeners: [recording, envelopes, proof])
            unsaid.withLock { $0.formUnion(again.unsaidWords) }
            if let failure = recording.failure {
                // What is there of it would look like a recording.
                try? FileManager.default.removeItem(atPath: stem + ".wav")
                throw Failure.world(failure.description)
            }
            guard proof.tones == 0 else {
                try FileManager.default.removeItem(atPath: stem + ".wav")
                throw Failure.world("keys could be decoded from the recording; it was withheld, please report it")
            }
            let waves = CallWaves(caller: envelopes.caller, ivr: envelopes.ivr)
            let plot = CallPlot(again.call, prompts: outcome.scenario.scene.prompts, waves: waves).picture()
            try Data(plot.svg().utf8).write(to: URL(fileURLWithPath: stem + ".svg"), options: .atomic)
            result.artifacts += [stem + ".svg", stem + ".wav"]
        } catch {
            let reason = (error as? Failure)?.message ?? "\(folder): " + Output.reason(error)
            if !result.failures.isEmpty { result.failures[0].notes.append("no picture and recording: " + reason) }
        }
    }

    /// What a scenario is called, as a file's name; a hash parts names that look the same.
    private static func name(_ id: String) -> String {
        var hash = StableHash()
        hash.combine(id)
        let plain = id.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        return String(plain.suffix(80)).trimmingCharacters(in: ["-"]) + "-" + String(hash.value & 0xff_ffff, radix: 36)
    }
}

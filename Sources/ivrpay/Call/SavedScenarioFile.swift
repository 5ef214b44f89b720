import ArgumentParser
import CallReports
import CallSession
import CardData
import Foundation
import Scenarios
import YAMLText

/// The scenario that `call --save-scenario` writes: opened before the call, written whole at its end.
struct SavedScenarioFile {
    /// Where the door of the call writes down the caller's keys.
    let diary = KeyDiary()
    private let file: WholeFile
    private let files: SavedScenario.Files

    /// Opens `path` for a call in the scene of `options`. Throws where nothing can be written there.
    init(_ path: String, _ options: SceneOptions) throws(Failure) {
        file = try WholeFile(path)
        var files = SavedScenario.Files()
        files.settings = options.settings.files.last.map { SavedScenarioFile.seen($0, from: path) }
        files.changes = options.settings.changes
        files.accounts = options.accounts.map { SavedScenarioFile.seen($0, from: path) }
        files.plan = options.plan.map { SavedScenarioFile.seen($0, from: path) }
        self.files = files
    }

    /// Throws where a scenario can't have what the call has.
    static func check(_ options: SceneOptions, _ payments: KeptPaymentsOptions) throws {
        if !options.prompts.isEmpty {
            throw ValidationError("--save-scenario: a scenario has the shipped words; leave out --prompts")
        }
        if options.settings.files.count + (options.settings.changes.isEmpty ? 0 : 1) > 1 {
            throw ValidationError(
                "--save-scenario: a scenario has one settings file, or single settings; put them into one file")
        }
        if payments.ledger != nil || payments.gateway.gateway != nil {
            throw ValidationError(
                "--save-scenario: a scenario asks the simulated gateway; leave out --ledger and the gateway's options")
        }
    }

    /// Writes the scenario and forgets the keys.
    func finish(_ call: FinishedCall, in scene: CallScene) throws {
        defer { diary.wipe() }
        do {
            try file.finish(try SavedScenario(call, in: scene, files: files, diary: diary).text)
        } catch let error as YAMLError {
            throw Failure.usage("--save-scenario: " + error.message)
        }
    }

    /// `path` as it is seen from the folder of the file at `scenario`.
    static func seen(_ path: String, from scenario: String) -> String {
        if path.hasPrefix("/") { return path }
        let folder = scenario.split(separator: "/").dropLast().filter { $0 != "." }
        // From another top, or a folder above this one, only the whole path leads there.
        guard !scenario.hasPrefix("/"), !folder.contains("..") else {
            return FileManager.default.currentDirectoryPath + "/" + path
        }
        return String(repeating: "../", count: folder.count) + path
    }
}

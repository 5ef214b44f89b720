import ArgumentParser
import Foundation
import Prompts
import Scenarios

/// `replay --watch`: runs all, and then again and again what a changed file touches.
struct ReplayWatch {
    /// How often files are looked at.
    private static let pause = 0.25

    private let command: ReplayCommand
    private let prompts: PromptSet

    init(_ command: ReplayCommand, prompts: PromptSet) { (self.command, self.prompts) = (command, prompts) }

    func run() throws -> Never {
        var selected = try ReplayHistory().selection(command.choice, command.paths)
        // Looked at first: what changes while they run is run again.
        var stamps = stamps(of: selected.files)
        run(selected)
        Output.note("ivrpay: watching \(selected.files.count) files; Ctrl-C ends it")
        while true {
            if let signal = Interruption.signal { throw ExitCode(128 + signal) }
            Thread.sleep(forTimeInterval: ReplayWatch.pause)
            if Interruption.signal != nil { Foundation.exit(Interruption.exitCode) }
            selected = try ReplayHistory().selection(command.choice, command.paths)
            let now = self.stamps(of: selected.files)
            let changed = selected.files.filter { now[$0] != stamps[$0] }
            stamps = now
            guard !changed.isEmpty else { continue }
            var part = selected
            (part.files, part.isRemembered) = (changed, false)
            run(part)
        }
    }

    /// What is wrong with a file that is being written is told, and looked at again.
    private func run(_ selected: ReplaySelection) {
        do { _ = try command.runOnce(prompts, selected) } catch {
            Output.note("ivrpay: " + Output.printable((error as? Failure)?.message ?? "\(error)"))
        }
    }

    /// When each scenario, or what it is made of, was changed last.
    private func stamps(of files: [String]) -> [String: [Date?]] {
        var known: [String: Date?] = [:]
        func stamp(_ path: String) -> Date? {
            if let date = known[path] { return date }
            let date = (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
            known[path] = date
            return date
        }
        var stamps: [String: [Date?]] = [:]
        for file in files { stamps[file] = parts(of: file).map(stamp) }
        return stamps
    }

    private func parts(of file: String) -> [String] {
        guard let read = try? ScenarioFile(contentsOf: file, prompts: prompts) else { return [file] }
        // Which files its steps include is known when they are read.
        _ = try? read.scenario(0)
        return read.files
    }
}

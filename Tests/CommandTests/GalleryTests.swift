import CallTestKit
import Foundation
import Scenarios
import Testing

/// `docs/gallery.md`: the shipped scenarios, folder by folder.
@Suite("Gallery") struct GalleryTests {
    @Test("it is made of the scenarios; UPDATE_GOLDEN=1 writes it anew") func gallery() throws {
        let files = try ShippedFiles.scenarios.map {
            try ScenarioFile(contentsOf: Program.root + $0, prompts: CallKit.prompts)
        }
        try expectFile("docs/gallery.md", try Gallery(files).text)
    }
}

/// A page of scenarios.
private struct Gallery {
    private let files: [ScenarioFile]

    init(_ files: [ScenarioFile]) { self.files = files }

    var text: String {
        get throws {
            let folders = Dictionary(grouping: files) { Gallery.folder(of: $0) }
            var lines = [
                "# Gallery", "",
                "The \(files.count) scenario files of the folder `scenarios`, whose tables make "
                    + "\(files.reduce(0) { $0 + $1.count }) scenarios of them. `ivrpay replay scenarios` runs them all, "
                    + "`ivrpay replay scenarios/FOLDER` those of a folder. [scenarios.md](scenarios.md) has their language.",
            ]
            for folder in folders.keys.sorted() { lines += try section(folder, folders[folder] ?? []) }
            return lines.joined(separator: "\n") + "\n"
        }
    }

    private func section(_ folder: String, _ files: [ScenarioFile]) throws -> [String] {
        let about = try String(contentsOfFile: Program.root + "scenarios/\(folder)/README.md", encoding: .utf8)
        let head = ["", "## \(folder)", "", about.trimmingCharacters(in: .whitespacesAndNewlines), ""]
        return try head + ["| file | what it shows | scenarios |", "| --- | --- | --- |"] + files.map { try row($0) }
    }

    private func row(_ file: ScenarioFile) throws -> String {
        let scenario = try file.scenario(0)
        let path = file.path.dropFirst(Program.root.count)
        let name = (path.split(separator: "/").last ?? "").dropLast(".yaml".count)
        var words = Gallery.sentence(scenario.name)
        if let description = scenario.description { words += " " + Gallery.sentence(description) }
        return "| [\(name)](../\(path)) | \(words) | \(file.count) |"
    }

    private static func folder(of file: ScenarioFile) -> String {
        file.path.dropFirst(Program.root.count).split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }

    /// A text that a cell of a table can hold, with its full stop.
    private static func sentence(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ").replacing("|", with: "\\|")
        return line.last.map { ".!?".contains($0) } == true ? line : line + "."
    }
}

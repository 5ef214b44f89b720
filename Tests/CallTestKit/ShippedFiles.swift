import Foundation

/// Files of the repository that tests of several modules read.
public enum ShippedFiles {
    /// The project's top folder, with `/` behind it.
    public static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/"

    /// The scenario files, as paths from `root`, in their order. Those in folders of the name `parts` are parts of others.
    public static let scenarios: [String] = {
        let all = FileManager.default.enumerator(atPath: root + "scenarios")?.compactMap { $0 as? String } ?? []
        let files = all.filter { $0.hasSuffix(".yaml") && !$0.split(separator: "/").dropLast().contains("parts") }
        return files.sorted().map { "scenarios/" + $0 }
    }()
}

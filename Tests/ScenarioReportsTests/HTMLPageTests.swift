import Foundation
import Testing

@testable import ScenarioReports

/// A browser that can print a page as its script has left it; nil where none is installed.
private let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
    FileManager.default.isExecutableFile(atPath: $0)
}

/// The page in a browser without a window: its script runs under its own policy, and does what it is for.
@Suite("The page in a browser", .serialized, .enabled(if: browser != nil, "Chromium is not installed"))
struct HTMLPageTests {
    /// The page's rows after it was opened with that fragment, in order: number, whether it is hidden, whether open.
    private func rows(_ fragment: String, script: Bool = true) throws -> [(id: String, isHidden: Bool, isOpen: Bool)] {
        try dom(fragment, script: script).components(separatedBy: "<details class=\"row ").dropFirst().map { row in
            let head = row.prefix { $0 != ">" }
            let id = head.components(separatedBy: "id=\"")[1].prefix { $0 != "\"" }
            return (String(id), head.contains(" hidden=\"\""), head.contains(" open=\"\""))
        }
    }

    private func dom(_ fragment: String, script: Bool = true) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ivrpay-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = folder.appendingPathComponent("report.html")
        var text = try ReportKit.text(try ReportKit.everyStatus(), .html)
        // The hash of another script: the browser refuses the page's own.
        if !script {
            text = text.replacingOccurrences(of: "script-src 'sha256-", with: "script-src 'sha256-AAAA")
        }
        try Data(text.utf8).write(to: page)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(browser))
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/profile", "--dump-dom",
            page.absoluteString + fragment,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "a fragment of the address chooses what is shown",
        arguments: [
            ("", ["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"]), ("#status=failed", ["s1", "s7"]),
            ("#status=bad", ["s1", "s4", "s5", "s7"]), ("#q=CARD+second", ["s6"]), ("#tag=smoke", ["s0"]),
            ("#q=card&status=passed&tag=card", ["s0"]), ("#q=nothing-has-this", []), ("#status=unheard-of", nil),
            ("#sort=media", ["s0", "s4", "s6", "s1", "s7", "s3", "s2", "s5"]),
        ] as [(String, [String]?)])
    func filter(fragment: String, shown: [String]?) throws {
        let rows = try rows(fragment)
        let all = (0..<8).map { "s\($0)" }
        #expect(rows.map(\.id).sorted() == all)
        #expect(rows.filter { !$0.isHidden }.map(\.id) == shown ?? all)
        #expect(rows.allSatisfy { !$0.isOpen })
    }

    @Test("what is shown can be opened, and one scenario be linked to") func open() throws {
        #expect(try rows("#status=failed&open=1").filter(\.isOpen).map(\.id) == ["s1", "s7"])
        let linked = try rows("#s4")
        #expect(linked.filter(\.isOpen).map(\.id) == ["s4"])
        #expect(linked.allSatisfy { !$0.isHidden })
    }

    @Test("without its script the page has all rows, and no filter") func withoutScript() throws {
        let page = try dom("#status=failed", script: false)
        #expect(page.contains("<form id=\"filter\" role=\"search\" hidden=\"\">"))
        #expect(try rows("#status=failed", script: false).count { !$0.isHidden } == 8)
        #expect(try dom("").contains("<form id=\"filter\" role=\"search\">"))
    }

    @Test("the tags of the scenarios can be chosen, and how many are shown is said") func form() throws {
        let page = try dom("#status=skipped")
        for tag in ["card", "decline", "smoke"] { #expect(page.contains("<option value=\"\(tag)\">\(tag)</option>")) }
        #expect(page.contains("1 of 8 shown"))
    }
}

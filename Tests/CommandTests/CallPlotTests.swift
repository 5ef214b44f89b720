import CallTestKit
import Foundation
import Testing

/// `ivrpay call --plot`, as a user runs it.
@Suite("Pictures of calls, by the command") struct CallPlotCommandTests {
    /// The call of the picture in the README: a wrong PIN, a declined card, and silence.
    static let shown = [
        "call", "--set", "timeouts.first-digit=5", "--keys",
        "10023# > 4822# > 4821# 1 4000000000009995# 1 1230# 1 123# 1 1 > > WWW WWW WWW WW !",
    ]

    private func plotted(_ name: String, _ arguments: [String] = shown) throws -> Data {
        try Program.withFiles { folder in
            let run = try Program.run(arguments + ["--plot", name], in: folder.path)
            #expect(run.code == 0 && run.err.isEmpty, "\(run.err)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [name])
            return try Data(contentsOf: folder.appendingPathComponent(name))
        }
    }

    @Test("the picture of one call, byte for byte") func golden() throws {
        try expectGolden("call-plot.svg", String(decoding: try plotted("x.svg"), as: UTF8.self))
    }

    @Test("the picture of the documents is that of the program") func documents() throws {
        let bytes = try plotted("x.png")
        let file = URL(fileURLWithPath: Program.root + "docs/call.png")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil { try bytes.write(to: file) }
        // Fonts differ from machine to machine, and with them the points, but not the size.
        let header = 16..<24
        #expect(try Data(contentsOf: file)[header] == bytes[header], "UPDATE_GOLDEN=1 draws docs/call.png anew")
    }

    @Test("a picture is written whole, in either kind", arguments: ["x.svg", "x.png", "X.SVG"])
    func kinds(name: String) throws {
        let bytes = try plotted(name, ["call", "--keys", CallKit.canonical])
        #expect(bytes.starts(with: name == "x.png" ? [0x89, 0x50, 0x4E, 0x47] : Array("<svg ".utf8)))
        #expect(try plotted(name, ["call", "--keys", CallKit.canonical]) == bytes, "the same bytes twice")
    }

    @Test("recordings and the keyboard have pictures too") func doors() throws {
        let recorded = try plotted("x.svg", ["call", "--audio", Program.root + "scenarios/sounds/mobile.gsm.wav"])
        #expect(String(decoding: recorded, as: UTF8.self).contains(">paid</text>"))
        try Program.withFiles { folder in
            let run = try Program.run(["call", "--plot", "x.svg"], input: "!", in: folder.path)
            #expect(run.code == 0, "\(run.err)")
            let svg = try String(contentsOf: folder.appendingPathComponent("x.svg"), encoding: .utf8)
            #expect(svg.contains(">hung-up</text>"))
        }
    }

    @Test("a result that was not expected has its picture all the same") func unexpected() throws {
        try Program.withFiles { folder in
            let run = try Program.run(["call", "--keys", "!", "--expect", "paid", "--plot", "x.svg"], in: folder.path)
            #expect(run.code == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x.svg"])
        }
    }
}

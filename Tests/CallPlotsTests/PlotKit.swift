import CallEngine
import CallReports
import CallTestKit
import PaymentCall
import Pictures
import PlanFiles
import Telephony

@testable import CallPlots

/// Calls to draw, and what stands in their pictures.
enum PlotKit {
    /// Calls of every kind, by name.
    static let calls: [(name: String, make: @Sendable () throws -> FinishedCall)] = [
        ("canonical", { try CallKit.call(CallKit.canonical) }),
        ("hung up at once", { try CallKit.call("!") }),
        ("nobody presses a key", { try CallKit.call("") }),
        ("wrong PINs", { try CallKit.call("10023# > 1111# > 2222# > 3333#") }),
        (
            "declined",
            { try CallKit.call(CallKit.identified + CallKit.card("4000000000009995") + "1 > > 4111111111111111# 1") }
        ),
        ("keys ahead", { try CallKit.call("10023#48211") }),
        (
            "listens to everything",
            { try CallKit.call("> 10023# > 4821# > 1 > 4242424242424242# > 1 > 1230# > 1 > 123# > 1 > 1") }
        ),
        ("keyed while the gateway is asked", { try CallKit.call(CallKit.canonical + " 4 4 4") }),
        (
            "assisted, cancelled by the agent",
            {
                try CallKit.call("4242", agentCancelsAt: 9) { scene in
                    scene.mode = .assisted
                    scene.amount = "20"
                    scene.identified = true
                }
            }
        ),
        ("an agent with a plan", { try assisted() }),
        ("Spanish", { try CallKit.call(CallKit.canonical) { $0.language = "es" } }),
    ]

    static func call(_ name: String) throws -> FinishedCall {
        guard let call = calls.first(where: { $0.name == name }) else { throw NoSuchCall(name: name) }
        return try call.make()
    }

    struct NoSuchCall: Error { let name: String }

    /// An agent starts a payment for a caller of a plan, and has them back.
    private static func assisted() throws -> FinishedCall {
        let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        return try CallKit.call("W > 4242424242424242# 1 1230# 1 123# 1 1") { scene in
            scene.plan = try? PlanFile(contentsOf: root + "/plans/assisted.yaml").runnable()
            scene.agent = "pay 20.00 INV-7; back; done"
        }
    }

    static func plot(_ call: FinishedCall, waves: CallWaves? = nil) -> Picture {
        CallPlot(call, prompts: CallKit.prompts, waves: waves).picture()
    }

    static func timeline(_ call: FinishedCall) -> CallTimeline { CallTimeline(call, prompts: CallKit.prompts) }

    /// A text as far as it covers others.
    struct Words {
        let text: String
        let left: Double, right: Double, top: Double, bottom: Double
        let colour: Picture.Colour

        func covers(_ other: Words) -> Bool {
            left < other.right && other.left < right && top < other.bottom && other.top < bottom
        }
    }

    static func texts(_ picture: Picture) -> [Words] {
        picture.shapes.compactMap { shape in
            guard case .text(let text, let x, let y, let size, let colour, let anchor, let bold) = shape else {
                return nil
            }
            let width = Picture.textWidth(text, size, bold: bold)
            let left = anchor == .start ? x : anchor == .middle ? x - width / 2 : x - width
            // Letters as high as they are without the space that lines have between them.
            return Words(text: text, left: left, right: left + width, top: y - size * 0.7, bottom: y, colour: colour)
        }
    }

    /// The boxes that tell something, with what they tell.
    static func boxes(_ picture: Picture) -> [(box: Picture.Box, fill: Picture.Colour?, about: String)] {
        picture.shapes.compactMap { shape in
            if case .box(let box, let fill, _, _, let about) = shape, !about.isEmpty { (box, fill, about) } else { nil }
        }
    }

    /// The corners of everything.
    static func places(_ picture: Picture) -> [(x: Double, y: Double)] {
        picture.shapes.flatMap { shape -> [(x: Double, y: Double)] in
            switch shape {
            case .image(_, let box), .box(let box, _, _, _, _):
                [(box.x, box.y), (box.x + box.width, box.y + box.height)]
            case .line(let x1, let y1, let x2, let y2, _, _): [(x1, y1), (x2, y2)]
            case .area(let points, _): points
            case .text(_, let x, let y, _, _, _, _): [(x, y)]
            }
        }
    }
}

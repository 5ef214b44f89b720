import Amounts
import CallEngine
import CallReports
import PaymentCall
import Pictures
import Prompts
import Telephony

/// A call as a picture, from which a tester sees why it went as it did: time goes to the right, and under each other stand
/// what went wrong, the steps of the plan, the parts of the call (secure ones shaded), the questions, the prompts, the keys,
/// both legs' waves, the timers, the gateway, the services and the agent, as far as the call has them.
///
/// It shows no more of card data than the events do: keys have names where a harmless field took them, and words are those
/// that may be printed.
public struct CallPlot: Sendable {
    private let call: FinishedCall
    private let waves: CallWaves?
    private let timeline: CallTimeline

    /// The picture of a call that is over, its prompts in the words of `prompts`. `waves` is its sound, the caller's from the
    /// masked recording; nil for none: then the lanes of the waves are left out.
    public init(_ call: FinishedCall, prompts: PromptSet, waves: CallWaves? = nil) {
        self.call = call
        self.waves = waves
        timeline = CallTimeline(call, prompts: prompts)
    }

    /// Above the first row.
    private static let head = 78.0

    /// The plot as it is drawn. A long call wraps over several rows, so that names stay readable; `RowWindow` says how.
    public func picture() -> Picture {
        let windows = RowWindow.windows(of: timeline.duration)
        let scale = TimeScale(step: windows[0].length / 20)
        let rows = windows.map { PlotRow(timeline, waves, $0, scale) }
        var picture = Picture(width: RowWindow.width, height: rows.reduce(CallPlot.head) { $0 + $1.height })
        drawHead(scale, &picture)
        var top = CallPlot.head
        for row in rows {
            row.draw(top: top, in: &picture)
            top += row.height
        }
        return picture
    }

    private func drawHead(_ scale: TimeScale, _ picture: inout Picture) {
        let record = call.record
        let reason = record.result.reason.map { " (\($0))" } ?? ""
        let title = "\(record.callID): \(record.result.outcome.rawValue)\(reason)"
        picture.add(.text(title, x: 16, y: 24, size: 15, Palette.ink, .start, bold: true))
        var words = [scale.clock(record.duration.seconds, fine: true), record.mode.rawValue]
        if let plan = record.plan { words.append("plan \(plan.name)") }
        if let payment = record.result.payment {
            words.append("\(payment.amount.decimalText) \(payment.amount.currency.code)")
        }
        let counts = [
            (timeline.questions.count { $0.look == .failed }, "failed attempt", "failed attempts"),
            (record.result.payment?.declines.count ?? 0, "decline", "declines"),
        ]
        words += counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
        // A plan may have any name.
        let line = words.joined(separator: " · ").fitting(RowWindow.width - 32, size: 12, bold: false) ?? ""
        picture.add(.text(line, x: 16, y: 43, size: 12, Palette.faint, .start, bold: false))
        PlotLegend(timeline).draw(y: 64, in: &picture)
    }
}

import DTMF
import JSONText
import Telephony

/// What is written while the sound still comes.
enum DetectFeed {
    /// Nothing: all at the end.
    case none
    /// The digits, one after the other, each as it is decided, in a line that ends with the sound.
    case digits
    /// A line of its own for each tone as it is over, and for each near miss too, as text or as JSON.
    case lines(Format, misses: Bool)

    /// Writes what is new of `scan`, a channel of `file`.
    func tell(_ scan: ChannelScan, of file: String) throws {
        switch self {
        case .none: break
        case .digits:
            let digits = scan.fresh.compactMap { if case .began(let onset) = $0 { onset.key.character } else { nil } }
            if !digits.isEmpty { try Output.text(String(digits)) }
        case .lines(let format, let misses):
            for event in scan.fresh {
                if case .refused = event, !misses { continue }
                guard let line = line(event, of: scan, file, format) else { continue }
                try Output.line(line)
            }
        }
    }

    private func line(_ event: ToneEvent, of scan: ChannelScan, _ file: String, _ format: Format) -> String? {
        if format == .json { return scan.json(file: file, event: event)?.text }
        let name = scan.isOnlyChannel ? "" : " [\(scan.channelName)]"
        switch event {
        case .began: return nil
        case .ended(let tone): return name + tone.line(digit: tone.key.character)
        case .refused(let miss): return name + miss.line(isHidden: false)
        }
    }
}

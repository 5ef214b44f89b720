import DTMF
import JSONText
import Telephony

/// What is written while the sound still comes.
enum DetectFeed {
    /// Nothing: all at the end.
    case none
    /// The digits, one after the other, each as it is decided, in a line that ends with the sound.
    case digits
    /// A line of its own for each tone and near miss as it is over, as text or as JSON.
    case lines(Format)

    /// Writes what is new of `scan`, a channel of `file`.
    func tell(_ scan: ChannelScan, of file: String) throws {
        switch self {
        case .none: break
        case .digits:
            let digits = scan.fresh.compactMap { if case .began(let onset) = $0 { onset.key.character } else { nil } }
            if !digits.isEmpty { try Output.text(String(digits)) }
        case .lines(.text):
            let name = scan.isOnlyChannel ? "" : " [\(scan.channelName)]"
            for event in scan.fresh {
                switch event {
                case .began: break
                case .ended(let tone): try Output.line(name + tone.line(digit: tone.key.character))
                case .refused(let miss): try Output.line(name + miss.line(isHidden: false))
                }
            }
        case .lines(.json):
            for event in scan.fresh {
                if let json = scan.json(file: file, event: event) { try Output.line(json.text) }
            }
        }
    }
}

import DTMF
import Telephony
import TonePlots

extension TonePlot {
    /// The plot of what was found in `sound`, a file's name or `-`, as far as the masks let it be shown.
    init(_ scans: [ChannelScan], _ masks: [DetectMask], of sound: String) {
        let channels = zip(scans, masks).compactMap { scan, mask in
            scan.spectrogram.map { spectrogram in
                var channel = TonePlot.Channel(
                    name: scan.isOnlyChannel ? nil : scan.channelTitle, spectrogram: spectrogram)
                channel.tones = zip(scan.found.tones, mask.digits).map { ($0, $1) }
                channel.misses = zip(scan.found.misses, mask.hidesMiss).filter { !$0.1 }.map(\.0)
                return channel
            }
        }
        let name = sound == "-" ? "standard input" : sound.split(separator: "/").last.map(String.init) ?? sound
        self.init(title: Output.printable(name), duration: scans.first?.duration ?? .zero, channels: channels)
        hidden = masks.flatMap(\.hidden).sorted { $0.lowerBound < $1.lowerBound }
    }
}

import DTMF
import Telephony
import TonePlots

/// The picture of `detect --plot`: opened before the work, written whole at its end.
struct PlotFile {
    private enum Kind { case svg, png }

    private let path: String
    private let kind: Kind
    private let file: WholeFile

    /// Opens `path`, whose ending says what it is to be.
    init(_ path: String) throws(Failure) {
        let name = path.lowercased()
        guard name.hasSuffix(".svg") || name.hasSuffix(".png") else {
            throw .usage("--plot: \(path) ends neither in .svg nor in .png")
        }
        (self.path, kind) = (path, name.hasSuffix(".svg") ? .svg : .png)
        file = try WholeFile(path)
    }

    /// Draws what was found in `sound`, and writes it.
    func finish(_ scans: [ChannelScan], _ masks: [DetectMask], of sound: String) throws {
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
        var plot = TonePlot(
            title: Output.printable(name), duration: scans.first?.duration ?? .zero, channels: channels)
        plot.hidden = masks.flatMap(\.hidden).sorted { $0.lowerBound < $1.lowerBound }
        let picture = plot.picture()
        let bytes: [UInt8]
        do throws(PlotError) {
            bytes = kind == .svg ? Array(try picture.svg().utf8) : try picture.png()
        } catch { throw Failure.world("\(path): the picture can't be drawn (\(error))") }
        try file.finish(bytes)
    }
}

/// The header of one MPEG audio frame (ISO/IEC 11172-3, 2.4.1.3, and 13818-3 for the lower rates).
struct MPEGFrame {
    /// 1, 2 or 3.
    let layer: Int
    let hertz: Int
    let channelCount: Int
    /// Bytes of the whole frame; nil for the "free" bit rate, where only the next frame tells.
    let byteCount: Int?
    private let isMPEG1: Bool

    private static let bitRates1: [Int: [Int]] = [
        1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    ]
    private static let bitRates2: [Int: [Int]] = [
        1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
        3: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ]

    /// The frame header at `offset`, nil where there is none.
    init?(_ bytes: [UInt8], at offset: Int) {
        guard let word = bytes.big(4, at: offset), word >> 21 == 0x7FF else { return nil }
        let version = word >> 19 & 3
        let layerCode = word >> 17 & 3
        let rateCode = word >> 12 & 15
        let hertzCode = word >> 10 & 3
        guard version != 1, layerCode != 0, rateCode != 15, hertzCode != 3 else { return nil }
        layer = 4 - layerCode
        isMPEG1 = version == 3
        hertz = [44_100, 48_000, 32_000][hertzCode] / (isMPEG1 ? 1 : version == 2 ? 2 : 4)
        channelCount = word >> 6 & 3 == 3 ? 1 : 2
        let bitRate = ((isMPEG1 ? Self.bitRates1 : Self.bitRates2)[layer]?[rateCode] ?? 0) * 1000
        let padding = word >> 9 & 1
        guard bitRate > 0 else {
            byteCount = nil
            return
        }
        switch layer {
        case 1: byteCount = (12 * bitRate / hertz + padding) * 4
        case 3 where !isMPEG1: byteCount = 72 * bitRate / hertz + padding
        default: byteCount = 144 * bitRate / hertz + padding
        }
    }

    /// Bytes between the header and a Xing or Info tag.
    var sideInfoBytes: Int { isMPEG1 ? (channelCount == 1 ? 17 : 32) : (channelCount == 1 ? 9 : 17) }

    /// Whether both can follow each other in one file.
    func isSibling(of other: MPEGFrame) -> Bool {
        layer == other.layer && hertz == other.hertz && isMPEG1 == other.isMPEG1
    }
}

import CSndfile

/// The part of a source that the library sees as its file.
final class ByteWindow {
    let source: ByteSource
    /// Where in the source the window's byte 0 is.
    let start: Int
    /// How many bytes there are to read.
    let count: Int
    /// How many bytes the library is told there are.
    let statedCount: Int
    /// Bytes of a frame where the window shows what a pipe brings: as many whole frames as have come are handed on,
    /// and no more are waited for. Nil where the window is always filled.
    let liveFrameBytes: Int?
    var position = 0

    init(_ source: ByteSource, start: Int, count: Int, statedCount: Int? = nil, liveFrameBytes: Int? = nil) {
        self.source = source
        self.liveFrameBytes = liveFrameBytes
        self.start = start
        self.count = count
        self.statedCount = statedCount ?? count
    }

    func read(into target: UnsafeMutableRawPointer, count wanted: Int) -> Int {
        var got = 0
        if position < count {
            let most = min(wanted, count - position)
            if let liveFrameBytes {
                let from = position
                got = source.read(at: start + from, into: target, count: most) { (from + $0) % liveFrameBytes == 0 }
            } else {
                got = source.read(at: start + position, into: target, count: most)
            }
        } else if statedCount > count, position >= statedCount - 128, position < statedCount {
            // Where the end is only stated, the decoder still looks for a tag in its last 128 bytes: there is none.
            got = min(wanted, statedCount - position)
            target.initializeMemory(as: UInt8.self, repeating: 0, count: got)
        }
        position += got
        return got
    }

    func seek(_ offset: Int, _ whence: Int32) -> Int {
        let target: (partialValue: Int, overflow: Bool)
        switch whence {
        case SEEK_CUR: target = position.addingReportingOverflow(offset)
        case SEEK_END: target = statedCount.addingReportingOverflow(offset)
        default: target = (offset, false)
        }
        guard !target.overflow, target.partialValue >= 0 else { return -1 }
        position = target.partialValue
        return position
    }

    /// The window's functions as the library calls them.
    static var callbacks: SF_VIRTUAL_IO {
        SF_VIRTUAL_IO(
            get_filelen: { sf_count_t(ByteWindow.at($0).statedCount) },
            seek: { offset, whence, window in sf_count_t(ByteWindow.at(window).seek(Int(offset), whence)) },
            read: { target, count, window in
                target.map { sf_count_t(ByteWindow.at(window).read(into: $0, count: Int(count))) } ?? 0
            },
            write: { _, _, _ in 0 },
            tell: { sf_count_t(ByteWindow.at($0).position) }
        )
    }

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> ByteWindow {
        Unmanaged<ByteWindow>.fromOpaque(pointer.unsafelyUnwrapped).takeUnretainedValue()
    }
}

/// An open sound file in the library, closed when let go.
final class Decoder {
    /// What the library says of the file.
    let info: SF_INFO
    private let handle: OpaquePointer
    private let window: ByteWindow
    /// The library met damage in the sound.
    private(set) var metDamage = false

    /// Opens what `window` shows; `info` has the format of plain samples, or is all zero for a file with a header.
    ///
    /// Nil with the library's words where it refuses.
    init(_ window: ByteWindow, info: SF_INFO) throws(Refusal) {
        var (callbacks, info) = (ByteWindow.callbacks, info)
        let pointer = Unmanaged.passUnretained(window).toOpaque()
        let opened = quietly { sf_open_virtual(&callbacks, Int32(SFM_READ), &info, pointer) }
        guard let opened else { throw Refusal(words: String(cString: sf_strerror(nil))) }
        (self.window, self.info, handle) = (window, info, opened)
    }

    /// Why the library did not open a file.
    struct Refusal: Error { let words: String }

    deinit { quietly { _ = sf_close(handle) } }

    /// The sound comes from a pipe: reading gives what has arrived.
    var isLive: Bool { window.liveFrameBytes != nil }

    /// Every sample is a number of 16 bits or less, so that reading those loses nothing.
    var fitsInt16: Bool {
        switch Int(info.format) & SF_FORMAT_SUBMASK {
        case SF_FORMAT_PCM_16, SF_FORMAT_PCM_S8, SF_FORMAT_PCM_U8, SF_FORMAT_ULAW, SF_FORMAT_ALAW, SF_FORMAT_GSM610,
            SF_FORMAT_IMA_ADPCM, SF_FORMAT_MS_ADPCM:
            true
        default: false
        }
    }

    /// Reads up to `frames` interleaved frames into `target`; fewer only at the end of what can be decoded, and from
    /// a pipe.
    func read(into target: UnsafeMutablePointer<Float>, frames: Int) -> Int {
        read(frames) { done, count in sf_readf_float(handle, target + done, count) }
    }

    /// Reads frames of 16-bit samples, full scale at 32,768.
    func read(into target: UnsafeMutablePointer<Int16>, frames: Int) -> Int {
        read(frames) { done, count in sf_readf_short(handle, target + done, count) }
    }

    /// Repeats `step`, which gets how many samples are done and how many frames are missing.
    private func read(_ frames: Int, _ step: (Int, sf_count_t) -> sf_count_t) -> Int {
        var done = 0
        while done < frames {
            let got = quietly { step(done * Int(info.channels), sf_count_t(frames - done)) }
            if sf_error(handle) != 0 { metDamage = true }
            guard got > 0 else { break }
            done += Int(got)
            if isLive { break }
        }
        return done
    }
}

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
    var position = 0

    init(_ source: ByteSource, start: Int, count: Int, statedCount: Int? = nil) {
        self.source = source
        self.start = start
        self.count = count
        self.statedCount = statedCount ?? count
    }

    func read(into target: UnsafeMutableRawPointer, count wanted: Int) -> Int {
        var got = 0
        if position < count {
            got = source.read(at: start + position, into: target, count: min(wanted, count - position))
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

    /// Reads up to `frames` interleaved frames into `target`; fewer only at the end of what can be decoded.
    func read(into target: UnsafeMutablePointer<Float>, frames: Int) -> Int {
        var done = 0
        while done < frames {
            let got = quietly { sf_readf_float(handle, target + done * Int(info.channels), sf_count_t(frames - done)) }
            if sf_error(handle) != 0 { metDamage = true }
            guard got > 0 else { break }
            done += Int(got)
        }
        return done
    }
}

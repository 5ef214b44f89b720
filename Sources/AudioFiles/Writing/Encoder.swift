import CSndfile
import Telephony

/// An open sound file in the library that writes to an `OutputFile`.
final class Encoder {
    private var handle: OpaquePointer?
    private let output: OutputFile
    private let channelCount: Int

    init(
        _ output: OutputFile, _ encoding: AudioEncoding, _ sampleRate: SampleRate, channelCount: Int
    ) throws(AudioFileError) {
        (self.output, self.channelCount) = (output, channelCount)
        var info = SF_INFO()
        info.format = encoding.libraryFormat
        info.channels = Int32(channelCount)
        info.samplerate = Int32(sampleRate.hertz)
        var callbacks = Self.callbacks
        let pointer = Unmanaged.passUnretained(output).toOpaque()
        handle = quietly { sf_open_virtual(&callbacks, Int32(SFM_WRITE), &info, pointer) }
        guard let handle else {
            if output.failure != 0 { throw .output(output.name, errno: output.failure) }
            throw AudioFileError(
                .unsupportedOutput, AudioFileError.outputName(output.name),
                wrong: "\(encoding.rawValue) does not carry \(channelCount) channels at \(sampleRate.hertz) Hz",
                remedy: "write fewer channels or another rate, or a .wav file")
        }
        quietly {
            _ = sf_command(handle, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
            // The PEAK chunk of float files has a time stamp: the same sound would not give the same bytes.
            _ = sf_command(handle, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
        }
    }

    deinit { close() }

    /// Puts a comment into the header; before the first frame, and nowhere in containers without comments.
    func set(comment: String) {
        guard let handle else { return }
        quietly { _ = sf_set_string(handle, Int32(SF_STR_COMMENT), comment) }
    }

    /// From here on the header is written anew after each write, where it says a length.
    func keepHeaderRight() {
        guard let handle else { return }
        quietly { _ = sf_command(handle, Int32(SFC_SET_UPDATE_HEADER_AUTO), nil, Int32(SF_TRUE)) }
    }

    /// Writes whole interleaved frames; false where the library or the file failed.
    func write(_ samples: UnsafeBufferPointer<Float>) -> Bool {
        guard let handle, let base = samples.baseAddress else { return samples.isEmpty }
        let frames = samples.count / channelCount
        var done = 0
        while done < frames {
            // Some encoders of the library keep a whole write on the stack.
            let count = min(1024, frames - done)
            let written = quietly { sf_writef_float(handle, base + done * channelCount, sf_count_t(count)) }
            guard written == count, output.failure == 0 else { return false }
            done += count
        }
        return true
    }

    /// Writes what the encoder still holds, and the header's lengths; false where the library or the file failed.
    @discardableResult func close() -> Bool {
        guard let open = handle else { return true }
        handle = nil
        return quietly { sf_close(open) } == 0 && output.failure == 0
    }

    /// The output's functions as the library calls them.
    private static var callbacks: SF_VIRTUAL_IO {
        SF_VIRTUAL_IO(
            get_filelen: { sf_count_t(Encoder.output($0).size) },
            seek: { offset, whence, pointer in
                let output = Encoder.output(pointer)
                let origin = whence == SEEK_CUR ? output.position : whence == SEEK_END ? output.size : 0
                output.position = max(0, origin + Int(offset))
                return sf_count_t(output.position)
            },
            read: { target, count, pointer in
                let output = Encoder.output(pointer)
                let bytes = output.bytes(at: output.position, count: Int(count))
                bytes.withUnsafeBytes {
                    target?.copyMemory(from: $0.baseAddress.unsafelyUnwrapped, byteCount: $0.count)
                }
                output.position += bytes.count
                return sf_count_t(bytes.count)
            },
            write: { source, count, pointer in
                sf_count_t(Encoder.output(pointer).write(UnsafeRawBufferPointer(start: source, count: Int(count))))
            },
            tell: { sf_count_t(Encoder.output($0).position) }
        )
    }

    private static func output(_ pointer: UnsafeMutableRawPointer?) -> OutputFile {
        Unmanaged<OutputFile>.fromOpaque(pointer.unsafelyUnwrapped).takeUnretainedValue()
    }
}

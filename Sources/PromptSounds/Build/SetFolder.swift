import AudioFiles
import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The folder that a set is written to: files by their names, folders made on the way.
struct SetFolder {
    /// Where it is.
    let path: String

    /// Writes a sound at `name`, which has its ending.
    func write(
        _ samples: [Float], _ rate: SampleRate, _ encoding: AudioEncoding, at name: String
    ) throws(SoundBuildError) {
        let file = path + "/" + name
        try makeFolder(of: file)
        do throws(AudioFileError) {
            var writer = try AudioFileWriter(path: file, encoding: encoding, sampleRate: rate, channelCount: 1)
            try writer.write(samples)
            try writer.finish()
        } catch {
            throw .output(error.description)
        }
    }

    /// Writes a text at `name`, whole or not at all.
    func write(_ text: String, at name: String) throws(SoundBuildError) {
        let file = path + "/" + name
        try makeFolder(of: file)
        let draft = file + ".part"
        guard let stream = fopen(draft, "wb") else { throw .output(SoundSetError.world(file, errno).description) }
        var failure: Int32 = 0
        if fputs(text, stream) < 0 { failure = errno }
        if fclose(stream) != 0, failure == 0 { failure = errno }
        if failure == 0, rename(draft, file) != 0 { failure = errno }
        guard failure != 0 else { return }
        unlink(draft)
        throw .output(SoundSetError.world(file, failure).description)
    }

    private func makeFolder(of file: String) throws(SoundBuildError) {
        for slash in file.indices.dropFirst() where file[slash] == "/" {
            let folder = String(file[..<slash])
            if mkdir(folder, 0o755) != 0, errno != EEXIST {
                throw .output(SoundSetError.world(folder, errno).description)
            }
        }
    }
}

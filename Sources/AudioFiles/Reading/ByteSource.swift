import Glibc

/// The bytes of an input, from a file that can be read anywhere or a pipe that only runs forward.
///
/// A pipe's first bytes are kept while the header is looked at, so that nothing is lost; asked for more than
/// `headLimit` of them, or by `spool`, the source copies the pipe to an unnamed temporary file and goes on with that.
final class ByteSource {
    /// As the user gave it.
    let name: String
    /// All bytes of a file; nil for a pipe, whose end is not known.
    private(set) var size: Int?
    /// The `errno` of the first read that failed, 0 while none has.
    private(set) var failure: Int32 = 0

    private static let headLimit = 1 << 20
    private var descriptor: Int32
    /// Where in the descriptor byte 0 is: standard input may be a file that was read before.
    private var base = 0
    /// What a pipe has given so far, while the header is looked at.
    private var head: [UInt8] = []
    /// How many bytes have been taken from a pipe.
    private var taken = 0

    /// Opens `path`, or standard input for `-`.
    init(_ path: String) throws(AudioFileError) {
        name = path
        if path.utf8.contains(0) { throw .input(path, errno: ENOENT) }
        descriptor = path == "-" ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw .input(path, errno: errno) }
        var status = stat()
        if fstat(descriptor, &status) != 0 { throw .input(path, errno: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw .input(path, errno: EISDIR)
        case S_IFREG:
            base = path == "-" ? max(0, lseek(descriptor, 0, SEEK_CUR)) : 0
            size = max(0, Int(status.st_size) - base)
        case S_IFCHR where isatty(descriptor) == 1:
            throw AudioFileError(
                .cannotOpen, path, wrong: "this is a terminal", remedy: "name a sound file or pipe one in")
        default: break
        }
        if try bytes(at: 0, count: 1).isEmpty {
            throw AudioFileError(.empty, path, wrong: "the file is empty", remedy: "record or export it again")
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Up to `count` bytes from `offset` on; fewer only where the input ends.
    func bytes(at offset: Int, count: Int) throws(AudioFileError) -> [UInt8] {
        if size == nil, offset + count > Self.headLimit { try spool() }
        if size == nil {
            fillHead(to: offset + count)
            if failure != 0 { throw .input(name, errno: failure, reading: true) }
            return Array(head[min(offset, head.count)..<min(offset + count, head.count)])
        }
        let result = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = buffer.baseAddress.map { read(at: offset, into: UnsafeMutableRawPointer($0), count: count) } ?? 0
        }
        if failure != 0 { throw .input(name, errno: failure, reading: true) }
        return result
    }

    /// Reads up to `count` bytes at `offset`; fewer only at the end or at a failure, which is noted.
    ///
    /// Of a pipe, `offset` must be in what is kept or be the next byte to come; elsewhere there is nothing to read.
    /// A pipe is not waited for once `isEnough` of the bytes that came.
    func read(
        at offset: Int, into target: UnsafeMutableRawPointer, count: Int, isEnough: (Int) -> Bool = { _ in false }
    ) -> Int {
        guard offset >= 0, count > 0 else { return 0 }
        if size != nil {
            return loop(count) { pread(descriptor, target + $0, count - $0, base + offset + $0) }
        }
        let kept = max(0, min(count, head.count - offset))
        if kept > 0 {
            head.withUnsafeBytes { target.copyMemory(from: $0.baseAddress.unsafelyUnwrapped + offset, byteCount: kept) }
        }
        guard offset + kept == taken, kept == 0 || !isEnough(kept) else { return kept }
        let more = loop(count - kept, isEnough: { isEnough(kept + $0) }) {
            Glibc.read(descriptor, target + kept + $0, count - kept - $0)
        }
        taken += more
        return kept + more
    }

    /// Copies what a pipe still brings to an unnamed temporary file, so that it can be read anywhere.
    func spool() throws(AudioFileError) {
        guard size == nil else { return }
        let file = try temporaryFile()
        var chunk = head
        var written = 0
        repeat {
            let count = chunk.count
            let put = chunk.withUnsafeBytes { bytes in
                bytes.baseAddress.map { base in loop(count) { write(file, base + $0, count - $0) } } ?? 0
            }
            written += put
            guard put == count, failure == 0 else {
                close(file)
                throw .input(name, errno: failure, reading: true)
            }
            chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
                filled =
                    buffer.baseAddress.map { base in
                        loop(1 << 16) { Glibc.read(descriptor, base + $0, (1 << 16) - $0) }
                    } ?? 0
            }
        } while !chunk.isEmpty
        close(descriptor)
        (descriptor, base, size, head) = (file, 0, written, [])
        if failure != 0 { throw .input(name, errno: failure, reading: true) }
    }

    private func fillHead(to count: Int) {
        let missing = count - head.count
        guard missing > 0, taken == head.count else { return }
        head.append(
            contentsOf: [UInt8](unsafeUninitializedCapacity: missing) { buffer, filled in
                filled =
                    buffer.baseAddress.map { base in
                        loop(missing) { Glibc.read(descriptor, base + $0, missing - $0) }
                    } ?? 0
            })
        taken = head.count
    }

    /// Repeats a transfer until `count` bytes are done, those done are enough, or none come; `step` gets how many are
    /// done.
    private func loop(_ count: Int, isEnough: (Int) -> Bool = { _ in false }, _ step: (Int) -> Int) -> Int {
        var done = 0
        while done < count {
            let moved = step(done)
            if moved > 0 {
                done += moved
                if isEnough(done) { break }
            } else if moved == 0 {
                break
            } else if errno == EAGAIN {
                // Standard input may have been left non-blocking by whoever had it before.
                var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&wait, 1, -1)
            } else if errno != EINTR {
                failure = errno
                break
            }
        }
        return done
    }

    private func temporaryFile() throws(AudioFileError) -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/ivrpay-input-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else {
            let reason = String(cString: strerror(errno))
            throw AudioFileError(
                .cannotOpen, name, wrong: "no temporary file can be made in \(folder) (\(reason))",
                remedy: "name a folder that can be written in TMPDIR")
        }
        unlink(&template)
        return file
    }
}

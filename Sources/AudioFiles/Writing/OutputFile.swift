import Glibc
import Synchronization

/// A file that appears whole or not at all, or one that grows in its place.
///
/// What is written goes to a hidden file beside the target, which takes the target's name in `finish` and is removed if
/// that never comes. A device, a pipe or an open descriptor can't be replaced: what it is to get is collected in an
/// unnamed temporary file, since headers are filled in last, and copied in `finish`.
final class OutputFile {
    /// As the user gave it.
    let name: String
    /// The `errno` of the first write that failed, 0 while none has.
    private(set) var failure: Int32 = 0
    /// Where the next byte is written.
    var position = 0
    /// Bytes so far.
    private(set) var size = 0

    private var descriptor: Int32
    private let destination: Destination
    private let spaceLeft: Int?
    private var isFinished = false

    /// Where the bytes go in the end.
    private enum Destination {
        case rename(temporary: String, target: String)
        case copy(to: Int32)
        /// It is in its place already.
        case place
    }

    private static let serial = Atomic<Int>(0)

    /// Prepares to write `path`; `-` is standard output. A disk that is full after `spaceLeft` bytes is played for
    /// tests. A `growing` file is written in its place from the start, and stays there whatever becomes of it.
    init(_ path: String, growing: Bool = false, spaceLeft: Int? = nil) throws(AudioFileError) {
        (name, self.spaceLeft) = (path, spaceLeft)
        if path.isEmpty || path.utf8.contains(0) { throw .output(path, errno: ENOENT) }
        if let special = try Self.openSpecial(path) {
            let collected = Self.openCollector()
            guard collected >= 0 else {
                let number = errno
                close(special)
                throw .output(path, errno: number)
            }
            (descriptor, destination) = (collected, .copy(to: special))
            return
        }
        if growing {
            (descriptor, destination) = (open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666), .place)
            if descriptor < 0 { throw .output(path, errno: errno) }
            return
        }
        // The file behind a symbolic link is replaced, not the link.
        let resolved = realpath(path, nil)
        let target = resolved.map { String(cString: $0) } ?? path
        free(resolved)
        var status = stat()
        let exists = stat(target, &status) == 0
        if exists, access(target, W_OK) != 0 { throw .output(path, errno: errno) }
        let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
        let number = Self.serial.add(1, ordering: .relaxed).newValue
        let temporary = "\(folder).ivrpay-\(getpid())-\(number).tmp"
        descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw .output(path, errno: errno) }
        if exists { fchmod(descriptor, status.st_mode & 0o7777) }
        destination = .rename(temporary: temporary, target: target)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        switch destination {
        case .rename(let temporary, _): if !isFinished { unlink(temporary) }
        case .copy(let special): close(special)
        case .place: break
        }
    }

    /// Writes at `position`; returns how many bytes were written, fewer only after a failure, which is noted.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard failure == 0, let base = bytes.baseAddress else { return 0 }
        if let spaceLeft, position + bytes.count > spaceLeft { failure = ENOSPC }
        var done = 0
        while done < bytes.count, failure == 0 {
            let moved = pwrite(descriptor, base + done, bytes.count - done, position + done)
            if moved > 0 {
                done += moved
            } else if moved == 0 || errno != EINTR {
                failure = moved == 0 ? ENOSPC : errno
                break
            }
        }
        position += done
        size = max(size, position)
        return done
    }

    /// Reads what has been written, up to `count` bytes from `offset`.
    func bytes(at offset: Int, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(descriptor, buffer.baseAddress, count, off_t(offset)))
        }
    }

    /// Gives the file its name, or the device its bytes.
    func finish() throws(AudioFileError) {
        if failure == 0 {
            switch destination {
            case .rename(let temporary, let target):
                // Some file systems tell only here that there was no space.
                if close(descriptor) != 0 { failure = errno }
                descriptor = -1
                if failure == 0, rename(temporary, target) != 0 { failure = errno }
            case .copy(let special): copy(to: special)
            case .place:
                if close(descriptor) != 0 { failure = errno }
                descriptor = -1
            }
        }
        if failure != 0 { throw .output(name, errno: failure) }
        isFinished = true
    }

    private func copy(to special: Int32) {
        var offset = 0
        while offset < size, failure == 0 {
            let chunk = bytes(at: offset, count: min(1 << 16, size - offset))
            if chunk.isEmpty { failure = EIO }
            var done = 0
            while done < chunk.count, failure == 0 {
                let moved = chunk.withUnsafeBytes {
                    Glibc.write(special, $0.baseAddress.unsafelyUnwrapped + done, $0.count - done)
                }
                if moved > 0 {
                    done += moved
                } else if moved < 0, errno == EAGAIN {
                    var wait = pollfd(fd: special, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&wait, 1, -1)
                } else if moved == 0 || errno != EINTR {
                    failure = moved == 0 ? ENOSPC : errno
                }
            }
            offset += chunk.count
        }
    }

    /// Opens `path` for writing where it is a descriptor, a device or a pipe; nil where a file of that name may be
    /// made.
    private static func openSpecial(_ path: String) throws(AudioFileError) -> Int32? {
        let names = ["-": 1, "/dev/stdout": 1, "/proc/self/fd/1": 1, "/dev/stderr": 2]
        let numbered = path.hasPrefix("/dev/fd/") ? Int32(path.dropFirst(8)) : nil
        if let number = numbered ?? names[path].map(Int32.init) {
            let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
            if copy < 0 { throw .output(path, errno: errno) }
            return copy
        }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return nil }
        if status.st_mode & S_IFMT == S_IFDIR { throw .output(path, errno: EISDIR) }
        let opened = open(path, O_WRONLY | O_CLOEXEC)
        if opened < 0 { throw .output(path, errno: errno) }
        return opened
    }

    /// An unnamed temporary file.
    private static func openCollector() -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/ivrpay-output-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        if file >= 0 { unlink(&template) }
        return file
    }
}

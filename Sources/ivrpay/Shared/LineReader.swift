import Foundation

/// The lines of a text file, one at a time, however long the file is.
final class LineReader {
    private let name: String
    private let stream: UnsafeMutablePointer<FILE>
    private var buffer: UnsafeMutablePointer<CChar>?
    private var capacity = 0
    private(set) var number = 0
    /// Whether the line given last ended with a line feed; only the last of a file may not.
    private(set) var isComplete = true
    /// Bytes of the lines given so far, with their line feeds.
    private(set) var offset = 0

    /// Opens the file at `path`; `name` stands for it in errors.
    init(_ path: String, name: String? = nil) throws(Failure) {
        self.name = name ?? path
        guard let stream = fopen(path, "r") else {
            throw .world("\(name ?? path): " + String(cString: strerror(errno)) + "; check the name")
        }
        self.stream = stream
    }

    deinit {
        fclose(stream)
        free(buffer)
    }

    /// The next line without its line feed; nil at the end.
    func next() throws(Failure) -> String? {
        errno = 0
        let count = getline(&buffer, &capacity, stream)
        guard count > 0, let buffer else {
            guard ferror(stream) == 0 else { throw .world("\(name): " + String(cString: strerror(errno))) }
            return nil
        }
        (number, offset) = (number + 1, offset + count)
        isComplete = buffer[count - 1] == 0x0a
        let bytes = UnsafeRawBufferPointer(start: buffer, count: isComplete ? count - 1 : count)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .userFile("\(name):\(number): this is not UTF-8 text; write it so")
        }
        return text
    }
}

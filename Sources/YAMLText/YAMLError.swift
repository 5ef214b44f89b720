/// What is wrong with a file that the user wrote: where, what, and what to do.
public struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's name as it was given.
    public let file: String
    /// The line, from 1; nil where the file as a whole is meant.
    public let line: Int?
    /// The column, from 1.
    public let column: Int?
    /// What is wrong and what to do; never a value of the file, which may be a card number.
    public let message: String

    /// An error at a place of `file`.
    public init(file: String, line: Int?, column: Int?, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    /// `file:line:column: message`, as compilers print it.
    public var description: String {
        guard let line, let column else { return "\(file): \(message)" }
        return "\(file):\(line):\(column): \(message)"
    }
}

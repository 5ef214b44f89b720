import CallEngine
import CallReports
import Foundation
import Prompts

/// A live call on a screen: words as they begin, keys as they come, dots for the sensitive ones.
struct LiveView {
    private var transcript: Transcript
    private let handle: FileHandle
    private let columns: Int
    private var isKeying = false

    /// A view on standard output or standard error.
    init(prompts: PromptSet, toStandardError: Bool, verbose: Bool) {
        transcript = Transcript(prompts: prompts, verbose: verbose, isLive: true)
        handle = toStandardError ? .standardError : .standardOutput
        var size = winsize()
        let known = ioctl(handle.fileDescriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 40
        columns = known ? Int(size.ws_col) : .max
    }

    /// What a person at the keyboard should know.
    func start(isTerminal: Bool) {
        guard isTerminal else { return }
        write("Keys: 0-9 * # A-D; Ctrl-C hangs up. README.md has accounts and test cards.\n\n")
    }

    /// Shows an event.
    mutating func show(_ event: TimedEvent) {
        if let echo = Transcript.echo(of: event) {
            write(isKeying ? echo.key : echo.head + echo.key)
            isKeying = true
            return
        }
        let lines = transcript.lines(for: event)
        guard !lines.isEmpty else { return }
        write((isKeying ? "\n" : "") + lines.flatMap(wrapped).joined(separator: "\n") + "\n")
        isKeying = false
    }

    /// A line broken between words where the screen ends, below the words of the line before.
    private func wrapped(_ line: String) -> [String] {
        guard line.count > columns else { return [line] }
        let indent = String(repeating: " ", count: Transcript.indent)
        var lines: [String] = []
        var current = String(line.prefix(Transcript.indent))
        var isStart = true
        for word in line.dropFirst(Transcript.indent).split(separator: " ") {
            if !isStart, current.count + 1 + word.count > columns {
                lines.append(current)
                (current, isStart) = (indent, true)
            }
            current += (isStart ? "" : " ") + word
            isStart = false
        }
        return lines + [current]
    }

    private func write(_ text: String) { try? handle.write(contentsOf: Data(text.utf8)) }
}

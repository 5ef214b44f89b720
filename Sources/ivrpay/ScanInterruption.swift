import Foundation
import Synchronization

/// Ctrl-C and SIGTERM while a long scan keeps its results: it stops between two blocks of sound, and says how to go on.
enum ScanInterruption {
    /// The signal that came; 0 for none.
    private static let caught = Atomic<Int32>(0)

    /// The scan is to stop.
    struct Stop: Error {}

    /// From here on the first of these signals is noted, and ends nothing by itself.
    static func watch() {
        // Made before the handler runs: it may do nothing but store.
        caught.store(0, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            signal(number) {
                ScanInterruption.caught.store($0, ordering: .relaxed)
                // A file that does not come, on a disk that hangs, can't be waited for: the second one ends it.
                signal($0, SIG_DFL)
            }
        }
    }

    /// Throws once a signal has come.
    static func check() throws(Stop) {
        if caught.load(ordering: .relaxed) != 0 { throw Stop() }
    }

    /// The exit code that shells give to a program ended by the signal that came.
    static var exitCode: Int32 { 128 + caught.load(ordering: .relaxed) }
}

import Foundation
import Synchronization

/// Ctrl-C and SIGTERM while a long work keeps its results: it stops between two pieces of it, and tells what is done.
enum Interruption {
    /// The signal that came; 0 for none.
    private static let caught = Atomic<Int32>(0)

    /// The work is to stop.
    struct Stop: Error {}

    /// From here on the first of these signals is noted, and ends nothing by itself.
    static func watch() {
        // Made before the handler runs: it may do nothing but store.
        caught.store(0, ordering: .relaxed)
        // Whoever started the program may have blocked them: threads of a pool do, and their children inherit it.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        for number in [SIGINT, SIGTERM] {
            Foundation.signal(number) {
                Interruption.caught.store($0, ordering: .relaxed)
                // A file that does not come, on a disk that hangs, can't be waited for: the second one ends it.
                Foundation.signal($0, SIG_DFL)
            }
        }
    }

    /// Throws once a signal has come.
    static func check() throws(Stop) {
        if caught.load(ordering: .relaxed) != 0 { throw Stop() }
    }

    /// The signal that came; nil for none.
    static var signal: Int32? {
        let number = caught.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// The exit code that shells give to a program ended by the signal that came.
    static var exitCode: Int32 { 128 + caught.load(ordering: .relaxed) }
}

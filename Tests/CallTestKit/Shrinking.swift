import CallSession
import Telephony

extension CallScript {
    /// Plays at most, on the way to a shorter call.
    private static let mostPlays = 4_000

    /// A shorter call that breaks the same promise, by leaving out what does not matter: steps in ever smaller pieces,
    /// then the length of waits, then what of the scene is not as by default.
    public func shrunk(breaking promise: @escaping (PlayedCall) -> BrokenPromise?) -> CallScript {
        guard let call = try? played(), let broken = promise(call) else { return self }
        var shrinker = Shrinker(best: call.script, plays: CallScript.mostPlays) { script in
            guard let played = try? script.played() else { return false }
            return promise(played)?.promise == broken.promise
        }
        shrinker.shrink()
        return shrinker.best
    }
}

/// Makes a script shorter as long as it still fails.
private struct Shrinker {
    var best: CallScript
    var plays: Int
    let fails: (CallScript) -> Bool

    init(best: CallScript, plays: Int, fails: @escaping (CallScript) -> Bool) {
        (self.best, self.plays, self.fails) = (best, plays, fails)
    }

    mutating func shrink() {
        var before = 0
        repeat {
            before = size
            dropSteps()
            dropOptions()
            shortenWaits()
        } while size < before && plays > 0
    }

    /// What is to become less.
    private var size: Int {
        let waits = best.steps.map { step in
            if case .wait(let length) = step { Int(length.seconds * 10) } else { 0 }
        }
        return best.steps.count * 1_000 + best.options.count * 1_000 + waits.reduce(0, +)
    }

    /// Whether `script` fails too; then it is the best so far.
    private mutating func takes(_ script: CallScript) -> Bool {
        guard plays > 0 else { return false }
        plays -= 1
        guard fails(script) else { return false }
        best = script
        return true
    }

    /// Half of the steps at a time, then a quarter, down to single ones, from the end.
    private mutating func dropSteps() {
        var length = max(1, best.steps.count / 2)
        while true {
            var end = best.steps.count
            while end > 0 {
                let start = max(0, end - length)
                var script = best
                script.steps.removeSubrange(start..<end)
                _ = takes(script)
                end = start
            }
            if length == 1 { return }
            length = max(1, length / 2)
        }
    }

    private mutating func dropOptions() {
        for index in best.options.indices.reversed() {
            var script = best
            script.options.remove(at: index)
            _ = takes(script)
        }
    }

    private mutating func shortenWaits() {
        for index in best.steps.indices {
            guard case .wait(let length) = best.steps[index] else { continue }
            for shorter in [100, 500, 1_000, 5_000].map({ MediaDuration.milliseconds($0) }) where shorter < length {
                var script = best
                script.steps[index] = .wait(shorter)
                if takes(script) { break }
            }
        }
    }
}

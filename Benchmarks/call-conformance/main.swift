import CallTestKit
import Dispatch
import Foundation
import Synchronization

// Calls by random callers, on all cores: each must keep every promise of a payment call. Of each promise that is not
// kept, the first call is printed with its seed, and as the shortest call that breaks the same promise.
//
//   call-conformance [CALLS] [FIRST-SEED]

/// Of so many calls, one is played twice and all its outputs are searched for digits.
let searchedEvery: UInt64 = 50
/// Calls that one core takes at a time.
let portion: UInt64 = 500

let arguments = CommandLine.arguments.dropFirst().map { UInt64($0) }
guard arguments.count <= 2, arguments.allSatisfy({ $0 != nil }) else {
    print("call-conformance [CALLS] [FIRST-SEED]")
    exit(64)
}
let numbers = arguments.compactMap(\.self)
let calls = numbers.first ?? 1_000_000
let first = numbers.count > 1 ? numbers[1] : 0

/// What all cores have found so far: of each broken promise the call with the least seed.
struct Findings {
    var spread = CallSpread()
    var broken: [String: (seed: UInt64, promise: BrokenPromise)] = [:]
}

let findings = Mutex(Findings())
let next = Atomic<UInt64>(0)

/// Plays portions until none is left.
@Sendable func work() {
    var spread = CallSpread()
    defer { findings.withLock { $0.spread.add(spread) } }
    while true {
        let start = next.add(portion, ordering: .relaxed).oldValue
        if start >= calls { return }
        for seed in first + start..<first + min(start + portion, calls) {
            let played = RandomCall.played(seed: seed)
            var broken = Promises.broken(by: played)
            if broken == nil, seed % searchedEvery == 0 {
                broken = Promises.spelledOut(by: played) ?? Promises.toldOfSecrets(by: played)
            }
            if let call = played.call { spread.add(call) }
            guard let broken else { continue }
            findings.withLock { found in
                if let other = found.broken[broken.promise], other.seed < seed { return }
                found.broken[broken.promise] = (seed, broken)
            }
        }
    }
}

let clock = ContinuousClock()
let began = clock.now
DispatchQueue.concurrentPerform(iterations: ProcessInfo.processInfo.activeProcessorCount) { _ in work() }
let took = began.duration(to: clock.now)
let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18

let found = findings.withLock { $0 }
let played = found.spread.summaries.values.reduce(0, +)
let rate = Int(Double(played) / seconds)
print("\(played) calls, seeds \(first) to \(first + calls - 1), in \(Int(seconds.rounded())) s: \(rate) calls a second")
for (summary, count) in found.spread.summaries.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
    let digits = String(count)
    print(String(repeating: " ", count: max(0, 9 - digits.count)) + digits + "  " + summary)
}
let spread = found.spread
print(
    "\(spread.questions.count) questions, \(spread.prompts.count) prompts, \(spread.states.count) states, "
        + "\(spread.steps.count) steps of call plans")
for (seed, promise) in found.broken.values.sorted(by: { $0.seed < $1.seed }) {
    print("\nseed \(seed) breaks: \(promise.promise)\nfound  \(promise.found)")
    let script = RandomCall.played(seed: seed).script.shrunk {
        Promises.broken(by: $0) ?? Promises.spelledOut(by: $0)
    }
    if let left = try? script.played(), let broken = Promises.broken(by: left) ?? Promises.spelledOut(by: left) {
        print("the shortest call that breaks it: \(broken.found)")
    }
    print(script.text)
}
if !found.broken.isEmpty { exit(1) }
print("every promise kept")

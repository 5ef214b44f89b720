import DTMF
import Foundation
import MaskProofKit
import Telephony

/// What is left of keypad tones in sound files at 8 kHz: digits of the tolerant detector, and windows in which a pair
/// stands out. Prints a line for each file that has something, and the sum; true for nothing in any.
func nothingIsLeft(in files: [String]) throws -> Bool {
    var (keys, windows) = (0, 0)
    for file in files {
        let sound = try Wave.read(file)
        var heard = 0
        var detector = ToneDetector(sampleRate: .telephone, configuration: .tolerant)
        func take(_ event: ToneEvent) { if case .began = event { heard += 1 } }
        detector.process(sound.span, report: take)
        detector.finish(report: take)
        let residue = ToneResidue.all(in: sound, rate: .telephone)
        if heard > 0 || !residue.isEmpty {
            let first = residue.first.map { " (\($0.window) ms at \($0.seconds) s)" } ?? ""
            print("  \(file): \(heard) digits, \(residue.count) windows\(first)")
        }
        (keys, windows) = (keys + heard, windows + residue.count)
    }
    print("tolerant detector: \(keys) digits; windows of 10 to 80 ms with a pair: \(windows); \(files.count) files")
    return keys == 0 && windows == 0
}

import Foundation
import Settings
import DTMF
import TelephoneLine
import Telephony
import YAMLText

/// The keys of a scenario that say how sound is made and what happens to it on the line.
enum SoundKeys {
    /// How keys are sounded.
    static let press = ["on", "off", "level", "twist", "frequency-error", "doubled", "dropped"]
    /// What the line does, in the order in which it does it.
    static let impairments = [
        "clip", "echo", "hum", "dial-tone", "steady", "noise", "clicks", "companding", "slips", "jitter", "loss",
    ]
    private static let level = -90.0...3.0
    /// What is certain to be masked in a recording of the call (docs/masking.md); receivers take far less.
    private static let (twist, frequencyError) = (-20.0...20.0, -4.0...4.0)

    /// How keys of a step sound.
    static func shape(_ keys: [String: YAMLValue]) throws(YAMLError) -> ToneShape {
        var shape = ToneShape.standard
        if let value = keys["on"] { shape.on = try value.milliseconds(1...10_000) }
        if let value = keys["off"] { shape.off = try value.milliseconds(0...60_000) }
        if let value = keys["level"] { shape.levelDBm0 = try value.number(in: level, unit: "dBm0") }
        if let value = keys["twist"] { shape.twistDB = try value.number(in: twist, unit: "dB") }
        if let value = keys["frequency-error"] {
            let error = try value.number(in: frequencyError, unit: "percent")
            (shape.lowFrequencyErrorPercent, shape.highFrequencyErrorPercent) = (error, error)
        }
        return shape
    }

    /// Places of keys, from 1.
    static func places(_ value: YAMLValue?, upTo count: Int) throws(YAMLError) -> Set<Int> {
        guard let value else { return [] }
        guard count > 0 else { throw value.error("there is no key") }
        var places: Set<Int> = []
        for item in value.isList ? try value.items() : [value] { places.insert(try item.int(in: 1...count)) }
        return places
    }

    /// What the line does, as `keys` of a step or of a line say. `none` stands for a key that is not given, so that a matrix
    /// can have a clean line among its values.
    static func line(_ keys: [String: YAMLValue]) throws(YAMLError) -> [Impairment] {
        var line: [Impairment] = []
        for name in impairments {
            guard let value = keys[name] else { continue }
            if !value.isList, !value.isMapping, try value.text() == "none" { continue }
            line += try impairment(name, value)
        }
        return line
    }

    private static func impairment(_ name: String, _ value: YAMLValue) throws(YAMLError) -> [Impairment] {
        switch name {
        case "clip": return [.clipping(gainDB: try value.number(in: 0...60, unit: "dB"))]
        case "echo":
            let (delay, level) = try value.pair("ms", 0...5000, "dB", -60...0, example: "120@-10")
            return [.echo(delay: .seconds(delay / 1000), attenuationDB: -level)]
        case "hum":
            let (hertz, level) = try value.pair("Hz", 10...400, "dBm0", self.level, example: "50@-30")
            return [.hum(hertz: hertz, levelDBm0: level)]
        case "dial-tone":
            return [.steadyTones([350, 440], levelDBm0: try value.number(in: level, unit: "dBm0"))]
        case "steady":
            let (tones, level) = try value.tones(self.level)
            return [.steadyTones(tones, levelDBm0: level)]
        case "noise": return [.whiteNoise(levelDBm0: try value.number(in: -90...0, unit: "dBm0"))]
        case "clicks":
            let (perSecond, peak) = try value.pair("a second", 0...1000, "dBm0", self.level, example: "5@-10")
            return [.impulses(perSecond: perSecond, peakDBm0: peak)]
        case "companding": return try value.choice([("mu-law", [.muLaw]), ("a-law", [.aLaw])])
        case "slips":
            let (perSecond, length) = try value.pair("a second", 0...100, "ms", 0.1...1000, example: "2@5")
            return [.slips(perSecond: perSecond, length: .seconds(length / 1000))]
        case "jitter":
            return [
                .jitter(mean: .seconds(try value.number(in: 0...500, unit: "ms") / 1000), buffer: .milliseconds(60))
            ]
        default: return [try loss(value)]
        }
    }

    /// `2`, or a mapping of percent, frame (ms), burst (packets) and fill.
    private static func loss(_ value: YAMLValue) throws(YAMLError) -> Impairment {
        func share(_ value: YAMLValue) throws(YAMLError) -> Double {
            try value.number(in: 0...100, unit: "percent") / 100
        }
        guard value.isMapping else {
            return .packetLoss(share: try share(value), frame: .milliseconds(20), fill: .zeros, burst: 1)
        }
        let keys = try value.mapping(["percent", "frame", "burst", "fill"])
        guard let percent = keys["percent"] else { throw value.error("loss needs percent") }
        return .packetLoss(
            share: try share(percent), frame: try keys["frame"]?.milliseconds(1...1000) ?? .milliseconds(20),
            fill: try keys["fill"]?.choice([("zeros", .zeros), ("last-frame", .lastFrame)]) ?? .zeros,
            burst: try keys["burst"]?.number(in: 1...1000, unit: "packets") ?? 1)
    }
}

extension YAMLValue {
    /// A length in milliseconds.
    func milliseconds(_ range: ClosedRange<Double>) throws(YAMLError) -> MediaDuration {
        .seconds(try number(in: range, unit: "ms") / 1000)
    }

    /// Two numbers with an `@` between them.
    func pair(
        _ what: String, _ first: ClosedRange<Double>, _ howMuch: String, _ second: ClosedRange<Double>, example: String
    ) throws(YAMLError) -> (Double, Double) {
        let numbers = try text().split(separator: "@", omittingEmptySubsequences: false).map { Double($0) }
        guard numbers.count == 2, let left = numbers[0], let right = numbers[1], first.contains(left),
            second.contains(right)
        else {
            throw error(
                "this is written like \(example): \(first.lowerBound) to \(first.upperBound) \(what) and "
                    + "\(second.lowerBound) to \(second.upperBound) \(howMuch)")
        }
        return (left, right)
    }

    /// `350+440@-20`: frequencies in hertz, and the level of each.
    fileprivate func tones(_ levels: ClosedRange<Double>) throws(YAMLError) -> ([Double], Double) {
        let parts = try text().split(separator: "@", omittingEmptySubsequences: false)
        let tones = parts.first?.split(separator: "+", omittingEmptySubsequences: false).compactMap { Double($0) } ?? []
        guard parts.count == 2, let level = Double(parts[1]), levels.contains(level), !tones.isEmpty,
            tones.count == parts[0].count(where: { $0 == "+" }) + 1, tones.allSatisfy({ (10...96_000).contains($0) })
        else { throw error("tones are written like 350+440@-20: hertz, and a level in dBm0") }
        return (tones, level)
    }

    /// The path of a file, seen from the folder of the file that names it.
    func path() throws(YAMLError) -> String {
        // A name that could not be shown in an error is refused.
        let path = try name()
        guard !path.utf8.contains(0) else { throw error("the path of a file is needed here") }
        let folder = path.hasPrefix("/") ? "" : file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
        var info = stat()
        // Every thread of a run reads it for itself; a pipe gives what it has to one.
        guard stat(folder + path, &info) != 0 || [S_IFREG, S_IFDIR].contains(info.st_mode & S_IFMT) else {
            throw error("\(folder + path): this is a pipe or a device; give a file")
        }
        return folder + path
    }
}

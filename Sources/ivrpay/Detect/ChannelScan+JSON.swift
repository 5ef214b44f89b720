import AudioFiles
import DTMF
import JSONText
import Telephony

/// What was found, for a program.
extension ChannelScan {
    private func head(file: String) -> [JSON.Member] {
        let channel: JSON = if case .channel(let index) = selection { .int(Int64(index)) } else { .string("mix") }
        return [
            JSON.Member(name: "schemaVersion", value: .int(1)), JSON.Member(name: "file", value: .string(file)),
            JSON.Member(name: "channel", value: channel),
        ]
    }

    /// The interface's object of a file and channel.
    func json(file: String, _ mask: DetectMask, misses showsMisses: Bool) -> JSON {
        var members = head(file: file)
        members += [
            JSON.Member(name: "sampleRate", value: .int(Int64(sampleRate.hertz))),
            JSON.Member(name: "durationSeconds", value: .decimal(duration.seconds, places: 6)),
        ]
        if truncated { members.append(JSON.Member(name: "truncated", value: .bool(true))) }
        members.append(JSON.Member(name: "digits", value: .string(String(mask.digits))))
        members.append(
            JSON.Member(name: "tones", value: .array(zip(found.tones, mask.digits).map { $0.json(digit: $1) })))
        if showsMisses {
            let list = zip(found.misses, mask.hidesMiss).map { $0.json(isHidden: $1) }
            members.append(JSON.Member(name: "nearMisses", value: .array(list)))
        }
        return .object(members)
    }

    /// An object of one event while the sound still comes: a tone that is over, or a near miss.
    func json(file: String, event: ToneEvent) -> JSON? {
        switch event {
        case .began: nil
        case .ended(let tone):
            .object(head(file: file) + [JSON.Member(name: "tone", value: tone.json(digit: tone.key.character))])
        case .refused(let miss):
            .object(head(file: file) + [JSON.Member(name: "nearMiss", value: miss.json(isHidden: false))])
        }
    }
}

extension DetectedTone {
    /// Of a masked digit neither name nor measure is told: level and twist can tell the keys of one sender apart.
    fileprivate func json(digit: Character) -> JSON {
        let isMasked = digit != key.character
        return .members([
            "digit": .string(String(digit)),
            "startSeconds": .decimal(begin.seconds, places: 4),
            "durationSeconds": .decimal(duration.seconds, places: 4),
            "decidedSeconds": .decimal(decided.seconds, places: 4),
            "levelDBm0": isMasked ? .null : .decimal(levelDBm0, places: 1),
            "twistDB": isMasked ? .null : .decimal(twistDB, places: 1),
            "frequencyErrorPercent": .array(
                isMasked
                    ? [.null, .null]
                    : [.decimal(lowFrequencyErrorPercent, places: 2), .decimal(highFrequencyErrorPercent, places: 2)]),
            "snrDB": isMasked ? .null : .decimal(snrDB, places: 1),
        ])
    }
}

extension NearMiss {
    /// A hidden one tells when it was and which rule it missed; everything else is null.
    func json(isHidden: Bool) -> JSON {
        func shown(_ value: JSON) -> JSON { isHidden ? .null : value }
        let (measured, atLeast, atMost, unit) = refusal.figures
        return .members([
            "startSeconds": .decimal(begin.seconds, places: 4),
            "durationSeconds": .decimal(duration.seconds, places: 4),
            "rule": .string(refusal.name),
            "looksLike": shown(.string(String(key.character))),
            "frequenciesHz": .array([shown(.decimal(lowHertz, places: 1)), shown(.decimal(highHertz, places: 1))]),
            "levelsDBm0": .array([
                shown(.decimal(lowLevelDBm0, places: 1)), shown(.decimal(highLevelDBm0, places: 1)),
            ]),
            "snrDB": shown(.decimal(snrDB, places: 1)),
            "measured": shown(.decimal(measured, places: 3)),
            "atLeast": shown(atLeast.map { .decimal($0, places: 3) } ?? .null),
            "atMost": shown(atMost.map { .decimal($0, places: 3) } ?? .null),
            "unit": shown(.optional(unit)),
            "words": shown(.string(words)),
        ])
    }
}

extension Refusal {
    /// The rule's name in JSON.
    fileprivate var name: String {
        switch self {
        case .weak: "too-weak"
        case .twisted: "too-much-twist"
        case .offFrequency(.low, _, _): "low-tone-off-frequency"
        case .offFrequency(.high, _, _): "high-tone-off-frequency"
        case .apart: "tones-apart"
        case .short: "too-short"
        case .noisy: "too-noisy"
        case .thirdTone: "third-tone"
        case .unsteady: "not-steady"
        case .leakage: "echo"
        }
    }

    /// What was measured, its limits, and the unit of all three.
    fileprivate var figures: (measured: Double, atLeast: Double?, atMost: Double?, unit: String?) {
        switch self {
        case .weak(let level, let needed): (level, needed, nil, "dBm0")
        case .twisted(let twist, let allowed): (twist, allowed.lowerBound, allowed.upperBound, "dB")
        case .offFrequency(_, let error, let allowed): (error, -allowed, allowed, "%")
        case .apart(let spread, let allowed): (spread, -allowed, allowed, "%")
        case .short(let duration, let needed): (duration.seconds * 1000, needed.seconds * 1000, nil, "ms")
        case .noisy(let snr, let needed): (snr, needed, nil, "dB")
        case .thirdTone(let margin, let needed): (margin, needed, nil, "dB")
        case .unsteady(let share, let allowed): (share, allowed.lowerBound, allowed.upperBound, nil)
        case .leakage(let drop, let allowed): (drop, nil, allowed, "dB")
        }
    }
}

import AudioFiles
import Foundation
import Testing

/// Any bytes are read or refused, in bounded time and memory, without a word on standard error.
@Suite(.serialized) struct MutationTests {
    /// A generator whose seed a failing test prints.
    struct Random {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
        mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }
    }

    /// The bytes of `original`, cut, with bytes changed, taken out, doubled, or size fields made absurd.
    static func mutate(_ original: [UInt8], _ random: inout Random) -> [UInt8] {
        var bytes = original
        for _ in 0...random.below(4) {
            // Most damage goes to the header, where it hurts.
            let reach = random.below(3) == 0 ? bytes.count : min(bytes.count, 120)
            guard reach > 8 else { break }
            let place = random.below(reach - 4)
            switch random.below(7) {
            case 0: bytes.removeLast(random.below(bytes.count))
            case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 2: bytes[place] ^= 1 << UInt8(random.below(8))
            case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(40)))
            case 4: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + random.below(40))], at: place)
            case 5:
                bytes.replaceSubrange(
                    place..<place + 4,
                    with: [[0, 0, 0, 0], [255, 255, 255, 255], [255, 255, 255, 127], [0, 0, 0, 128]][random.below(4)])
            default:
                for index in place..<min(bytes.count, place + 16) {
                    bytes[index] = UInt8(truncatingIfNeeded: random.next())
                }
            }
        }
        return bytes
    }

    /// Gives every Ogg page its right checksum (RFC 3533, 6).
    static func repairOggPages(_ bytes: inout [UInt8]) {
        var start = 0
        while start + 27 <= bytes.count {
            guard bytes[start..<start + 4].elementsEqual(Array("OggS".utf8)) else {
                start += 1
                continue
            }
            let lengths = start + 27 + Int(bytes[start + 26])
            guard lengths <= bytes.count else { return }
            let end = lengths + bytes[start + 27..<lengths].reduce(0) { $0 + Int($1) }
            guard end <= bytes.count else { return }
            bytes.replaceSubrange(start + 22..<start + 26, with: [0, 0, 0, 0])
            var sum: UInt32 = 0
            for byte in bytes[start..<end] {
                sum ^= UInt32(byte) << 24
                for _ in 0..<8 { sum = sum & 0x8000_0000 == 0 ? sum << 1 : sum << 1 ^ 0x04C1_1DB7 }
            }
            bytes.replaceSubrange(start + 22..<start + 26, with: little(sum))
            start = end
        }
    }

    /// Reads to the end, or to 2 million samples: some formats say much in few bytes.
    static func readOrRefuse(_ path: String) -> AudioFileError? {
        do throws(AudioFileError) {
            var reader = try AudioFileReader(path: path)
            var buffer: [Float] = []
            let chunk = max(1, 8192 / reader.channelCount)
            while reader.framesRead * reader.channelCount < 2_000_000,
                try reader.read(into: &buffer, maxFrames: chunk) > 0
            {
                #expect(buffer.count.isMultiple(of: reader.channelCount))
            }
            return nil
        } catch { return error }
    }

    @Test(arguments: AudioEncoding.allCases) func everyMutationIsReadOrRefused(_ encoding: AudioEncoding) throws {
        let scratch = Scratch()
        let channels = min(2, encoding.channelLimit)
        try write(testSound(frames: 3000, channels: channels), to: scratch["whole"], encoding, channels: channels)
        let whole = bytes(of: scratch["whole"])
        let (first, count) = (UInt64(20_260), UInt64(400))
        print("mutations of \(encoding.rawValue): seeds \(first) to \(first + count - 1)")
        var (read, slowest, slowestSeed) = (0, 0.0, first)
        for seed in first..<first + count {
            var random = Random(state: seed)
            var mutation = Self.mutate(whole, &random)
            // Pages with a wrong checksum are passed over: with a right one, the decoder meets the damage.
            if seed.isMultiple(of: 4) == false { Self.repairOggPages(&mutation) }
            let path = scratch.file("mutation", mutation)
            let begin = Date()
            let error = Self.readOrRefuse(path)
            if error == nil { read += 1 }
            if let error { #expect(error.description.hasPrefix(path + ": "), "seed \(seed)") }
            let seconds = Date().timeIntervalSince(begin)
            if seconds > slowest { (slowest, slowestSeed) = (seconds, seed) }
        }
        #expect(slowest < 30, "seed \(slowestSeed) took \(slowest) s")
        // Neither is everything refused nor everything read: the mutations bite.
        #expect((10...Int(count) - 10).contains(read), "\(read) of \(count) were read")
    }

    @Test(arguments: AudioEncoding.allCases) func everyLengthIsReadOrRefused(_ encoding: AudioEncoding) throws {
        let scratch = Scratch()
        try write(testSound(frames: 600), to: scratch["whole"], encoding)
        let whole = bytes(of: scratch["whole"])
        for count in 0..<min(whole.count, 220) {
            let path = scratch.file("cut", Array(whole.prefix(count)))
            if count < 20 {
                #expect(Self.readOrRefuse(path) != nil, "\(count) bytes")
            } else {
                _ = Self.readOrRefuse(path)
            }
        }
    }

    @Test func noiseIsRefused() {
        let scratch = Scratch()
        var random = Random(state: 7)
        for _ in 0..<300 {
            let noise = (0..<2000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            #expect(Self.readOrRefuse(scratch.file("noise", noise)) != nil)
        }
    }
}

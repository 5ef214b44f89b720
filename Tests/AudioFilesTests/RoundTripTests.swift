import AudioFiles
import Foundation
import Telephony
import Testing

@Suite struct RoundTripTests {
    struct Case: CustomTestStringConvertible {
        let encoding: AudioEncoding
        let hertz: Int
        let channels: Int
        var testDescription: String { "\(encoding.rawValue), \(hertz) Hz, \(channels) channels" }
    }

    /// Every encoding at every rate and number of channels that it carries.
    static let cases: [Case] = AudioEncoding.allCases.flatMap { encoding in
        [8_000, 11_025, 16_000, 44_100, 48_000, 192_000].flatMap { hertz in
            [1, 2, 6].compactMap { channels in
                guard encoding.onlyRates?.contains(hertz) ?? true, channels <= encoding.channelLimit else { return nil }
                return Case(encoding: encoding, hertz: hertz, channels: channels)
            }
        }
    }

    /// The largest difference to the sound before; nil where the encoding is lossy and correlation counts.
    static func tolerance(_ encoding: AudioEncoding) -> Float? {
        switch encoding {
        case .wavPCM8: 1.0 / 120
        case .wavPCM16, .flac, .aiff, .auPCM16: 1.0 / 32_000
        case .wavPCM24, .flac24, .aiff24, .auPCM24: 1.0 / 8_000_000
        case .wavFloat, .auFloat: 0
        case .wavMuLaw, .wavALaw, .auMuLaw, .auALaw: 0.02
        default: nil
        }
    }

    @Test(arguments: cases) func comesBack(_ test: Case) throws {
        let scratch = Scratch()
        let frames = max(4000, test.hertz / 4)
        let sound = testSound(frames: frames, channels: test.channels, hertz: test.hertz)
        try write(sound, to: scratch["a"], test.encoding, hertz: test.hertz, channels: test.channels)
        let read = try Recording(scratch["a"])
        #expect(read.hertz == test.hertz)
        #expect(read.channelCount == test.channels)
        #expect(!read.truncated)
        if let tolerance = Self.tolerance(test.encoding) {
            try #require(read.samples.count == sound.count)
            #expect(read.declared == frames)
            let worst = zip(read.samples, sound).reduce(0) { max($0, abs($1.0 - $1.1)) }
            #expect(worst <= tolerance)
        } else {
            #expect(read.frameCount >= frames)
            if test.encoding == .wavIMA { #expect(read.frameCount == read.declared) }
            // A channel beyond the second of a surround sound may be a low-frequency one, which lossy encoders cut.
            for channel in 0..<min(2, test.channels) {
                let before = stride(from: channel, to: sound.count, by: test.channels).map { sound[$0] }
                #expect(correlation(read.channel(channel), Array(before.prefix(4000)), lag: 40) > 0.9)
            }
        }
    }

    @Test func sameSoundSameBytes() throws {
        let scratch = Scratch()
        let sound = testSound(frames: 20_000)
        for encoding in AudioEncoding.allCases { try write(sound, to: scratch["a-" + encoding.rawValue], encoding) }
        // A time stamp counts whole seconds.
        Thread.sleep(forTimeInterval: 1.05)
        for encoding in AudioEncoding.allCases {
            try write(sound, to: scratch["b"], encoding)
            #expect(bytes(of: scratch["a-" + encoding.rawValue]) == bytes(of: scratch["b"]), "\(encoding.rawValue)")
        }
    }

    @Test(arguments: AudioEncoding.allCases) func nothingWrittenIsNoSound(_ encoding: AudioEncoding) throws {
        let scratch = Scratch()
        try write([], to: scratch["a"], encoding)
        let error = try #require(failure(reading: scratch["a"]))
        #expect([.noSound, .badHeader, .headerCutShort, .empty].contains(error.code), "\(error)")
    }

    @Test func samplesBeyondFullScaleAreClipped() throws {
        let scratch = Scratch()
        for encoding in AudioEncoding.allCases where encoding != .wavFloat && encoding != .auFloat {
            // A loud square wave: wrapped samples would turn its sign.
            let sound = (0..<8000).map { Float($0 / 40 % 2 == 0 ? 3 : -3) }
            try write(sound, to: scratch["a"], encoding)
            #expect(correlation(try Recording(scratch["a"]).samples, sound, lag: 40) > 0.8, "\(encoding.rawValue)")
        }
        for encoding in [AudioEncoding.wavFloat, .auFloat] {
            try write([2.5, -7], to: scratch["b"], encoding)
            #expect(try Recording(scratch["b"]).samples == [2.5, -7])
        }
    }

    @Test func endingsAndNames() {
        let endings = [
            "A/x.WAV": "wav", "x.wave": "wav", "x.flac": "flac", "x.aif": "aiff", "y.b/x.au": "au", "x.snd": "au",
        ]
        for (path, name) in endings { #expect(AudioEncoding(forPath: path)?.rawValue == name) }
        #expect(AudioEncoding(forPath: "x.oga") == .oggVorbis)
        #expect(AudioEncoding(forPath: "x.opus") == .oggOpus)
        #expect(AudioEncoding(forPath: "x.mp3") == .mp3)
        #expect(AudioEncoding(forPath: "x.wav/raw") == nil)
        #expect(AudioEncoding(forPath: "x.txt") == nil)
        #expect(AudioEncoding(rawValue: "wav-gsm") == .wavGSM)
    }

    @Test func chunksJoinToTheWhole() throws {
        let scratch = Scratch()
        let sound = testSound(frames: 3001, channels: 2)
        for encoding in [AudioEncoding.wavFloat, .flac, .wavIMA, .oggVorbis, .mp3] {
            try write(sound, to: scratch["a"], encoding, channels: 2)
            let whole = try Recording(scratch["a"], chunk: 100_000)
            #expect(try Recording(scratch["a"], chunk: 7).samples == whole.samples, "\(encoding.rawValue)")
        }
    }

    @Test func oneChannelAndTheMix() throws {
        let scratch = Scratch()
        try write([0.5, -0.25, 0.25, 0.75, 0, 1], to: scratch["a"], .wavFloat, channels: 2)
        for (selection, expected) in [
            (ChannelSelection.channel(0), [0.5, 0.25, 0]), (.channel(1), [-0.25, 0.75, 1]), (.mix, [0.125, 0.5, 0.5]),
        ] as [(ChannelSelection, [Float])] {
            var reader = try AudioFileReader(path: scratch["a"])
            var (frames, sound): ([Float], [Float]) = ([], [9])
            #expect(try reader.read(selection, into: &sound, through: &frames) == 3)
            #expect(sound == expected)
        }
    }
}

import AudioFiles
import DTMF
import Telephony
import TonePlots

/// One channel of a sound file, and what is found in it.
struct ChannelScan {
    let selection: ChannelSelection
    let sampleRate: SampleRate
    /// The file has no other channel, so this one needs no name.
    let isOnlyChannel: Bool
    private var detector: ToneDetector
    /// The picture of the sound, where one is drawn.
    private(set) var spectrogram: Spectrogram?
    /// What was found so far.
    private(set) var found = Findings()
    /// What the detector said of the last block of sound.
    private(set) var fresh: [ToneEvent] = []
    /// How long the sound is, once it has ended.
    private(set) var duration = MediaDuration.zero
    /// The sound ends before its header says.
    private(set) var truncated = false

    init(
        _ selection: ChannelSelection, of channelCount: Int, sampleRate: SampleRate, explaining: Bool,
        spectrogram: Spectrogram?
    ) {
        (self.selection, self.sampleRate, self.spectrogram) = (selection, sampleRate, spectrogram)
        isOnlyChannel = channelCount == 1
        detector = ToneDetector(sampleRate: sampleRate, explaining: explaining)
    }

    /// Takes the channel's next samples.
    mutating func take<Sample: ScannedSample>(_ samples: Span<Sample>) {
        var events: [ToneEvent] = []
        Sample.process(samples, with: &detector) { events.append($0) }
        note(events)
        if var drawn = spectrogram.take() {
            Sample.draw(samples, in: &drawn)
            spectrogram = drawn
        }
    }

    /// The file has ended after so many frames.
    mutating func finish(frames: Int, truncated: Bool) {
        var events: [ToneEvent] = []
        detector.finish { events.append($0) }
        note(events)
        spectrogram?.finish()
        found.misses.sort { $0.begin < $1.begin }
        duration = sampleRate.duration(ofSamples: frames)
        self.truncated = truncated
    }

    private mutating func note(_ events: [ToneEvent]) {
        fresh = events
        for event in events { found.add(event) }
    }

    /// The channel as a title.
    var channelTitle: String { if case .mix = selection { "mix" } else { "channel " + channelName } }

    /// The channel as it is called: its number, or `mix`.
    var channelName: String {
        switch selection {
        case .channel(let index): String(index)
        case .mix: "mix"
        }
    }
}

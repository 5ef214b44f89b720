import Telephony

/// Takes every keypad tone out of a stream of sound, so that no key can be told from what is left.
///
/// Samples go in, the same samples come out, `lookAhead` later, but for the stretches in which something of a tone may
/// be: those are filled. What is marked does not depend on the portions, memory is constant, and nothing is allocated
/// while sound streams, but for what `out` grows by.
///
///     samples ─┬▶ delay ──────────────────────────────────────────▶ samples, or the fill
///              ├▶ GroupBands ▶ TickSums ▶ MarkWindow ▶ ToneMarker ─┐        ▲
///              └▶ ToneDetector at its most tolerant ───────────────┴▶ MaskTrack
public struct ToneMask {
    /// Samples a second.
    public let sampleRate: SampleRate
    /// Channels in a frame.
    public let channelCount: Int
    /// The longest time from a sample's coming in to its going out.
    public let lookAhead: MediaDuration

    private var channels: [MaskedChannel]
    private var tracks: [MaskTrack]
    private var delayed: DelayedFrames
    /// One channel's samples of a portion.
    private var single: [Float] = []
    private var covers: [(frames: Range<Int>, channel: Int?)] = []
    private let within: [Range<Int>]?
    private var withinIndex = 0
    /// Ticks whose marks are known, and ticks that have gone out.
    private var marked = 0
    private var sent = 0
    private var isFinished = false

    private let tickLength: Int
    private let delay: Int
    private let lag: Int
    /// The fill's slopes, in ticks: 5 ms.
    private static let rampTicks = 2

    /// A mask of sound at `sampleRate` with `channelCount` interleaved channels (at least 1).
    ///
    /// Channels of one line hear each other, so with `isOneLine` what is masked on one is masked on all. `tail` is how
    /// much is masked behind the last trace of a tone, at most 0.4 s; traces within 0.4 s of a tone, as an echo leaves
    /// them, are found without it. `within` limits all masking to these stretches, in order of time; nil for none.
    /// `seed` makes the noise of `.lineNoise` another one. Traps for a tone outside of 100 to 600 Hz.
    public init(
        sampleRate: SampleRate, channelCount: Int = 1, fill: MaskFill = .silence, isOneLine: Bool = true,
        tail: MediaDuration = .milliseconds(20), within: [Range<MediaTime>]? = nil, seed: UInt64 = 0
    ) {
        precondition(channelCount > 0, "at least one channel")
        (self.sampleRate, self.channelCount) = (sampleRate, channelCount)
        let marker = ToneMarker(sampleRate: sampleRate)
        (tickLength, delay) = (marker.tickLength, marker.delay)
        let rampTicks = ToneMask.rampTicks
        let tickLength = marker.tickLength
        channels = (0..<channelCount).map { index in
            MaskedChannel(
                marker: marker, ear: TolerantEar(sampleRate: sampleRate),
                filler: MaskFiller(
                    fill, ramp: rampTicks * tickLength, sampleRate: sampleRate, seed: seed &+ UInt64(index)))
        }
        let ticksPerSecond = Double(sampleRate.hertz) / Double(tickLength)
        let before = Int((0.0075 * ticksPerSecond).rounded(.up))
        let after = before + Int((min(max(tail.seconds, 0), 0.4) * ticksPerSecond).rounded(.up))
        tracks = (0..<(isOneLine ? 1 : channelCount)).map { _ in MaskTrack(before: before, after: after) }
        lag = marker.lookAhead + before + rampTicks
        let frames = (lag + 2) * tickLength + max(0, marker.delay)
        lookAhead = sampleRate.duration(ofSamples: frames)
        delayed = DelayedFrames(frames: frames + 2 * GroupBands.portion + 2, channelCount: channelCount)
        single.reserveCapacity(GroupBands.portion)
        self.within = within?.map {
            sampleRate.samples(in: $0.lowerBound.sinceStart)..<sampleRate.samples(in: $0.upperBound.sinceStart)
        }
    }

    /// Takes the next interleaved frames, full scale at 1, any count of whole ones, and appends to `out` those that
    /// are settled; `report` is told of each masked stretch when it is over. After `finish` frames are ignored.
    public mutating func process(
        _ samples: Span<Float>, into out: inout [Float], report: (MaskedSpan) -> Void = { _ in }
    ) {
        precondition(samples.count.isMultiple(of: channelCount), "whole frames")
        guard !isFinished else { return }
        let frames = samples.count / channelCount
        for start in stride(from: 0, to: frames, by: GroupBands.portion) {
            let end = min(start + GroupBands.portion, frames)
            let portion = samples.extracting(start * channelCount..<end * channelCount)
            delayed.append(portion)
            listen(to: portion)
            advance(into: &out, report)
        }
    }

    /// The sound is over: appends to `out` what has not yet gone out.
    public mutating func finish(into out: inout [Float], report: (MaskedSpan) -> Void = { _ in }) {
        guard !isFinished else { return }
        isFinished = true
        for index in channels.indices { channels[index].ear.finish() }
        let silence = [Float](repeating: 0, count: min(tickLength, GroupBands.portion))
        while delayed.sent < delayed.end {
            for index in channels.indices { channels[index].marker.take(silence.span) }
            advance(into: &out, report)
        }
        for index in tracks.indices { close(index, at: delayed.end, report) }
    }

    /// Masks `span` on `channel`, or on all for nil, whatever is heard there: of a press that came out of band.
    ///
    /// Only what has not yet gone out can be masked: false where the span begins before that.
    @discardableResult
    public mutating func cover(_ span: Range<MediaTime>, channel: Int? = nil) -> Bool {
        let begin = sampleRate.samples(in: span.lowerBound.sinceStart)
        let end = sampleRate.samples(in: span.upperBound.sinceStart)
        let past = begins(marked)
        covers.removeAll { $0.frames.upperBound <= past }
        covers.append((begin..<max(begin, end), channel))
        // Ticks before `marked` are decided.
        return begin >= max(0, begins(marked))
    }

    /// Gives each channel its samples of `frames`.
    private mutating func listen(to frames: Span<Float>) {
        // Taken out while it is lent.
        var samples: [Float] = []
        swap(&samples, &single)
        for channel in channels.indices {
            samples.removeAll(keepingCapacity: true)
            for index in stride(from: channel, to: frames.count, by: channelCount) { samples.append(frames[index]) }
            channels[channel].take(samples.span)
        }
        swap(&samples, &single)
    }

    /// The first frame of a tick.
    private func begins(_ tick: Int) -> Int { tick * tickLength - delay }

    private mutating func advance(into out: inout [Float], _ report: (MaskedSpan) -> Void) {
        while channels[0].marker.heard - channels[0].marker.lookAhead > marked {
            mark()
            while tracks[0].decided > sent + ToneMask.rampTicks {
                send(into: &out, report)
                sent += 1
            }
        }
    }

    /// Settles what is marked in the next tick.
    private mutating func mark() {
        let frames = begins(marked)..<begins(marked + 1)
        let isWithin = isWithin(frames)
        if !isWithin {
            // Nobody counts them; the stretch before may still be open.
            let past = frames.lowerBound - sampleRate.hertz
            for index in channels.indices { _ = channels[index].ear.countBegins(before: past) }
        }
        var isAny = false
        for index in channels.indices {
            let isHeard = hears(index, frames)
            if isHeard, isWithin { channels[index].marks += 1 }
            let isMarked = isWithin && (isHeard || isCovered(index, frames))
            isAny = isAny || isMarked
            if tracks.count > 1 { tracks[index].mark(marked, isMarked) }
        }
        if tracks.count == 1 { tracks[0].mark(marked, isAny) }
        marked += 1
    }

    /// Whether something of a tone is heard in the next tick, `frames`, of a channel; to be asked once.
    private mutating func hears(_ channel: Int, _ frames: Range<Int>) -> Bool {
        let isPressed = channels[channel].ear.hears(in: frames)
        let isKeying = channels[channel].ear.isKeying(at: frames)
        return channels[channel].marker.isMarked(marked, isKeying: isKeying) || isPressed
    }

    private func isCovered(_ channel: Int, _ frames: Range<Int>) -> Bool {
        covers.contains { $0.frames.overlaps(frames) && ($0.channel == nil || $0.channel == channel) }
    }

    private mutating func isWithin(_ frames: Range<Int>) -> Bool {
        guard let within else { return true }
        while withinIndex < within.count, within[withinIndex].upperBound <= frames.lowerBound { withinIndex += 1 }
        return withinIndex < within.count && within[withinIndex].overlaps(frames)
    }

    /// Sends the next tick on its way.
    private mutating func send(into out: inout [Float], _ report: (MaskedSpan) -> Void) {
        let first = delayed.sent
        let end = min(max(begins(sent + 1), 0), delayed.end)
        guard first < end else { return }
        for index in tracks.indices {
            let isMasked = tracks[index].isMasked(sent)
            if isMasked, tracks[index].begin == nil { open(index, at: first) }
            if !isMasked, tracks[index].begin != nil { close(index, at: first, report) }
            if isMasked { fill(index, first..<end) }
        }
        for index in channels.indices where tracks[index % tracks.count].begin == nil && channels[index].filler.listens
        {
            for frame in first..<end { channels[index].filler.hear(delayed[frame, index]) }
        }
        delayed.send(to: end, into: &out)
    }

    /// The channels that a track masks.
    private func channels(of track: Int) -> Range<Int> { tracks.count == 1 ? channels.indices : track..<track + 1 }

    private mutating func open(_ track: Int, at frame: Int) {
        tracks[track].begin = frame
        for index in channels(of: track) {
            channels[index].filler.begin(after: frame > 0 ? delayed.last[index] : 0)
        }
    }

    private mutating func fill(_ track: Int, _ frames: Range<Int>) {
        // Where the mask ends, if that is near.
        let tick = (1...ToneMask.rampTicks).first { !tracks[track].isMasked(sent + $0) }
        let stop = tick.map { min(begins(sent + $0), delayed.end) }
        for index in channels(of: track) {
            let next = stop.map { $0 < delayed.end ? delayed[$0, index] : 0 } ?? 0
            for frame in frames {
                delayed[frame, index] = channels[index].filler.sample(left: stop.map { $0 - 1 - frame }, next: next)
            }
        }
    }

    private mutating func close(_ track: Int, at frame: Int, _ report: (MaskedSpan) -> Void) {
        guard let begin = tracks[track].begin else { return }
        tracks[track].begin = nil
        var most: (channel: Int?, tones: Int, marks: Int) = (nil, 0, 0)
        for index in channels(of: track) {
            let tones = channels[index].ear.countBegins(before: frame)
            let marks = channels[index].marks
            channels[index].marks = 0
            if tones > most.tones || tones == most.tones && marks > most.marks { most = (index, tones, marks) }
        }
        let start = sampleRate.time(ofSample: begin)
        report(
            MaskedSpan(
                begin: start, duration: sampleRate.time(ofSample: frame) - start, channel: most.channel,
                toneCount: most.tones))
    }
}

/// What the mask knows of one channel.
struct MaskedChannel {
    var marker: ToneMarker
    var ear: TolerantEar
    var filler: MaskFiller
    /// How many ticks of the stretch under way are marked on it.
    var marks = 0

    mutating func take(_ samples: Span<Float>) {
        ear.take(samples)
        marker.take(samples)
    }
}

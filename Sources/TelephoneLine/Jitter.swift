import Telephony

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Packets that come late: each is held up by a random time, and what comes after its turn in the receiver's buffer is not
/// played; the last packet that came stands in for it, 6 dB lower each time.
struct Jitter: SampleStage {
    private var packet: PacketLoss

    /// The length of packets on telephone networks (RTP's default for G.711, RFC 3551).
    static let packet = MediaDuration.milliseconds(20)

    init(mean: MediaDuration, buffer: MediaDuration, sampleRate: SampleRate, random: SeededRandom) {
        // The chance that a packet is later than the buffer is long: delays are exponential, as queues make them.
        let chance = mean > .zero ? exp(-buffer.seconds / mean.seconds) : 0
        packet = PacketLoss(
            share: chance, frame: sampleRate.samples(in: Jitter.packet), fill: .lastFrame, burst: 1, random: random)
    }

    mutating func next(_ sample: Float) -> Float { packet.next(sample) }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Seeds of tests by chance. A failure names its seed; `IVRPAY_TEST_SEED` gives it again.
public enum TestSeed {
    /// The seed that was asked for, else another one each time.
    public static func next() -> UInt64 {
        getenv("IVRPAY_TEST_SEED").flatMap { UInt64(String(cString: $0)) } ?? UInt64.random(in: 0 ... .max)
    }
}

import CSndfile

/// Installed on first use, for the life of the process.
private let quietStandardError: Void = ivrpay_install_quiet_stderr()

/// Runs `body`, a call into the sound library, with nothing it prints reaching standard error.
///
/// Only what this thread prints through C's `stderr` is dropped; other threads, and Swift's own writing, are not
/// touched.
func quietly<Result>(_ body: () -> Result) -> Result {
    beginQuiet()
    defer { endQuiet() }
    return body()
}

// The C functions and their thread's counter are static, one copy for each object file: they may be called from this
// file alone, so these two are not to be inlined elsewhere.

@inline(never) private func beginQuiet() {
    _ = quietStandardError
    ivrpay_begin_quiet()
}

@inline(never) private func endQuiet() { ivrpay_end_quiet() }

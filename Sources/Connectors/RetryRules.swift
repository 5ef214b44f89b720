import Telephony

/// When a request is tried again, and after how long: the same for every connector.
extension ConnectorRequest {
    /// Whether the service can tell another try from another request.
    public var mayBeRepeated: Bool { method.isIdempotent || idempotencyKey != nil || has("Idempotency-Key") }

    /// The longest that all tries and the waits between them may take.
    public var patience: MediaDuration { timeout * (retries + 1) + retryDelay * retries }

    /// How long to wait before another try; nil for no other one.
    ///
    /// - Parameters:
    ///   - failure: what became of the last try.
    ///   - attempts: tries so far, from 1.
    ///   - spent: time spent so far.
    ///   - retryAfter: how long the service wants to be left alone. It is honoured while that leaves patience for a
    ///     whole try; else there is no other one.
    public func waitBeforeRetry(
        after failure: ConnectorFailure, attempts: Int, spent: MediaDuration, retryAfter: MediaDuration?
    ) -> MediaDuration? {
        guard attempts <= retries, mayBeRepeated, failure.mayPass else { return nil }
        guard let retryAfter, retryAfter > retryDelay else { return retryDelay }
        return spent + retryAfter + timeout <= patience ? retryAfter : nil
    }
}

extension ConnectorFailure {
    /// Whether another try may have better luck.
    var mayPass: Bool {
        switch self {
        case .timeout, .unreachable, .interrupted: true
        case .status(let code): code == 429 || (500...599).contains(code)
        case .insecure, .malformed, .tooLarge: false
        }
    }
}

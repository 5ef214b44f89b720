/// A fault that the gateway shows on request, with its one parameter.
public struct ServerFault: Hashable, Sendable {
    /// What happens.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// It acts, and answers late.
        case delay
        /// It acts, and never answers.
        case noAnswer = "no-answer"
        /// It does not act, and never answers.
        case lostRequest = "lost-request"
        /// The connection is cut, and it does not act.
        case cutBefore = "cut-before"
        /// It acts, and the connection is cut.
        case cutAfter = "cut-after"
        /// It answers 500 and does not act; the same key may be tried again.
        case failsBefore = "500-before"
        /// It acts and answers 500; the same key then gets the first answer.
        case failsAfter = "500-after"
        /// It answers 500 and does not act, now and for the same key.
        case failsForGood = "500-kept"
        /// It acts, and answers with what is no JSON.
        case malformed
        /// It acts, and its answer ends in the middle.
        case truncated
        /// It acts, and its answer comes a few bytes a second.
        case slowBytes = "slow-bytes"
        /// It answers 429 and does not act.
        case rateLimited = "429"
        /// It answers 503 and does not act.
        case overloaded = "503"
        /// It answers 202, and the payment succeeds later.
        case lateSuccess = "late-success"
        /// It acts, and its answer is sent twice.
        case duplicateAnswer = "duplicate-answer"
        /// It acts, and answers with another payment.
        case otherPayment = "other-payment"
        /// It acts, and the times of its answer are wrong.
        case clockSkew = "clock-skew"
    }

    /// The parameter that a fault has.
    enum Parameter: String {
        case seconds
        case retryAfter
        case bytesPerSecond

        var unit: String { self == .bytesPerSecond ? "bytes a second" : "seconds" }
    }

    /// What happens.
    public let kind: Kind
    /// The parameter's value: seconds, or bytes a second; the fault's own where none was given.
    var value: Double

    /// The fault with the value its parameter has of itself.
    public init(_ kind: Kind) {
        self.kind = kind
        value = kind.usualValue
    }

    /// The whole number that the parameter is.
    var wholeValue: Int { Int(value) }

    /// Whether the request is carried out all the same.
    var acts: Bool {
        switch kind {
        case .lostRequest, .cutBefore, .failsBefore, .failsForGood, .rateLimited, .overloaded: false
        default: true
        }
    }

    /// What happens to the wire; nil where the answer alone is another.
    var wire: WireFault? {
        switch kind {
        case .delay: .delay(seconds: value)
        case .noAnswer, .lostRequest: .silence
        case .cutBefore, .cutAfter: .cut
        case .truncated: .truncated
        case .slowBytes: .slow(bytesPerSecond: wholeValue)
        case .duplicateAnswer: .twice
        default: nil
        }
    }
}

extension ServerFault.Kind {
    var parameter: ServerFault.Parameter? {
        switch self {
        case .delay, .lateSuccess, .clockSkew: .seconds
        case .rateLimited, .overloaded: .retryAfter
        case .slowBytes: .bytesPerSecond
        default: nil
        }
    }

    /// What the parameter is where none is given.
    var usualValue: Double {
        switch self {
        case .delay: 3
        case .lateSuccess: 5
        case .clockSkew: 3600
        case .slowBytes: 10
        default: 1
        }
    }

    /// What the parameter may be.
    var range: ClosedRange<Double> {
        switch self {
        case .clockSkew: -31_536_000...31_536_000
        case .rateLimited, .overloaded: 1...3600
        case .slowBytes: 1...1_000_000
        default: 0...3600
        }
    }
}

/// The requests that a fault is for.
public enum FaultTarget: String, Hashable, Sendable, CaseIterable {
    /// `POST /v1/payments`.
    case create
    /// Both look-ups and the list.
    case lookup
    /// Both ways to void.
    case void
    /// Captures.
    case capture
    /// Refunds.
    case refund
    /// All of them.
    case any
}

// The loops in C take pointers; a buffer that is never empty has one.

extension UnsafeBufferPointer {
    /// Where the first element lies.
    var start: UnsafePointer<Element> {
        guard let baseAddress else { preconditionFailure("an empty buffer has no start") }
        return baseAddress
    }
}

extension UnsafeMutableBufferPointer {
    /// Where the first element lies.
    var start: UnsafeMutablePointer<Element> {
        guard let baseAddress else { preconditionFailure("an empty buffer has no start") }
        return baseAddress
    }
}

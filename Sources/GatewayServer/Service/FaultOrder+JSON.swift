import JSONText

extension FaultOrder {
    /// Reads the body of `POST /admin/faults`.
    init(_ body: JSONValue) throws(GatewayProblem) {
        let members = try MemberReader(
            body, knowing: ["fault", "seconds", "retryAfter", "bytesPerSecond", "times", "on", "reference"])
        guard let kind = try members.choice("fault", of: ServerFault.Kind.allCases) else { throw .missing("fault") }
        self.init(fault: ServerFault(kind))
        var fault = fault
        for parameter in [ServerFault.Parameter.seconds, .retryAfter, .bytesPerSecond] {
            guard let value = members.value(parameter.rawValue) else { continue }
            guard kind.parameter == parameter else {
                throw .member(parameter.rawValue, "this fault has no such parameter")
            }
            guard case .number(let text) = value else { throw .member(parameter.rawValue, "this must be a number") }
            do throws(FaultTextError) {
                fault.value = try ServerFault.value(text, of: kind)
            } catch {
                throw .member(parameter.rawValue, error.description)
            }
        }
        self.init(fault: fault)
        times = Int(try members.whole("times", in: 1...Int64(FaultOrder.times.upperBound), "a count") ?? 1)
        on = try members.choice("on", of: FaultTarget.allCases) ?? .create
        if let pattern = try members.text("reference") {
            guard GatewayText.isReference(pattern) else {
                throw .member(
                    "reference", "a reference is 1 to 64 printable ASCII characters, and * stands for anything")
            }
            reference = pattern
        }
    }
}

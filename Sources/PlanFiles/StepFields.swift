import CallPlan
import CardData
import Telephony
import YAMLText

/// The keys of one step, read as what they hold.
struct StepFields {
    let value: YAMLValue
    let keys: [String: YAMLValue]
    let scope: PlanScope

    subscript(_ key: String) -> YAMLValue? { keys[key] }

    /// The step behind `key`; one that is missing where the step has no such key.
    func step(_ key: String) throws(YAMLError) -> StepReference { try scope.step(keys[key], in: value) }

    func optional<Value>(
        _ key: String, _ read: (YAMLValue) throws(YAMLError) -> Value
    ) throws(YAMLError) -> Value? {
        guard let value = keys[key] else { return nil }
        return try read(value)
    }

    func int(_ key: String, in range: ClosedRange<Int>, else missing: Int) throws(YAMLError) -> Int {
        try keys[key]?.int(in: range) ?? missing
    }

    func seconds(
        _ key: String, in range: ClosedRange<Double> = PlanLimits.seconds, else missing: MediaDuration
    ) throws(YAMLError) -> MediaDuration {
        guard let value = keys[key] else { return missing }
        return .milliseconds(Int((try value.number(in: range, unit: "seconds") * 1000).rounded()))
    }

    /// Words, or a mapping of words and a step.
    func setback(_ key: String) throws(YAMLError) -> Setback {
        guard let value = keys[key] else { return .silent }
        guard value.isMapping else { return Setback(words: try scope.words(value), next: nil) }
        let keys = try value.keys(.setback)
        let fields = StepFields(value: value, keys: keys, scope: scope)
        return Setback(
            words: try fields.optional("say", scope.words), next: try scope.optionalStep(keys["next"]))
    }

    /// Data sources, each with a field of what the step knows.
    func assignments<Field: RawRepresentable<String> & CaseIterable & Hashable & Sendable>(
        _ fields: Field.Type
    ) throws(YAMLError) -> [Assignment<Field>] {
        let names = Field.allCases.map { ($0.rawValue, $0) }
        return try assignments { (value) throws(YAMLError) in try value.choice(names) }
    }

    /// Data sources, each with what `read` makes of its value.
    func assignments<Field: Hashable & Sendable>(
        _ read: (YAMLValue) throws(YAMLError) -> Field
    ) throws(YAMLError) -> [Assignment<Field>] {
        var assignments: [Assignment<Field>] = []
        for pair in try keys["set"]?.pairs() ?? [] {
            assignments.append(Assignment(data: try scope.reference(pair.key), field: try read(pair.value)))
        }
        return assignments
    }
}

extension YAMLValue {
    /// A name that people read: not empty, not too long, no card number.
    func label() throws(YAMLError) -> String {
        let name = try text()
        guard !name.isEmpty, name.count <= 200 else { throw error("a name of 1 to 200 characters is needed here") }
        guard CardMask.masking(name) == name else { throw error("this looks like a card number; give a name") }
        return name
    }

    /// A telephone number.
    func telephone() throws(YAMLError) -> String {
        let number = try text()
        let digits = number.hasPrefix("+") ? number.dropFirst() : Substring(number)
        guard (3...15).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw error("a telephone number has 3 to 15 digits, with a + before them at most; quote it")
        }
        guard CardMask.masking(number) == number else { throw error("this looks like a card number") }
        return number
    }

    /// How many digits: `5`, or `4 to 10`.
    func length() throws(YAMLError) -> ClosedRange<Int> {
        let parts = try text().split(separator: " ", omittingEmptySubsequences: false)
        let bounds = parts.count == 3 && parts[1] == "to" ? [parts[0], parts[2]] : parts
        let numbers = bounds.compactMap { Int($0) }
        guard numbers.count == bounds.count, let least = numbers.first, let most = numbers.last, numbers.count <= 2,
            parts.count != 2, least <= most, PlanLimits.length.contains(least), PlanLimits.length.contains(most)
        else {
            let limits = PlanLimits.length
            throw error(
                "a length is a number from \(limits.lowerBound) to \(limits.upperBound), or two like '4 to 10'")
        }
        return least...most
    }

    /// A number as people write it.
    func decimal() throws(YAMLError) -> Double {
        guard let number = DataValue.decimal(try text()) else { throw error("a number like 5 or 12.50 is needed here") }
        return number
    }
}

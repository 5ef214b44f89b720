import JSONText

extension ScenarioResult {
    /// One object of the report's schema, version 1. Texts that a person may have written are masked.
    public var json: JSON {
        let shown = shown
        return .members([
            "schemaVersion": .int(1), "order": .int(Int64(order)), "file": .string(shown.file),
            "variant": .optional(shown.variant), "name": .string(shown.name), "tags": .texts(shown.tags),
            "status": .string(status.rawValue), "passed": .bool(status == .passed), "reason": .optional(shown.reason),
            "exitCode": .int(Int64(exitCode)), "attempts": .int(Int64(attempts)),
            "mediaSeconds": .decimal(mediaSeconds, places: 6), "mismatches": .array(shown.failures.map(\.json)),
            "command": .string(shown.command), "artifacts": .texts(shown.artifacts), "call": call ?? .null,
            "transcript": .texts(shown.transcript), "strip": shown.strip?.json ?? .null,
        ])
    }

    /// The result of a line of JSON; throws where it is none.
    public init(line: [UInt8]) throws {
        try self.init(json: try JSONValue(parsing: line, size: ReportReader.greatestLine))
    }

    /// The result of an object like that of `json`; `wallSeconds`, which is written nowhere, is 0. Throws a sentence that
    /// names the member that is wrong.
    public init(json: JSONValue) throws(ReportError) {
        let members = try ReportMembers(json, "a scenario")
        guard try members.int("schemaVersion", in: 0...Int.max) == 1 else {
            throw members.wrong("schemaVersion", "1; join reports with the version of ivrpay that wrote them")
        }
        guard let status = Status(rawValue: try members.string("status")) else {
            throw members.wrong("status", "one of " + Status.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self.init(
            file: try members.string("file"), variant: try members.optionalString("variant"),
            name: try members.string("name"), status: status)
        guard try members.value("passed") == .bool(status == .passed) else {
            throw members.wrong("passed", "true where `status` is passed, else false")
        }
        order = try members.int("order", in: 0...Int.max)
        tags = try members.strings("tags")
        reason = try members.optionalString("reason")
        exitCode = Int32(try members.int("exitCode", in: 0...255))
        attempts = try members.int("attempts", in: 0...Int.max)
        mediaSeconds = try members.seconds("mediaSeconds")
        failures = try members.list("mismatches", "a list of objects") { value throws(ReportError) in
            try ScenarioFailure(json: value)
        }
        command = try members.string("command")
        artifacts = try members.strings("artifacts")
        call = try members.optional("call").map { JSON($0) }
        transcript = try members.strings("transcript")
        if let value = try members.optional("strip") { strip = try CallStrip(json: value) }
    }
}

extension ScenarioFailure {
    /// The failure as one object.
    var json: JSON {
        .members([
            "place": .string(place), "source": .optional(source), "column": .int(Int64(column)),
            "expectation": .string(expectation), "expected": .string(expected), "actual": .string(actual),
            "notes": .texts(notes),
        ])
    }

    /// The failure of an object like that of `json`.
    init(json: JSONValue) throws(ReportError) {
        let members = try ReportMembers(json, "a mismatch")
        self.init(
            place: try members.string("place"), source: try members.optionalString("source"),
            column: try members.int("column", in: 0...Int.max), expectation: try members.string("expectation"),
            expected: try members.string("expected"), actual: try members.string("actual"),
            notes: try members.strings("notes"))
    }
}

extension JSON {
    fileprivate static func texts(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
}

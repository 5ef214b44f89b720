import JSONText

extension CallStrip {
    /// The strip as one object: spans are lists of name, start and end, faults of name and instant.
    public var json: JSON {
        .members([
            "duration": .decimal(duration, places: 3), "segments": CallStrip.json(segments),
            "prompts": CallStrip.json(prompts), "keys": .array(keys.map { .decimal($0, places: 3) }),
            "waits": CallStrip.json(waits),
            "faults": .array(faults.map { .array([.string($0.name), .decimal($0.start, places: 3)]) }),
        ])
    }

    private static func json(_ spans: [Span]) -> JSON {
        .array(
            spans.map {
                .array([.string($0.name), .decimal($0.start, places: 3), .decimal($0.end, places: 3)])
            })
    }

    /// The strip of an object like that of `json`.
    public init(json: JSONValue) throws(ReportError) {
        let members = try ReportMembers(json, "a strip")
        func spans(_ name: String) throws(ReportError) -> [Span] {
            try members.list(name, "a list of name, start and end") { CallStrip.span($0, count: 3) }
        }
        self.init()
        duration = try members.seconds("duration")
        segments = try spans("segments")
        prompts = try spans("prompts")
        keys = try members.list("keys", "a list of seconds") { ReportMembers.seconds($0) }
        waits = try spans("waits")
        faults = try members.list("faults", "a list of name and instant") { CallStrip.span($0, count: 2) }
    }

    /// The span of a list of its name and one instant or two.
    private static func span(_ value: JSONValue, count: Int) -> Span? {
        guard case .array(let items) = value, items.count == count, case .string(let name) = items[0],
            let start = ReportMembers.seconds(items[1]), let end = ReportMembers.seconds(items[count - 1])
        else { return nil }
        return Span(name, from: start, to: end)
    }
}

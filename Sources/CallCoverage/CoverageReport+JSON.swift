import JSONText

/// Why data is no report of coverage.
public struct CoverageReportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let description: String
}

extension CoverageReport {
    /// The report as data: each kind with its points in order, and how many scenarios reached each.
    public var json: JSON {
        let points = points
        return .members([
            "kinds": .array(
                CoveragePoint.Kind.allCases.map { kind in
                    let sum = reached(kind)
                    let these = points.filter { $0.point.kind == kind }
                    return .members([
                        "kind": .string(kind.rawValue), "reached": .int(Int64(sum.reached)), "of": .int(Int64(sum.of)),
                        "points": .array(
                            these.map {
                                .members(["name": .string($0.point.name), "scenarios": .int(Int64($0.count))])
                            }),
                    ])
                })
        ])
    }

    /// Reads what `json` wrote. Throws where it is no such data, or says of a kind what its points do not.
    public init(json: JSONValue) throws(CoverageReportError) {
        guard case .array(let kinds)? = json["kinds"] else { throw CoverageReport.wrong("it has no list of kinds") }
        var counts: [CoveragePoint: Int] = [:]
        for kind in kinds { try CoverageReport.read(kind, into: &counts) }
        self.init(counts: counts)
        for kind in kinds {
            let sum = reached(kind["kind"]?.plainText.flatMap { CoveragePoint.Kind(rawValue: $0) })
            guard CoverageReport.number(kind["reached"]) == sum.reached, CoverageReport.number(kind["of"]) == sum.of
            else { throw CoverageReport.wrong("its sums are not those of its points") }
        }
    }

    private static func read(_ kind: JSONValue, into counts: inout [CoveragePoint: Int]) throws(CoverageReportError) {
        guard let name = kind["kind"]?.plainText, let known = CoveragePoint.Kind(rawValue: name),
            case .array(let points)? = kind["points"]
        else { throw wrong("a kind needs one of the known names, and points") }
        for point in points {
            guard case .string(let name)? = point["name"], let count = number(point["scenarios"]) else {
                throw wrong("a point needs a name, and the number of scenarios that reached it")
            }
            guard counts.updateValue(count, forKey: CoveragePoint(known, name)) == nil else {
                throw wrong("a point stands there twice")
            }
        }
    }

    /// A whole number from 0.
    private static func number(_ value: JSONValue?) -> Int? {
        guard case .number(let text)? = value, let number = Int(text), number >= 0 else { return nil }
        return number
    }

    private static func wrong(_ what: String) -> CoverageReportError {
        CoverageReportError(description: "this is no coverage of a run of scenarios: \(what); run the scenarios again")
    }
}

import CallEngine
import CardData
import PaymentCall
import Prompts
import Settings

/// All that payment calls may do under some settings and some gateway, as a scenario can set them: the points that are the
/// same for every suite. The ways out of call plans come to it with the plans, see `PlanCoverage`.
public struct CoverageList: Sendable {
    /// The list, made once of the tables of the call itself.
    public static let standard = CoverageList()

    /// Attempts beyond this one are no points of their own: it is the last one by default.
    public static let attempts = 3

    /// The points, by kind; marks and counts are kept by their places here.
    public let points: [CoveragePoint]

    private let states: Range<Int>
    /// The place of each happening in each state; nil where it can't come.
    private let events: [[Int?]]
    private let prompts: [String: Int]
    private let failures: [Question: [(code: String, first: Int)]]
    private let declines: Range<Int>
    private let endings: [String: Int]
    private let settings: Range<Int>

    private init() {
        var points: [CoveragePoint] = []
        func add(_ kind: CoveragePoint.Kind, _ names: [String]) -> Range<Int> {
            let first = points.count
            points += names.map { CoveragePoint(kind, $0) }
            return first..<points.count
        }
        states = add(.states, StateName.allCases.map(\.rawValue))
        events = StateName.allCases.map { state in
            Happening.allCases.map { happening in
                guard CoverageList.comes(happening, in: state) else { return nil }
                return add(.events, [CoverageList.name(happening, in: state)]).lowerBound
            }
        }
        let ids = PromptDefinition.all.map(\.id)
        prompts = Dictionary(uniqueKeysWithValues: zip(ids, add(.prompts, ids)))
        var failures: [Question: [(code: String, first: Int)]] = [:]
        for question in Question.all {
            failures[question] = question.faults.map { code in
                let names = (1...CoverageList.attempts).map { CoverageList.name(question, code, attempt: $0) }
                return (code, add(.attempts, names).lowerBound)
            }
        }
        self.failures = failures
        declines = add(.declines, DeclineReason.allCases.map(\.rawValue))
        let endings = CallResult.endings.map { CoverageList.name($0.outcome, $0.reason) }
        self.endings = Dictionary(uniqueKeysWithValues: zip(endings, add(.endings, endings)))
        settings = add(.settings, CallSettings.paths)
        self.points = points
    }

    // MARK: Names

    static func name(_ happening: Happening, in state: StateName) -> String {
        state.rawValue + "/" + happening.rawValue
    }

    static func name(_ question: Question, _ code: String, attempt: Int) -> String {
        "\(question.name)/\(code)/\(attempt)"
    }

    static func name(_ outcome: Outcome, _ reason: String?) -> String {
        outcome.rawValue + (reason.map { "/" + $0 } ?? "")
    }

    // MARK: Places

    func place(_ state: StateName) -> Int { states.lowerBound + CoverageList.ordinal(state) }

    func place(_ happening: Happening, in state: StateName) -> Int? {
        events[CoverageList.ordinal(state)][CoverageList.ordinal(happening)]
    }

    func place(ofPrompt id: String) -> Int? { prompts[id] }

    func place(_ question: Question, _ code: String, attempt: Int) -> Int? {
        failures[question]?.first { $0.code == code }.map { $0.first + attempt - 1 }
    }

    func place(_ reason: DeclineReason) -> Int { declines.lowerBound + CoverageList.ordinal(reason) }

    func place(_ result: CallResult) -> Int? { endings[CoverageList.name(result.outcome, result.reason)] }

    func place(ofSetting row: Int) -> Int { settings.lowerBound + row }

    /// The place of a case among all.
    private static func ordinal<Case: CaseIterable & Equatable>(_ one: Case) -> Int {
        Case.allCases.enumerated().first { $0.element == one }?.offset ?? 0
    }
}

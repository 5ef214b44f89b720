/// What a summary names of a run: of each status the first ones, and the slowest.
struct SummaryLists {
    /// The first results of each status but passed.
    private(set) var results: [ScenarioResult.Status: [ScenarioResult]] = [:]
    /// The longest calls, the longest first; of equals the earlier one.
    private(set) var byMedia: [ScenarioResult] = []
    /// Those that took longest by the clock.
    private(set) var byClock: [ScenarioResult] = []
    private let most: Int
    private let slowest: Int

    /// Lists of at most `most` results of a status, and of the `slowest`.
    init(most: Int, slowest: Int) { (self.most, self.slowest) = (most, slowest) }

    mutating func add(_ result: ScenarioResult) {
        if result.status != .passed, results[result.status, default: []].count < most {
            results[result.status, default: []].append(result)
        }
        SummaryLists.insert(result, into: &byMedia, slowest) { ReportText.microseconds($0.mediaSeconds) }
        SummaryLists.insert(result, into: &byClock, slowest) { ReportText.microseconds($0.wallSeconds) }
    }

    private static func insert(
        _ result: ScenarioResult, into list: inout [ScenarioResult], _ most: Int, _ time: (ScenarioResult) -> Int64
    ) {
        let value = time(result)
        // What took no time was not run.
        guard value > 0,
            let place = list.firstIndex(where: { time($0) < value }) ?? (list.count < most ? list.count : nil)
        else { return }
        var light = result
        (light.transcript, light.call, light.strip) = ([], nil, nil)
        list.insert(light, at: place)
        if list.count > most { list.removeLast() }
    }
}

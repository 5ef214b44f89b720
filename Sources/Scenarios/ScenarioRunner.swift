import CallEngine
import CallReports
import CallSession
import Connectors
import PaymentCall
import PaymentGateway
import Settings
import Telephony

/// What came of one scenario.
public struct ScenarioOutcome: Sendable {
    /// The scenario.
    public let scenario: Scenario
    /// The call.
    public let call: FinishedCall
    /// What was not as expected; none when it passed.
    public let mismatches: [Mismatch]

    /// Whether everything was as expected.
    public var passed: Bool { mismatches.isEmpty }
}

extension Scenario {
    /// Runs the call in media time and looks at what came of it. Throws when its sound can't be read.
    /// `services` asks services outside the process; without it none can be reached.
    public func run(services: (any DataConnector)? = nil) throws -> ScenarioOutcome {
        let call = try place(services)
        return ScenarioOutcome(
            scenario: self, call: call, mismatches: expectations.compactMap { $0.mismatch(with: call) })
    }

    private func place(_ services: (any DataConnector)?) throws -> FinishedCall {
        // The file's name alone, so that the call's id is the same from whatever folder the scenario is run.
        var engine = try scene.engine(
            door: ["scenario", file.split(separator: "/").last.map(String.init) ?? file],
            gateway: SimulatedGateway(behaviour: scene.settings.gateway), services: services)
        switch caller {
        case .keys(let script):
            KeyedCaller(script: script, hangsUpAtEnd: hangsUpAtEnd).drive(&engine)
        case .audio(let path, let channel, let timing):
            let recorded = try RecordedCaller(
                path: path, channel: channel, hangsUpAtEnd: hangsUpAtEnd, timing: timing)
            try recorded.drive(&engine)
        }
        return try FinishedCall(of: &engine)
    }
}

import CallPlan
import CallSession
import PaymentCall
import PlanFiles
import Prompts
import Settings
import Telephony
import YAMLText

/// A scripted call: a scene, what the caller does, and what must come of it.
public struct Scenario: Sendable {
    /// What the caller does.
    public enum Caller: Sendable {
        /// Types keys.
        case keys(KeyScript)
        /// Is a recording; the path is that of a file, already seen from here.
        case audio(path: String, channel: Int?, timing: CallerTiming)
    }

    /// The file it comes from.
    public let file: String
    /// What it shows, in a line.
    public let name: String
    /// Before the answer.
    public let scene: CallScene
    /// What the caller does.
    public let caller: Caller
    /// Whether the caller hangs up when keys or recording end.
    public let hangsUpAtEnd: Bool
    /// What must come of it.
    public let expectations: [Expectation]

    /// Reads the scenario file at `path`.
    public init(contentsOf path: String, prompts: PromptSet) throws(YAMLError) {
        try self.init(YAMLValue(contentsOf: path), file: path, prompts: prompts)
    }

    /// Reads a scenario; paths in it are seen from the folder of `file`.
    public init(_ yaml: YAMLValue, file: String, prompts: PromptSet) throws(YAMLError) {
        let keys = try yaml.mapping([
            "name", "plan", "keys", "audio", "caller-channel", "timing", "hang-up-at-end", "agent", "agent-cancels-at",
            "call", "settings", "accounts", "expect",
        ])
        let folder = String(file[..<(file.lastIndex(of: "/").map { file.index(after: $0) } ?? file.startIndex)])
        guard let name = keys["name"] else { throw yaml.error("a scenario needs a name") }
        guard let expect = keys["expect"] else { throw yaml.error("a scenario needs expect: what must come of it") }
        self.file = file
        self.name = try name.name()
        scene = try Scenario.scene(keys, in: folder, at: yaml, prompts: prompts)
        caller = try Scenario.caller(keys, in: folder, at: yaml)
        hangsUpAtEnd = try keys["hang-up-at-end"]?.bool() ?? false
        expectations = try Expectation.list(expect)
    }

    private static func caller(
        _ keys: [String: YAMLValue], in folder: String, at yaml: YAMLValue
    ) throws(YAMLError) -> Caller {
        switch (keys["keys"], keys["audio"]) {
        case (let script?, nil):
            if let channel = keys["caller-channel"] {
                throw channel.error("caller-channel belongs to audio; a caller with keys has none")
            }
            if let timing = keys["timing"] {
                throw timing.error("timing belongs to audio; keys wait with w, W and >")
            }
            do {
                return .keys(try KeyScript(try script.text()))
            } catch let error as KeyScriptError {
                throw script.error(error.description)
            } catch let error as YAMLError {
                throw error
            } catch {
                throw script.error("these are no keys")
            }
        case (nil, let path?):
            let channel = try keys["caller-channel"]?.int(in: 0...1023)
            let timing = try keys["timing"]?.choice(CallerTiming.allCases.map { ($0.rawValue, $0) })
            return .audio(
                path: resolve(try path.name(), in: folder), channel: channel, timing: timing ?? .asRecorded)
        case (nil, nil): throw yaml.error("a scenario needs keys, or audio: a sound file")
        case (_, let audio?): throw audio.error("a scenario has keys or audio, not both")
        }
    }

    private static func scene(
        _ keys: [String: YAMLValue], in folder: String, at yaml: YAMLValue, prompts: PromptSet
    ) throws(YAMLError) -> CallScene {
        var scene = CallScene(prompts: prompts)
        if let settings = keys["settings"] {
            scene.settings =
                settings.isMapping
                ? try CallSettings(settings) : try CallSettings(contentsOf: resolve(try settings.name(), in: folder))
        }
        if let accounts = keys["accounts"] {
            scene.directory =
                accounts.isList
                ? try AccountDirectory(accounts)
                : try AccountDirectory(contentsOf: resolve(try accounts.name(), in: folder))
        }
        if let plan = keys["plan"] {
            let path = resolve(try plan.name(), in: folder)
            scene.plan = try PlanFile(contentsOf: path).runnable()
        }
        scene.agent = try keys["agent"]?.name()
        if let cancels = keys["agent-cancels-at"] {
            scene.agentCancelsAt = .seconds(try cancels.number(in: 0...36_000, unit: "seconds"))
        }
        let values = try keys["call"]?.mapping(CallScene.keys) ?? [:]
        // In the order of the file's documentation, so that of two mistakes the same one is told each time.
        for key in CallScene.keys { if let value = values[key] { try scene.set(key, to: value) } }
        if let cancels = keys["agent-cancels-at"], scene.mode != .assisted, scene.plan == nil {
            throw cancels.error("only the agent of an assisted call can cancel; set mode: assisted in call")
        }
        do {
            _ = try scene.engine(door: [])
        } catch {
            throw (values[error.key] ?? keys[error.key] ?? keys["call"] ?? yaml).error(error.message)
        }
        return scene
    }

    private static func resolve(_ path: String, in folder: String) -> String {
        path.hasPrefix("/") ? path : folder + path
    }
}

extension CallScene {
    /// The keys of a scenario's `call`, named as the options of `ivrpay call`.
    static let keys = [
        "mode", "caller", "account", "identified", "balance", "amount", "tokenize", "currency", "reference", "language",
        "method", "token", "give", "parameters", "data", "today", "seed",
    ]

    mutating func set(_ key: String, to value: YAMLValue) throws(YAMLError) {
        switch key {
        case "mode": mode = try value.choice(CallMode.allCases.map { ($0.rawValue, $0) })
        case "caller": caller = try value.name()
        case "account": account = try value.digits(1...24, "an account number")
        case "identified": identified = try value.bool()
        case "balance": balance = try value.text()
        case "amount": amount = try value.text()
        case "tokenize": tokenizes = try value.bool()
        case "currency": currency = try value.text()
        case "reference": reference = try value.name()
        case "language": language = try value.text()
        case "method": method = try value.choice(PaymentMethod.allCases.map { ($0.rawValue, $0) })
        case "token": token = try value.name()
        case "give": given = try value.texts(Field.ofPayment.map(\.rawValue))
        case "parameters": parameters = try value.texts()
        case "data": data = try value.texts()
        case "today": today = try value.text()
        default: seed = UInt64(try value.int(in: 0...Int.max))
        }
    }
}

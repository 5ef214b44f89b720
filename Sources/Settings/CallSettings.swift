import PaymentCall
import PaymentDesk
import PaymentGateway
import YAMLText

/// Everything that a settings file can set.
public struct CallSettings: Sendable, Equatable {
    /// The rules of the payment call.
    public var rules = CallRules()
    /// How the simulated gateway behaves.
    public var gateway = GatewayBehaviour()
    /// How the simulated card check behaves.
    public var cardCheck = CardCheckBehaviour()
    /// How the payment desk in the process behaves, which call plans ask.
    public var desk = DeskBehaviour()

    /// The defaults.
    public init() {}

    /// Reads a settings file.
    public init(contentsOf path: String) throws(YAMLError) { try self.init(YAMLValue(contentsOf: path)) }

    /// Reads settings from a mapping.
    public init(_ value: YAMLValue) throws(YAMLError) {
        var layers = SettingsInForce()
        try layers.read([value])
        self = layers.settings
    }
}

extension CallSettings {
    /// What no key interrupts: questions, and nil for the greeting.
    var withoutBargeIn: Set<Question?> {
        get { Set(rules.withoutBargeIn.map(Optional.some)).union(rules.greetingBargeIn ? [] : [nil]) }
        set {
            rules.withoutBargeIn = Set(newValue.compactMap(\.self))
            rules.greetingBargeIn = !newValue.contains(nil)
        }
    }
}

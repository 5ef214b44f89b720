import JSONText
import PaymentCall
import Testing
import YAMLText

@testable import Settings

@Suite("Settings that are not as by default") struct ChangedSettingTests {
    private static func settings(_ text: String) throws -> CallSettings {
        try CallSettings(YAMLValue(bytes: Array(text.utf8), name: "settings.yaml"))
    }

    @Test("the defaults change nothing, also where they are written") func defaults() throws {
        #expect(CallSettings().changed == [])
        #expect(try Self.settings("attempts: 3\ntimeouts: { first-digit: 10 }").changed == [])
    }

    @Test("each setting has an example that changes it and no other", arguments: CallSettings.paths.indices)
    func examples(_ place: Int) throws {
        let path = CallSettings.paths[place]
        let value = try #require(CallSettings.example(at: place), "\(path)")
        var layers = SettingsInForce()
        try layers.set(["\(path)=\(value)"])
        #expect(layers.settings.changed == [place], "\(path): \(value)")
    }

    @Test("a currency without decimals leaves the amounts as they are by default") func currency() throws {
        let names = try Self.settings("amount: { currency: JPY }").changed.map { CallSettings.paths[$0] }
        #expect(names == ["amount.currency"])
        let both = try Self.settings("amount: { currency: JPY, minimum: 50 }").changed.map { CallSettings.paths[$0] }
        #expect(both == ["amount.currency", "amount.minimum"])
    }
}

import JSONText
import PaymentCall

// Which settings are not as by default, by their places in the table.
extension CallSettings {
    /// The path of every setting, in the order of the table: `timeouts.first-digit`.
    public static let paths = Setting.table.map(\.path)

    private static let standard = CallSettings()

    /// The places in `paths` of the settings with another value than their default, ascending. A default amount that the
    /// currency writes with fewer decimals is still the default.
    public var changed: [Int] {
        let standard = CallSettings.standard
        if self == standard { return [] }
        let changed = Setting.table.indices.filter { Setting.table[$0].differs(self, standard) }
        guard rules.currency != standard.rules.currency else { return changed }
        var written = standard
        written.rules.currency = rules.currency
        for check in Setting.checks { _ = check.fault(&written) }
        return changed.filter {
            Setting.table[$0].path == "amount.currency" || Setting.table[$0].differs(self, written)
        }
    }

    /// The values of settings that are not as by default, as JSON; without card numbers.
    public var changedValues: [String] {
        changed.map { Setting.table[$0] }.filter { !$0.isMasked }.map { $0.value(self).text }
    }

    /// A value, in one line of YAML, with which the setting at `place` in `paths` is changed and no other; nil where the
    /// settings take none of those that were tried.
    public static func example(at place: Int) -> String? {
        let row = Setting.table[place]
        let tried = JSON.object(row.schema).examples(besides: row.value(standard)).map(\.yaml)
        return tried.first { text in
            var layers = SettingsInForce()
            do { try layers.set(["\(row.path)=\(text)"]) } catch { return false }
            return layers.settings.changed == [place]
        }
    }
}

extension JSON {
    /// Values that fit this schema of a setting, the likeliest first.
    fileprivate func examples(besides standard: JSON) -> [JSON] {
        if let choices = self["oneOf"]?.items { return choices.flatMap { $0.examples(besides: standard) } }
        if let choices = self["enum"]?.items { return choices }
        if let only = self["const"] { return [only] }
        switch self["type"] {
        case .string("boolean"): return [.bool(true), .bool(false)]
        case .string("integer"), .string("number"):
            // One more or less than by default, or the most that may be.
            let least = self["minimum"].flatMap(\.double) ?? 0
            let most = self["maximum"].flatMap(\.double) ?? least
            return (standard.neighbours + [most, least]).map { .decimal($0, places: 3) }
        case .string("array"):
            return self["items"]?.examples(besides: .null).map { .array([$0]) } ?? []
        // Amounts: text or numbers.
        case .array: return (standard.neighbours + [20]).map { .decimal($0, places: 2) }
        case _ where self["pattern"] != nil: return ["es-US", "EUR", "4242424242424242"].map(JSON.string)
        default: return [.string("other")]
        }
    }

    private subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    private var neighbours: [Double] { double.map { [$0 + 1, $0 - 1] } ?? [] }

    private var items: [JSON]? { if case .array(let items) = self { items } else { nil } }

    private var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .number(let text): Double(text)
        default: nil
        }
    }
}

import Amounts
import CardData
import JSONText
import PaymentCall
import Telephony
import YAMLText

/// A kind of value that a setting can have: how it is read, shown, and described to people and to editors.
struct SettingKind<Value>: Sendable {
    /// What it is in words, with unit and range: `seconds, 0.001 to 3600`.
    let words: String
    /// What it is in JSON Schema.
    let schema: [JSON.Member]
    /// Whether it is card numbers: these are shown masked, and so can't be read back.
    var isMasked = false
    /// Takes it from a file; an amount is one of the currency that the settings have so far.
    let read: @Sendable (YAMLValue, CallSettings) throws(YAMLError) -> Value
    /// Shows it as data: null for what is not set.
    let show: @Sendable (Value) -> JSON

    init(
        _ words: String, schema: KeyValuePairs<String, JSON>,
        read: @escaping @Sendable (YAMLValue, CallSettings) throws(YAMLError) -> Value,
        show: @escaping @Sendable (Value) -> JSON
    ) {
        self.words = words
        self.schema = schema.map { JSON.Member(name: $0.key, value: $0.value) }
        self.read = read
        self.show = show
    }
}

extension SettingKind where Value == MediaDuration {
    /// A time in seconds, to the millisecond.
    static func seconds(_ range: ClosedRange<Double>) -> SettingKind {
        let (least, most) = (
            JSON.decimal(range.lowerBound, places: 3), JSON.decimal(range.upperBound, places: 3)
        )
        return SettingKind(
            "seconds, \(least.text) to \(most.text)",
            schema: ["type": .string("number"), "minimum": least, "maximum": most],
            read: { value, _ throws(YAMLError) in
                .milliseconds(Int((try value.number(in: range, unit: "seconds") * 1000).rounded()))
            },
            show: { .decimal($0.seconds, places: 3) })
    }
}

extension SettingKind where Value == Int {
    /// A whole number.
    static func count(_ range: ClosedRange<Int>) -> SettingKind {
        SettingKind(
            "\(range.lowerBound) to \(range.upperBound)",
            schema: [
                "type": .string("integer"), "minimum": .int(Int64(range.lowerBound)),
                "maximum": .int(Int64(range.upperBound)),
            ],
            read: { value, _ throws(YAMLError) in try value.int(in: range) }, show: { .int(Int64($0)) })
    }
}

extension SettingKind where Value == Bool {
    /// `true` or `false`.
    static var boolean: SettingKind {
        SettingKind(
            "true or false", schema: ["type": .string("boolean")],
            read: { value, _ throws(YAMLError) in try value.bool() }, show: { .bool($0) })
    }
}

extension SettingKind where Value == String {
    /// An amount of the settings' currency, as decimal text.
    static var amount: SettingKind {
        SettingKind(
            "decimal",
            schema: [
                "type": .array([.string("number"), .string("string")]), "minimum": .int(0),
                "pattern": .string("^([0-9]+\\.?[0-9]*|\\.[0-9]+)$"),
            ],
            read: { value, settings throws(YAMLError) in try value.money(settings.rules.currency).decimalText },
            show: { .number($0) })
    }

    /// A name of 1 to 200 characters that could be no card number.
    static var name: SettingKind {
        SettingKind(
            "text of 1 to 200 characters",
            schema: ["type": .string("string"), "minLength": .int(1), "maxLength": .int(200)],
            read: { value, _ throws(YAMLError) in try value.name() }, show: { .string($0) })
    }
}

extension SettingKind where Value == Currency {
    /// A currency by its code.
    static var currency: SettingKind {
        SettingKind(
            "code of ISO 4217", schema: ["type": .string("string"), "pattern": .string("^[A-Za-z]{3}$")],
            read: { value, _ throws(YAMLError) in try value.currency() }, show: { .string($0.code) })
    }
}

extension SettingKind where Value == Set<String> {
    /// Card numbers: what is shown of them is masked, here and everywhere.
    static var cardNumbers: SettingKind {
        var kind = SettingKind(
            "list of quoted numbers",
            schema: [
                "type": .string("array"),
                "items": .members(["type": .string("string"), "pattern": .string("^[0-9]{12,19}$")]),
            ],
            read: { value, _ throws(YAMLError) in
                var numbers: Set<String> = []
                for item in try value.items() { numbers.insert(try item.digits(12...19, "a card number")) }
                return numbers
            },
            show: { .array($0.map(masked).sorted().map(JSON.string)) })
        kind.isMasked = true
        return kind
    }

    private static func masked(_ number: String) -> String {
        var digits = SecretDigits()
        for character in number.utf8 { digits.append(character &- 0x30) }
        return digits.masked.description
    }
}

extension SettingKind where Value == Route {
    /// A way out of the call.
    static var route: SettingKind {
        let name = JSON.object(SettingKind<String>.name.schema)
        let named = JSON.members([
            "type": .string("object"), "properties": .object(Route.kinds.map { JSON.Member(name: $0, value: name) }),
            "additionalProperties": .bool(false), "minProperties": .int(1), "maxProperties": .int(1),
        ])
        return SettingKind(
            "{ queue: NAME }, { agent: NAME }, { number: NUMBER }, { payment-link: NAME }, { callback: NAME } or hang-up",
            schema: ["oneOf": .array([.members(["const": .string("hang-up")]), named])],
            read: { value, _ throws(YAMLError) in try value.route() },
            show: {
                switch $0 {
                case .hangUp: .string("hang-up")
                case .queue(let name): .members(["queue": .string(name)])
                case .agent(let name): .members(["agent": .string(name)])
                case .number(let number): .members(["number": .string(number)])
                case .paymentLink(let name): .members(["payment-link": .string(name)])
                case .callbackOffer(let name): .members(["callback": .string(name)])
                }
            })
    }
}

extension SettingKind where Value == FieldRule.Asked {
    /// When a field is asked.
    static var asked: SettingKind {
        let brands = SettingKind<Set<Brand>>.set(of: Brand.allCases.map { ($0.rawValue, $0) })
        let words = SettingKind<FieldRule.Asked>.choice([("always", .always), ("never", .never)])
        return SettingKind(
            "always, never, or a list of brands",
            schema: ["oneOf": .array([.object(words.schema), .object(brands.schema)])],
            read: { value, settings throws(YAMLError) in
                value.isList
                    ? .brands(try brands.read(value, settings)) : try words.read(value, settings)
            },
            show: { if case .brands(let set) = $0 { brands.show(set) } else { words.show($0) } })
    }
}

extension SettingKind where Value == Language {
    /// A language by its tag.
    static var language: SettingKind {
        SettingKind(
            "tag like en-US",
            schema: ["type": .string("string"), "pattern": .string("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")],
            read: { value, _ throws(YAMLError) in Language(tag: try value.languageTag()) },
            show: { .string($0.tag) })
    }
}

// MARK: Kinds made of names and of other kinds

extension SettingKind where Value: Equatable & Sendable {
    /// One of some names, each standing for a value.
    static func choice(_ names: [(name: String, value: Value)]) -> SettingKind {
        let known = names.map(\.name)
        return SettingKind(
            known.joined(separator: ", "), schema: ["enum": .array(known.map(JSON.string))],
            read: { value, _ throws(YAMLError) in try value.choice(names) },
            show: { value in .optional(names.first { $0.value == value }?.name) })
    }
}

extension SettingKind where Value: CaseIterable & RawRepresentable<String> & Equatable & Sendable {
    /// One of the cases, by its name.
    static var choice: SettingKind { choice(Value.allCases.map { ($0.rawValue, $0) }) }
}

extension SettingKind {
    /// A list of some kind, in its order.
    static func list<Item>(of item: SettingKind<Item>) -> SettingKind where Value == [Item] {
        SettingKind(
            "list of: " + item.words, schema: ["type": .string("array"), "items": .object(item.schema)],
            read: { value, settings throws(YAMLError) in
                var list: [Item] = []
                for value in try value.items() { list.append(try item.read(value, settings)) }
                return list
            },
            show: { .array($0.map(item.show)) })
    }

    /// A list of some names, whose order counts for nothing: it is shown in that of `names`.
    static func set<Item: Sendable>(of names: [(name: String, value: Item)]) -> SettingKind where Value == Set<Item> {
        let items = SettingKind<[Item]>.list(of: .choice(names))
        return SettingKind(
            like: items, read: { value, settings throws(YAMLError) in Set(try items.read(value, settings)) },
            show: { set in items.show(names.map(\.value).filter(set.contains)) })
    }

    /// A value that is perhaps not set: it has no default.
    static func optional<Wrapped>(_ kind: SettingKind<Wrapped>) -> SettingKind where Value == Wrapped? {
        SettingKind(
            like: kind, read: { value, settings throws(YAMLError) in try kind.read(value, settings) },
            show: { $0.map(kind.show) ?? .null })
    }

    /// A kind that is described as another one.
    private init<Other>(
        like other: SettingKind<Other>,
        read: @escaping @Sendable (YAMLValue, CallSettings) throws(YAMLError) -> Value,
        show: @escaping @Sendable (Value) -> JSON
    ) {
        (words, schema, isMasked) = (other.words, other.schema, other.isMasked)
        (self.read, self.show) = (read, show)
    }
}

/// A place where a step reads a data source.
struct DataRead: Hashable, Sendable {
    /// What the value is for.
    enum Use: Hashable, Sendable {
        case words, context, path, transfer
        /// A session of the payment desk, whose results tell it.
        case session
        /// Headers and bodies, comparisons, look-ups: a secret may be read there.
        case harmless

        /// Why a secret must not be read here; nil where it may.
        var leak: String? {
            switch self {
            case .words: "it would be said to the caller"
            case .context: "whoever takes the call would see it"
            case .path: "addresses are written into logs; send it in a header or the body"
            case .session: "the payment desk tells it with the payment's result"
            case .transfer: "it would be dialled or shown as a number"
            case .harmless: nil
            }
        }
    }

    let data: DataReference
    let use: Use
}

extension StepKind {
    /// Every data source that the step reads before it sets any.
    var reads: [DataRead] {
        switch self {
        case .play(let step): DataRead.all(step.words.references, .words)
        case .menu(let step):
            DataRead.all(step.words.references + step.noInput.references + step.noMatch.references, .words)
        case .collect(let step):
            DataRead.all(step.words.references + step.noInput.references + step.noMatch.references, .words)
                + DataRead.all(step.confirm?.references.filter { $0.index != step.data.index } ?? [], .words)
        case .lookUp(let step): [DataRead(data: step.key, use: .harmless)]
        case .connector(let step):
            DataRead.all(step.path.references, .path)
                + DataRead.all(step.headers.flatMap(\.value.references), .harmless)
                + DataRead.all(step.body?.references ?? [], step.service == .inProcess ? .session : .harmless)
        case .transferToPCI(let step): DataRead.all(step.destination.references + step.clid.references, .transfer)
        case .router(let step): [DataRead(data: step.data, use: .harmless)]
        case .handOver(let step): DataRead.all(step.context, .context)
        case .agent(let step): DataRead.all(step.context, .context)
        case .hangUp(let step): DataRead.all(step.words?.references ?? [], .words)
        case .repeating: []
        }
    }

    /// The entry that the step itself reads back after it took it.
    var readBack: [DataRead] {
        guard case .collect(let step) = self else { return [] }
        return DataRead.all(step.confirm?.references.filter { $0.index == step.data.index } ?? [], .words)
    }

    /// Every data source that the step may set, and the type of what it puts there; nil for what has no type before.
    public var writes: [(data: DataReference, type: DataType?)] {
        switch self {
        case .collect(let step): [(step.data, nil)]
        case .lookUp(let step): step.assignments.map { ($0.data, $0.field.type) }
        case .connector(let step): step.assignments.map { ($0.data, nil) }
        case .transferToPCI(let step): step.assignments.map { ($0.data, $0.field.type) }
        case .agent(let step):
            [(step.payment?.amount, DataType.amount), (step.payment?.reference, .text)].compactMap { data, type in
                data.map { ($0, type) }
            }
        case .play, .menu, .router, .handOver, .hangUp, .repeating: []
        }
    }
}

extension Setback {
    fileprivate var references: [DataReference] { words?.references ?? [] }
}

extension DataRead {
    fileprivate static func all(_ references: [DataReference], _ use: Use) -> [DataRead] {
        references.map { DataRead(data: $0, use: use) }
    }
}

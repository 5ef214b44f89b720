import CallPlan
import CardData
import Telephony
import YAMLText

extension PlanScope {
    /// What a step does: the one key that names a kind says what the others mean.
    func kind(of value: YAMLValue) throws(YAMLError) -> StepKind {
        var found: [PlanKind] = []
        let pairs = try value.pairs()
        for pair in pairs {
            let key = try pair.key.text()
            if let kind = PlanKind.all.first(where: { $0.name == key }) { found.append(kind) }
        }
        guard let kind = found.first else { throw PlanScope.noKind(value, pairs) }
        guard found.count == 1 else {
            throw value.error("a step does one thing; this one has " + found.map(\.name).joined(separator: " and "))
        }
        let fields = StepFields(value: value, keys: try value.keys(kind.keys), scope: self)
        guard let head = fields[kind.name] else { throw PlanScope.noKind(value, pairs) }
        return try read(kind.name, head, fields)
    }

    private static func noKind(_ value: YAMLValue, _ pairs: [(key: YAMLValue, value: YAMLValue)]) -> YAMLError {
        for pair in pairs {
            guard let key = try? pair.key.text() else { continue }
            if let near = YAMLValue.nearest(to: key, of: PlanKind.names) {
                return pair.key.error("this is no kind of step; did you mean '\(near)'?")
            }
        }
        return value.error("a step needs one of: " + PlanKind.names.joined(separator: ", "))
    }

    private func read(_ kind: String, _ head: YAMLValue, _ fields: StepFields) throws(YAMLError) -> StepKind {
        switch kind {
        case "play": .play(PlayStep(words: try words(head), next: try fields.step("next")))
        case "menu": .menu(try menu(head, fields))
        case "collect": .collect(try collect(head, fields))
        case "look-up":
            .lookUp(
                LookUpStep(
                    key: try reference(head), assignments: try fields.assignments(LookUpStep.Field.self),
                    found: try fields.step("found"), notFound: try fields.step("not-found")))
        case "data-connector": .connector(try connector(head, fields))
        case "transfer-to-pci": .transferToPCI(try transfer(head, fields))
        case "router": .router(try router(head, fields))
        case "queue":
            .handOver(HandOverStep(target: .queue(try head.label()), context: try references(fields["context"])))
        case "number":
            .handOver(HandOverStep(target: .number(try head.telephone()), context: try references(fields["context"])))
        case "agent": .agent(try agent(head, fields))
        case "hang-up": .hangUp(HangUpStep(words: head.isNothing ? nil : try words(head)))
        default:
            .repeating(
                RepeatStep(
                    step: try step(head, in: head), times: try fields.int("times", in: PlanLimits.times, else: 1),
                    then: try fields.step("then")))
        }
    }

    // MARK: Questions

    private func menu(_ head: YAMLValue, _ fields: StepFields) throws(YAMLError) -> MenuStep {
        var choices: [MenuStep.Choice] = []
        for pair in try fields["choices"]?.pairs() ?? [] {
            let text = try pair.key.text()
            guard text.count == 1, let character = text.first, let key = Key(character),
                key.rawValue <= Key.pound.rawValue
            else { throw pair.key.error("a choice is one of the keys 0 to 9, '*' and '#'; quote it") }
            choices.append(MenuStep.Choice(key: key, next: try step(pair.value, in: pair.value)))
        }
        guard !choices.isEmpty else { throw head.error("a menu needs at least one choice") }
        let (noInput, noMatch) = (try fields.setback("no-input"), try fields.setback("no-match"))
        // Where both leave at once, no attempts are counted.
        let isCounted = noInput.next == nil || noMatch.next == nil
        return MenuStep(
            words: try words(head), choices: choices,
            timeout: try fields.seconds("timeout", else: PlanDefaults.menuTimeout),
            attempts: try fields.int("attempts", in: PlanLimits.attempts, else: PlanDefaults.attempts),
            noInput: noInput, noMatch: noMatch,
            failed: isCounted ? try fields.step("failed") : try optionalStep(fields["failed"]))
    }

    private func collect(_ head: YAMLValue, _ fields: StepFields) throws(YAMLError) -> CollectStep {
        CollectStep(
            data: try reference(head), words: try words(fields["say"] ?? head),
            length: try fields["length"]?.length() ?? PlanDefaults.length,
            endKey: try endKey(fields["ends-by"]),
            firstDigitTimeout: try fields.seconds("first-digit-timeout", else: PlanDefaults.firstDigitTimeout),
            interDigitTimeout: try fields.seconds("inter-digit-timeout", else: PlanDefaults.interDigitTimeout),
            attempts: try fields.int("attempts", in: PlanLimits.attempts, else: PlanDefaults.attempts),
            noInput: try fields.setback("no-input"), noMatch: try fields.setback("no-match"),
            confirm: try fields.optional("confirm", words), next: try fields.step("next"),
            failed: try fields.step("failed"))
    }

    private func endKey(_ value: YAMLValue?) throws(YAMLError) -> Key? {
        guard let value else { return .pound }
        return try value.choice([("#", Key?.some(.pound)), ("*", .some(.star)), ("none", nil)])
    }

    // MARK: Transfers

    private func transfer(_ head: YAMLValue, _ fields: StepFields) throws(YAMLError) -> TransferStep {
        TransferStep(
            destination: try words(head), clid: try words(fields["clid"] ?? head),
            mode: try fields["mode"]?.choice(TransferStep.Mode.allCases.map { ($0.rawValue, $0) }) ?? .automated,
            tokenizes: try fields["tokenizes"]?.bool() ?? false,
            assignments: try fields.assignments(TransferStep.Field.self), next: try fields.step("next"),
            noAnswer: try fields.step("no-answer"))
    }

    private func agent(_ head: YAMLValue, _ fields: StepFields) throws(YAMLError) -> AgentStep {
        var payment: AgentStep.Payment?
        if let value = fields["payment"] {
            let keys = try value.keys(.payment)
            payment = AgentStep.Payment(
                amount: try keys["amount"].map { (value) throws(YAMLError) in try reference(value) },
                reference: try keys["reference"].map { (value) throws(YAMLError) in try reference(value) },
                next: try step(keys["next"], in: value))
        }
        return AgentStep(
            name: try head.label(), context: try references(fields["context"]), payment: payment,
            done: try optionalStep(fields["done"]))
    }

    // MARK: Router

    private func router(_ head: YAMLValue, _ fields: StepFields) throws(YAMLError) -> RouterStep {
        var branches: [RouterStep.Branch] = []
        if let value = fields["branches"] {
            if value.isList {
                for item in try value.items() { branches.append(try branch(item)) }
            } else {
                for pair in try value.pairs() {
                    branches.append(
                        RouterStep.Branch(
                            test: .equals(try pair.key.text()), next: try step(pair.value, in: pair.value),
                            place: pair.key.sourcePlace))
                }
            }
        }
        guard !branches.isEmpty else { throw head.error("a router needs at least one branch") }
        return RouterStep(
            data: try reference(head), branches: branches, otherwise: try optionalStep(fields["else"]))
    }

    private func branch(_ value: YAMLValue) throws(YAMLError) -> RouterStep.Branch {
        let keys = try value.keys(.branch)
        let (from, below) = (try keys["from"]?.decimal(), try keys["below"]?.decimal())
        let isRange = from != nil || below != nil
        let test: RouterStep.Test
        if let text = keys["is"] {
            guard !isRange else { throw value.error("a branch has either 'is', or 'from' and 'below'") }
            test = .equals(try text.text())
        } else {
            guard isRange else { throw value.error("a branch needs 'is', 'from' or 'below'") }
            if let from, let below, from >= below {
                throw value.error("no value is both: 'from' must be less than 'below'")
            }
            test = .range(from: from, below: below)
        }
        return RouterStep.Branch(test: test, next: try step(keys["next"], in: value), place: value.sourcePlace)
    }
}

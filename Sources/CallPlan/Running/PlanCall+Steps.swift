import Amounts
import CardData
import Connectors
import JSONText
import PaymentCall
import Telephony

// What each kind of step does, and what follows it.
extension PlanCall {
    /// Goes to a step, and on through those that take no time.
    mutating func enter(_ reference: StepReference, _ now: MediaTime) {
        var next: StepReference? = reference
        while let reference = next {
            if entered > 0 { ways.append(PlanWay(from: step, to: reference)) }
            step = reference.index
            attemptsUsed = 0
            entered += 1
            report(.step(stepName, kind: plan[reference].kind.name))
            next = begin(plan[reference].kind, now)
        }
    }

    /// Begins the step in hand; the step that follows at once, nil where something has to happen first.
    private mutating func begin(_ kind: StepKind, _ now: MediaTime) -> StepReference? {
        switch kind {
        case .play(let play): say(play.words, "", then: Saying(next: play.next))
        case .menu(let menu): ask(.choose, menu.words, now)
        case .collect(let collect): ask(.enter, collect.words, now)
        case .lookUp(let lookUp): return self.lookUp(lookUp)
        case .connector(let connector): return connect(connector)
        case .transferToPCI(let transfer): pay(transfer)
        case .router(let router): return router.next(for: value(of: router.data))
        case .handOver(let handOver): end(now, transfer: transfer(to: handOver.target.route, handOver.context))
        case .agent(let agent):
            state = .talking
            vault.waiting.wipe()
            report(.agentTalks(agent.name))
            actions.append(.talk(agent: agent.name))
        case .hangUp(let hangUp):
            guard let words = hangUp.words else {
                end(now)
                return nil
            }
            vault.wipe()
            say(words, "", then: Saying(next: nil))
        case .repeating(let again):
            let used = repeats[step, default: 0]
            guard used < again.times else { return again.then }
            repeats[step] = used + 1
            return again.step
        }
        return nil
    }

    // MARK: Words

    /// The words of a template, said with the values of their data sources.
    func prompt(_ words: Template, _ suffix: String) -> Prompt {
        var prompt = Prompt(
            "plan/" + stepName + suffix,
            ownWords: words.parts.map { part in
                switch part {
                case .literal(let text): .text(text)
                case .data(let reference):
                    .value(
                        hidden.contains(reference.index)
                            ? .words(shown(reference)) : value(of: reference).spoken)
                }
            })
        prompt.occasion.language = setup.language
        prompt.occasion.attempt = attemptsUsed + 1
        return prompt
    }

    mutating func say(_ words: Template, _ suffix: String, then saying: Saying) {
        state = .saying(saying)
        actions.append(.play(Announcement(prompts: [prompt(words, suffix)])))
    }

    /// Words are over, or a key has cut them short.
    mutating func goOn(after saying: Saying, _ now: MediaTime) {
        if let next = saying.next { enter(next, now) } else { end(now, transfer: saying.transfer) }
    }

    // MARK: Look-ups and services

    private mutating func lookUp(_ lookUp: LookUpStep) -> StepReference {
        guard let account = setup.directory.account(numbered: value(of: lookUp.key).sentText) else {
            return lookUp.notFound
        }
        digitsNamed = 0
        if hidden.remove(lookUp.key.index) != nil { report(.dataSet(lookUp.key.name, shown: shown(lookUp.key))) }
        for assignment in lookUp.assignments {
            switch assignment.field {
            case .account: set(assignment.data, .text(account.number))
            case .balance: set(assignment.data, .amount(account.balance))
            case .name: set(assignment.data, .text(account.name))
            case .blocked: set(assignment.data, .boolean(account.isBlocked))
            }
        }
        return lookUp.found
    }

    /// Makes the request; where it leads at once when it can't be made.
    private mutating func connect(_ connector: ConnectorStep) -> StepReference? {
        requests += 1
        let request: ConnectorRequest
        do {
            request = try connector.request(key: "\(setup.requestPrefix)-\(requests)", values: { value(of: $0) })
        } catch {
            report(.connectorAnswered(step: stepName, failure: error.name))
            return connector.failures.next(after: nil)
        }
        state = .connecting(requests)
        report(.connectorAsked(step: stepName, request: shown(connector)))
        actions.append(.connect(request, id: requests))
        return nil
    }

    /// A request as it may be shown: method, address and path, without its query.
    private func shown(_ connector: ConnectorStep) -> String {
        let path = connector.path.filled { shown($0) }.prefix { $0 != "?" }
        return CardMask.masking("\(connector.method.rawValue) \(connector.service.base)\(path)")
    }

    /// A service has answered, or has failed to.
    mutating func settle(_ reply: ConnectorReply, _ now: MediaTime) {
        guard case .connector(let connector) = plan.steps[step].kind else { return }
        switch reply {
        case .failed(let failure):
            report(.connectorAnswered(step: stepName, failure: failure.name))
            enter(connector.failures.next(after: ConnectorFault(failure)), now)
        case .answered(_, let body):
            guard let found = values(connector.assignments, in: body) else {
                report(.connectorAnswered(step: stepName, failure: ConnectorFault.malformed.rawValue))
                return enter(connector.failures.next(after: .malformed), now)
            }
            report(.connectorAnswered(step: stepName, failure: nil))
            for (data, value) in found { set(data, value) }
            enter(connector.next, now)
        }
    }

    /// What is kept of an answer; nil where a part of it is missing, or does not fit its data source.
    private func values(
        _ assignments: [Assignment<JSONPath>], in body: JSONValue
    ) -> [(data: DataReference, value: DataValue)]? {
        var found: [(data: DataReference, value: DataValue)] = []
        for assignment in assignments {
            guard let member = body[assignment.field.components] else { return nil }
            let source = plan[assignment.data]
            // Where nothing is said, text is empty; any other type needs a value.
            guard let text = member == .null && source.type == .text ? "" : member.plainText,
                let value = DataValue(text, for: source, currency: plan.currency)
            else { return nil }
            found.append((assignment.data, value))
        }
        return found
    }

    // MARK: The payment

    private mutating func pay(_ transfer: TransferStep) {
        payments += 1
        let (destination, clid) = (
            transfer.destination.filled { value(of: $0).text }, transfer.clid.filled { value(of: $0).text }
        )
        state = .paying
        report(
            .transferredToPCI(
                destination: CardMask.masking(transfer.destination.filled { shown($0) }),
                clid: CardMask.masking(transfer.clid.filled { shown($0) })))
        actions.append(
            .pay(
                PCITransfer(
                    destination: destination, clid: clid, mode: transfer.mode == .assisted ? .assisted : .automated,
                    tokenizes: transfer.tokenizes, count: payments)))
    }

    /// The caller is back from the payment side; nil when nobody answered there.
    mutating func takeBack(_ outcome: PaymentOutcome?, _ now: MediaTime) {
        guard case .transferToPCI(let transfer) = plan.steps[step].kind else { return }
        let result = outcome?.result ?? .noAnswer
        report(.returnedFromPCI(result))
        for assignment in transfer.assignments {
            if let value = PlanCall.value(assignment.field, of: outcome, plan.currency) { set(assignment.data, value) }
        }
        enter(outcome == nil ? transfer.noAnswer : transfer.next, now)
    }

    private static func value(
        _ field: TransferStep.Field, of outcome: PaymentOutcome?, _ currency: Currency
    ) -> DataValue? {
        guard let outcome else { return field == .result ? .result(.noAnswer) : nil }
        return switch field {
        case .result: .result(outcome.result)
        case .reason: .text(outcome.reason ?? "")
        case .reference: .text(outcome.reference ?? "")
        case .transactionID: .text(outcome.transactionID ?? "")
        case .amount: .amount(outcome.amount ?? Money(minor: 0, currency: currency))
        case .brand: .text(outcome.brand?.rawValue ?? "")
        case .maskedPAN: .text(outcome.maskedPAN?.description ?? "")
        }
    }

    // MARK: The end

    /// Where the caller goes, and what whoever takes the call is told.
    func transfer(to route: Route, _ context: [DataReference]) -> Transfer {
        var items = [ContextItem(name: "callId", value: .text(setup.callID))]
        if let caller = setup.caller { items.append(ContextItem(name: "caller", value: .text(caller))) }
        for reference in context {
            items.append(ContextItem(name: reference.name, value: .text(shown(reference))))
        }
        return Transfer(route: route, reason: stepName, context: items)
    }

    mutating func end(_ now: MediaTime, transfer: Transfer? = nil, callerGone: Bool = false) {
        vault.wipe()
        state = .ended
        if let transfer {
            report(.transferred(transfer))
        } else if !callerGone {
            report(.hungUp)
        }
        actions.append(.end(transfer, callerGone: callerGone))
    }
}

extension HandOverStep.Target {
    var route: Route {
        switch self {
        case .queue(let name): .queue(name)
        case .number(let number): .number(number)
        }
    }
}

extension DataValue {
    /// The value as it is said; a secret never is.
    var spoken: SpokenValue {
        switch self {
        case .amount(let money): .money(money)
        case .text(let text) where !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }:
            .spelled(CardMask.masking(text))
        default: .words(CardMask.masking(text))
        }
    }
}

extension ConnectorFault {
    /// The fault that a plan may route by; nil for any other.
    init?(_ failure: ConnectorFailure) {
        switch failure {
        case .timeout: self = .timeout
        case .status: self = .status
        case .malformed: self = .malformed
        case .unreachable, .insecure, .interrupted, .tooLarge: return nil
        }
    }
}

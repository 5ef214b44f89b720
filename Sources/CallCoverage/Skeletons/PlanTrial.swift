import Amounts
import CallPlan
import Connectors
import JSONText
import PaymentCall
import PaymentDesk
import Telephony

/// A call in a plan as far as it decides where the plan goes: the step, the values, the counts of repeats, the payment desk.
struct PlanTrial: Sendable {
    /// The step in hand.
    var step: Int
    /// The values of the data sources; nil for one that is not known.
    var data: [DataValue?]
    /// Whether there was a payment, or one was tried.
    var hasPaid = false
    private var repeats: [Int: Int] = [:]
    private var desk = PaymentDesk()
    private var requests = 0

    /// A way out, and the call behind it.
    typealias Branch = (leg: PlanLeg, after: PlanTrial)

    /// A call at the start of `plan`, with what it is given.
    init(_ plan: Plan, given: [Int: String]) {
        step = plan.start.index
        data = plan.data.indices.map { index in
            let source = plan.data[index]
            if let text = given[index] { return DataValue(text, for: source, currency: plan.currency) }
            return switch source.origin {
            case .value(let value), .given(default: let value?): value
            case .steps, .environment, .given(default: nil): nil
            }
        }
    }

    /// What tells two calls apart that stand at the same step: `deciding` are the data sources that are read to go on, `clids`
    /// those that a session is found by.
    func key(deciding: [Int], clids: [Int]) -> PlanTrialKey {
        PlanTrialKey(
            step: step, values: deciding.map { data[$0] }, repeats: repeats, hasPaid: hasPaid,
            sessions: clids.map { index in
                guard let clid = data[index]?.text, let session = desk.session(clid: clid) else { return "none" }
                return (session.account ?? "") + " " + (session.outcome?.result.rawValue ?? "open")
            })
    }

    /// The ways out of the step in hand that are known to be taken when something is done for them.
    func branches(in plan: Plan, _ samples: PlanSamples) -> [Branch] {
        let kind = plan.steps[step].kind
        switch kind {
        case .play(let play): return [branch(kind, play.next)].compactMap(\.self)
        case .menu(let menu): return branches(menu, kind)
        case .collect(let collect): return branches(collect, kind, plan, samples)
        case .lookUp(let lookUp): return [self.lookUp(lookUp, kind, plan)].compactMap(\.self)
        case .connector(let connector): return branches(connector, kind, plan)
        case .transferToPCI(let transfer): return branches(transfer, kind, plan)
        case .router(let router):
            guard let value = data[router.data.index], let next = router.next(for: value) else { return [] }
            return [branch(kind, next)].compactMap(\.self)
        case .agent(let agent): return branches(agent, kind, plan)
        case .repeating(let again):
            let used = repeats[step, default: 0]
            guard used < again.times else { return [branch(kind, again.then)].compactMap(\.self) }
            return [branch(kind, again.step) { $0.repeats[step] = used + 1 }].compactMap(\.self)
        case .handOver, .hangUp: return []
        }
    }

    /// All other ways out that the plan names: something decides that is not known, and what is set there is not known either.
    func guesses(in plan: Plan) -> [Branch] {
        plan.steps[step].kind.exits.map { exit in
            var after = self
            after.step = exit.to.index
            for data in exit.sets { after.data[data.index] = nil }
            return (PlanLeg(step: step, exit: exit, act: .nothing, isGuess: true), after)
        }
    }

    /// The way out that leads to `next`.
    private func branch(
        _ kind: StepKind, _ next: StepReference?, _ act: PlanAct = .nothing,
        _ change: (inout PlanTrial) -> Void = { _ in }
    ) -> Branch? {
        guard let next, let exit = kind.exits.first(where: { $0.to == next }) else { return nil }
        var after = self
        change(&after)
        after.step = next.index
        return (PlanLeg(step: step, exit: exit, act: act), after)
    }

    // MARK: The caller

    private func branches(_ menu: MenuStep, _ kind: StepKind) -> [Branch] {
        let wrong = Key.allCases.first { key in !menu.choices.contains { $0.key == key } }.map { String($0.character) }
        var branches = menu.choices.map { branch(kind, $0.next, .keys(String($0.key.character))) }
        branches += setbacks(
            kind, (menu.noInput.next, menu.noMatch.next, menu.failed), menu.attempts, menu.timeout, wrong)
        return branches.compactMap(\.self)
    }

    private func branches(
        _ collect: CollectStep, _ kind: StepKind, _ plan: Plan, _ samples: PlanSamples
    ) -> [Branch] {
        let source = plan[collect.data]
        var branches = samples.entries(collect).map { entry -> Branch? in
            let text = entry.replacing("*", with: ".")
            guard let value = DataValue(text, for: source, currency: plan.currency) else { return nil }
            let isWhole = entry.count == collect.length.upperBound && !source.type.hasOrder
            let pause = String(repeating: "W", count: PlanTrial.seconds(collect.interDigitTimeout))
            let end = isWhole ? "" : collect.endKey.map { String($0.character) } ?? pause
            let keys = entry + end + (collect.confirm == nil ? "" : " 1")
            return branch(kind, collect.next, .keys(keys)) { $0.data[collect.data.index] = value }
        }
        branches += setbacks(
            kind, (collect.noInput.next, collect.noMatch.next, collect.failed), collect.attempts,
            collect.firstDigitTimeout, "A")
        return branches.compactMap(\.self)
    }

    /// The ways of a caller who does not answer, or wrongly.
    private func setbacks(
        _ kind: StepKind, _ next: (noInput: StepReference?, noMatch: StepReference?, failed: StepReference?),
        _ attempts: Int, _ timeout: MediaDuration, _ wrong: String?
    ) -> [Branch?] {
        // Words take their time too, of each attempt.
        let silence = PlanTrial.seconds(timeout) + 60
        var branches = [branch(kind, next.noInput, .silence(atMost: silence))]
        if let wrong {
            branches.append(branch(kind, next.noMatch, .wrongKeys(wrong, times: 1)))
            if next.noMatch == nil { branches.append(branch(kind, next.failed, .wrongKeys(wrong, times: attempts))) }
        }
        if next.noInput == nil { branches.append(branch(kind, next.failed, .silence(atMost: silence * attempts))) }
        return branches
    }

    private static func seconds(_ duration: MediaDuration) -> Int { Int(duration.seconds.rounded(.up)) + 1 }

    private func branches(_ agent: AgentStep, _ kind: StepKind, _ plan: Plan) -> [Branch] {
        let payment = branch(kind, agent.payment?.next, .agent("pay 20.00 INV-7")) { after in
            if let amount = agent.payment?.amount {
                after.data[amount.index] = DataValue("20.00", for: plan[amount], currency: plan.currency)
            }
            if let reference = agent.payment?.reference { after.data[reference.index] = .text("INV-7") }
        }
        return [payment, branch(kind, agent.done, .agent("done"))].compactMap(\.self)
    }

    // MARK: Accounts and services

    private func lookUp(_ lookUp: LookUpStep, _ kind: StepKind, _ plan: Plan) -> Branch? {
        // What a secret holds is not told.
        guard let value = data[lookUp.key.index], !plan[lookUp.key].isSecret else { return nil }
        let number = value.text
        guard let account = AccountDirectory.standard.account(numbered: number) else {
            return branch(kind, lookUp.notFound)
        }
        return branch(kind, lookUp.found) { after in
            for assignment in lookUp.assignments {
                after.data[assignment.data.index] =
                    switch assignment.field {
                    case .account: .text(account.number)
                    case .balance: .amount(account.balance)
                    case .name: .text(account.name)
                    case .blocked: .boolean(account.isBlocked)
                    }
            }
        }
    }

    private func branches(_ connector: ConnectorStep, _ kind: StepKind, _ plan: Plan) -> [Branch] {
        guard connector.service == .inProcess else { return [] }
        let tries = connector.retries + 1
        let faults: [(ConnectorFault?, [DeskFault])] = [
            (nil, Array(repeating: .unreachable, count: tries)), (.timeout, Array(repeating: .noAnswer, count: tries)),
            (.status, Array(repeating: .serverError, count: tries)), (.malformed, [.malformed]),
        ]
        var branches = [answered(connector, kind, plan)]
        branches += faults.map { branch(kind, connector.failures.next(after: $0.0), .desk($0.1)) }
        return branches.compactMap(\.self)
    }

    /// What the desk answers by itself.
    private func answered(_ connector: ConnectorStep, _ kind: StepKind, _ plan: Plan) -> Branch? {
        var after = self
        after.requests += 1
        let request = try? connector.request(key: "\(requests)") { data[$0.index] ?? .text("INV-7") }
        guard let request else { return branch(kind, connector.failures.next(after: nil)) }
        let (status, body) = after.desk.respond(to: request)
        guard (200...299).contains(status) else {
            return branch(kind, connector.failures.next(after: .status), .desk([.none]))
        }
        for assignment in connector.assignments {
            let source = plan[assignment.data]
            guard let member = body[assignment.field.components],
                let text = member == .null && source.type == .text ? "" : member.plainText,
                let value = DataValue(text, for: source, currency: plan.currency)
            else { return branch(kind, connector.failures.next(after: .malformed), .desk([.none])) }
            after.data[assignment.data.index] = value
        }
        return branch(kind, connector.next, .desk([.none])) { $0 = after }
    }

    // MARK: Payments

    private func branches(_ transfer: TransferStep, _ kind: StepKind, _ plan: Plan) -> [Branch] {
        guard transfer.clid.references.allSatisfy({ data[$0.index] != nil }) else { return [] }
        let clid = transfer.clid.filled { data[$0.index]?.text ?? "" }
        guard let session = desk.session(clid: clid) else {
            let unanswered = branch(kind, transfer.noAnswer, .payment(nil, .none)) { after in
                after.set(PaymentOutcome(.noAnswer), transfer, plan)
            }
            return [unanswered].compactMap(\.self)
        }
        let account = session.account.flatMap { AccountDirectory.standard.account(numbered: $0) }
        let amount = transfer.tokenizes ? nil : session.amount(ofAccountIn: account?.balance.currency)
        func paid(_ result: PaymentResult, _ act: PlanAct) -> Branch? {
            branch(kind, transfer.next, act) { after in
                let outcome = PaymentOutcome(result, amount: amount ?? account?.balance)
                after.hasPaid = true
                after.desk.record(outcome, clid: clid)
                after.set(outcome, transfer, plan)
            }
        }
        if isRefused(transfer, account, amount) { return [paid(.error, .payment(nil, .none))].compactMap(\.self) }
        let question: PlanAmountQuestion =
            transfer.tokenizes || amount != nil ? .none : account == nil ? .entry : .choice
        let results: [PaymentResult] = [
            transfer.tokenizes ? .tokenized : .paid, .declined, .abandoned, .pending, .error,
        ]
        return results.compactMap { paid($0, .payment($0, question)) }
    }

    /// Whether the payment side ends the payment before it asks anything.
    private func isRefused(_ transfer: TransferStep, _ account: Account?, _ amount: Money?) -> Bool {
        if account?.isBlocked == true { return true }
        if transfer.tokenizes { return false }
        guard let amount else { return account?.balance.minor == 0 }
        let limits = CallRules().limits(in: amount.currency)
        return amount.minor > limits.maximum.minor
            || (amount.minor < limits.minimum.minor && amount != account?.balance)
    }

    private mutating func set(_ outcome: PaymentOutcome, _ transfer: TransferStep, _ plan: Plan) {
        for assignment in transfer.assignments {
            data[assignment.data.index] =
                switch assignment.field {
                case .result: .result(outcome.result)
                case .amount: .amount(outcome.amount ?? Money(minor: 0, currency: plan.currency))
                case .reason, .reference, .transactionID, .brand, .maskedPAN: .text("")
                }
        }
    }
}

/// What tells two calls in a plan apart.
struct PlanTrialKey: Hashable, Sendable {
    let step: Int
    let values: [DataValue?]
    let repeats: [Int: Int]
    let hasPaid: Bool
    let sessions: [String]
}

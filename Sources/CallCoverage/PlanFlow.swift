import CallPlan
import Connectors
import JSONText
import PaymentCall

/// Which ways out of the steps of a plan no call can take, as far as the plan alone tells.
///
/// A service outside the process may answer anything: what depends on one counts as possible.
struct PlanFlow {
    private let plan: Plan
    /// The steps that some call comes to, by index.
    private var reached: Set<Int> = []

    init(_ plan: Plan) {
        self.plan = plan
        reached = steps { step, exit in !isBarred(exit, of: step) }
    }

    /// Whether a call can leave the step of that index by `exit`.
    func isPossible(_ exit: StepExit, of step: Int) -> Bool { reached.contains(step) && !isBarred(exit, of: step) }

    /// The steps that can be reached from the start by the ways that are `open`.
    private func steps(open: (Int, StepExit) -> Bool) -> Set<Int> {
        var found: Set<Int> = [plan.start.index]
        var next = [plan.start.index]
        while let step = next.popLast() {
            for exit in plan.steps[step].kind.exits where open(step, exit) && plan.steps.indices.contains(exit.to.index)
            {
                if found.insert(exit.to.index).inserted { next.append(exit.to.index) }
            }
        }
        return found
    }

    /// Whether nothing leads out of the step by `exit`, though a call comes to the step.
    private func isBarred(_ exit: StepExit, of step: Int) -> Bool {
        switch plan.steps[step].kind {
        // Attempts are never used up where silence and a wrong key each leave at once.
        case .menu(let menu): exit.outcome == "failed" && menu.noInput.next != nil && menu.noMatch.next != nil
        case .collect(let entry): exit.outcome == "failed" && entry.noInput.next != nil && entry.noMatch.next != nil
        case .transferToPCI(let transfer):
            exit.outcome == "next" ? !opensSessions : exit.outcome == "no-answer" && hasSession(transfer)
        case .router(let router): isBarred(exit, of: router)
        default: false
        }
    }

    // MARK: The payment side

    /// Whether the plan ever tells the desk of a payment; without that nobody answers there.
    private var opensSessions: Bool {
        plan.steps.contains { if case .connector(let step) = $0.kind { step.opensSession } else { false } }
    }

    /// Whether the identity that the transfer comes with is one that the desk has given, and nothing else: then it answers.
    private func hasSession(_ transfer: TransferStep) -> Bool {
        guard transfer.clid.parts.count == 1, case .data(let clid)? = transfer.clid.parts.first,
            case .steps = plan[clid].origin
        else { return false }
        return plan.steps.allSatisfy { step in
            guard step.kind.writes.contains(where: { $0.data.index == clid.index }) else { return true }
            guard case .connector(let connector) = step.kind, connector.opensSession else { return false }
            return connector.assignments.allSatisfy {
                $0.data.index != clid.index || $0.field.components == [.name("clid")]
            }
        }
    }

    // MARK: Results of payments

    /// Whether the result that `exit` is for never comes to the router.
    private func isBarred(_ exit: StepExit, of router: RouterStep) -> Bool {
        guard plan[router.data].type == .paymentResult, let result = PaymentResult(rawValue: exit.outcome) else {
            return false
        }
        if plan.steps.indices.contains(where: { writes(result, to: router.data, from: $0) }) { return false }
        return !mayBegin(router.data, as: result) || !comesUnset(router)
    }

    /// Whether `data` may have that value before any step has set it.
    private func mayBegin(_ data: DataReference, as result: PaymentResult) -> Bool {
        switch plan[data].origin {
        case .steps: false
        case .value(let value): value == .result(result)
        case .environment, .given: true
        }
    }

    /// Whether a call may come to the router before any step has set what it goes by.
    private func comesUnset(_ router: RouterStep) -> Bool {
        let unset = steps { _, exit in !exit.sets.contains { $0.index == router.data.index } }
        return unset.contains { plan.steps[$0].kind == .router(router) }
    }

    /// Whether the step of that index may put `result` into `data`.
    private func writes(_ result: PaymentResult, to data: DataReference, from index: Int) -> Bool {
        let step = plan.steps[index]
        guard step.kind.writes.contains(where: { $0.data.index == data.index }) else { return false }
        switch step.kind {
        case .transferToPCI(let transfer):
            return result == .noAnswer ? !hasSession(transfer) : opensSessions && transfer.mayCome(to: result)
        case .connector(let connector) where connector.service == .inProcess:
            if result == .noAnswer { return isReachedUnpaid(index) }
            return plan.steps.contains {
                if case .transferToPCI(let transfer) = $0.kind { transfer.mayCome(to: result) } else { false }
            }
        default: return true
        }
    }

    /// Whether a call may come to the step without a payment before it: the desk then has no result to tell.
    private func isReachedUnpaid(_ index: Int) -> Bool {
        steps { step, _ in if case .transferToPCI = plan.steps[step].kind { false } else { true } }.contains(index)
    }
}

extension ConnectorStep {
    /// Whether it tells the desk in the process of a payment.
    fileprivate var opensSession: Bool { service == .inProcess && method == .post }
}

extension TransferStep {
    /// Whether a payment of this kind may come to `result`: what is stored is not paid.
    fileprivate func mayCome(to result: PaymentResult) -> Bool {
        switch result {
        case .tokenized: tokenizes
        case .paid: !tokenizes
        case .declined, .abandoned, .pending, .error: true
        case .noAnswer: false
        }
    }
}

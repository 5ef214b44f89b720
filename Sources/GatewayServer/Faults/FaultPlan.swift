import JSONText

/// Which fault strikes which request: those of its header first, then the rules, then those that were asked for.
struct FaultPlan: Sendable {
    /// Faults asked for that may wait at once.
    static let mostOrders = 1000
    /// Tries that are counted for rules that strike a payment so many times.
    private static let mostCounts = 100_000

    private struct Use: Hashable {
        let rule: Int
        let reference: String
    }

    private let rules: [FaultRule]
    private(set) var orders: [FaultOrder]
    private var payments = 0
    private var uses: [Use: Int] = [:]
    private var oldest: [Use] = []

    init(rules: [FaultRule], orders: [FaultOrder] = []) {
        self.rules = rules
        self.orders = orders
    }

    /// Whether anything but a header can strike.
    var isEmpty: Bool { rules.isEmpty && orders.isEmpty }

    /// A request that a fault may strike.
    struct Target {
        let on: FaultTarget
        var reference: String?
        /// In thousandths of the currency's unit.
        var amount: Int64?
    }

    /// The fault that strikes; it is used up by that.
    mutating func strike(_ target: Target, header: ServerFault?) -> ServerFault? {
        if target.on == .create { payments += 1 }
        if let header { return header }
        for (index, rule) in rules.enumerated() where fits(rule, target) {
            guard let times = rule.times else { return rule.fault }
            let use = Use(rule: index, reference: target.reference ?? "")
            guard uses[use, default: 0] < times else { continue }
            count(use)
            return rule.fault
        }
        let waiting = orders.firstIndex { order in
            (order.on == .any || order.on == target.on)
                && (order.reference.map { FaultPattern.fits(target.reference ?? "", $0) } ?? true)
        }
        guard let waiting else { return nil }
        orders[waiting].times -= 1
        let fault = orders[waiting].fault
        if orders[waiting].times == 0 { orders.remove(at: waiting) }
        return fault
    }

    private func fits(_ rule: FaultRule, _ target: Target) -> Bool {
        guard rule.on == .any || rule.on == target.on else { return false }
        if let pattern = rule.reference, !FaultPattern.fits(target.reference ?? "", pattern) { return false }
        if let amount = rule.amount, target.amount.map(amount.contains) != true { return false }
        if let nth = rule.nth, target.on != .create || payments != nth { return false }
        if let every = rule.every, target.on != .create || payments % every != 0 { return false }
        return true
    }

    /// The oldest counts go where there are too many, so that a gateway that runs for weeks stays small.
    private mutating func count(_ use: Use) {
        uses[use, default: 0] += 1
        if uses[use] == 1 { oldest.append(use) }
        guard oldest.count > 2 * FaultPlan.mostCounts else { return }
        for use in oldest.prefix(FaultPlan.mostCounts) { uses[use] = nil }
        oldest.removeFirst(FaultPlan.mostCounts)
    }

    /// Adds a fault that was asked for.
    mutating func add(_ order: FaultOrder) throws(GatewayProblem) {
        guard orders.count < FaultPlan.mostOrders else {
            throw .conflict(
                "too_many_faults", "\(FaultPlan.mostOrders) faults wait already; DELETE /admin/faults takes them out")
        }
        orders.append(order)
    }

    /// Takes out all that were asked for; rules stay.
    mutating func removeOrders() { orders = [] }
}

extension FaultOrder {
    var json: JSON {
        var members = [JSON.Member(name: "fault", value: .string(fault.kind.rawValue))]
        if let parameter = fault.kind.parameter {
            members.append(JSON.Member(name: parameter.rawValue, value: .decimal(fault.value, places: 3)))
        }
        members.append(JSON.Member(name: "times", value: .int(Int64(times))))
        members.append(JSON.Member(name: "on", value: .string(on.rawValue)))
        if let reference { members.append(JSON.Member(name: "reference", value: .string(reference))) }
        return .object(members)
    }
}

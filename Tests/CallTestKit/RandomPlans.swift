import CallPlan
import PlanFiles

/// The shipped call plans, as random callers walk them.
public enum RandomPlans {
    /// The names of their files.
    public static let names = ["self-service", "bill-pay", "assisted", "reminder"]

    /// The plans.
    public static let shipped: [Plan] = names.map { name in
        let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        do { return try PlanFile(contentsOf: "\(root)/plans/\(name).yaml").runnable() } catch {
            preconditionFailure("the plan \(name): \(error)")
        }
    }
}

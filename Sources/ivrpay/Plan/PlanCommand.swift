import ArgumentParser

/// `ivrpay plan`: call plans, checked and drawn.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Checks call plans, and draws them.",
        discussion: "A call plan is a YAML file of small steps; docs/plans.md tells how it is written.",
        subcommands: [PlanCheckCommand.self, PlanDrawCommand.self])
}

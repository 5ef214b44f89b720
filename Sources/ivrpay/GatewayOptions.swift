import ArgumentParser
import PaymentGateway

/// The options that say which gateway outside the process is asked, and how.
struct GatewayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Ask the gateway at this address instead of the simulated one in the process.", valueName: "url"))
    var gateway: String?

    /// The gateway that was named; nil where none was. A wrong address or key ends the command.
    func client() throws -> (any GatewayClient)? {
        guard gateway != nil else { return nil }
        throw Failure.usage("--gateway: no gateway outside the process can be asked")
    }
}

import ArgumentParser
import Foundation
import GatewayHTTP
import PaymentGateway
import Telephony

/// The options that say which gateway outside the process is asked, and how.
struct GatewayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Ask the gateway at this address instead of the simulated one in the process.", valueName: "url"))
    var gateway: String?

    @Option(help: "How it is spoken to: native (that of ivrpay gateway) or stripe.")
    var gatewayDialect = GatewayDialect.native

    @Option(
        help: ArgumentHelp(
            "A file whose first line is the gateway's key; else the key is in IVRPAY_GATEWAY_KEY.", valueName: "file"))
    var gatewayKeyFile: String?

    @Option(
        help: ArgumentHelp(
            "PEM certificates that alone may vouch for the gateway, instead of the system's.", valueName: "file"))
    var gatewayCA: String?

    @Flag(help: "Allow http:// to another machine: everyone on the way can read card numbers.")
    var gatewayPlainHTTP = false

    /// The gateway that was named, asked for at most `timeout` each time; nil where none was. What an operator should know
    /// goes to standard error. A wrong address or key ends the command.
    func client(timeout: MediaDuration) throws(Failure) -> (any GatewayClient)? {
        guard let gateway else { return try none() }
        do {
            let address = try GatewayAddress(gateway, allowsPlainHTTP: gatewayPlainHTTP)
            let key = try GatewayKey(
                file: gatewayKeyFile, environment: ProcessInfo.processInfo.environment, address: address,
                warns: GatewayOptions.note)
            let transport = try HTTPTransport(to: address, authorities: gatewayCA)
            return gatewayDialect.client(
                of: address, over: transport, key: key, timeout: timeout, notes: GatewayOptions.note)
        } catch let error as GatewayAddressError { throw .usage("--gateway: \(error)") } catch let error
            as GatewayKeyError
        {
            switch error.code {
            case .missing: throw .usage("--gateway: \(error)")
            case .wrong: throw gatewayKeyFile == nil ? .usage("\(error)") : .userFile("\(error)")
            case .unreadable: throw .world("\(error)")
            }
        } catch let error as GatewayAuthoritiesError {
            throw error.isUnreadable ? .world("\(error)") : .userFile("\(error)")
        } catch { throw .world("--gateway: \(error)") }
    }

    /// The other options say how a gateway is asked, and are of no use without one.
    private func none() throws(Failure) -> (any GatewayClient)? {
        guard gatewayKeyFile == nil, gatewayCA == nil, !gatewayPlainHTTP, gatewayDialect == .native else {
            throw .usage("--gateway-...: these options say how a gateway is asked; name it with --gateway")
        }
        return nil
    }

    @Sendable private static func note(_ text: String) { Output.note("ivrpay: " + Output.printable(text)) }
}

extension GatewayDialect: ExpressibleByArgument {}

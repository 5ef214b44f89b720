import PaymentGateway
import Telephony

/// The languages in which gateways are spoken to.
public enum GatewayDialect: String, Hashable, Sendable, CaseIterable {
    /// That of `ivrpay gateway`.
    case native
    /// Stripe's PaymentIntents.
    case stripe

    /// A client in this dialect of the gateway at `address`, over `transport`.
    ///
    /// - Parameters:
    ///   - timeout: for one call of a method.
    ///   - notes: hears what an operator should know, in sentences without card data; on the thread of the call.
    public func client(
        of address: GatewayAddress, over transport: any GatewayTransport, key: GatewayKey, timeout: MediaDuration,
        notes: @escaping @Sendable (String) -> Void = { _ in }
    ) -> any GatewayClient {
        let name = "\(address) (\(rawValue))"
        return switch self {
        case .native: NativeGateway(name: name, transport: transport, key: key, timeout: timeout, notes: notes)
        case .stripe: StripeGateway(name: name, transport: transport, key: key, timeout: timeout, notes: notes)
        }
    }
}

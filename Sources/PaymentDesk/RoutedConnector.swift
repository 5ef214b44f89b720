import Connectors
import Telephony

/// Sends requests in the process to the payment desk, and all others outside.
public struct RoutedConnector: DataConnector {
    /// The desk, which the call also asks for its sessions.
    public var desk: PaymentDesk
    /// What asks services in the network; nil where there is no network, so that none can be reached.
    public var outside: (any DataConnector)?

    /// A connector to `desk` and `outside`.
    public init(desk: PaymentDesk = PaymentDesk(), outside: (any DataConnector)? = nil) {
        self.desk = desk
        self.outside = outside
    }

    /// Sends a request to where its address leads.
    public mutating func send(_ request: ConnectorRequest, id: Int) -> ScheduledAnswer? {
        if request.address.scheme == .inProcess { return desk.send(request, id: id) }
        guard outside != nil else { return ScheduledAnswer(.failed(.unreachable), after: .zero) }
        return outside?.send(request, id: id)
    }
}

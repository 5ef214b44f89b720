import Foundation

/// The command of a caller who pays one bill of 20.00 with a card that is approved.
enum PayingCall {
    /// `timeout` is the gateway's time for a try, in seconds.
    static func arguments(
        _ bill: String, _ gateway: GatewayProcess, _ ledger: String, timeout: Double = 3
    ) -> [String] {
        [
            "call", "--identified", "--amount", "20.00", "--reference", bill, "--keys",
            "4242424242424242# 1 1230# 1 123# 1 1", "--gateway", gateway.url, "--ledger", ledger, "--format", "json",
            "--set", "gateway.timeout=\(timeout)", "--set", "gateway.backoff=0.02",
        ]
    }
}

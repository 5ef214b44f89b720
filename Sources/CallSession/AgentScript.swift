import Amounts
import CallEngine
import CardData
import Telephony

/// What a simulated agent does, as people write it: `pay 20.00 INV-7; wait 5; cancel; back; done`.
///
/// `pay AMOUNT [REFERENCE]` starts a payment, `cancel` cancels the one that runs, `wait SECONDS` lets time pass, `back`
/// waits until the caller is back, and `done` is done with the caller once they are.
public enum AgentScript {
    /// Moves of a script at most.
    public static let mostMoves = 100

    /// The words that a move may begin with.
    public static let words = ["pay", "cancel", "wait", "back", "done"]

    /// The moves of a script, amounts in `currency`.
    public static func moves(_ text: String, currency: Currency) throws(SceneError) -> [AgentMove] {
        var moves: [AgentMove] = []
        for part in text.split(whereSeparator: { $0 == ";" || $0.isNewline }) {
            let words = part.split(whereSeparator: \.isWhitespace)
            if !words.isEmpty { moves.append(try move(words.map(String.init), currency)) }
        }
        guard moves.count <= mostMoves else {
            throw SceneError(key: "agent", message: "an agent makes at most \(mostMoves) moves")
        }
        return moves
    }

    private static func move(_ words: [String], _ currency: Currency) throws(SceneError) -> AgentMove {
        switch (words[0], words.count) {
        case ("cancel", 1): return .cancel
        case ("back", 1): return .waitForCaller
        case ("done", 1): return .finish
        case ("wait", 2):
            guard let seconds = Double(words[1]), (0...3600).contains(seconds) else {
                throw SceneError(key: "agent", message: "wait needs seconds from 0 to 3600: wait 5")
            }
            return .wait(.milliseconds(Int((seconds * 1000).rounded())))
        case ("pay", 2), ("pay", 3):
            guard let amount = Money(decimal: words[1], currency: currency), amount.minor > 0 else {
                throw SceneError(key: "agent", message: "pay needs an amount of \(currency.code): pay 20.00 INV-7")
            }
            let reference = words.count == 3 ? CardMask.masking(words[2]) : nil
            return .pay(amount: amount, reference: reference)
        default:
            throw SceneError(
                key: "agent",
                message: "a move is pay AMOUNT [REFERENCE], cancel, wait SECONDS, back or done; moves stand between ;")
        }
    }
}

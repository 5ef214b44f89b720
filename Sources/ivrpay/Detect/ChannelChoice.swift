import ArgumentParser
import AudioFiles

/// Which channels of a file are looked at.
enum ChannelChoice: ExpressibleByArgument, Equatable {
    case all, mix, one(Int)

    init?(argument: String) {
        switch argument {
        case "all": self = .all
        case "mix": self = .mix
        default:
            guard let number = Int(argument), (0..<1024).contains(number) else { return nil }
            self = .one(number)
        }
    }

    /// The choice as it is written.
    var name: String {
        switch self {
        case .all: "all"
        case .mix: "mix"
        case .one(let index): String(index)
        }
    }

    var defaultValueDescription: String { "all" }

    func selections(of count: Int, file: String) throws(Failure) -> [ChannelSelection] {
        switch self {
        case .all: return (0..<count).map { .channel($0) }
        case .mix: return [.mix]
        case .one(let index):
            guard index < count else {
                throw .usage("--channel: \(file) has no channel \(index); its last is \(count - 1)")
            }
            return [.channel(index)]
        }
    }
}

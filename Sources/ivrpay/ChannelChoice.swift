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

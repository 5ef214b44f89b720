import ArgumentParser
import AudioFiles
import JSONText
import ScenarioReports
import Telephony

/// What all parts of one scan have in common, and a scan that goes on with what it had done before.
struct ScanIdentity: Hashable {
    /// The version of ivrpay.
    let version: String
    /// A hash of what was asked for, in hexadecimal.
    let options: String
    /// A hash of the files' names in their order, in hexadecimal.
    let list: String
    /// How many files there are.
    let files: Int

    /// Files that a scan may have: a place is kept for each while parts are put together.
    static let mostFiles = 100_000_000

    /// The scan of these files by this version.
    init(_ detector: FileDetector, files: [String]) {
        version = IVRPay.configuration.version
        options = ScanIdentity.hash(detector.shape)
        list = ScanIdentity.hash(files)
        self.files = files.count
    }

    /// What was written as `members`; nil where it is none of these.
    init?(_ value: JSONValue) {
        guard let version = value["version"]?.plainText, let options = value["options"]?.plainText,
            let list = value["list"]?.plainText, let files = value["files"]?.plainText.flatMap({ Int($0) }),
            (1...ScanIdentity.mostFiles).contains(files)
        else { return nil }
        (self.version, self.options, self.list, self.files) = (version, options, list, files)
    }

    /// As members of an object.
    var members: [JSON.Member] {
        [
            JSON.Member(name: "version", value: .string(version)),
            JSON.Member(name: "options", value: .string(options)),
            JSON.Member(name: "list", value: .string(list)), JSON.Member(name: "files", value: .int(Int64(files))),
        ]
    }

    /// What is different in `other`, in words; nil for nothing.
    func difference(to other: ScanIdentity) -> String? {
        if version != other.version { return "another version of ivrpay" }
        if options != other.options { return "other options" }
        if list != other.list || files != other.files { return "another list of files" }
        return nil
    }

    private static func hash(_ texts: [String]) -> String {
        var hash = StableHash()
        for text in texts { hash.combine(text) }
        let digits = String(hash.value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension FileDetector {
    /// What changes the results, as texts.
    fileprivate var shape: [String] {
        let flags = [maskCards, tones, explain].map { $0 ? "1" : "0" }
        let sound = raw.map { [$0.encoding.rawValue, String($0.sampleRate.hertz), String($0.channelCount)] } ?? ["-"]
        return [channel.name, format.rawValue] + flags + sound
    }
}

import PaymentCall
import Prompts

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The sets that come with the program. Their tables are built in, so that a call takes its time whether or not the files
/// are there; the files are looked for when they are needed.
public enum ShippedSounds {
    /// Names the folder that has the sets, `en-US/sounds.tsv` in it.
    public static let variable = "IVRPAY_PROMPTS"

    private static let tables = [
        (Language.english, PackageResources.sounds_en_US_tsv), (Language.spanish, PackageResources.sounds_es_US_tsv),
    ]

    /// The languages of the sets.
    public static let languages = tables.map(\.0)

    /// The table of a language; nil for one that no set is in.
    public static func table(of language: Language) -> SoundTable? {
        guard let bytes = tables.first(where: { $0.0 == language })?.1 else { return nil }
        // Written by `prompts build`, and read by a test.
        return try? SoundTable(bytes: bytes, file: "prompts/\(language.tag)/\(SoundTable.fileName)")
    }

    /// The set of a language; nil for one that no set is in.
    public static func set(of language: Language) -> SoundSet? {
        guard let table = table(of: language), !table.rows.isEmpty else { return nil }
        let folder = self.folder.map { $0 + "/" + language.tag }
        return SoundSet(table, name: "prompts/" + language.tag, folder: folder, language: language)
    }

    /// The folder of the shipped sets: what `IVRPAY_PROMPTS` says, else `prompts` beside the program or above it (where it is
    /// built), else `share/ivrpay/prompts` above it (where it is installed). Nil where none has a set.
    public static let folder: String? = {
        if let given = getenv(variable) {
            let path = String(cString: given)
            if !path.isEmpty { return path }
        }
        guard let real = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(real) }
        var path = Substring(String(cString: real))
        while let slash = path.lastIndex(of: "/") {
            path = path[..<slash]
            for place in ["/prompts", "/share/ivrpay/prompts"] where hasSet(path + place) {
                return String(path + place)
            }
        }
        return nil
    }()

    /// That the files of the shipped set `name` are nowhere.
    public static func notFound(_ name: String) -> String {
        "\(name): the sounds are not found; let \(variable) name the folder that has en-US and es-US"
    }

    private static func hasSet(_ folder: Substring) -> Bool {
        languages.contains { access("\(folder)/\($0.tag)/\(SoundTable.fileName)", F_OK) == 0 }
    }
}

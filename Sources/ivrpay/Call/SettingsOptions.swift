import ArgumentParser
import Settings
import YAMLText

/// The options that change settings.
struct SettingsOptions: ParsableArguments {
    @Option(
        name: .customLong("settings"),
        help: ArgumentHelp("A settings file (YAML); of several, a later one wins.", valueName: "file"))
    var files: [String] = []

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("One setting, over those of files: attempts=2, cards.brands=[visa].", valueName: "key=value")
    )
    var changes: [String] = []

    /// The settings in force; a file that is wrong ends the command with exit code 2, an option with 64.
    func inForce() throws -> SettingsInForce {
        var settings = SettingsInForce()
        do { try settings.read(contentsOf: files) } catch { throw Failure.userFile(error.description) }
        do { try settings.set(changes) } catch { throw Failure.usage(error.description) }
        return settings
    }
}

import ArgumentParser
import JSONText
import Settings

/// `ivrpay settings`: every setting in force, and where it comes from.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Prints every setting in force and where it comes from, as a settings file or as JSON.",
        discussion: """
            The text is a settings file: ivrpay settings > my.yaml is a start. Card numbers of cards.test-numbers are \
            shown masked, in a comment.
            """)

    @OptionGroup var settings: SettingsOptions

    @Option(help: "How the settings are written.")
    var format = Format.text

    @Flag(help: "Print the JSON Schema of settings files, for editors, instead.")
    var schema = false

    func run() throws {
        let inForce = try settings.inForce()
        if schema { return try Output.line(CallSettings.schema.indentedText) }
        switch format {
        case .text: try Output.line(inForce.text)
        case .json: try Output.line(inForce.json.text)
        }
    }
}

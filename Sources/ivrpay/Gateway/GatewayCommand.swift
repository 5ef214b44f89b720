import ArgumentParser
import CardData
import Dispatch
import Foundation
import GatewayServer
import SQLiteFiles
import Synchronization
import YAMLText

/// `ivrpay gateway`: a payment gateway for tests, over HTTP.
struct GatewayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Serves a payment gateway for tests over HTTP, with the faults one asks for, until it is stopped.",
        discussion: """
            Takes published test numbers alone. Clients send the key of IVRPAY_GATEWAY_KEY or --key-file; without one, on \
            loopback, it is \(GatewayService.testKey). Its page says how it is used: http://127.0.0.1:8085/
            """)

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes any that is free.")
    var port = 8085

    @Option(help: ArgumentHelp("Keep payments in this SQLite file instead of in memory.", valueName: "file"))
    var store: String?

    @Option(
        help: ArgumentHelp(
            "Decide by this set of rules: \(OutcomeRules.shippedNames.joined(separator: ", ")), or a rules file.",
            valueName: "name|file"))
    var rules = OutcomeRules.shippedNames[0]

    @Option(
        help: ArgumentHelp(
            "Strike the next payments with a fault: 'cut-after', 'delay; seconds=3', 'no-answer*2' for two of them.",
            valueName: "fault"))
    var fault: [String] = []

    @Option(help: ArgumentHelp("Read the clients' key from this file.", valueName: "file"))
    var keyFile: String?

    @Option(help: ArgumentHelp("Serve HTTPS with the certificates in this file, in PEM.", valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("The key of the certificate, in PEM.", valueName: "file"))
    var tlsKey: String?

    @Flag(help: "Write no access log.")
    var quiet = false

    func run() throws {
        let options = try serverOptions()
        let (key, isOwn) = try clientsKey()
        guard isOwn || ["127.0.0.1", "::1", "localhost"].contains(host) else {
            throw Failure.usage(
                "--host: an address that others reach needs a key of its own; set IVRPAY_GATEWAY_KEY or give --key-file"
            )
        }
        let orders = try fault.map { text in
            do throws(FaultTextError) { return try FaultOrder(written: text) } catch {
                throw Failure.usage("--fault: \(error.description)")
            }
        }
        let outcomes = try outcomeRules()
        let server: GatewayHTTPServer
        let service = GatewayService(book: try book(), rules: outcomes, key: key, faults: orders)
        do throws(GatewayHTTPError) {
            server = try GatewayHTTPServer(service, options: options)
        } catch {
            throw Failure.userFile(Output.printable(error.description))
        }
        try serve(server)
    }

    private func serverOptions() throws -> GatewayHTTPServer.Options {
        guard (0...65_535).contains(port) else { throw Failure.usage("--port: a port is a number from 0 to 65535") }
        var options = GatewayHTTPServer.Options()
        options.host = host
        options.port = port
        options.stopsOnSignals = true
        switch (tlsCert, tlsKey) {
        case (let chain?, let key?): options.certificate = (chain, key)
        case (nil, nil): break
        default: throw Failure.usage("--tls-cert and --tls-key go together; give both or none")
        }
        if !quiet { options.log = { Output.note($0) } }
        return options
    }

    /// The key, and whether somebody chose it. It is never on the command line, where others see it.
    private func clientsKey() throws -> (key: String, isOwn: Bool) {
        let given: String
        if let keyFile {
            guard let text = try? String(contentsOfFile: keyFile, encoding: .utf8) else {
                throw Failure.userFile("\(Output.printable(keyFile)): the key can't be read; give a text file")
            }
            given = text
        } else if let text = ProcessInfo.processInfo.environment["IVRPAY_GATEWAY_KEY"], !text.isEmpty {
            given = text
        } else {
            return (GatewayService.testKey, false)
        }
        let key = given.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...200).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            let place = keyFile.map(Output.printable) ?? "IVRPAY_GATEWAY_KEY"
            throw Failure.userFile("\(place): a key is one word of 1 to 200 printable ASCII characters")
        }
        return (key, key != GatewayService.testKey)
    }

    private func outcomeRules() throws -> OutcomeRules {
        do throws(YAMLError) {
            if let shipped = try OutcomeRules.shipped(rules) { return shipped }
            return try OutcomeRules(contentsOf: rules)
        } catch {
            throw Failure.userFile(Output.printable(error.description))
        }
    }

    private func book() throws -> PaymentBook {
        do throws(SQLiteFileError) { return try PaymentBook(path: store) } catch {
            throw Failure.world(Output.printable(error.description))
        }
    }

    /// Listens until a signal comes. The first line on standard output is the address.
    private func serve(_ server: GatewayHTTPServer) throws {
        let done = DispatchSemaphore(value: 0)
        let failure = Mutex<(any Error)?>(nil)
        Task.detached {
            do {
                try await server.run { address in
                    do { try Output.line("listening on \(address)") } catch { failure.withLock { $0 = error } }
                }
            } catch {
                failure.withLock { $0 = error }
            }
            done.signal()
        }
        done.wait()
        switch failure.withLock({ $0 }) {
        case nil: return
        case let error as GatewayHTTPError: throw Failure.world(Output.printable(error.description))
        case let error?: throw error
        }
    }
}

// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: Swift 6 language mode, no warning passes, imports say how far they reach.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library module and what it may import. Arrows only point down: docs/architecture.md draws them.
func module(_ name: String, uses dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
    _ name: String, uses dependencies: [Target.Dependency] = [], exclude files: [String] = []
) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, exclude: files,
        swiftSettings: [.treatAllWarnings(as: .error)])
}

let package = Package(
    name: "ivrpay",
    products: [
        .executable(name: "ivrpay", targets: ["ivrpay"]),
        // The DTMF engine for other programs, with the words it speaks in.
        .library(name: "DTMF", targets: ["DTMF", "Telephony"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.36.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        // Vocabulary: the standard library alone.
        module("Telephony"),
        module("Amounts"),
        module("JSONText"),
        module("CardData", uses: ["Telephony"]),
        // Pure rules.
        .target(name: "CToneKernel"),
        module("DTMF", uses: ["CToneKernel", "Telephony"]),
        module("TelephoneLine", uses: ["Telephony"]),
        module("PaymentCall", uses: ["Amounts", "CardData", "Telephony"]),
        module(
            "CallPlan", uses: ["Amounts", "CardData", "Connectors", "JSONText", "PaymentCall", "Telephony"]),
        // Contracts: what the engine needs of the world.
        module("PaymentGateway", uses: ["CardData", "PaymentCall", "Telephony"]),
        module("Prompts", uses: ["Amounts", "CardData", "PaymentCall", "Telephony"]),
        module("Connectors", uses: ["JSONText", "Telephony"]),
        module(
            "PaymentDesk", uses: ["Amounts", "CardData", "Connectors", "JSONText", "PaymentCall", "Telephony"]),
        // Edges: the outside world, one kind each.
        .systemLibrary(name: "CSndfile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
        module("AudioFiles", uses: ["CSndfile", "Telephony"]),
        .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
        module("Pictures", uses: ["CCairo"]),
        module("TonePlots", uses: ["DTMF", "Pictures", "Telephony"]),
        module("YAMLText", uses: [.product(name: "Yams", package: "Yams")]),
        module(
            "PlanFiles", uses: ["Amounts", "CallPlan", "CardData", "Connectors", "JSONText", "Telephony", "YAMLText"]),
        module(
            "Settings",
            uses: [
                "Amounts", "CardData", "JSONText", "PaymentCall", "PaymentDesk", "PaymentGateway", "Telephony",
                "YAMLText",
            ]),
        .target(
            name: "PromptSounds",
            dependencies: [
                "AudioFiles", "DTMF", "PaymentCall", "Prompts", "Telephony",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            // Links into `prompts`, as below.
            resources: [.embedInCode("sounds-en-US.tsv"), .embedInCode("sounds-es-US.tsv")],
            swiftSettings: strict),
        .target(
            name: "PromptFiles", dependencies: ["PromptSounds", "Prompts", "YAMLText"],
            // Links into `prompts`: the name of a file is the name of its bytes.
            resources: [.embedInCode("prompts-en-US.yaml"), .embedInCode("prompts-es-US.yaml")],
            swiftSettings: strict),
        module(
            "HTTPClients",
            uses: [
                "Telephony", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        module(
            "ConnectorHTTP",
            uses: [
                "Connectors", "HTTPClients", "JSONText", "Telephony",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        module("SQLiteFiles", uses: [.product(name: "GRDB", package: "GRDB.swift")]),
        module(
            "Ledger",
            uses: [
                "Amounts", "CardData", "JSONText", "PaymentCall", "PaymentGateway", "SQLiteFiles", "Telephony",
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        module(
            "GatewayHTTP",
            uses: [
                "Amounts", "CardData", "HTTPClients", "JSONText", "PaymentCall", "PaymentGateway", "Telephony",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        // Engine.
        module(
            "CallEngine",
            uses: [
                "Amounts", "CallPlan", "CardData", "Connectors", "DTMF", "PaymentCall", "PaymentDesk", "PaymentGateway",
                "Prompts", "Telephony",
            ]),
        // Drivers, and what they have in common to show.
        module(
            "CallSession",
            uses: [
                "Amounts", "AudioFiles", "CallEngine", "CallPlan", "CardData", "Connectors", "DTMF", "PaymentCall",
                "PaymentDesk", "PaymentGateway", "Prompts", "Settings", "Telephony",
            ]),
        module(
            "CallReports",
            uses: [
                "Amounts", "CallEngine", "CallPlan", "CardData", "JSONText", "PaymentCall", "Prompts", "Telephony",
            ]),
        module(
            "CallPlots",
            uses: [
                "Amounts", "CallEngine", "CallPlan", "CallReports", "PaymentCall", "Pictures", "Prompts", "Telephony",
            ]),
        module(
            "CallCoverage",
            uses: [
                "Amounts", "CallEngine", "CallPlan", "CallReports", "CallSession", "CardData", "Connectors", "JSONText",
                "PaymentCall", "PaymentDesk", "Prompts", "Settings", "Telephony",
            ]),
        .target(
            name: "ScenarioReports",
            dependencies: [
                "CallCoverage", "CallEngine", "CallPlan", "CallReports", "CardData", "JSONText", "PaymentCall",
                "Prompts",
                "Telephony", .product(name: "Crypto", package: "swift-crypto"),
            ],
            resources: [.embedInCode("page.css"), .embedInCode("page.js")], swiftSettings: strict),
        // Products.
        module(
            "Scenarios",
            uses: [
                "Amounts", "AudioFiles", "CallCoverage", "CallEngine", "CallPlan", "CallReports", "CallSession",
                "CardData", "Connectors", "DTMF", "JSONText", "PaymentCall", "PaymentDesk", "PaymentGateway",
                "PlanFiles", "Prompts", "ScenarioReports", "Settings", "TelephoneLine", "Telephony", "YAMLText",
            ]),
        .target(
            name: "GatewayServer",
            dependencies: [
                "Amounts", "CardData", "JSONText", "SQLiteFiles", "YAMLText",
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            // Links into `gateway`.
            resources: [.embedInCode("openapi.json"), .embedInCode("page.html"), .embedInCode("rules.yaml")],
            swiftSettings: strict),
        // The program.
        .executableTarget(
            name: "ivrpay",
            dependencies: [
                "Amounts", "AudioFiles", "CallCoverage", "CallEngine", "CallPlan", "CallPlots", "CallReports",
                "CallSession", "CardData", "ConnectorHTTP", "Connectors", "DTMF", "GatewayHTTP", "GatewayServer",
                "JSONText", "Ledger", "PaymentCall", "PaymentDesk", "PaymentGateway", "Pictures", "PlanFiles",
                "PromptFiles", "PromptSounds", "Prompts", "SQLiteFiles", "ScenarioReports", "Scenarios", "Settings",
                "TelephoneLine", "Telephony", "TonePlots", "YAMLText",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),

        .executableTarget(
            name: "ivrpay-bench",
            dependencies: [
                "Amounts", "CallEngine", "CallReports", "CallSession", "CardData", "DTMF", "Ledger", "PaymentCall",
                "PaymentGateway", "PromptFiles", "Prompts", "TelephoneLine", "Telephony",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Benchmarks/ivrpay-bench", swiftSettings: [.treatAllWarnings(as: .error)]),
        .executableTarget(
            name: "dtmf-bench", dependencies: ["AudioFiles", "DTMF", "MaskProofKit", "TelephoneLine", "Telephony"],
            path: "Benchmarks/dtmf-bench", swiftSettings: [.treatAllWarnings(as: .error)]),

        .executableTarget(
            name: "call-conformance", dependencies: ["CallTestKit"], path: "Benchmarks/call-conformance",
            swiftSettings: [.treatAllWarnings(as: .error)]),

        // Tests mirror the sources; what they share is the test kit.
        .target(
            name: "CallTestKit",
            dependencies: [
                "Amounts", "AudioFiles", "CallEngine", "CallPlan", "CallReports", "CallSession", "CardData", "DTMF",
                "JSONText", "PaymentCall", "PaymentDesk", "PaymentGateway", "PlanFiles", "PromptFiles", "Prompts",
                "Settings", "TelephoneLine", "Telephony",
            ], path: "Tests/CallTestKit", swiftSettings: strict),
        tests("Telephony"),
        tests("Amounts"),
        tests("JSONText"),
        tests("CardData", uses: ["Telephony"]),
        tests("YAMLText"),
        tests("Prompts", uses: ["Amounts", "CardData", "CallTestKit", "PaymentCall", "Telephony"]),
        tests("PromptFiles", uses: ["CallTestKit", "PaymentCall", "PromptSounds", "Prompts", "Telephony", "YAMLText"]),
        tests(
            "PromptSounds",
            uses: [
                "AudioFiles", "CallTestKit", "DTMF", "PaymentCall", "PromptFiles", "Prompts", "TelephoneLine",
                "Telephony",
            ]),
        tests("CallPlan", uses: ["Amounts", "Connectors", "JSONText", "PaymentCall", "Telephony"]),
        tests(
            "PlanFiles",
            uses: ["CallPlan", "CallTestKit", "Connectors", "JSONText", "PaymentCall", "Telephony", "YAMLText"]),
        tests(
            "Settings",
            uses: [
                "Amounts", "CallTestKit", "CardData", "JSONText", "PaymentCall", "PaymentGateway", "Telephony",
                "YAMLText",
            ]),
        tests(
            "Scenarios",
            uses: [
                "AudioFiles", "CallCoverage", "CallReports", "CallSession", "CallTestKit", "CardData", "PaymentCall",
                "PromptFiles", "Prompts", "ScenarioReports", "Settings", "Telephony", "YAMLText",
            ]),
        tests(
            "CallCoverage",
            uses: [
                "CallEngine", "CallPlan", "CallReports", "CallSession", "CallTestKit", "JSONText", "PaymentCall",
                "PlanFiles", "PromptFiles", "Prompts", "Scenarios", "Settings", "Telephony", "YAMLText",
            ]),
        tests(
            "ScenarioReports",
            uses: [
                "CallCoverage", "CallEngine", "CallReports", "CallSession", "CallTestKit", "JSONText", "PaymentCall",
                "PromptFiles", "Prompts", "Telephony", .product(name: "Crypto", package: "swift-crypto"),
            ], exclude: ["Golden", "junit.xsd"]),
        tests("CallReports", uses: ["CallTestKit", "JSONText", "PaymentCall"]),
        tests("Connectors", uses: ["JSONText", "Telephony"]),
        tests("PaymentDesk", uses: ["Amounts", "Connectors", "JSONText", "PaymentCall", "Telephony"]),
        tests(
            "ConnectorHTTP", uses: ["Connectors", "HTTPTestKit", "JSONText", "PaymentDesk", "Telephony"]),
        // A server that sends what a test tells it to, for all that asks over HTTP.
        .target(
            name: "HTTPTestKit",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], path: "Tests/HTTPTestKit", swiftSettings: strict),
        tests(
            "GatewayHTTP",
            uses: [
                "Amounts", "CallEngine", "CallReports", "CallSession", "CallTestKit", "CardData", "HTTPTestKit",
                "JSONText", "PaymentCall", "PaymentGateway", "Prompts", "Telephony",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        tests(
            "GatewayServer",
            uses: [
                "Amounts", "CardData", "JSONText", "SQLiteFiles", "YAMLText",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "MaskProofKit", dependencies: ["Telephony"], path: "Tests/MaskProofKit", swiftSettings: strict),
        .target(name: "CToneTestKit", dependencies: ["CToneKernel"], path: "Tests/CToneTestKit"),
        tests("DTMF", uses: ["CToneKernel", "CToneTestKit", "MaskProofKit", "TelephoneLine", "Telephony"]),
        tests("TelephoneLine", uses: ["Telephony"]),
        tests("TonePlots", uses: ["DTMF", "Pictures", "Telephony"]),
        tests(
            "CallPlots",
            uses: [
                "CallEngine", "CallPlan", "CallReports", "CallSession", "CallTestKit", "PaymentCall", "Pictures",
                "PlanFiles", "Prompts", "Settings", "Telephony",
            ]),
        tests("PaymentCall", uses: ["Amounts", "CardData", "Telephony"]),
        tests(
            "CallSession",
            uses: [
                "Amounts", "CallEngine", "AudioFiles", "CallReports", "CallTestKit", "CardData", "DTMF", "PaymentCall",
                "PaymentGateway", "Prompts", "TelephoneLine", "Telephony",
            ]),
        tests(
            "Ledger",
            uses: [
                "Amounts", "CardData", "PaymentCall", "PaymentGateway", "SQLiteFiles", "TelephoneLine", "Telephony",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "Amounts", "AudioFiles", "CallCoverage", "CallReports", "CallTestKit", "CardData", "DTMF", "JSONText",
                "Ledger", "PaymentCall", "PaymentGateway", "PromptSounds", "Prompts", "ScenarioReports", "Scenarios",
                "Settings", "TelephoneLine", "Telephony", "YAMLText", "ivrpay",
                .product(name: "GRDB", package: "GRDB.swift"),
            ], exclude: ["Golden", "Replay"],
            swiftSettings: [.treatAllWarnings(as: .error)]),
        .testTarget(
            name: "PaymentsTests",
            dependencies: [
                "Amounts", "CallEngine", "CallReports", "CallSession", "CallTestKit", "CardData", "GatewayHTTP",
                "GatewayServer", "JSONText", "Ledger", "PaymentCall", "PaymentGateway", "SQLiteFiles", "TelephoneLine",
                "Telephony",
            ], swiftSettings: [.treatAllWarnings(as: .error)]),
        tests("AudioFiles", uses: ["CSndfile", "Telephony"]),
    ],
    swiftLanguageModes: [.v6]
)

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

func tests(_ name: String, uses dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: strict)
}

let package = Package(
    name: "ivrpay",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // Vocabulary: the standard library alone.
        module("Telephony"),
        module("Amounts"),
        module("CardData", uses: ["Telephony"]),
        // Pure rules.
        module("DTMF", uses: ["Telephony"]),
        module("PaymentCall", uses: ["Amounts", "CardData", "Telephony"]),
        // Edges: the outside world, one kind each.
        .systemLibrary(name: "CSndfile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
        module("AudioFiles", uses: ["CSndfile", "Telephony"]),

        tests("Telephony"),
        tests("Amounts"),
        tests("CardData", uses: ["Telephony"]),
        tests("DTMF", uses: ["Telephony"]),
        tests("AudioFiles", uses: ["Telephony"]),
    ],
    swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

/// Settings of every target of ours: Swift 6 mode, the features of STYLE, no warning left standing.
let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// A Debian -dev library, found by pkg-config.
func system(_ name: String, _ path: String, pkgConfig: String? = nil, apt: [String]) -> Target {
    .systemLibrary(name: name, path: path, pkgConfig: pkgConfig, providers: [.apt(apt)])
}

/// A target of ours. One that works on pixels, samples or long texts is optimised in debug builds too (docs/adr/0002).
func target(
    _ name: String, _ path: String, _ dependencies: [Target.Dependency], isOptimised: Bool = false,
    resources: [Resource]? = nil
) -> Target {
    let optimisation: [SwiftSetting] = isOptimised ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : []
    return .target(
        name: name, dependencies: dependencies, path: path, resources: resources,
        swiftSettings: swiftSettings + optimisation)
}

/// A stage's service: the executable beside its stage.
func service(_ name: String, _ folder: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name,
        dependencies: dependencies + [
            "Domain", "FilmSettings", "FilmTasks", "ServiceMain", "ServiceSettings", "Store", "Worker",
        ],
        path: "Sources/\(folder)/Service", swiftSettings: swiftSettings)
}

/// The tests of a target, in the folder of its name.
///
/// - Parameter replacing: A function of the C library that they define in its place, for our libraries to find.
func tests(
    _ name: String, _ dependencies: [Target.Dependency], goldens: Bool = false,
    replacing function: String? = nil
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(name)", exclude: goldens ? ["Goldens"] : [],
        swiftSettings: swiftSettings,
        linkerSettings: function.map {
            [.unsafeFlags(["-Xlinker", "--export-dynamic-symbol=\($0)"])]
        })
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
/// The HTTP server, with the modules whose members its users name.
let hummingbird: [Target.Dependency] = [
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "NIOCore", package: "swift-nio"),
]
/// The parts of HTTP messages, for handlers in a connection's pipeline.
let httpParts: [Target.Dependency] = [
    .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
    .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
]
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")

let package = Package(
    name: "moviegen",
    products: ["moviegen", "gateway", "script-svc", "audio-svc", "slide-svc", "render-svc"].map {
        .executable(name: $0, targets: [$0])
    },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // The file is read by FilmSettings, so none of its traits is needed.
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Values and pure functions: what every stage and service speaks.
        target("Domain", "Sources/Shared/Domain", []),
        target("FilmSettings", "Sources/Shared/FilmSettings", ["Domain", yams]),

        // Logs, metrics and health of a service.
        target(
            "Telemetry", "Sources/Shared/Telemetry", hummingbird + [coreMetrics, logging, serviceLifecycle]),
        target(
            "ServiceSettings", "Sources/Shared/ServiceSettings",
            ["Domain", "FilmSettings", configuration, logging]),

        // The thread a C object lives on.
        target("OwnerThread", "Sources/Shared/OwnerThread", []),

        // One wrapper per C library; no pointer leaves it.
        system("CCurl", "Sources/Shared/CCurl", pkgConfig: "libcurl", apt: ["libcurl4-openssl-dev"]),
        target("Fetch", "Sources/Shared/Fetch", ["CCurl", "Domain"]),
        system("CRabbitMQ", "Sources/Shared/CRabbitMQ", pkgConfig: "librabbitmq", apt: ["librabbitmq-dev"]),
        target("Broker", "Sources/Shared/Broker", ["CRabbitMQ", "OwnerThread"]),
        system("CCrypto", "Sources/Shared/CCrypto", pkgConfig: "libcrypto", apt: ["libssl-dev"]),
        target("Artifacts", "Sources/Shared/Artifacts", ["CCrypto", "Domain"]),
        target("Signing", "Sources/Shared/Signing", ["CCrypto"]),
        system("CArchive", "Sources/Shared/CArchive", pkgConfig: "libarchive", apt: ["libarchive-dev"]),
        target("Archives", "Sources/Shared/Archives", ["CArchive"]),
        system(
            "CMarkup", "Sources/Shared/CMarkup",
            apt: ["libgumbo-dev", "libcmark-gfm-dev", "libcmark-gfm-extensions-dev", "libuchardet-dev"]),
        target("Markup", "Sources/Shared/Markup", ["CMarkup", "Domain"], isOptimised: true),
        system("CMecab", "Sources/Shared/CMecab", apt: ["libmecab-dev"]),
        target("Morphology", "Sources/Shared/Morphology", ["CMecab", "Domain"]),
        system(
            "CCanvas", "Sources/Shared/CCanvas", pkgConfig: "pangocairo",
            apt: ["libpango1.0-dev", "libcairo2-dev"]),
        system("CRsvg", "Sources/Shared/CRsvg", pkgConfig: "librsvg-2.0", apt: ["librsvg2-dev"]),
        target("Canvas", "Sources/Shared/Canvas", ["CCanvas", "CRsvg", "Domain"], isOptimised: true),
        system(
            "CMedia", "Sources/Shared/CMedia",
            apt: [
                "libavformat-dev", "libavcodec-dev", "libswresample-dev", "libswscale-dev", "libx264-dev",
                "libebur128-dev",
            ]),
        target("Media", "Sources/Shared/Media", ["CMedia", "Domain"], isOptimised: true),
        system("CPostgres", "Sources/Shared/CPostgres", pkgConfig: "libpq", apt: ["libpq-dev"]),
        target("Store", "Sources/Shared/Store", ["CPostgres", "OwnerThread"]),

        // The stages: pure functions on values and an artifact store.
        target(
            "ScriptStage", "Sources/ScriptSvc/Stage",
            ["Domain", "Fetch", "Artifacts", "Markup", "Morphology"],
            isOptimised: true),
        target(
            "AudioStage", "Sources/AudioSvc/Stage", ["Domain", "Fetch", "Artifacts", "Media", subprocess]),
        target("SlideStage", "Sources/SlideSvc/Stage", ["Domain", "Fetch", "Artifacts", "Canvas", "Media"]),
        target(
            "RenderStage", "Sources/RenderSvc/Stage", ["Domain", "Artifacts", "Canvas", "Media", yams],
            isOptimised: true),

        // What every stage service does, around its stage.
        target(
            "Worker", "Sources/Shared/Worker",
            ["Domain", "Artifacts", "Broker", "Store", "Telemetry", logging, metrics, serviceLifecycle]),
        target(
            "ServiceMain", "Sources/Shared/ServiceMain",
            [
                "Artifacts", "Broker", "Domain", "FilmSettings", "NoOpStages", "ServiceSettings", "Store",
                "Telemetry",
                "Worker",
                logging, serviceLifecycle, unixSignals,
            ]),
        target(
            "FilmTasks", "Sources/Shared/FilmTasks",
            ["Artifacts", "Domain", "FilmSettings", "Store", "Worker"]),
        // What operators are told, in a terminal or on a page.
        target(
            "Operations", "Sources/Shared/Operations", ["Broker", "Domain", "FilmTasks", "Store", "Worker"]),
        target("NoOpStages", "Sources/Shared/NoOpStages", ["Artifacts", "Domain", "Store", "Worker"]),
        target(
            "GatewayApp", "Sources/Gateway/App",
            hummingbird + httpParts + [
                "Archives", "Artifacts", "Broker", "Domain", "Fetch", "FilmSettings", "FilmTasks",
                "Operations", "Signing", "Store", "Telemetry", "Worker",
                logging, metrics, serviceLifecycle,
            ],
            resources: ["gateway.css", "watch.js", "player.js", "icon.svg"].map {
                .embedInCode("Pages/Assets/\($0)")
            }),
        .executableTarget(
            name: "gateway",
            dependencies: [
                "Artifacts", "Broker", "Domain", "FilmSettings", "GatewayApp", "ServiceMain",
                "ServiceSettings",
                "Store", "Worker",
            ],
            path: "Sources/Gateway/Service", swiftSettings: swiftSettings),
        service("script-svc", "ScriptSvc", ["Fetch", "ScriptStage"]),
        service("audio-svc", "AudioSvc", ["AudioStage"]),
        service("slide-svc", "SlideSvc", ["Fetch", "SlideStage"]),
        service("render-svc", "RenderSvc", ["Artifacts", "RenderStage"]),

        .executableTarget(
            name: "moviegen",
            dependencies: [
                "Domain", "FilmSettings", "Fetch", "Artifacts", "ScriptStage", "AudioStage", "SlideStage",
                "RenderStage", "Broker", "Store", "Worker", "FilmTasks", "Operations", "ServiceSettings",
                argumentParser,
            ],
            path: "Sources/MovieGen", swiftSettings: swiftSettings),

        .executableTarget(
            name: "bench-render",
            dependencies: ["Domain", "Artifacts", "Canvas", "Media", "RenderStage"],
            path: "Benchmarks/Render", swiftSettings: swiftSettings),
        // What librabbitmq alone can do; bench-queue's yardstick.
        .target(name: "CBareLoop", dependencies: ["CRabbitMQ"], path: "Benchmarks/Queue/CBareLoop"),
        .executableTarget(
            name: "bench-queue",
            dependencies: [
                "Artifacts", "Broker", "CBareLoop", "Store", "Telemetry", "Worker", logging, serviceLifecycle,
            ],
            path: "Benchmarks/Queue", exclude: ["CBareLoop", "Celery"], swiftSettings: swiftSettings),

        // The servers that tests start, stop and break.
        target("TestServers", "Tests/Support", []),
        .executableTarget(
            name: "chaos",
            dependencies: [
                "Artifacts", "Broker", "Domain", "FilmSettings", "FilmTasks", "NoOpStages", "Store",
                "TestServers", "Worker", argumentParser,
            ],
            path: "Tests/Chaos", swiftSettings: swiftSettings),

        tests("ChaosTests", ["chaos", "NoOpStages", "Store"]),
        tests("DomainTests", ["Domain"]),
        tests("FilmSettingsTests", ["FilmSettings", "Domain"]),
        tests("OwnerThreadTests", ["OwnerThread"]),
        tests("ServiceSettingsTests", ["ServiceSettings", "Domain", logging]),
        tests("TelemetryTests", ["Telemetry", coreMetrics, logging, serviceLifecycle]),
        tests(
            "FetchTests", ["Fetch", "Artifacts", "Domain", "SlideStage", "TestServers"],
            replacing: "getaddrinfo"),
        tests("BrokerTests", ["Broker"]),
        tests("StoreTests", ["Store", "TestServers"]),
        tests(
            "WorkerTests",
            [
                "Worker", "NoOpStages", "Store", "Broker", "Artifacts", "Domain", "Telemetry", "TestServers",
                logging, serviceLifecycle,
            ]),
        tests(
            "GatewayTests",
            hummingbird + [
                "GatewayApp", "Artifacts", "Broker", "Domain", "Fetch", "FilmSettings", "FilmTasks",
                "Operations",
                "RenderStage", "Signing", "Store", "Telemetry", "TestServers", "Worker",
                logging, serviceLifecycle,
            ]),
        tests("ArtifactsTests", ["Artifacts", "Domain"]),
        tests("MarkupTests", ["Markup", "Domain"], goldens: true),
        tests("ScriptStageTests", ["ScriptStage", "Morphology", "Domain", "Artifacts", "Fetch", "Markup"]),
        tests("AudioStageTests", ["AudioStage", "Domain", "Artifacts", "Media", "TestServers"]),
        tests(
            "SlideStageTests", ["SlideStage", "Domain", "Fetch", "Artifacts", "Canvas", "Media"],
            goldens: true),
        tests("RenderStageTests", ["RenderStage", "Domain", "Artifacts", "Canvas", "Media"], goldens: true),
        tests(
            "MovieGenTests", ["moviegen", "Domain", "Artifacts", "Broker", "FilmSettings", "Store"]),
    ]
)

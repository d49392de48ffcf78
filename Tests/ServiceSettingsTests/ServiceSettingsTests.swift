// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Logging
internal import Testing

@testable internal import ServiceSettings

/// The least an environment must have.
let required = [
    "RABBITMQ_URL": "amqp://user:hunter2@localhost/films",
    "DATABASE_URL": "postgresql://user:hunter2@localhost/films", "MOVIEGEN_ARTIFACTS": "/srv/films",
]

/// The repository this file is part of.
let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

func load(_ environment: [String: String], file: String? = nil) throws(SettingsError) -> ServiceSettings {
    try ServiceSettings.load(environment: required.merging(environment) { $1 }, file: file)
}

func problems(of environment: [String: String], file: String? = nil) -> [SettingsFinding] {
    do throws(SettingsError) {
        _ = try load(environment, file: file)
        return []
    } catch {
        return error.problems
    }
}

@Suite struct `The settings of a service` {
    @Test func `have a default for all but the two servers and the artifacts`() throws {
        let settings = try load([:])
        #expect(settings.rabbitMQ.value == required["RABBITMQ_URL"])
        #expect(settings.databaseSchema == "public" && settings.healthHost == "127.0.0.1")
        #expect(settings.leaseDuration == .seconds(60) && settings.renewInterval == .seconds(15))
        #expect(
            settings.stageDeadlines.render == .seconds(900) && settings.stageDeadlines.slide == .seconds(60))
        #expect(settings.jobDeadline == .seconds(7200) && settings.retention == .seconds(86400))
        #expect(settings.retries == .init(first: .seconds(10), factor: 3, longest: .seconds(1800)))
        #expect(settings.diskFloorBytes == 500_000_000 && settings.outboxBatch == 100)
        #expect(settings.dailyJobLimit == 5 && settings.openJobLimit == 10)
        #expect(settings.filmLengthLimit == .seconds(300) && !settings.allowsPrivateAddresses)
        #expect(settings.slots == nil && settings.assets == nil && settings.crashAt == nil)
        #expect(settings.logLevel == .info && settings.stageImplementation == .real)
        #expect(settings.warnings.isEmpty)
    }

    @Test func `give each process a name of its own`() throws {
        let names = try [load([:]).instance, load([:]).instance]
        #expect(names[0] != names[1])
        #expect(names[0].contains("-\(ProcessInfo.processInfo.processIdentifier)-"))
        #expect(SettingKey.instance.value(of: names[0]) != nil)
        #expect(try load(["MOVIEGEN_INSTANCE": "render-0"]).instance == "render-0")
    }

    @Test(arguments: ["RABBITMQ_URL", "DATABASE_URL", "MOVIEGEN_ARTIFACTS"])
    func `say which is missing, also when it is set to nothing`(name: String) throws {
        let found = problems(of: [name: " "])
        #expect(found.map(\.name) == [name])
        #expect(found[0].message[.english].hasPrefix("\(name) is not set: "))
        #expect(found[0].message[.japanese].contains(name))
    }

    @Test(arguments: [
        ("MOVIEGEN_SLOTS", "0", "1 to 64 tasks"), ("MOVIEGEN_SLOTS", "65", "1 to 64 tasks"),
        ("MOVIEGEN_SLOTS", "4.5", "1 to 64 tasks"), ("MOVIEGEN_SLOTS", "１", "1 to 64 tasks"),
        ("MOVIEGEN_LEASE_SECONDS", "99999999999999999999", "5 to 3600 seconds"),
        ("MOVIEGEN_RETRY_FACTOR", "nan", "1 to 10"), ("MOVIEGEN_RETRY_FACTOR", "0.5", "1 to 10"),
        ("MOVIEGEN_LOG_LEVEL", "loud", "trace, debug, info, notice, warning, error, critical"),
        ("MOVIEGEN_ALLOW_PRIVATE_ADDRESSES", "maybe", "true or false"),
        ("MOVIEGEN_DATABASE_SCHEMA", "a;drop", "small letters, digits and _, at most 63"),
        ("MOVIEGEN_INSTANCE", "a b", "letters, digits, . _ and -, at most 128"),
        ("MOVIEGEN_HEALTH_PORT", "65536", "0 to 65535"),
        ("MOVIEGEN_STAGE_IMPLEMENTATION", "mock", "real, fake"),
    ])
    func `refuse a wrong value with key, value and range`(name: String, value: String, range: String) {
        let found = problems(of: [name: value])
        #expect(found.map { $0.message[.english] } == ["\(name) cannot be '\(value)': it must be \(range)"])
    }

    @Test func `tell all mistakes at once`() {
        let found = problems(of: [
            "MOVIEGEN_SLOTS": "many", "RABBITMQ_URL": "", "MOVIEGEN_HEALTH_PORT": "-1",
            "MOVIEGEN_RENEW_SECONDS": "30",
        ])
        #expect(
            found.map(\.name) == [
                "RABBITMQ_URL", "MOVIEGEN_SLOTS", "MOVIEGEN_HEALTH_PORT", "MOVIEGEN_RENEW_SECONDS",
            ])
    }

    @Test func `never print a secret`() throws {
        let secret = "http://user:hunter2@host/"
        let error = #expect(throws: SettingsError.self) {
            try load(["RABBITMQ_URL": secret, "DATABASE_URL": "hunter2"])
        }
        let text = try #require(error).text(in: .english) + (try #require(error)).text(in: .japanese)
        #expect(text.contains("RABBITMQ_URL") && !text.contains("hunter2"))
        var dumped = ""
        let settings = try load([:])
        dump(settings, to: &dumped)
        #expect(dumped.contains("<secret>") && !dumped.contains("hunter2"))
        #expect(!"\(settings)".contains("hunter2"))
    }

    @Test(arguments: [
        "hunter2", "hunter2 hunter2 hunter2", "hunter2-hunter2-日本", String(repeating: "hunter2", count: 40),
    ])
    func `take no administration token that is short, long or cannot be typed anywhere`(token: String) {
        let found = problems(of: ["MOVIEGEN_ADMIN_TOKEN": token])
        #expect(
            found.map { $0.message[.english] } == [
                "MOVIEGEN_ADMIN_TOKEN cannot be <secret>: it must be 16 to 256 printable ASCII characters without spaces"
            ])
    }

    @Test func `never print the administration token`() throws {
        let settings = try load(["MOVIEGEN_ADMIN_TOKEN": "hunter2-hunter2-hunter2"])
        #expect(settings.adminToken?.value == "hunter2-hunter2-hunter2" && !"\(settings)".contains("hunter2"))
        #expect(try load([:]).adminToken == nil)
    }

    @Test func `show a hostile value on one short line`() {
        let found = problems(of: ["MOVIEGEN_SLOTS": "1\n\u{1B}[2J" + String(repeating: "9", count: 10_000)])
        #expect(found.count == 1)
        #expect(found[0].message[.english].count < 200 && !found[0].message[.english].contains("\n"))
        #expect(!found[0].message[.english].contains("\u{1B}"))
    }

    @Test(arguments: [
        (["MOVIEGEN_RENEW_SECONDS": "30"], "less than half of MOVIEGEN_LEASE_SECONDS (60)"),
        (["MOVIEGEN_LEASE_SECONDS": "30"], "less than half of MOVIEGEN_LEASE_SECONDS (30)"),
        (["MOVIEGEN_RETRY_FIRST_SECONDS": "1801"], "at most MOVIEGEN_RETRY_LONGEST_SECONDS (1800)"),
        (["MOVIEGEN_RENDER_DEADLINE_SECONDS": "8000"], "at most MOVIEGEN_JOB_DEADLINE_SECONDS (7200)"),
    ])
    func `that do not go together are refused`(environment: [String: String], sentence: String) {
        let found = problems(of: environment)
        #expect(found.count == 1 && found[0].message[.english].hasSuffix(sentence), "\(found)")
    }

    @Test func `accept a renewal just below half of the lease`() throws {
        #expect(try load(["MOVIEGEN_RENEW_SECONDS": "29"]).renewInterval == .seconds(29))
    }

    @Test(arguments: [("TRUE", true), ("on", true), ("1", true), ("no", false), ("0", false)])
    func `read a flag as people write it`(text: String, value: Bool) throws {
        #expect(try load(["MOVIEGEN_ALLOW_PRIVATE_ADDRESSES": text]).allowsPrivateAddresses == value)
    }
}

@Suite struct `Names of settings` {
    @Test func `of the reference system mean the same`() throws {
        var environment = required
        environment["MOVIEGEN_ARTIFACTS"] = nil
        environment.merge([
            "JOB_DATA_DIR": "/data/jobs", "MAX_CONCURRENT_JOBS": "2", "JOB_EXPIRATION_HOURS": "48",
            "MAX_QUEUE_SIZE": "20", "RATE_LIMIT_PER_DAY": "7", "MAX_VIDEO_DURATION_MINUTES": "6",
            "CONFIG_PATH": "film.yaml",
        ]) { $1 }
        let settings = try ServiceSettings.load(environment: environment)
        #expect(settings.artifacts == "/data/jobs" && settings.slots == 2)
        #expect(settings.retention == .seconds(48 * 3600) && settings.openJobLimit == 20)
        #expect(settings.dailyJobLimit == 7 && settings.filmLengthLimit == .seconds(360))
        #expect(settings.filmConfiguration == "film.yaml")
        #expect(settings.warnings.isEmpty)
    }

    @Test func `of ours win over those of the reference, with a warning when they differ`() throws {
        let settings = try load(["MOVIEGEN_SLOTS": "3", "MAX_CONCURRENT_JOBS": "2"])
        #expect(settings.slots == 3)
        #expect(
            settings.warnings.map { $0.message[.english] }
                == ["MAX_CONCURRENT_JOBS is not used: MOVIEGEN_SLOTS says otherwise"])
        #expect(try load(["MOVIEGEN_SLOTS": "3", "MAX_CONCURRENT_JOBS": "3"]).warnings.isEmpty)
    }

    @Test func `of the reference are named in a mistake, with ours`() {
        let found = problems(of: ["MAX_CONCURRENT_JOBS": "1000"])
        #expect(
            found.map { $0.message[.english] }
                == ["MAX_CONCURRENT_JOBS (MOVIEGEN_SLOTS) cannot be '1000': it must be 1 to 64 tasks"])
    }

    @Test(arguments: SettingKey.withoutEffect.map(\.name))
    func `that mean nothing any more are answered with the reason`(name: String) throws {
        let warnings = try load([name: "hunter2"]).warnings
        #expect(warnings.map(\.name) == [name])
        #expect(warnings[0].message[.english].hasPrefix("\(name) has no effect any more: "))
        #expect(!warnings[0].message[.english].contains("hunter2"))
    }

    @Test func `that nobody knows are warned of with the nearest one`() throws {
        let warnings = try load(["MOVIEGEN_LEASE_SECOND": "5", "MOVIEGEN_XYZZY_PLUGH": "1", "HOME": "/"])
            .warnings
        #expect(
            warnings.map { $0.message[.english] } == [
                "There is no setting MOVIEGEN_LEASE_SECOND; did you mean MOVIEGEN_LEASE_SECONDS?",
                "There is no setting MOVIEGEN_XYZZY_PLUGH",
            ])
    }

    @Test func `are each declared once, with a default in range`() {
        let names = SettingKey.all.flatMap { [$0.name] + $0.aliases } + SettingKey.withoutEffect.map(\.name)
        #expect(Set(names).count == names.count)
        for key in SettingKey.all {
            if case .value(let text) = key.standard { #expect(key.value(of: text) != nil, "\(key.name)") }
        }
        for name in SettingKey.all.map(\.name) where !["RABBITMQ_URL", "DATABASE_URL"].contains(name) {
            #expect(name.hasPrefix("MOVIEGEN_"))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Testing

@testable internal import ServiceSettings

@Suite struct `A settings file` {
    private func withFile<T>(_ text: String, name: String = "s.yaml", _ body: (String) throws -> T) throws
        -> T
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // Left in the temporary folder at worst.
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        return try body(file.path)
    }

    @Test(arguments: [
        ("s.yaml", "# ours\nMOVIEGEN_SLOTS: 4\nMOVIEGEN_HEALTH_HOST: \"::1\"\nMOVIEGEN_RETRY_FACTOR: 2.5\n"),
        (
            "s.json",
            "{\"MOVIEGEN_SLOTS\": 4, \"MOVIEGEN_HEALTH_HOST\": \"::1\", \"MOVIEGEN_RETRY_FACTOR\": 2.5}"
        ),
    ])
    func `may be YAML or JSON`(name: String, text: String) throws {
        try self.withFile(text, name: name) { file in
            let settings = try load([:], file: file)
            #expect(settings.slots == 4 && settings.healthHost == "::1" && settings.retries.factor == 2.5)
            #expect(settings.warnings.isEmpty)
        }
    }

    @Test func `gives way to the environment`() throws {
        try self.withFile("MOVIEGEN_SLOTS: 4\nMOVIEGEN_OUTBOX_BATCH: 7\n") { file in
            let settings = try load(["MOVIEGEN_SLOTS": "5"], file: file)
            #expect(settings.slots == 5 && settings.outboxBatch == 7)
        }
    }

    @Test func `is found by its variable`() throws {
        try self.withFile("MOVIEGEN_SLOTS: 4\n") { file in
            let settings = try load(["MOVIEGEN_CONFIG_FILE": file])
            #expect(settings.slots == 4)
        }
    }

    @Test func `may hold the secrets and names of the reference`() throws {
        let text = "RABBITMQ_URL: amqps://mq/x\nDATABASE_URL: postgres://db/x\nJOB_DATA_DIR: /jobs\n"
        try self.withFile(text) { file in
            let settings = try ServiceSettings.load(environment: [:], file: file)
            #expect(settings.rabbitMQ.value == "amqps://mq/x" && settings.artifacts == "/jobs")
        }
    }

    @Test func `has its mistakes told with their lines, beside those of the environment`() throws {
        let text = "MOVIEGEN_SLOTS: 99\nMOVIEGEN_LEASE_SECONDS: [1, 2]\nMOVIEGEN_SLOT: 1\n"
        try self.withFile(text) { file in
            let found = problems(of: ["MOVIEGEN_OUTBOX_BATCH": "0"], file: file).map { $0.message[.english] }
            #expect(found.count == 3)
            #expect(
                found[0] == "\(file): line 2: MOVIEGEN_LEASE_SECONDS must be one value, not a list or a group"
            )
            #expect(
                found[1] == "MOVIEGEN_SLOTS cannot be '99' (line 1 of the file): it must be 1 to 64 tasks")
            #expect(found[2].hasPrefix("MOVIEGEN_OUTBOX_BATCH cannot be '0': "))
        }
    }

    @Test func `is warned of for a name nobody knows`() throws {
        try self.withFile("MOVIEGEN_SLOT: 1\nlease: 5\n") { file in
            let warnings = try load([:], file: file).warnings.map { $0.message[.english] }
            #expect(warnings.first == "There is no setting MOVIEGEN_SLOT; did you mean MOVIEGEN_SLOTS?")
            #expect(warnings.last?.hasPrefix("There is no setting lease") == true)
        }
    }

    @Test(arguments: [
        "- a\n- b\n", "MOVIEGEN_SLOTS: [\n", "MOVIEGEN_SLOTS: 1\nMOVIEGEN_SLOTS: 2\n", "a: &x [1]\nb: *x\n",
    ])
    func `that is malformed stops the start`(text: String) throws {
        try self.withFile(text) { file in
            #expect(problems(of: [:], file: file).isEmpty == false)
        }
    }

    @Test func `that is not there stops the start with its path`() throws {
        let found = problems(of: ["MOVIEGEN_CONFIG_FILE": "/nowhere/s.yaml"])
        #expect(found.count == 1)
        #expect(found[0].message[.english].contains("/nowhere/s.yaml"))
    }

    @Test func `may be empty`() throws {
        try self.withFile("# nothing\n") { file in
            let settings = try load([:], file: file)
            #expect(settings.slots == nil)
        }
    }
}

@Suite struct `The page of settings` {
    @Test func `in the docs is the declared table`() throws {
        let page = try String(
            contentsOf: repository.appendingPathComponent("docs/services.md"), encoding: .utf8)
        let table = SettingsPage.markdown(in: .english)
        #expect(page.contains(table), "docs/services.md must hold:\n\(table)")
        for (name, reason) in SettingKey.withoutEffect {
            #expect(page.contains("`\(name)`: \(reason[.english])"), "\(name)")
        }
    }

    @Test(arguments: Language.allCases)
    func `lists every key, and no cell breaks the table`(language: Language) {
        let listing = SettingsPage.listing(in: language)
        let rows = SettingsPage.markdown(in: language).split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.count == SettingKey.all.count)
        for (row, key) in zip(rows, SettingKey.all) {
            #expect(row.count { $0 == "|" } == 6)
            #expect(row.contains("`\(key.name)`") && listing.contains(key.name))
        }
    }
}

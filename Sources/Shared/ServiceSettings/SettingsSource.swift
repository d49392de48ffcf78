// SPDX-License-Identifier: Apache-2.0
internal import Configuration
internal import Domain
internal import FilmSettings

/// The texts that were set: the environment's first, then the file's.
///
/// The file is read by our own reader into an in-memory provider, because the file providers of swift-configuration
/// can say neither which names they hold nor on which line, and both are needed for a message a person can use.
struct SettingsSource {
    /// What was set under one name.
    struct Setting {
        let name: String
        let text: String
        /// The line in the file; nil for the environment.
        let line: Int?
    }

    private let reader: ConfigReader
    private let environmentNames: Set<String>
    private let lines: [String: Int]
    private let file: String?
    /// Every name of the file, and those of the environment that are ours to judge.
    let names: [String]
    let problems: [SettingsFinding]

    /// A variable that is set to nothing counts as not set, as in a Compose file that passes it on.
    init(environment: [String: String], file: String?) {
        let set = environment.mapValues { Self.trimmed($0) }.filter { !$0.value.isEmpty }
        let content = Self.read(file)
        let entries = content.entries.filter { !Self.trimmed($0.text).isEmpty }
        let values = entries.map { entry in
            let value = ConfigValue(.string(Self.trimmed(entry.text)), isSecret: Self.isSecret(entry.name))
            return (AbsoluteConfigKey([entry.name]), value)
        }
        self.reader = ConfigReader(providers: [
            EnvironmentVariablesProvider(
                environmentVariables: set, secretsSpecifier: .dynamic { name, _ in Self.isSecret(name) }),
            InMemoryProvider(name: file ?? "no file", values: Dictionary(values) { first, _ in first }),
        ])
        self.file = file
        self.environmentNames = Set(set.keys)
        self.lines = Dictionary(entries.map { ($0.name, $0.line ?? 0) }) { first, _ in first }
        self.names = set.keys.filter { $0.hasPrefix("MOVIEGEN_") }.sorted() + entries.map(\.name)
        self.problems = content.problems
    }

    /// What was set under exactly this name.
    func setting(_ name: String, isSecret: Bool) -> Setting? {
        guard let text = self.reader.string(forKey: ConfigKey([name]), isSecret: isSecret) else { return nil }
        return Setting(
            name: name, text: text, line: self.environmentNames.contains(name) ? nil : self.lines[name])
    }

    private static func read(
        _ file: String?
    ) -> (entries: [NamedValuesFile.Entry], problems: [SettingsFinding]) {
        guard let file else { return ([], []) }
        do {
            let (entries, problems) = try NamedValuesFile.read(file)
            return (
                entries, problems.map { SettingsFinding("", ja: "\(file): \($0)", en: "\(file): \($0)") }
            )
        } catch {
            let failure = error as? JobFailure
            let why = failure.map { "\($0.detail): \($0.subject)" } ?? "\(error)"
            return (
                [],
                [
                    SettingsFinding(
                        "", ja: "設定ファイルを読めません。\(why)", en: "The settings file cannot be read. \(why)")
                ]
            )
        }
    }

    private static func isSecret(_ name: String) -> Bool {
        SettingKey.all.contains { $0.isSecret && ($0.name == name || $0.aliases.contains(name)) }
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        let start = text.drop(while: isBlank)
        return String(start.reversed().drop(while: isBlank).reversed())
    }
}

// SPDX-License-Identifier: Apache-2.0
package import Domain

/// One setting of the services: everything that is said about it anywhere is said here.
package struct SettingKey: Hashable, Sendable {
    /// What a value may be; ranges include both ends.
    package enum Kind: Hashable, Sendable {
        case wholeNumber(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        /// `true`, `yes`, `on`, `1` and their opposites.
        case flag
        case choice([String])
        case path
        /// An address with one of these schemes.
        case address(schemes: [String])
        /// Letters, digits, `.`, `_` and `-`, at most this many.
        case word(maximumCount: Int)
        /// Printable ASCII without spaces, at least this many and at most 256.
        case token(minimumCount: Int)
        /// A name PostgreSQL takes without quotes.
        case identifier
        /// A host name or an IP address.
        case host
        /// IP networks and addresses with commas between them.
        case networks
    }

    package enum Default: Hashable, Sendable {
        case value(String)
        /// It must be set.
        case none
        /// Worked out at the start, in words.
        case computed(Localized)
    }

    package enum Group: String, CaseIterable, Sendable {
        case connections, places, process, tasks, retries, limits, tests
    }

    /// As it is spelled in the environment and in the file.
    package let name: String
    package let group: Group
    package let kind: Kind
    package let standard: Default
    /// `seconds`, `hours`; empty where there is none.
    package let unit: String
    /// Its value appears in no log, message or page.
    package let isSecret: Bool
    /// Names of the reference system that mean the same.
    package let aliases: [String]
    /// One sentence without its full stop.
    package let meaning: Localized

    init(
        _ name: String, _ group: Group, _ kind: Kind, _ standard: Default, unit: String = "",
        isSecret: Bool = false, aliases: [String] = [], ja: String, en: String
    ) {
        self.name = name
        self.group = group
        self.kind = kind
        self.standard = standard
        self.unit = unit
        self.isSecret = isSecret
        self.aliases = aliases
        self.meaning = Localized(ja: ja, en: en)
    }
}

extension SettingKey.Group {
    package var title: Localized {
        switch self {
        case .connections: Localized(ja: "接続先", en: "Connections")
        case .places: Localized(ja: "フォルダーとファイル", en: "Folders and files")
        case .process: Localized(ja: "プロセス", en: "The process")
        case .tasks: Localized(ja: "タスク", en: "Tasks")
        case .retries: Localized(ja: "再試行", en: "Retries")
        case .limits: Localized(ja: "上限", en: "Limits")
        case .tests: Localized(ja: "障害試験", en: "Fault tests")
        }
    }
}

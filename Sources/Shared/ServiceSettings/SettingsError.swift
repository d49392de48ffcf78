// SPDX-License-Identifier: Apache-2.0
package import Domain

/// Everything that keeps a service from starting with the settings it was given.
package struct SettingsError: Error, Hashable, Sendable {
    /// By key, in the order of the page; what concerns the file comes first.
    package let problems: [SettingsFinding]

    package func text(in language: Language) -> String {
        self.problems.map { $0.message[language] }.joined(separator: "\n")
    }
}

extension SettingsError: CustomStringConvertible {
    package var description: String { self.text(in: .english) }
}

/// One thing that is wrong or noteworthy about a setting. Never holds a secret.
package struct SettingsFinding: Hashable, Sendable {
    /// As it was spelled; empty for the file as a whole.
    package let name: String
    package let message: Localized

    init(_ name: String, ja: String, en: String) {
        self.name = name
        self.message = Localized(ja: ja, en: en)
    }
}

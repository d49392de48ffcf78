// SPDX-License-Identifier: Apache-2.0

/// A language a film can be made in, and a message can be read in.
package enum Language: String, Codable, CaseIterable, Sendable {
    case japanese = "ja"
    case english = "en"
}

/// A sentence in each language we speak.
package struct Localized: Hashable, Sendable {
    package let japanese: String
    package let english: String

    package init(ja japanese: String, en english: String) {
        self.japanese = japanese
        self.english = english
    }

    /// What is the same in every language: a number, a name.
    package init(_ text: String) { self.init(ja: text, en: text) }

    package subscript(language: Language) -> String {
        switch language {
        case .japanese: self.japanese
        case .english: self.english
        }
    }
}

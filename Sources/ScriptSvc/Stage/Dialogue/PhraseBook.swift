// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// The writer's own wordings by language.
enum PhraseBook {
    static func phrases(in language: Language) -> [Cue: [Phrase]] {
        switch language {
        case .japanese: JapanesePhrases.book
        case .english: EnglishPhrases.book
        }
    }
}

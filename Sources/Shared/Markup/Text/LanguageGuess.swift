// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Which language an article is in.
enum LanguageGuess {
    /// - Parameters:
    ///   - text: The article's text; its first 20 000 characters are enough.
    ///   - declared: The page's own word, as in `ja` or `en-GB`.
    /// - Returns: nil when it is neither Japanese nor English.
    static func language(of text: String, declared: String?) -> Language? {
        let sample = Sample(text.unicodeScalars.prefix(20_000))
        // Templates say lang="en" over Japanese text every day, so what the text shows wins over what it says.
        if sample.kanaCount * 12 > sample.letterCount { return .japanese }
        let declared = declared?.lowercased().prefix { $0.isLetter }
        switch declared {
        case "ja" where sample.kanaCount > 0 || sample.latinCount * 2 < sample.letterCount: return .japanese
        case "en", "ja", "", nil: break
        default: return nil
        }
        guard sample.letterCount > 0, sample.latinCount * 10 >= sample.letterCount * 9 else { return nil }
        return declared == "en" || self.looksEnglish(text.prefix(20_000)) ? .english : nil
    }

    /// One word in twenty-five is one of English's commonest; too few words to tell count as English.
    private static func looksEnglish(_ text: Substring) -> Bool {
        let words = text.lowercased().split { !$0.isLetter }
        guard words.count >= 40 else { return true }
        return words.count { self.commonWords.contains(String($0)) } * 25 >= words.count
    }

    private static let commonWords: Set<String> = [
        "the", "of", "and", "to", "is", "that", "it", "for", "with", "you", "this", "are", "be", "by", "not",
        "from",
    ]

    private struct Sample {
        var letterCount = 0
        var kanaCount = 0
        var latinCount = 0

        init(_ scalars: some Sequence<Unicode.Scalar>) {
            for scalar in scalars where scalar.properties.isAlphabetic {
                self.letterCount += 1
                if scalar.isKana { self.kanaCount += 1 }
                if scalar.value < 0x250 { self.latinCount += 1 }
            }
        }
    }
}

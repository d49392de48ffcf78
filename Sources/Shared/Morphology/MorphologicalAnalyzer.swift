// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Synchronization

/// Cuts Japanese text into words, by MeCab with ipadic.
///
/// Any number of tasks may share one; they take turns.
package final class MorphologicalAnalyzer: Sendable {
    private let tagger: Mutex<Tagger>

    /// - Parameter dictionary: The folder of an ipadic in UTF-8; nil takes the machine's default dictionary, or
    ///   Debian's `mecab-ipadic-utf8` when the default is none we can read.
    /// - Throws: ``JobFailure`` with `assetMissing`, and nothing else.
    package init(dictionary: String? = nil) throws {
        let candidates: [String?] = dictionary.map { [$0] } ?? [nil, Self.debianDictionary]
        for candidate in candidates {
            guard let tagger = Tagger.open(dictionary: candidate) else { continue }
            self.tagger = Mutex(tagger)
            return
        }
        throw JobFailure(
            .assetMissing, "mecab-ipadic-utf8",
            detail: "no Japanese dictionary at \(dictionary ?? Self.debianDictionary)")
    }

    /// Where Debian's package `mecab-ipadic-utf8` puts its compiled dictionary.
    private static let debianDictionary = "/var/lib/mecab/dic/ipadic-utf8"

    /// The words of `text` in order; white space belongs to the word after it. O(n).
    package func morphemes(of text: String) -> [Morpheme] {
        let text = text.contains("\0") ? text.filter { $0 != "\0" } : text
        return self.tagger.withLock { $0.morphemes(of: text) }
    }
}

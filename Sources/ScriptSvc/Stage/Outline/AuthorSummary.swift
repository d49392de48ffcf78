// SPDX-License-Identifier: Apache-2.0

/// What an author lists at the end of an article, which sums it up better than any choice of sentences could.
struct AuthorSummary: Sendable {
    let prose: any Prose

    /// What a closing slide holds.
    private static let pointsAtMost = 5

    /// The items of the first list of the conclusion that are short and stand alone; empty when it has no such list.
    ///
    /// - Parameter conclusions: The topics the article ends with.
    func points(of conclusions: [Topic]) -> [String] {
        for display in conclusions.flatMap(\.displays) {
            guard case .list(let items, _) = display.content, items.count >= 2 else { continue }
            let points = items.compactMap(self.point(of:))
            // Half of what somebody lists is not what they wanted to say.
            if points.count >= 2, points.count * 2 >= items.count {
                return points.count > Self.pointsAtMost ? [] : points
            }
        }
        return []
    }

    private func point(of item: String) -> String? {
        let text = SpeechCleaning.clean(item)
        guard !text.isEmpty, !text.contains(SpeechCleaning.hole) else { return nil }
        let reading = self.prose.reading(of: text)
        guard reading.traits.isDisjoint(with: [.pageTalk, .contrast, .needsPrevious, .question]) else {
            return nil
        }
        return self.prose.point(ofItem: text)
            ?? self.prose.point(of: text, longest: self.prose.longestSinglePoint)
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// An article read for what can be said of it.
struct Outline: Sendable {
    let article: Article
    let prose: any Prose
    /// In reading order, ranked, with their spoken lines.
    let topics: [Topic]

    /// Sentences whose spoken form is worked out; the rest are ranked lower than any film would reach.
    private static let spokenAtMost = 240

    init(of article: Article, prose: any Prose) {
        self.article = article
        self.prose = prose
        let titleWords = Set(prose.reading(of: SpeechCleaning.clean(article.title)).words)
        let comfortable = prose.language == .japanese ? 18...90 : 45...190
        let ranking = Ranking(titleWords: titleWords, comfortableLength: comfortable)
        let built = TopicBuilder(prose: prose).topics(of: article)
        let scored = ranking.scored(built) { Set(prose.reading(of: SpeechCleaning.clean($0)).words) }
        self.topics = Self.spoken(scored, prose: prose)
    }

    /// How many sentences can be said.
    var sayableCount: Int { self.topics.reduce(0) { $0 + $1.statements.count { !$0.lines.isEmpty } } }

    /// How many items of lists there are: an article of lists has no sentences, yet much to say.
    var listItemCount: Int {
        self.topics.flatMap(\.displays).reduce(0) { count, display in
            if case .list(let items, _) = display.content {
                count + items.count { $0.contains(where: \.isLetter) }
            } else {
                count
            }
        }
    }

    private static func spoken(_ topics: [Topic], prose: any Prose) -> [Topic] {
        let scores = topics.flatMap(\.statements).filter { $0.traits.isDisjoint(with: .unsayable) }.map(
            \.score)
        let threshold =
            scores.count > Self.spokenAtMost ? scores.sorted(by: >)[Self.spokenAtMost - 1] : -.infinity
        return topics.map { topic in
            var topic = topic
            for index in topic.statements.indices {
                let statement = topic.statements[index]
                guard statement.traits.isDisjoint(with: .unsayable), !statement.traits.contains(.question)
                else { continue }
                let isLead = index < 2
                guard statement.score >= threshold || isLead else { continue }
                topic.statements[index].lines = prose.lines(saying: statement.text, keepsLead: false)
                topic.statements[index].point = prose.point(of: statement.text)
                topic.statements[index].longPoint = prose.point(
                    of: statement.text, longest: prose.longestSinglePoint)
                topic.statements[index].linesFollowing = prose.lines(saying: statement.text, keepsLead: true)
            }
            return topic
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// A sentence of the article that might be said.
struct Statement: Hashable, Sendable {
    /// As written, cleaned for speech.
    var text: String
    /// Its place among all sentences of the article; the sentence before it has the number before.
    var position: Int
    /// The article's block it is in.
    var block: Int
    var opensBlock: Bool
    var closesBlock: Bool
    var reading: SentenceReading
    /// How well it stands for the article, about 0...3; by ``Ranking``.
    var score = 0.0
    /// As its explainer says it, alone and right after the sentence before it; empty when it cannot be said so.
    var lines: [String] = []
    var linesFollowing: [String] = []
    /// What a slide says of it; nil when nothing short and whole is left.
    var point: String?
    /// The same where there is room for more.
    var longPoint: String?

    var traits: Traits { self.reading.traits }

    /// The lines, when the sentence before it was or was not just said.
    func lines(following previous: Statement?) -> [String] {
        previous?.position == self.position - 1 ? self.linesFollowing : self.lines
    }
}

/// What a slide can show of an article, besides its own words.
struct Display: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        case code(text: String, language: String?)
        case table(header: [String], rows: [[String]], caption: String?)
        case list(items: [String], isOrdered: Bool)
        case quote(text: String, attribution: String?)
        case figure(Article.Figure)
    }
    var block: Int
    var content: Content

    var exhibit: Exhibit? {
        switch self.content {
        case .code: .code
        case .table: .table
        case .list: .list
        case .figure: .figure
        case .quote: nil
        }
    }
}

/// A stretch of the article about one thing.
struct Topic: Hashable, Sendable {
    enum Role: Hashable, Sendable { case opening, body, conclusion }
    var role: Role
    /// As written in the article; nil when it stands under none.
    var heading: String?
    var statements: [Statement]
    var displays: [Display]
}

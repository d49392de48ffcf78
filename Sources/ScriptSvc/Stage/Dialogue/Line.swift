// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// A line before it belongs to a persona.
struct Line: Hashable, Sendable {
    enum Speaker: Hashable, Sendable { case explainer, questioner }
    enum Origin: Hashable, Sendable { case article, phrase }

    var speaker: Speaker
    var text: String
    var expression: FacialExpression
    /// Whether its words are the article's, or the writer's own.
    var origin: Origin
}

/// A section before its lines belong to personas.
struct DraftSection: Hashable, Sendable {
    var title: String
    var lines: [Line]
    var slide: SlideBrief
}

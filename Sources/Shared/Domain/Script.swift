// SPDX-License-Identifier: Apache-2.0

/// What is said and shown, before anybody has said or drawn it.
package struct Script: Codable, Hashable, Sendable {
    package var title: String
    package var description: String
    package var language: Language
    package var roles: [RoleAssignment]
    package var sections: [Section]
    /// The article's URL or path, for credits and chapters; nil for a script written by hand.
    package var source: String?

    package init(
        title: String, description: String, language: Language, roles: [RoleAssignment] = [],
        sections: [Section],
        source: String? = nil
    ) {
        self.title = title
        self.description = description
        self.language = language
        self.roles = roles
        self.sections = sections
        self.source = source
    }
}

/// Who explains and who asks.
package struct RoleAssignment: Codable, Hashable, Sendable {
    package var personaID: String
    /// The reference's words: 解説役, 質問役, リアクション役, 共同解説, or free text.
    package var role: String
    package var description: String

    package init(personaID: String, role: String, description: String = "") {
        self.personaID = personaID
        self.role = role
        self.description = description
    }
}

/// One chapter of the film: its lines, and the slide shown while they are said.
package struct Section: Codable, Hashable, Sendable {
    package var title: String
    package var narrations: [Narration]
    package var slide: SlideBrief
    /// A prompt for an image model; kept from scripts that have one, used when a model is configured.
    package var slidePrompt: String?

    package init(title: String, narrations: [Narration], slide: SlideBrief, slidePrompt: String? = nil) {
        self.title = title
        self.narrations = narrations
        self.slide = slide
        self.slidePrompt = slidePrompt
    }
}

/// One line, said without a break by one speaker.
package struct Narration: Codable, Hashable, Sendable {
    package var personaID: String
    /// What the subtitle shows.
    package var text: String
    /// What is spoken, when the text alone would be misread; nil speaks `text`.
    package var reading: String?
    package var expression: FacialExpression

    package init(
        personaID: String, text: String, reading: String? = nil, expression: FacialExpression = .neutral
    ) {
        self.personaID = personaID
        self.text = text
        self.reading = reading
        self.expression = expression
    }

    /// The text as a subtitle shows it: without the full stop or comma it ends in.
    package var subtitle: String {
        var text = Substring(self.text)
        while let last = text.last, "。、".contains(last) || last.isWhitespace { text.removeLast() }
        return String(text)
    }
}

/// The face a character makes while it speaks.
package enum FacialExpression: String, Codable, CaseIterable, Sendable {
    case neutral, happy, surprised, thinking, troubled
}

/// What a section's slide must show; how it looks is the slide stage's.
package enum SlideBrief: Codable, Hashable, Sendable {
    /// The opening: the film's title, and who or what it comes from.
    case title(title: String, subtitle: String?)
    /// Two to five short statements; `isOrdered` numbers them.
    case points(heading: String, items: [String], isOrdered: Bool)
    case code(heading: String, text: String, language: String?)
    case table(heading: String, header: [String], rows: [[String]])
    case quote(heading: String, text: String, attribution: String?)
    /// A picture of the article; `heading` may be empty.
    case figure(heading: String, figure: Article.Figure)
    /// The last slide: what to take home, and where the article is.
    case closing(heading: String, items: [String], source: String?)

    /// The line at the top of the slide.
    package var heading: String {
        switch self {
        case .title(let title, _): title
        case .points(let heading, _, _), .code(let heading, _, _), .table(let heading, _, _),
            .quote(let heading, _, _), .figure(let heading, _), .closing(let heading, _, _):
            heading
        }
    }
}

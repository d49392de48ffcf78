// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// What the outline writer must know of a language to make speech of its articles.
protocol Prose: Sendable {
    var language: Language { get }

    /// The sentences of a cleaned paragraph, each with its closing mark.
    func sentences(of paragraph: String) -> [String]

    /// What a cleaned sentence is made of.
    func reading(of sentence: String) -> SentenceReading

    /// The sentence as its explainer says it, in lines of at most ``longestLine`` characters; empty when it cannot be
    /// said well.
    ///
    /// - Parameter keepsLead: Whether the sentence before it was just said, so that "however" has something to lean on.
    func lines(saying sentence: String, keepsLead: Bool) -> [String]

    /// The sentence as a short statement for a slide; nil when nothing short and whole is left of it.
    func point(of sentence: String, longest: Int) -> String?

    /// A statement of a slide, said again as a sentence; nil when it makes none.
    func sentence(ofPoint point: String) -> String?

    /// An item of a list, led by its place among those said; empty when it cannot be said well.
    func lines(sayingItem item: String, at index: Int, of count: Int, isOrdered: Bool) -> [String]

    /// A sentence in somebody else's words, unchanged but for where its lines break.
    func lines(quoting sentence: String) -> [String]

    /// What an item of a list is called, short enough to be enumerated; nil when it is no name.
    func name(ofItem item: String) -> String?

    /// An item of a list as a slide shows it; nil when nothing short is left of it.
    func point(ofItem item: String) -> String?

    /// A count as a sentence has it: "3" before つ, "three".
    func cardinal(_ count: Int) -> String

    /// Names joined as a sentence enumerates them.
    func enumeration(of names: [String]) -> String

    /// The film's title without its site's name, short enough to be said; nil when it is not.
    func spokenTitle(_ title: String) -> String?

    /// What a heading is, and how it can be asked for.
    func heading(_ text: String) -> Heading

    /// Names of things in the text, most telling first: what a topic without a heading is called after.
    func keyPhrases(in sentences: [String], limit: Int) -> [String]

    /// How long a line takes to say, in seconds, without the pauses around it.
    func seconds(saying line: String) -> Double

    /// Characters in the longest line a viewer reads along with.
    var longestLine: Int { get }

    /// Characters in the longest statement of a slide; compression aims lower.
    var longestPoint: Int { get }

    /// Characters in a statement that has a slide nearly for itself, or that its author wrote for one.
    var longestSinglePoint: Int { get }
}

extension Prose {
    func point(of sentence: String) -> String? { self.point(of: sentence, longest: self.longestPoint) }
}

/// A heading, and the grammar it has.
struct Heading: Hashable, Sendable {
    /// As slides and chapters show it: without its number.
    var label: String
    /// A noun phrase that fits into a sentence; nil when the heading is none, or too long to be said.
    var phrase: String?
    var form: Form

    enum Form: String, Hashable, Sendable, CaseIterable {
        case thing, clause, question, definition, howTo, why, how, difference, merits, problems, examples
        case installation, usage, features, requirements, configuration, background, statement
    }
    /// The heading as a question the questioner asks; only for ``Form/question``.
    var question: String?
}

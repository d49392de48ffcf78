// SPDX-License-Identifier: Apache-2.0

/// What a sentence does, as far as its wording shows: enough to react to it fittingly, and to know when not to say it.
struct Traits: OptionSet, Hashable, Sendable {
    let rawValue: Int

    // What a listener would react to.
    static let number = Traits(rawValue: 1 << 0)
    static let contrast = Traits(rawValue: 1 << 1)
    static let reason = Traits(rawValue: 1 << 2)
    static let example = Traits(rawValue: 1 << 3)
    static let problem = Traits(rawValue: 1 << 4)
    static let definition = Traits(rawValue: 1 << 5)
    static let emphasis = Traits(rawValue: 1 << 6)
    static let conclusion = Traits(rawValue: 1 << 7)
    static let advice = Traits(rawValue: 1 << 8)

    // What makes a sentence harder to say.
    /// It begins with a word for something said just before.
    static let needsPrevious = Traits(rawValue: 1 << 16)
    /// It announces what comes next, and falls flat without.
    static let needsNext = Traits(rawValue: 1 << 19)
    /// Its writer speaks of themself.
    static let firstPerson = Traits(rawValue: 1 << 17)
    /// It asks.
    static let question = Traits(rawValue: 1 << 18)

    /// It leaves out what it speaks of.
    static let subjectless = Traits(rawValue: 1 << 21)
    /// Its writer is not sure.
    static let hedged = Traits(rawValue: 1 << 20)

    // What makes a sentence unsayable.
    /// It speaks of the page: links, buttons, other articles.
    static let pageTalk = Traits(rawValue: 1 << 24)
    /// It holds code, a path, or a hole where an address was.
    static let unspeakable = Traits(rawValue: 1 << 25)
    /// It gives an order its ending cannot be made polite from, or is no sentence at all.
    static let fragment = Traits(rawValue: 1 << 26)

    static let unsayable: Traits = [.pageTalk, .unspeakable, .fragment]
}

/// Something on the page a sentence points at, so that it may be said only while that is on screen.
enum Exhibit: String, Hashable, Sendable {
    case code, figure, table, list
}

/// What a sentence is made of.
struct SentenceReading: Hashable, Sendable {
    /// Content words in a form two inflections share, in order, with repetition.
    var words: [String] {
        didSet { self.wordSet = Set(self.words) }
    }
    private(set) var wordSet: Set<String>
    var traits: Traits
    /// The thing it is about, short enough to be repeated in a question.
    var subject: String?
    /// What it points at on the page.
    var pointsAt: Exhibit?

    init(words: [String], traits: Traits, subject: String?, pointsAt: Exhibit?) {
        self.words = words
        self.wordSet = Set(words)
        self.traits = traits
        self.subject = subject
        self.pointsAt = pointsAt
    }
}

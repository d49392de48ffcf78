// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Two people talking: keeps what was said, so that nothing is said twice.
struct Conversation: Sendable {
    let prose: any Prose
    /// The film's title: what it names needs no introduction.
    let title: String
    /// Names to greet with; a film of one voice has no questioner.
    let explainerName: String
    let questionerName: String?
    /// Leaves out whatever a film can do without, when time is short.
    let isBrief: Bool
    private var dealer: PhraseDealer
    private var said: Set<String> = []
    private var asked: Set<String> = []
    /// All that was said, in small letters, to look for things named before.
    private var saidText = ""
    private(set) var lines: [Line] = []

    init(
        prose: any Prose, title: String, explainerName: String, questionerName: String?, dealer: PhraseDealer,
        isBrief: Bool = false
    ) {
        self.isBrief = isBrief
        self.title = title.lowercased()
        self.prose = prose
        self.explainerName = explainerName
        self.questionerName = questionerName
        self.dealer = dealer
    }

    var hasQuestioner: Bool { self.questionerName != nil }

    /// The lines since the last call.
    mutating func take() -> [Line] {
        defer { self.lines = [] }
        return self.lines
    }

    mutating func chance(_ share: Double) -> Bool { self.dealer.chance(share) }

    /// Whether a thing may be asked for: each only once in a film.
    mutating func mayAsk(about thing: String) -> Bool { self.asked.insert(thing.lowercased()).inserted }

    /// Whether the thing was named in any line so far.
    func hasMentioned(_ thing: String) -> Bool { self.saidText.contains(thing.lowercased()) }

    func hasAsked(about thing: String) -> Bool { self.asked.contains(thing.lowercased()) }

    /// Says a phrase of the writer's own; false when no fresh wording is left, or nobody is there to say it.
    @discardableResult
    mutating func say(
        _ cue: Cue, by speaker: Line.Speaker, _ slots: [String: String] = [:],
        expression: FacialExpression? = nil
    ) -> Bool {
        guard speaker == .explainer || self.hasQuestioner, !self.isBrief || !cue.isDispensable else {
            return false
        }
        let (said, longest) = (self.said, self.prose.longestLine)
        var slots = slots
        // Where a wording begins with the phrase, it begins with a capital.
        if let phrase = slots["x"] { slots["X"] = phrase.prefix(1).uppercased() + phrase.dropFirst() }
        let dealt = self.dealer.deal(cue, slots) { text in
            text.count <= longest && !said.contains(Self.key(text))
        }
        guard let dealt else { return false }
        self.append(dealt.text, by: speaker, expression ?? dealt.expression, origin: .phrase)
        return true
    }

    /// The questioner reads out a question the article asks.
    @discardableResult
    mutating func ask(_ question: String) -> Bool {
        guard self.hasQuestioner, question.count <= self.prose.longestLine,
            !self.said.contains(Self.key(question))
        else { return false }
        self.append(question, by: .questioner, .thinking, origin: .article)
        return true
    }

    /// Whether lines are short enough, and none was said before.
    func mayTell(_ lines: [String]) -> Bool {
        let keys = lines.map(Self.key)
        return !lines.isEmpty && Set(keys).count == keys.count && self.said.isDisjoint(with: keys)
            && lines.allSatisfy { $0.count <= self.prose.longestLine }
    }

    /// Says lines of the article; none of them when one was said before.
    @discardableResult
    mutating func tell(_ lines: [String], _ expression: FacialExpression = .neutral) -> Bool {
        guard self.mayTell(lines) else { return false }
        for line in lines { self.append(line, by: .explainer, expression, origin: .article) }
        return true
    }

    /// A wording of a cue around words of the article, said by the explainer.
    @discardableResult
    mutating func tell(_ cue: Cue, _ slots: [String: String]) -> Bool {
        let spoken = self.say(cue, by: .explainer, slots)
        if spoken { self.lines[self.lines.count - 1].origin = .article }
        return spoken
    }

    private mutating func append(
        _ text: String, by speaker: Line.Speaker, _ expression: FacialExpression, origin: Line.Origin
    ) {
        self.said.insert(Self.key(text))
        self.saidText += text.lowercased() + "\n"
        self.lines.append(Line(speaker: speaker, text: text, expression: expression, origin: origin))
    }

    /// Two lines that differ in marks alone sound the same.
    static func key(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
}

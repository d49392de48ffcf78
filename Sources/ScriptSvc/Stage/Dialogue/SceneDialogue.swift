// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Puts a scene into two mouths.
struct SceneDialogue: Sendable {
    enum Place: Hashable, Sendable { case first, middle, last, only, continued }

    let scene: Scene
    let place: Place
    let slide: SlideBrief

    /// Says the scene; the conversation's lines grow by it.
    func speak(in conversation: inout Conversation) {
        self.open(&conversation)
        guard let display = self.scene.display else {
            self.tell(self.scene.statements, in: &conversation)
            if let last = self.scene.statements.last,
                conversation.chance(0.45) || self.isMonologue(conversation)
            {
                self.react(to: last, in: &conversation)
            }
            return
        }
        let pointed = self.scene.statements.filter { self.isSaid($0, with: display) }
        let before = self.scene.statements.filter { $0.block < display.block && !pointed.contains($0) }
        let after = self.scene.statements.filter { $0.block > display.block && !pointed.contains($0) }
        self.tell(before, in: &conversation)
        if let last = before.last { self.bridge(from: last, to: pointed.first, in: &conversation) }
        self.show(pointed, in: &conversation)
        self.tell(after, in: &conversation)
        if let last = after.last, conversation.chance(0.4) { self.react(to: last, in: &conversation) }
    }

    /// Whether the sentence points at what the slide shows.
    private func isSaid(_ statement: Statement, with display: Display) -> Bool {
        statement.reading.pointsAt != nil && statement.reading.pointsAt == display.exhibit
    }

    private func isMonologue(_ conversation: Conversation) -> Bool {
        !conversation.lines.contains { $0.speaker == .questioner }
    }

    // MARK: Opening

    private func open(_ conversation: inout Conversation) {
        switch self.place {
        case .continued: return
        case _ where self.scene.topic.role == .opening:
            if !self.askForHeading(&conversation, unless: [.thing, .statement]) {
                conversation.say(.askBackground, by: .questioner)
            }
        case .first, .middle, .last, .only:
            // A heading that asks is asked; to announce a question answers nothing.
            let asks = [.question, .definition, .why].contains(self.scene.label.form)
            let announces = conversation.chance(asks ? 0.1 : self.place == .last ? 0.75 : 0.45)
            if announces || !conversation.hasQuestioner {
                guard self.announce(&conversation) else { break }
                if conversation.chance(0.6) { conversation.say(.expect, by: .questioner) }
                return
            }
            if self.askForHeading(&conversation, unless: []) {
                if conversation.chance(0.35) { conversation.say(.answer, by: .explainer) }
            } else if !self.announce(&conversation) {
                conversation.say(.askMore, by: .questioner)
            }
        }
    }

    private func announce(_ conversation: inout Conversation) -> Bool {
        if let phrase = self.scene.label.phrase {
            let cue: Cue = self.place == .last ? .openLast : self.place == .first ? .openFirst : .openNext
            if conversation.tell(cue, ["x": phrase]) { return true }
        }
        let label = self.scene.label.label
        if self.scene.topic.heading != nil, Self.isQuotable(label),
            conversation.tell(.openQuoted, ["x": label])
        {
            return true
        }
        return conversation.say(.openPlain, by: .explainer)
    }

    /// A heading with quotes or code in it is better seen than said.
    private static func isQuotable(_ label: String) -> Bool {
        !label.contains(where: { "「」『』\"“”".contains($0) }) && !SpeechCleaning.holdsCode(label)
    }

    private func askForHeading(_ conversation: inout Conversation, unless excluded: Set<Heading.Form>) -> Bool
    {
        let heading = self.scene.label
        guard !excluded.contains(heading.form) else { return false }
        if let question = heading.question, conversation.ask(question) { return true }
        switch heading.form {
        case .statement, .question:
            guard Self.isQuotable(heading.label), self.scene.topic.heading != nil else { return false }
            return conversation.say(.askQuoted, by: .questioner, ["x": heading.label])
        default:
            let slots = heading.phrase.map { ["x": $0] } ?? [:]
            return conversation.say(.ask(heading.form), by: .questioner, slots)
        }
    }

    // MARK: Telling

    private func tell(_ statements: [Statement], in conversation: inout Conversation) {
        var previous: Statement?
        for statement in statements {
            if let previous { self.bridge(from: previous, to: statement, in: &conversation) }
            let lines = statement.lines(following: previous)
            conversation.tell(lines.isEmpty ? statement.lines : lines, Self.expression(for: statement))
            previous = statement
        }
    }

    static func expression(for statement: Statement) -> FacialExpression {
        if statement.traits.contains(.problem) { return .troubled }
        if statement.traits.contains(.advice) || statement.traits.contains(.emphasis) { return .happy }
        return .neutral
    }

    /// What the questioner puts between two statements: nothing, a reaction to the first, or a question the second
    /// answers. Never twice the same way in a row, and never between two short ones of one train of thought.
    private func bridge(from last: Statement, to next: Statement?, in conversation: inout Conversation) {
        let run = conversation.lines.reversed().prefix { $0.speaker == .explainer }.count
        let isTrain = next?.position == last.position + 1
        if let next, self.askWhatItIs(next, in: &conversation) { return }
        // After a reaction there has to be something new to react to.
        if run < 2, conversation.lines.count > run { return }
        if run == 2, conversation.chance(isTrain ? 0.4 : 0.15) { return }
        if let next, self.ask(for: next, after: last, in: &conversation) {
            if conversation.chance(0.22) { conversation.say(.answer, by: .explainer) }
            return
        }
        if let next, next.position > last.position + 1, conversation.chance(0.35),
            conversation.say(.askMore, by: .questioner)
        {
            return
        }
        self.react(to: last, in: &conversation)
    }

    /// Asks for a thing the next statement says the meaning of; each only once.
    private func askWhatItIs(_ next: Statement, in conversation: inout Conversation) -> Bool {
        guard let subject = next.reading.subject, next.traits.contains(.definition),
            next.reading.pointsAt == nil,
            !conversation.hasAsked(about: subject), conversation.mayAsk(about: subject)
        else { return false }
        let cue: Cue = conversation.hasMentioned(subject) ? .askDefinition : .askIntroduced
        return conversation.say(cue, by: .questioner, ["x": subject])
    }

    /// A question only where the next statement answers it.
    private func ask(for next: Statement, after last: Statement, in conversation: inout Conversation) -> Bool
    {
        let isTrain = next.position == last.position + 1
        if isTrain, next.traits.contains(.reason), conversation.chance(0.8) {
            return conversation.say(.askReason, by: .questioner)
        }
        if isTrain, next.traits.contains(.example), conversation.chance(0.8) {
            return conversation.say(.askExample, by: .questioner)
        }
        if next.traits.contains(.problem), !last.traits.contains(.problem), conversation.chance(0.5) {
            return conversation.say(.askProblem, by: .questioner)
        }
        if isTrain, next.traits.contains(.contrast), conversation.chance(0.6) {
            return conversation.say(.askContrast, by: .questioner)
        }
        if let subject = next.reading.subject, last.reading.subject != subject,
            !conversation.title.contains(subject.lowercased()),
            !conversation.hasAsked(about: subject),
            conversation.chance(0.75), conversation.mayAsk(about: subject)
        {
            return conversation.say(.askSubject, by: .questioner, ["x": subject])
        }
        return false
    }

    private func react(to statement: Statement, in conversation: inout Conversation) {
        let reactions: [(Traits, Cue)] = [
            (.number, .reactNumber), (.problem, .reactProblem), (.example, .reactExample),
            (.reason, .reactReason),
            (.advice, .reactAdvice), (.contrast, .reactContrast), (.definition, .reactDefinition),
            (.emphasis, .reactEmphasis),
        ]
        for (trait, cue) in reactions where statement.traits.contains(trait) && conversation.chance(0.7) {
            if conversation.say(cue, by: .questioner) { return }
        }
        if let subject = statement.reading.subject, !conversation.title.contains(subject.lowercased()),
            conversation.chance(0.15),
            conversation.mayAsk(about: subject),
            conversation.say(.echo, by: .questioner, ["x": subject])
        {
            return
        }
        let run = conversation.lines.reversed().prefix { $0.speaker == .explainer }.count
        if run >= 3 || conversation.chance(0.5) { conversation.say(.acknowledge, by: .questioner) }
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Domain

extension SceneDialogue {
    /// Talks about what the slide shows, with the statements that point at it.
    func show(_ statements: [Statement], in conversation: inout Conversation) {
        guard let display = self.scene.display else { return }
        switch display.content {
        case .code:
            conversation.say(.showCode, by: .explainer)
            self.tellInOrder(statements, in: &conversation)
            conversation.say(.afterCode, by: .questioner)
        case .figure(let figure):
            conversation.say(.showFigure, by: .explainer)
            self.tellInOrder(statements, in: &conversation)
            if statements.isEmpty { self.tellCaption(of: figure, in: &conversation) }
            conversation.say(.afterFigure, by: .questioner)
        case .table(let header, let rows, _):
            self.tellInOrder(statements, in: &conversation)
            conversation.say(.showTable, by: .explainer)
            self.tellRows(header: header, rows: rows, in: &conversation)
            conversation.say(.afterTable, by: .questioner)
        case .list(let items, let isOrdered):
            self.tellInOrder(statements, in: &conversation)
            self.tellItems(items, isOrdered: isOrdered, in: &conversation)
        case .quote(let text, let attribution):
            self.tellInOrder(statements, in: &conversation)
            self.tellQuote(text, by: attribution, in: &conversation)
        }
    }

    private func tellInOrder(_ statements: [Statement], in conversation: inout Conversation) {
        var previous: Statement?
        for statement in statements {
            conversation.tell(statement.lines(following: previous), Self.expression(for: statement))
            previous = statement
        }
    }

    private func tellCaption(of figure: Article.Figure, in conversation: inout Conversation) {
        let caption = SpeechCleaning.clean(figure.caption ?? figure.alternativeText)
        guard !SpeechCleaning.holdsCode(caption),
            let sentence = conversation.prose.sentences(of: caption).first
        else { return }
        conversation.tell(conversation.prose.lines(saying: sentence, keepsLead: true))
    }

    /// Names the rows, which is what a table compares.
    private func tellRows(header: [String], rows: [[String]], in conversation: inout Conversation) {
        let names = rows.prefix(DisplayChoice.tableRowsAtMost).compactMap(\.first).map {
            SpeechCleaning.clean($0)
        }
        guard (2...5).contains(names.count), names.allSatisfy({ (1...24).contains($0.count) }),
            !names.contains(where: { SpeechCleaning.holdsCode($0) })
        else { return }
        conversation.tell(.tableRows, ["x": conversation.prose.enumeration(of: names)])
    }

    private func tellItems(_ items: [String], isOrdered: Bool, in conversation: inout Conversation) {
        let shown = min(items.count, DisplayChoice.listItemsAtMost)
        let isWhole = shown == items.count
        let prose = conversation.prose
        let counts = ["n": prose.cardinal(items.count), "m": prose.cardinal(shown)]
        let spoken = items.prefix(shown).enumerated().map { index, item in
            prose.lines(sayingItem: item, at: index, of: shown, isOrdered: isOrdered)
        }
        let seconds = spoken.joined().reduce(0) { $0 + prose.seconds(saying: $1) + 0.25 }
        let isTooLong = seconds > self.scene.seconds || spoken.contains(where: \.isEmpty)
        if !(isTooLong && isWhole && self.enumerate(items, in: &conversation)) {
            let cue: Cue = isWhole ? (isOrdered ? .showSteps : .showList) : .showListPart
            conversation.say(cue, by: .explainer, counts)
            for (index, lines) in spoken.enumerated() {
                conversation.tell(isTooLong ? Array(lines.prefix(1)) : lines)
                if index == 1, shown > 3 { conversation.say(.acknowledge, by: .questioner) }
            }
        }
        conversation.say(.afterList, by: .questioner, isWhole ? counts : [:])
    }

    /// The items in one breath; false when one of them is no name, or they are too many for it.
    private func enumerate(_ items: [String], in conversation: inout Conversation) -> Bool {
        let names = items.compactMap { conversation.prose.name(ofItem: $0) }
        guard names.count == items.count else { return false }
        let slots = [
            "x": conversation.prose.enumeration(of: names), "n": conversation.prose.cardinal(names.count),
        ]
        return conversation.tell(.namesOfItems, slots)
    }

    private func tellQuote(_ text: String, by attribution: String?, in conversation: inout Conversation) {
        conversation.say(.showQuote, by: .explainer)
        let prose = conversation.prose
        let sentences = prose.sentences(of: SpeechCleaning.clean(text)).filter {
            !SpeechCleaning.holdsCode($0)
        }
        conversation.tell(sentences.prefix(2).flatMap { prose.lines(quoting: $0) })
        if let attribution, attribution.count <= 24 { conversation.tell(.quoteOf, ["x": attribution]) }
        conversation.say(.afterQuote, by: .questioner)
    }
}

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
        guard !SpeechCleaning.holdsCode(caption), !caption.contains(where: { "?？".contains($0) }),
            let sentence = conversation.prose.sentences(of: caption).first
        else { return }
        conversation.tell(conversation.prose.lines(saying: sentence, keepsLead: true))
    }

    /// Names the rows, which is what a table compares.
    private func tellRows(header: [String], rows: [[String]], in conversation: inout Conversation) {
        let names = rows.prefix(DisplayChoice.tableRowsAtMost).compactMap(\.first).map {
            SpeechCleaning.clean($0)
        }
        guard (2...5).contains(names.count),
            names.allSatisfy({ (1...24).contains($0.count) && $0.contains(where: \.isLetter) }),
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
        // All of them or none: after "there are five" a listener waits for the fifth.
        let isTooLong = seconds > self.scene.seconds || spoken.contains(where: \.isEmpty)
        if self.areNames(items, spoken: spoken) {
            if !(isWhole && self.enumerate(items, in: &conversation)) {
                conversation.say(.listOnScreen, by: .explainer)
            }
        } else if isTooLong {
            if !(isWhole && self.enumerate(items, in: &conversation)) {
                self.tellSome(of: Array(items.prefix(shown)), in: &conversation)
            }
        } else {
            let cue: Cue = isWhole ? (isOrdered ? .showSteps : .showList) : .showListPart
            conversation.say(cue, by: .explainer, counts)
            for lines in spoken { conversation.tell(lines) }
        }
        if conversation.chance(0.5) { conversation.say(.afterList, by: .questioner, isWhole ? counts : [:]) }
    }

    /// Many short names are tiring one by one.
    private func areNames(_ items: [String], spoken: [[String]]) -> Bool {
        spoken.count > 3 && spoken.allSatisfy { $0.count == 1 }
            && items.reduce(0) { $0 + $1.count } <= items.count * 14
    }

    /// Two or three items where there is no time for all, and it is said that there are more.
    private func tellSome(of items: [String], in conversation: inout Conversation) {
        let prose = conversation.prose
        var chosen: [String] = []
        var seconds = 0.0
        for item in items where chosen.count < min(3, items.count - 1) {
            let sentence = prose.sentences(of: SpeechCleaning.clean(item)).first ?? ""
            let lines = prose.lines(sayingItem: sentence, at: chosen.count, of: 9, isOrdered: false)
            let more = lines.reduce(0) { $0 + prose.seconds(saying: $1) + 0.25 }
            if lines.isEmpty || seconds + more > max(14, self.scene.seconds) { continue }
            chosen.append(sentence)
            seconds += more
        }
        guard chosen.count >= 2 else {
            conversation.say(.listOnScreen, by: .explainer)
            return
        }
        conversation.say(.showSome, by: .explainer, ["m": prose.cardinal(chosen.count)])
        for (index, item) in chosen.enumerated() {
            conversation.tell(
                prose.lines(sayingItem: item, at: index, of: chosen.count, isOrdered: false))
        }
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
        if conversation.chance(0.5) { conversation.say(.afterQuote, by: .questioner) }
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// The film's first and last section.
struct FrameDialogue: Sendable {
    let article: Article
    let film: FilmOutline

    func opening(in conversation: inout Conversation) -> DraftSection {
        let title = TitleText.title(of: self.article)
        self.greet(in: &conversation)
        if let spoken = conversation.prose.spokenTitle(title), conversation.tell(.theme, ["title": spoken]) {
        } else {
            conversation.say(.themeUnsaid, by: .explainer)
        }
        conversation.say(.anticipation, by: .questioner)
        if let hook = self.film.hook {
            if conversation.chance(0.6) { conversation.say(.hookLead, by: .explainer) }
            conversation.tell(hook.lines, SceneDialogue.expression(for: hook))
            if conversation.chance(0.2) { conversation.say(.acknowledge, by: .questioner) }
        }
        return DraftSection(
            title: title, lines: conversation.take(),
            slide: .title(title: title, subtitle: TitleText.subtitle(of: self.article)))
    }

    private func greet(in conversation: inout Conversation) {
        guard let questioner = conversation.questionerName else {
            conversation.say(.greetingAlone, by: .explainer, ["me": conversation.explainerName])
            return
        }
        conversation.say(.greeting, by: .explainer, ["me": conversation.explainerName])
        conversation.say(.greetingBack, by: .questioner, ["me": questioner])
    }

    func closing(in conversation: inout Conversation) -> DraftSection {
        let heading = conversation.prose.language == .japanese ? "まとめ" : "Summary"
        if conversation.chance(0.5) { conversation.say(.closingWish, by: .questioner) }
        conversation.say(.closingLead, by: .explainer)
        if self.film.concludesWithList, let reason = self.film.conclusion.first {
            conversation.tell(reason.lines, .happy)
        }
        if self.film.conclusion.isEmpty || self.film.concludesWithList {
            self.recap(in: &conversation)
        } else {
            self.conclude(in: &conversation)
        }
        conversation.say(.afterRecap, by: .questioner)
        if self.isOnline { conversation.say(.readOriginal, by: .explainer) }
        conversation.say(.thanks, by: .explainer)
        conversation.say(.farewell, by: .questioner)
        let source = self.isOnline ? self.article.source : nil
        return DraftSection(
            title: heading, lines: conversation.take(),
            slide: .closing(heading: heading, items: self.film.keyPoints, source: source))
    }

    private var isOnline: Bool { self.article.source.hasPrefix("http") }

    private func conclude(in conversation: inout Conversation) {
        var previous: Statement?
        for statement in self.film.conclusion {
            conversation.tell(statement.lines(following: previous), .happy)
            previous = statement
        }
        if self.film.keyPoints.count >= 2 {
            conversation.say(
                .recapShown, by: .explainer, ["n": conversation.prose.cardinal(self.film.keyPoints.count)])
        }
    }

    /// Reads the points out, unless the last scene has just said one of them.
    private func recap(in conversation: inout Conversation) {
        let points = self.film.keyPoints
        guard points.count >= 2 else { return }
        let count = ["n": conversation.prose.cardinal(points.count)]
        let recent = Set((self.film.scenes.last?.statements ?? []).compactMap(\.point))
        let spoken = points.compactMap { self.spoken($0, in: conversation) }
        // After "three things" there have to be three.
        guard spoken.count == points.count, self.film.concludesWithList || recent.isDisjoint(with: points)
        else {
            conversation.say(.recapShown, by: .explainer, count)
            return
        }
        conversation.say(.recapLead, by: .explainer, count)
        for (index, lines) in spoken.enumerated() {
            let cue: Cue = index == 0 ? .recapFirst : index == points.count - 1 ? .recapLast : .recapNext
            if lines.count == 1, conversation.tell(cue, ["x": lines[0]]) { continue }
            conversation.tell(lines)
        }
    }

    /// A point as it can be said now; nil when it is too long, or was said in the same words.
    private func spoken(_ point: String, in conversation: Conversation) -> [String]? {
        let prose = conversation.prose
        guard let sentence = prose.sentence(ofPoint: point) else { return nil }
        if sentence.count + Self.longestLead <= prose.longestLine { return [sentence] }
        let lines = prose.lines(saying: sentence, keepsLead: true)
        return conversation.mayTell(lines) ? lines : nil
    }

    /// Characters before a point: "On top of that: ".
    private static let longestLead = 18
}

/// The film's title, and whom it comes from.
enum TitleText {
    static func title(of article: Article) -> String {
        let title = SpeechCleaning.shown(article.title).replacing(Self.numbering.regex, with: "")
        if title.isEmpty { return article.source }
        return title.count <= Self.longestTitle ? title : title.prefix(Self.longestTitle - 1) + "…"
    }

    /// "14.4. ": a chapter's place in a book is no part of a film's name.
    private static let numbering = Pattern(
        #/^(?:(?:Chapter|Section|Part)\s[0-9A-Z]{1,3}[.:]|[0-9A-Z]{1,3}(?:\.[0-9]+)+\.?|[0-9]{1,3}\.)\s+/#)

    /// Characters a title slide holds in its smallest type.
    private static let longestTitle = 160

    /// Author and site, as far as known.
    static func subtitle(of article: Article) -> String? {
        let host = URL(string: article.source).flatMap {
            $0.scheme?.hasPrefix("http") == true ? $0.host() : nil
        }
        let site = host.map { $0.hasPrefix("www.") ? String($0.dropFirst(4)) : $0 }
        let parts = [article.author?.trimmed, site].compactMap { $0 }.filter { !$0.isEmpty }
        return parts.isEmpty ? nil : parts.joined(separator: " ・ ")
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// Writes a script from an article by rule: its key sentences, told by two people.
///
/// Needs no model, states nothing the article does not, and gives the same script for the same inputs.
struct OutlineWriter: Sendable {
    /// Raised whenever the writer gives another script for the same inputs.
    static let version = 2

    let prose: any Prose
    let cast: Cast
    let options: ScriptOptions

    /// The script of an article in the prose's language.
    ///
    /// - Throws: ``JobFailure`` with `sourceEmpty` when there are fewer than two sentences to say.
    func script(for article: Article) throws -> Script {
        let outline = Outline(of: article, prose: self.prose)
        guard outline.sayableCount + outline.listItemCount >= 2 else {
            throw JobFailure(
                .sourceEmpty, article.source,
                detail: Localized(
                    ja: "読み上げられる文が2つ以上必要です", en: "fewer than two sentences that can be read aloud"))
        }
        let sections = self.fitted(outline)
        return Script(
            title: TitleText.title(of: article), description: self.description(of: article, outline),
            language: self.prose.language, roles: self.cast.roles(in: self.prose.language),
            sections: sections.enumerated().map { self.cast.section($1, at: $0) }, source: article.source)
    }

    /// Tries less and less of the article until the film fits its time.
    private func fitted(_ outline: Outline) -> [DraftSection] {
        let maximum = Double(max(20, self.options.maximumSeconds))
        let target = min(Double(max(20, self.options.targetSeconds)), maximum)
        let limit = min(maximum, target * 1.15)
        let sceneLimit = min(FilmOutline.scenesAtMost, max(1, Int((target - 28) / 23)))
        let length = ScriptLength(prose: self.prose)
        func film(_ scenes: Int, _ seconds: Double, isBrief: Bool = false) -> [DraftSection] {
            let film = FilmOutline(choosing: outline, secondsInScene: seconds, sceneLimit: scenes)
            return self.sections(of: film, outline, isBrief: isBrief)
        }
        for scenes in (1...sceneLimit).reversed() {
            let choices: [Double] = scenes > 1 ? [34, 29, 25, 22, 19, 16, 13] : [34, 25, 18, 12, 8, 5]
            var best = film(scenes, choices[choices.count - 1])
            if length.seconds(of: best) > limit { continue }
            // The films grow with their seconds, more or less: halve the choices to find the fullest that fits.
            var (fitting, tooLong) = (choices.count - 1, -1)
            while fitting - tooLong > 1 {
                let middle = (fitting + tooLong) / 2
                let draft = film(scenes, choices[middle])
                if length.seconds(of: draft) <= limit {
                    (best, fitting) = (draft, middle)
                } else {
                    tooLong = middle
                }
            }
            return best
        }
        let briefs = [12.0, 6, 0].lazy.map { film(1, $0, isBrief: true) }
        return briefs.first { length.seconds(of: $0) <= limit } ?? film(1, 0, isBrief: true)
    }

    private func sections(of film: FilmOutline, _ outline: Outline, isBrief: Bool = false) -> [DraftSection] {
        let seed = self.options.seed ^ SplitMix.seed(from: outline.article.title)
        var conversation = Conversation(
            prose: self.prose, title: outline.article.title, explainerName: self.cast.explainer.name,
            questionerName: self.cast.questioner?.name,
            dealer: PhraseDealer(book: PhraseBook.phrases(in: self.prose.language), seed: seed),
            isBrief: isBrief)
        let frame = FrameDialogue(article: outline.article, film: film)
        var sections = [frame.opening(in: &conversation)]
        for (index, scene) in film.scenes.enumerated() {
            let brief = SlideBriefs(prose: self.prose).brief(for: scene)
            let place = Self.place(of: index, in: film.scenes)
            SceneDialogue(scene: scene, place: place, slide: brief).speak(in: &conversation)
            let lines = conversation.take()
            guard lines.contains(where: { $0.origin == .article }) else { continue }
            sections.append(
                DraftSection(title: self.title(of: scene, after: sections), lines: lines, slide: brief))
        }
        return sections + [frame.closing(in: &conversation)]
    }

    private static func place(of index: Int, in scenes: [Scene]) -> SceneDialogue.Place {
        if index > 0, scenes[index - 1].topic == scenes[index].topic { return .continued }
        if scenes.count == 1 { return .only }
        if scenes[..<index].allSatisfy({ $0.topic.role == .opening }) { return .first }
        return scenes[index...].allSatisfy { $0.topic == scenes[index].topic } ? .last : .middle
    }

    /// The scene's heading; where the section before has the same, what the scene says, or that it goes on.
    private func title(of scene: Scene, after sections: [DraftSection]) -> String {
        let isJapanese = self.prose.language == .japanese
        let title = SlideText.shortened(scene.label.label, to: 120)
        guard sections.contains(where: { $0.title == title }) else { return title }
        let points = scene.statements.sorted { $0.score > $1.score }.compactMap(\.point)
        let longest = isJapanese ? 22 : 44
        let short = points.first { point in point.count <= longest && !sections.contains { $0.title == point }
        }
        if let short { return short }
        let goingOn = isJapanese ? "\(title)（続き）" : "\(title), continued"
        let isTaken = sections.contains { $0.title == goingOn }
        return isTaken ? "\(goingOn) \(sections.count)" : goingOn
    }

    /// One sentence for the film's listing: the page's own summary, or the sentence the article turns on.
    private func description(of article: Article, _ outline: Outline) -> String {
        if let summary = article.summary?.trimmed, !summary.isEmpty { return summary }
        let hook = FilmOutline(choosing: outline, secondsInScene: 5, sceneLimit: 1).hook
        let best = outline.topics.flatMap(\.statements).filter {
            !$0.lines.isEmpty && $0.traits.isDisjoint(with: [.needsPrevious, .hedged, .contrast])
        }
        .max { $0.score == $1.score ? $0.position > $1.position : $0.score < $1.score }
        guard let statement = hook ?? best else { return article.title }
        return statement.lines.joined(separator: self.prose.language == .japanese ? "" : " ")
    }
}

// SPDX-License-Identifier: Apache-2.0

/// What one section of the film tells: some sentences of a topic, and what its slide shows.
struct Scene: Hashable, Sendable {
    var topic: Topic
    var label: Heading
    /// In reading order.
    var statements: [Statement]
    var display: Display?
    /// How long the article may be told in it.
    var seconds = 20.0
}

/// Chooses what to tell in the time there is.
struct SceneSelection: Sendable {
    let prose: any Prose
    /// Seconds of article a scene may hold.
    var secondsInScene: Double
    /// Scenes at most, without title and closing.
    var sceneLimit: Int
    /// Words of the article's title.
    var titleWords: Set<String> = []

    /// Whether a sentence may be told without the one it leans on: where nothing else can be.
    var allowsLeaning = false

    /// Sentences already told elsewhere in the film, by their words.
    private(set) var told: [Set<String>] = []

    init(prose: any Prose, secondsInScene: Double, sceneLimit: Int) {
        self.prose = prose
        self.secondsInScene = secondsInScene
        self.sceneLimit = sceneLimit
    }

    /// Marks a sentence as told, so that nothing like it is chosen after.
    mutating func tell(_ statement: Statement) { self.told.append(statement.reading.wordSet) }

    /// The topics worth a scene, in reading order.
    func topics(among topics: [Topic]) -> [Topic] {
        let weighed = topics.enumerated().map { (offset: $0.offset, weight: self.weight(of: $0.element)) }
        let usable = weighed.filter { $0.weight > 0 }
        let ranked = usable.sorted { left, right in
            left.weight == right.weight ? left.offset < right.offset : left.weight > right.weight
        }
        return ranked.prefix(self.sceneLimit).map(\.offset).sorted().map { topics[$0] }
    }

    /// What a topic would bring to the film: its three best sentences, its size, and what it has to show.
    private func weight(of topic: Topic) -> Double {
        let sayable = topic.statements.filter { !$0.lines.isEmpty }
        let best = sayable.map { max(0.05, $0.score) }.sorted(by: >).prefix(3).reduce(0, +)
        let shown = topic.displays.filter(DisplayChoice.isShowable).map(DisplayChoice.weight).max() ?? 0
        let opening = topic.role == .opening ? 0.6 : 0
        guard best + shown > 0 else { return 0 }
        let kind = topic.heading.map { self.weight(ofHeading: $0) } ?? 0
        return best + shown + opening + kind + 0.25 * Double(sayable.count).logarithm
    }

    /// Sections that say what the title's thing is, and why, are what a viewer came for.
    private func weight(ofHeading heading: String) -> Double {
        let words = Set(self.prose.reading(of: SpeechCleaning.clean(heading)).words)
        let shared = self.titleWords.intersection(words).count
        let closeness = min(0.6, 0.3 * Double(shared))
        let why = TopicNames.asksWhy(heading) ? 0.4 : 0
        return Self.weight(of: self.prose.heading(heading).form) + closeness + why
    }

    /// A viewer deciding whether a thing is for them wants to know what it does before how it is installed.
    private static func weight(of form: Heading.Form) -> Double {
        switch form {
        case .features: 1.2
        case .usage, .how, .why, .definition: 0.6
        case .question, .merits: 0.4
        case .installation, .requirements, .configuration: -0.8
        default: 0
        }
    }

    /// Sentences of the topic, ranked against what was told, as many as `seconds` hold; at least one if any can be
    /// said. In reading order.
    mutating func statements(of topic: Topic, seconds: Double, pointing: Set<Exhibit> = []) -> [Statement] {
        var chosen: [Statement] = []
        var spent = 0.0
        var candidates = topic.statements.filter { statement in
            !statement.lines.isEmpty && statement.reading.pointsAt.map { pointing.contains($0) } ?? true
        }
        while let best = self.best(of: candidates, beside: chosen) {
            candidates.removeAll { $0.position == best.position }
            let chain = self.chain(to: best, in: topic, chosen: chosen)
            guard !chain.isEmpty else { continue }
            let cost = chain.reduce(0) { $0 + self.seconds(saying: $1) }
            // One sentence alone makes no scene: a second may go over the time a little.
            if !chosen.isEmpty, spent + cost > (chosen.count == 1 ? seconds * 1.3 : seconds) { continue }
            chosen += chain
            spent += cost
            for statement in chain {
                self.tell(statement)
                candidates.removeAll { $0.position == statement.position }
            }
            if spent >= seconds * 0.85, chosen.count > 1 { break }
        }
        return self.keepingPromises(of: chosen.sorted { $0.position < $1.position }, in: topic)
    }

    /// A sentence that announces another is told with it, or not at all.
    private mutating func keepingPromises(of chosen: [Statement], in topic: Topic) -> [Statement] {
        var kept: [Statement] = []
        for (index, statement) in chosen.enumerated() {
            let next = index + 1 < chosen.count ? chosen[index + 1].position : nil
            guard statement.traits.contains(.needsNext), next != statement.position + 1,
                statement.reading.pointsAt == nil
            else {
                kept.append(statement)
                continue
            }
            let promised = topic.statements.first {
                $0.position == statement.position + 1 && !$0.linesFollowing.isEmpty
            }
            guard let promised, promised.reading.pointsAt == nil else {
                if chosen.count == 1 { kept.append(statement) }
                continue
            }
            kept += [statement, promised]
            self.tell(promised)
        }
        return kept
    }

    func seconds(saying statement: Statement) -> Double {
        statement.lines.reduce(0) { $0 + self.prose.seconds(saying: $1) + 0.3 }
    }

    /// Maximal marginal relevance (Carbonell and Goldstein, 1998): the score less what is already told.
    private func best(of candidates: [Statement], beside chosen: [Statement]) -> Statement? {
        var best: (statement: Statement, value: Double)?
        for statement in candidates {
            let words = statement.reading.wordSet
            // A sentence next to a chosen one goes on with its thought, and shares words with it by right.
            let neighbours = chosen.filter { abs($0.position - statement.position) == 1 }
            let kin = neighbours.map { $0.reading.wordSet }
            let overlap = self.told.filter { !kin.contains($0) }.map { Self.overlap(words, $0) }.max() ?? 0
            if overlap > 0.75 { continue }
            let value = statement.score - 0.9 * overlap + (neighbours.isEmpty ? 0 : 0.45)
            if value > best?.value ?? -.infinity { best = (statement, value) }
        }
        return best?.statement
    }

    private static func overlap(_ left: Set<String>, _ right: Set<String>) -> Double {
        guard !left.isEmpty, !right.isEmpty else { return 0 }
        return Double(left.intersection(right).count) / Double(min(left.count, right.count))
    }

    /// The sentence with those it leans on, at most three; empty when they cannot be said.
    private func chain(to statement: Statement, in topic: Topic, chosen: [Statement]) -> [Statement] {
        var chain = [statement]
        while let first = chain.first, first.traits.contains(.needsPrevious) {
            if chosen.contains(where: { $0.position == first.position - 1 }) { return chain }
            if self.allowsLeaning { return chain }
            guard chain.count < 3,
                let previous = topic.statements.first(where: { $0.position == first.position - 1 }),
                !previous.lines.isEmpty, previous.reading.pointsAt == nil
            else { return [] }
            chain.insert(previous, at: 0)
        }
        return chain
    }
}

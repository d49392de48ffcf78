// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// What a film tells, scene by scene.
struct FilmOutline: Sendable {
    /// The sentence the film opens with; nil when there are too few to spend one.
    var hook: Statement?
    var scenes: [Scene]
    /// What the article itself concludes.
    var conclusion: [Statement]
    /// Statements to take home: the author's own list, or two or three that the film told.
    var keyPoints: [String]
    /// Whether ``keyPoints`` are what the author lists at the end, none of which the film has told yet.
    var concludesWithList = false

    /// Title and closing aside.
    static let scenesAtMost = 8

    /// - Parameters:
    ///   - secondsInScene: Seconds of article in a scene.
    ///   - sceneLimit: Scenes at most, 1...``scenesAtMost``.
    init(choosing outline: Outline, secondsInScene: Double, sceneLimit: Int) {
        var selection = SceneSelection(
            prose: outline.prose, secondsInScene: secondsInScene, sceneLimit: sceneLimit)
        selection.titleWords = Set(
            outline.prose.reading(of: SpeechCleaning.clean(outline.article.title)).words)
        self.hook = outline.sayableCount >= 5 ? Self.hook(of: outline) : nil
        if let hook { selection.tell(hook) }
        let bodies = outline.topics.filter { $0.role != .conclusion }
        let topics = selection.topics(among: bodies.isEmpty ? outline.topics : bodies)
        let conclusions = bodies.isEmpty ? [] : outline.topics.filter { $0.role == .conclusion }
        self.conclusion = conclusions.flatMap {
            selection.statements(of: $0, seconds: min(18, secondsInScene))
        }
        var scenes = Self.scenes(
            telling: topics, hook: self.hook, selection: &selection, prose: outline.prose)
        if scenes.isEmpty {
            selection.allowsLeaning = true
            scenes = Self.scenes(telling: topics, hook: nil, selection: &selection, prose: outline.prose)
        }
        self.scenes = scenes
        let listed = AuthorSummary(prose: outline.prose).points(of: conclusions)
        if listed.count >= 2 {
            self.concludesWithList = true
            let reason = conclusions.flatMap(\.statements).first {
                $0.traits.contains(.reason) && !$0.lines.isEmpty
            }
            self.conclusion = reason.map { [$0] } ?? []
            self.keyPoints = listed
            return
        }
        self.keyPoints = Self.keyPoints(
            of: scenes, conclusion: self.conclusion + (self.hook.map { [$0] } ?? []),
            others: outline.topics.flatMap(\.statements).filter { !$0.lines.isEmpty }, prose: outline.prose)
    }

    private static func scenes(
        telling topics: [Topic], hook: Statement?, selection: inout SceneSelection, prose: any Prose
    ) -> [Scene] {
        var scenes: [Scene] = []
        for (index, topic) in topics.enumerated() where scenes.count < selection.sceneLimit {
            let left = selection.sceneLimit - scenes.count - (topics.count - index - 1)
            scenes += Self.scenes(
                of: Self.excluding(hook, from: topic), limit: max(1, left), selection: &selection,
                prose: prose)
        }
        return scenes
    }

    private static func hook(of outline: Outline) -> Statement? {
        let opening = outline.topics.first { $0.role == .opening }
        let isGood = { (statement: Statement) in
            !statement.lines.isEmpty && statement.lines.count <= 3 && statement.reading.pointsAt == nil
                // A saying in another tongue is no opening for a voice that speaks one.
                && !statement.text.contains("“")
                && statement.traits.isDisjoint(with: [
                    .needsPrevious, .needsNext, .firstPerson, .example, .contrast, .hedged, .subjectless,
                ])
        }
        let titleWords = Set(outline.prose.reading(of: SpeechCleaning.clean(outline.article.title)).words)
        let isTelling = { (statement: Statement) in
            !titleWords.isDisjoint(with: statement.reading.words)
                || !statement.traits.isDisjoint(with: [.definition, .emphasis, .conclusion])
        }
        // An article that comes to its point at the end gives it away at the start of the film.
        let ending = outline.topics.filter { $0.role == .conclusion }.flatMap(\.statements).filter(isGood)
        let pool = (opening?.statements.prefix(8).filter(isGood) ?? []) + (ending.count >= 2 ? ending : [])
        // The first sentence of an article seldom says what it is about; its place is worth nothing here.
        func value(_ statement: Statement) -> Double {
            let shared = titleWords.intersection(statement.reading.words).count
            let share = Double(shared) / Double(max(2, titleWords.count))
            return statement.score + 0.9 * share - (statement.opensBlock ? 0.3 : 0)
        }
        return pool.filter(isTelling).max {
            value($0) == value($1) ? $0.position > $1.position : value($0) < value($1)
        }
    }

    private static func excluding(_ hook: Statement?, from topic: Topic) -> Topic {
        var topic = topic
        topic.statements.removeAll { $0.position == hook?.position }
        return topic
    }

    /// One scene for most topics; two where there is both something to tell and something to show.
    private static func scenes(
        of topic: Topic, limit: Int, selection: inout SceneSelection, prose: any Prose
    ) -> [Scene] {
        let seconds = selection.secondsInScene
        guard let display = DisplayChoice.best(of: topic) else {
            let statements = selection.statements(of: topic, seconds: seconds)
            let label = Self.label(of: topic, telling: statements, prose: prose)
            return statements.isEmpty
                ? [] : [Scene(topic: topic, label: label, statements: statements, seconds: seconds)]
        }
        let exhibit = display.exhibit
        var near = topic
        near.statements.removeAll {
            abs($0.block - display.block) > 1 || ($0.reading.pointsAt ?? exhibit) != exhibit
        }
        // What the article says of the thing itself comes before what happens to stand near it.
        for index in near.statements.indices where near.statements[index].reading.pointsAt == exhibit {
            near.statements[index].score += exhibit == nil ? 0 : 1
        }
        let shown = selection.statements(
            of: near, seconds: min(seconds * 0.5, 12), pointing: Set(exhibit.map { [$0] } ?? []))
        var rest = topic
        rest.statements.removeAll { statement in shown.contains { $0.position == statement.position } }
        let spent = shown.reduce(0) { $0 + selection.seconds(saying: $1) }
        // A list is told item by item, and needs its share of the time.
        let share = exhibit == .list ? seconds * 0.35 : seconds - spent
        let told = selection.statements(of: rest, seconds: max(5, share))
        let points = SlideBriefs(prose: prose).points(of: told)
        let label = Self.label(of: topic, telling: told + shown, prose: prose)
        if exhibit != .list, limit >= 2, told.count >= 2, points.count >= 2 {
            let telling = Scene(topic: topic, label: label, statements: told, seconds: seconds)
            let showing = Scene(
                topic: topic, label: label, statements: shown, display: display, seconds: seconds)
            return told[0].block > display.block ? [showing, telling] : [telling, showing]
        }
        if exhibit == nil, points.count >= 2 {
            // A quotation is worth a slide of its own, or none.
            return [Scene(topic: topic, label: label, statements: told, seconds: seconds)]
        }
        let all = (told + shown).sorted { $0.position < $1.position }
        let spentInAll = all.reduce(0) { $0 + selection.seconds(saying: $1) }
        return [
            Scene(
                topic: topic, label: label, statements: all, display: display,
                seconds: max(6, seconds - spentInAll))
        ]
    }

    /// The topic's heading; without one, what its best short sentence says, or what it names most.
    private static func label(of topic: Topic, telling statements: [Statement], prose: any Prose) -> Heading {
        if let heading = topic.heading { return prose.heading(heading) }
        if topic.role == .opening {
            let label = prose.language == .japanese ? "はじめに" : "Introduction"
            return Heading(label: label, phrase: nil, form: .background)
        }
        let longest = prose.language == .japanese ? 24 : 48
        let points = statements.sorted { $0.score > $1.score }.compactMap(\.point)
        let phrase = prose.keyPhrases(in: topic.statements.map(\.text), limit: 1).first
        let label = points.first { $0.count <= longest } ?? phrase ?? points.first ?? ""
        return Heading(label: label, phrase: nil, form: .statement)
    }

    /// What the article concludes, then the best sentence of each scene, the best scenes first.
    private static func keyPoints(
        of scenes: [Scene], conclusion: [Statement], others: [Statement], prose: any Prose
    ) -> [String] {
        // How a thing is installed is not what anybody takes home.
        let setUp = Set(
            scenes.filter { [.installation, .requirements, .configuration].contains($0.label.form) }
                .flatMap(\.statements).map(\.position))
        func value(_ statement: Statement) -> Double {
            var value = statement.score
            if !statement.traits.isDisjoint(with: [.emphasis, .conclusion, .reason]) { value += 0.3 }
            if !statement.traits.isDisjoint(with: [.example, .needsPrevious, .advice]) { value -= 0.4 }
            if setUp.contains(statement.position) { value -= 0.8 }
            return statement.traits.contains(.definition) ? value - 0.3 : value
        }
        func isBefore(_ left: Statement, _ right: Statement) -> Bool {
            value(left) == value(right) ? left.position < right.position : value(left) > value(right)
        }
        let best = scenes.compactMap { $0.statements.min(by: isBefore) }.sorted(by: isBefore)
        let told = scenes.flatMap(\.statements).sorted(by: isBefore)
        var points: [(text: String, position: Int)] = []
        let untold = others.sorted(by: isBefore)
        for (index, statement) in (conclusion + best + told + untold).enumerated()
        where statement.reading.pointsAt == nil
            && statement.traits.isDisjoint(with: [.needsNext, .subjectless]) && !statement.text.contains("“")
        {
            // What was not told is brought up only where a single point would stand alone.
            let isUntold = index >= conclusion.count + best.count + told.count
            if points.count >= (isUntold ? 2 : 3) { break }
            guard let point = statement.point ?? statement.longPoint,
                !points.contains(where: { $0.text == point })
            else {
                continue
            }
            points.append((point, statement.position))
        }
        return points.sorted { $0.position < $1.position }.map(\.text)
    }
}

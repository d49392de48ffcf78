// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// How much longer a film will take: by what it did so far, and by what films of its size took lately.
enum RemainingTime {
    /// Work that has not come this far says nothing about its own speed.
    private static let tellingFraction = 0.2

    /// - Returns: Seconds, 0 or more; nil when nothing is known.
    static func seconds(_ stages: StageCounts, _ pace: Pace) -> Double? {
        let sections = stages[.slides].total > 0 ? stages[.slides].total : nil
        let films = pace.films(like: sections)
        let script = Pace.median(films.map(\.script))
        let content = Self.scaled(films.map { ($0.content, $0.sectionCount) }, to: sections)
        let segments = stages[.video].total > 0 ? stages[.video].total : nil
        let video =
            if segments == nil, let sections {
                Self.scaled(films.map { ($0.video, $0.sectionCount) }, to: sections)
            } else {
                Self.scaled(films.map { ($0.video, $0.segmentCount) }, to: segments)
            }
        let isReplayed = stages.isReplayed
        if stages[.video].total > 0 || stages[.video].isOpen {
            return Self.rest(stages[.video], usual: video, isReplayed)
        }
        if let both = Self.content(stages) {
            return Self.sum(Self.rest(both, usual: content, isReplayed), video)
        }
        return Self.sum(Self.sum(Self.rest(stages[.script], usual: script, isReplayed), content), video)
    }

    /// Voices and slides are made side by side.
    private static func content(_ stages: StageCounts) -> StageCounts.Count? {
        let (audio, slides) = (stages[.audio], stages[.slides])
        guard audio.total + slides.total > 0 else { return nil }
        var both = StageCounts.Count()
        both.fraction =
            (audio.fraction * Double(audio.total) + slides.fraction * Double(slides.total))
            / Double(audio.total + slides.total)
        both.age = max(audio.age, slides.age)
        return both
    }

    private static func rest(_ work: StageCounts.Count, usual: Double?, _ isReplayed: Bool) -> Double? {
        let left = max(0, 1 - work.fraction)
        let own =
            work.fraction >= Self.tellingFraction && !isReplayed
            ? max(0, work.age) * left / work.fraction : nil
        switch (own, usual) {
        case (let own?, let usual?): return work.fraction * own + left * left * usual
        case (let own?, nil): return own
        // Twice as long as usual, and still at its beginning: who knows.
        case (nil, let usual?): return work.age > 2 * usual && !isReplayed ? nil : usual * left
        case (nil, nil): return nil
        }
    }

    /// What so many take, by the median of what one took.
    private static func scaled(_ films: [(seconds: Double, count: Int)], to count: Int?) -> Double? {
        guard let count else { return Pace.median(films.map(\.seconds)) }
        return Pace.median(films.map { $0.seconds / Double($0.count) }).map { $0 * Double(count) }
    }

    private static func sum(_ a: Double?, _ b: Double?) -> Double? {
        guard let a, let b else { return nil }
        return a + b
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Testing

@testable internal import GatewayApp

@Suite struct `The remaining time of a film` {
    private static let film = Pace.Film(
        whole: 100, script: 10, content: 40, video: 50, sectionCount: 4, segmentCount: 10)
    private static let usual = Pace(films: [film])

    private static func stages(
        _ counts: [FilmStep: StageCounts.Count], isReplayed: Bool = false
    ) -> StageCounts {
        StageCounts(counts: counts, isReplayed: isReplayed)
    }

    private static func count(_ done: Int, _ total: Int, age: Double, fraction: Double? = nil)
        -> StageCounts.Count
    {
        StageCounts.Count(
            done: done, total: total, isOpen: done < total,
            fraction: fraction ?? Double(done) / Double(max(1, total)), age: age)
    }

    private static func content(_ sections: Int, done: Int, age: Double) -> [FilmStep: StageCounts.Count] {
        let count = Self.count(done, sections, age: age)
        return [.script: Self.count(1, 1, age: age + 5), .audio: count, .slides: count]
    }

    @Test func `is what films took, before anything is done`() {
        #expect(RemainingTime.seconds(Self.stages([.script: Self.count(0, 1, age: 0)]), Self.usual) == 100)
        #expect(RemainingTime.seconds(StageCounts(), Self.usual) == 100)
    }

    @Test func `is longer for a film of more scenes`() {
        let small = RemainingTime.seconds(Self.stages(Self.content(4, done: 0, age: 0)), Self.usual)
        let large = RemainingTime.seconds(Self.stages(Self.content(8, done: 0, age: 0)), Self.usual)
        #expect(small == 90 && large == 180)
    }

    @Test func `goes by films of nearly its size`() {
        let long = Pace.Film(
            whole: 1_000, script: 10, content: 900, video: 900, sectionCount: 40, segmentCount: 100)
        let pace = Pace(films: [Self.film] + Array(repeating: long, count: 20))
        #expect(pace.films(like: 4, limit: 1) == [Self.film])
    }

    @Test func `goes by its own speed once that shows`() {
        // Half of the work took 60 s; others needed 40 s for all of it.
        let slow = RemainingTime.seconds(Self.stages(Self.content(4, done: 2, age: 60)), Self.usual)
        #expect(slow == 0.5 * 60 + 0.25 * 40 + 50)
        let video = Self.count(5, 10, age: 30)
        #expect(RemainingTime.seconds(Self.stages([.video: video]), Pace()) == 30)
    }

    @Test func `is not known without films to compare with, nor when it takes far longer than they did`() {
        #expect(RemainingTime.seconds(StageCounts(), Pace()) == nil)
        #expect(RemainingTime.seconds(Self.stages(Self.content(4, done: 2, age: 9)), Pace()) == nil)
        #expect(RemainingTime.seconds(Self.stages(Self.content(4, done: 0, age: 81)), Self.usual) == nil)
    }

    @Test func `of a job that was begun anew does not count the time between`() {
        let stages = Self.stages([.video: Self.count(5, 10, age: 90_000)], isReplayed: true)
        #expect(RemainingTime.seconds(stages, Self.usual) == 25)
    }

    @Test(arguments: [-5, 0, 1e-9, 1, 1e6], [-0.1, 0, 0.2, 0.5, 1, 1.1])
    func `is never negative, infinite or no number`(age: Double, fraction: Double) {
        for films in [
            [], [Self.film],
            [Pace.Film(whole: 0, script: 0, content: 0, video: 0, sectionCount: 1, segmentCount: 1)],
        ] {
            for total in 0...2 {
                let count = Self.count(0, total, age: age, fraction: fraction)
                for step in FilmStep.allCases {
                    let seconds = RemainingTime.seconds(Self.stages([step: count]), Pace(films: films))
                    if let seconds { #expect(seconds >= 0 && seconds.isFinite) }
                }
            }
        }
    }

    private struct Words: PagePart { let language: Language }

    @Test(arguments: [
        (0, "10秒", "10 s"), (11, "20秒", "20 s"), (60, "1分", "1 min"), (100, "1分40秒", "1 min 40 s"),
        (179, "3分", "3 min"), (200, "4分", "4 min"), (3_600, "1時間", "1 h"), (3_661, "1時間2分", "1 h 2 min"),
        (7_200 - 1, "2時間", "2 h"),
    ])
    func `is told roughly`(seconds: Double, ja: String, en: String) {
        #expect(Words(language: .japanese).roughly(seconds) == ja)
        #expect(Words(language: .english).roughly(seconds) == en)
    }
}

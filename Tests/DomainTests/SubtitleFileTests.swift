// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite struct `Writing subtitle files` {
    private func plan(_ texts: [String]) -> FilmPlan {
        let cast = [
            Persona(
                id: "a", name: "A & B", role: .explainer, voice: Voice(engine: .placeholder),
                drawing: .pack("a"))
        ]
        let section = Section(
            title: "", narrations: texts.map { Narration(personaID: "a", text: $0) },
            slide: .title(title: "", subtitle: nil))
        let script = Script(title: "", description: "", language: .english, sections: [section])
        let spoken = [
            texts.map { _ in SpokenLine(sound: Sample.sound, sampleCount: 48_000 * 3 / 2, mouthCues: []) }
        ]
        return FilmPlan(
            script: script, spoken: spoken, slides: [Sample.sound], format: FilmFormat(), cast: cast, seed: 0)
    }

    @Test func `WebVTT names the speaker and escapes what would be markup`() {
        let text = String(
            decoding: SubtitleFile.webVTT(self.plan(["if a < b && c > d", "Done."])), as: UTF8.self)
        #expect(
            text == """
                WEBVTT

                1
                00:00:01.500 --> 00:00:03.000
                <v A &amp; B>if a &lt; b &amp;&amp; c &gt; d

                2
                00:00:03.200 --> 00:00:04.700
                <v A &amp; B>Done.

                """)
    }

    @Test func `SubRip counts from one with a comma before the milliseconds`() {
        let text = String(decoding: SubtitleFile.subRip(self.plan(["One。", "Two、。"])), as: UTF8.self)
        #expect(
            text == """
                1
                00:00:01,500 --> 00:00:03,000
                One

                2
                00:00:03,200 --> 00:00:04,700
                Two

                """)
    }
}

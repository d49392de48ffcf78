// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Estimates how long a script takes to say, with the silences of a film in between.
///
/// Speech is counted by ``Prose/seconds(saying:)``; the silences are those of ``FilmFormat/Pauses``. Measured films
/// stay within about a tenth of it.
struct ScriptLength: Sendable {
    let prose: any Prose
    var pauses = FilmFormat.Pauses()

    func seconds(of sections: [DraftSection]) -> Double {
        self.seconds(
            of: sections.map { section in
                section.lines.map { ($0.text, $0.speaker == .explainer ? "a" : "b") }
            })
    }

    func seconds(of script: Script) -> Double {
        self.seconds(
            of: script.sections.map { section in
                section.narrations.map { ($0.reading ?? $0.text, $0.personaID) }
            })
    }

    private func seconds(of sections: [[(text: String, speaker: String)]]) -> Double {
        var seconds = self.pauses.initial + self.pauses.ending
        for (index, lines) in sections.enumerated() {
            if index > 0 { seconds += self.pauses.slide }
            for (offset, line) in lines.enumerated() {
                seconds += self.prose.seconds(saying: line.text)
                guard offset > 0 else { continue }
                seconds += lines[offset - 1].speaker == line.speaker ? self.pauses.line : self.pauses.speaker
            }
        }
        return seconds
    }
}

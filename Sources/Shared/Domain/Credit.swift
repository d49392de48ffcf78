// SPDX-License-Identifier: Apache-2.0

/// Somebody's work in a film, named as its licence asks.
package struct Credit: Codable, Hashable, Sendable {
    package var work: String
    package var author: String
    package var licence: String

    package init(work: String, author: String, licence: String) {
        self.work = work
        self.author = author
        self.licence = licence
    }

    package var line: String { "\(self.work): \(self.author) (\(self.licence))" }

    /// What a film owes to others, in a fixed order.
    package static func all(for plan: FilmPlan) -> [Credit] {
        var credits: [Credit] = []
        if let source = plan.publicSource {
            credits.append(Credit(work: plan.title, author: source, licence: "original article"))
        }
        let engines = plan.voiceCredits ?? []
        credits += engines.map { Credit(work: "Voice", author: $0, licence: "terms of the voice") }
        if plan.cast.contains(where: { Self.isOurs($0.voice, plan.language, hasEngine: !engines.isEmpty) }) {
            credits += Self.voices(plan.language)
        }
        if plan.cast.contains(where: {
            if case .pack("kohaku") = $0.drawing { true } else { $0.drawing == .pack("sora") }
        }) {
            credits.append(Self.ours("Kohaku and Sora"))
        }
        if let music = plan.format.music, music.path == nil { credits.append(Self.ours("Theme music")) }
        credits.append(Credit(work: "Noto fonts", author: "Adobe and Google", licence: "SIL OFL 1.1"))
        return credits
    }

    /// Whether it is a voice that set-up installs; who names another credits it themselves.
    private static func isOurs(_ voice: Voice, _ language: Language, hasEngine: Bool) -> Bool {
        switch (voice.engine, language) {
        case (.placeholder, _): false
        case (_, .english): true
        case (.local, .japanese): voice.name == nil || voice.name == "mei_normal"
        case (.voicevox, .japanese): !hasEngine
        }
    }

    private static func ours(_ work: String) -> Credit {
        Credit(work: work, author: "Movie Generator contributors", licence: "Apache-2.0")
    }

    private static func voices(_ language: Language) -> [Credit] {
        switch language {
        case .japanese:
            [
                Credit(
                    work: "HTS Voice \"Mei\"",
                    author: "MMDAgent Project Team, Nagoya Institute of Technology",
                    licence: "CC BY 3.0"),
                Credit(work: "Open JTalk", author: "Nagoya Institute of Technology", licence: "modified BSD"),
            ]
        case .english:
            [Credit(work: "Flite and its voices", author: "Carnegie Mellon University", licence: "BSD-like")]
        }
    }
}

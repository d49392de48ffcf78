// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import AudioStage
internal import Domain
internal import Foundation

/// Whether this machine can speak: a word of each voice that films have unless they say otherwise.
struct VoiceChecks: Sendable {
    let access: ClusterAccess

    func run() async -> [Finding] {
        var findings: [Finding] = []
        for language in Language.allCases {
            let name = Localized(ja: language == .japanese ? "日本語を" : "英語を", en: "\(language)".capitalized)
            findings.append(await self.finding(name, Persona.defaultCast(for: language), language))
        }
        if let address = self.access.voicevox {
            let cast = Persona.defaultCast(for: .japanese).map { persona in
                var persona = persona
                persona.voice = .voicevox(for: persona.role)
                return persona
            }
            let name = Localized(ja: "VOICEVOX（\(address)）で", en: "with VOICEVOX at \(address)")
            findings.append(await self.finding(name, cast, .japanese))
        }
        return findings
    }

    private func finding(_ name: Localized, _ cast: [Persona], _ language: Language) async -> Finding {
        do {
            try await self.speak(language, cast)
            return .fine(
                .voices,
                Localized(
                    ja: "このマシンは\(name[.japanese])話せます", en: "This machine speaks \(name[.english])"))
        } catch {
            let failure = error as? JobFailure
            let reason = failure.map { "\($0.subject) \($0.detail)" } ?? "\(error)"
            return .problem(
                .voices,
                Localized(
                    ja: "このマシンは\(name[.japanese])話せません（\(reason)）",
                    en: "This machine cannot speak \(name[.english]) (\(reason))"),
                Localized(
                    ja: "make setup を実行してください。audio-svc が別のマシンにあるときは、そこで調べてください。",
                    en: "Run make setup. If audio-svc is on another machine, look there."))
        }
    }

    private func speak(_ language: Language, _ cast: [Persona]) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // What is left of it is the system's to sweep.
        defer { try? FileManager.default.removeItem(at: folder) }
        var engines = SpeechEngines()
        engines.voices = self.access.voices
        engines.voicevox = self.access.voicevox
        engines.temporaryFolder = folder.path
        let word = Localized(ja: "はい", en: "Yes")[language]
        let script = Script(
            title: word, description: "", language: language,
            sections: [
                Section(
                    title: word, narrations: cast.map { Narration(personaID: $0.id, text: word) },
                    slide: .title(title: word, subtitle: nil))
            ])
        let stage = AudioStage(
            store: DirectoryStore(root: folder), engines: engines, pronunciations: [], parallelism: 1)
        _ = try await stage.speak(script, cast: cast) { _ in }
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Foundation

/// Who speaks with which engine, checked before the first line.
struct Speakers: Sendable {
    /// The voice of Open JTalk used when a persona names none.
    static let defaultVoice = "mei_normal"

    private enum Engine: Sendable {
        case placeholder
        case openJTalk(OpenJTalk, reading: JapaneseReading, fingerprint: String)
        case flite(Flite, reading: EnglishReading, fingerprint: String)
    }

    private let engines: [String: Engine]

    /// - Throws: `scriptInvalid`, `voiceMissing`.
    static func prepare(
        for script: Script, cast: [Persona], engines: SpeechEngines, userWords: UserDictionary
    ) async throws -> Speakers {
        let personas = Dictionary(cast.map { ($0.id, $0) }) { first, _ in first }
        let ids = Set(script.sections.flatMap { $0.narrations.map(\.personaID) })
        var workshop = Workshop(engines: engines, userWords: userWords)
        if script.language == .japanese,
            cast.contains(where: { ids.contains($0.id) && $0.voice.engine == .local })
        {
            let texts = script.sections.flatMap { $0.narrations.flatMap { [$0.text, $0.reading ?? ""] } }
            workshop.english = try await EnglishSounds.ofWords(in: texts, program: engines.flite)
        }
        var ready: [String: Engine] = [:]
        for id in ids.sorted() {
            guard let persona = personas[id] else {
                let known = cast.map(\.id).joined(separator: ", ")
                throw JobFailure(
                    .scriptInvalid, id,
                    detail: Localized(
                        ja: "このIDの話者はいません。話せるのは \(known) です",
                        en: "no persona has this id; the cast is: \(known)"))
            }
            ready[id] = try await Self.engine(for: persona.voice, language: script.language, workshop)
        }
        return Speakers(engines: ready)
    }

    /// What is to be done for one narration.
    ///
    /// - Throws: `scriptInvalid` for a persona that was not in the script prepared.
    func speech(for narration: Narration) throws -> LineSpeech {
        let reading = narration.reading.flatMap { $0.isBlank ? nil : $0 }
        switch self.engines[narration.personaID] {
        case .placeholder: return .silence(seconds: 0.1 * Double(max(1, narration.text.count)))
        case .openJTalk(let engine, let japanese, let fingerprint):
            return .japanese(
                japanese.utterances(of: narration.text),
                reading: reading.map { japanese.utterances(of: $0, isKana: true) }, engine,
                fingerprint: fingerprint)
        case .flite(let engine, let english, let fingerprint):
            return .english(english.text(of: reading ?? narration.text), engine, fingerprint: fingerprint)
        case nil:
            throw JobFailure(
                .scriptInvalid, narration.personaID,
                detail: Localized(ja: "このIDの話者はいません", en: "no persona has this id"))
        }
    }

    private static func engine(
        for voice: Voice, language: Language, _ workshop: Workshop
    ) async throws -> Engine {
        switch (voice.engine, language) {
        case (.placeholder, _): return .placeholder
        case (.local, .japanese):
            let engine = try await workshop.openJTalk(voice)
            let reading = JapaneseReading(
                dictionary: engine.engine.dictionary, userWords: workshop.userWords, english: workshop.english
            )
            return .openJTalk(engine.engine, reading: reading, fingerprint: engine.fingerprint)
        case (.local, .english):
            let engine = try await workshop.flite(voice)
            return .flite(
                engine.engine, reading: EnglishReading(userWords: workshop.userWords),
                fingerprint: engine.fingerprint)
        }
    }
}

/// Finds programs and voices.
private struct Workshop: Sendable {
    let engines: SpeechEngines
    let userWords: UserDictionary
    /// How English words of a Japanese script sound.
    var english = EnglishSounds()

    func openJTalk(_ voice: Voice) async throws -> (engine: OpenJTalk, fingerprint: String) {
        let file = try self.voiceFile(voice.name ?? Speakers.defaultVoice)
        let bytes = try Self.bytes(file.path)
        let dictionary = try EngineDictionary(folder: self.engines.dictionary)
        let settings = OpenJTalk.Settings(
            speed: voice.speed.clamped(to: 0.5...2), semitones: voice.pitchSemitones.clamped(to: -12...12),
            allPass: voice.allPass?.clamped(to: 0...1))
        let version = try await self.version(of: self.engines.openJTalk, arguments: ["-h"])
        let engine = OpenJTalk(
            program: self.engines.openJTalk, dictionary: dictionary, voice: file, settings: settings,
            temporaryFolder: self.engines.temporaryFolder)
        let fingerprint = "\(version) \(dictionary.fingerprint) \(ContentHash.id(of: bytes))"
        return (engine, fingerprint)
    }

    func flite(_ voice: Voice) async throws -> (engine: Flite, fingerprint: String) {
        let version = try await self.version(of: self.engines.flite, arguments: ["--version"])
        let name = voice.name ?? Flite.defaultVoice
        // Flite speaks with another voice, and reports success, when it does not know a name.
        let isFile = name.contains("/") && FileManager.default.isReadableFile(atPath: name)
        let names = isFile ? [name] : try await Flite.voices(of: self.engines.flite)
        guard names.contains(name) else { throw JobFailure(.voiceMissing, name) }
        let settings = Flite.Settings(
            voice: name, speed: voice.speed.clamped(to: 0.5...2),
            semitones: voice.pitchSemitones.clamped(to: -12...12))
        let engine = Flite(
            program: self.engines.flite, settings: settings, temporaryFolder: self.engines.temporaryFolder)
        let voiceHash = isFile ? " \(ContentHash.id(of: try Self.bytes(name)))" : ""
        return (engine, version + voiceHash)
    }

    /// A voice by path, or by name in the folders.
    private func voiceFile(_ name: String) throws -> URL {
        let files = FileManager.default
        if files.isReadableFile(atPath: name), name.contains("/") || name.hasSuffix(".htsvoice") {
            return URL(fileURLWithPath: name)
        }
        guard !name.contains("/") else { throw JobFailure(.voiceMissing, name) }
        let fileName = name.hasSuffix(".htsvoice") ? name : "\(name).htsvoice"
        let places = self.engines.voices.map { URL(fileURLWithPath: $0).appending(path: fileName) }
        guard let found = places.first(where: { files.isReadableFile(atPath: $0.path) }) else {
            throw JobFailure(.voiceMissing, fileName)
        }
        return found
    }

    private static func bytes(_ path: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw JobFailure(.voiceMissing, path)
        }
    }

    /// The lines of a program's help that name a version.
    private func version(of program: String, arguments: [String]) async throws -> String {
        let result = try await Child.run(program, arguments)
        let lines = (result.output + result.errors).split(separator: "\n")
        return lines.filter { $0.lowercased().contains("version") }.joined(separator: "; ")
    }
}

extension Comparable {
    func clamped(to range: ClosedRange<Self>) -> Self { min(max(self, range.lowerBound), range.upperBound) }
}

extension String {
    var isBlank: Bool { self.allSatisfy(\.isWhitespace) }
}

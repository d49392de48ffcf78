// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Foundation

/// Finds programs and voices.
struct VoiceWorkshop: Sendable {
    let engines: SpeechEngines
    let userWords: UserDictionary
    /// How English words of a Japanese script sound.
    var english = EnglishSounds()
    /// The VOICEVOX engine and the styles it has; nil where nobody speaks with one.
    var voicevox: (engine: VoicevoxEngine, styles: [Int: VoicevoxEngine.Style])?

    func japaneseReading() throws -> JapaneseReading {
        JapaneseReading(
            dictionary: try EngineDictionary(folder: self.engines.dictionary), userWords: self.userWords,
            english: self.english)
    }

    /// - Throws: `voiceMissing` when the engine has no such voice.
    static func voicevox(
        _ voice: Voice, of engine: VoicevoxEngine, _ styles: [Int: VoicevoxEngine.Style]
    ) throws -> (engine: Voicevox, fingerprint: String) {
        guard let style = styles[voice.speakerID] else {
            let known = styles.sorted { $0.key < $1.key }.prefix(8).map {
                "\($0) \($1.speaker) (\($1.name))"
            }
            throw JobFailure(
                .voiceMissing, "VOICEVOX \(voice.speakerID)",
                detail: "\(engine.address) has: \(known.joined(separator: ", "))…")
        }
        let settings = Voicevox.Settings(
            style: voice.speakerID, speed: voice.speed.clamped(to: 0.5...2),
            semitones: voice.pitchSemitones.clamped(to: -12...12))
        let speaker = Voicevox(engine: engine, settings: settings, credit: "VOICEVOX:\(style.speaker)")
        return (speaker, "\(style.speaker) \(style.name) \(style.version)")
    }

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

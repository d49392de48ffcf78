// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Foundation

/// Open JTalk, run as `open_jtalk` once an utterance.
struct OpenJTalk: Sendable {
    /// A voice and what is done to it.
    struct Settings: Codable, Hashable, Sendable {
        var speed: Double
        var semitones: Double
        /// nil is the voice's own.
        var allPass: Double?
    }

    let program: String
    let dictionary: EngineDictionary
    let voice: URL
    let settings: Settings
    /// Where each utterance has its own folder while it is spoken.
    let temporaryFolder: String

    /// The sound of an utterance, trimmed, and the kana it says.
    ///
    /// - Throws: `engineFailed`; `voiceMissing` when the program is gone; `diskFull`, `outputUnwritable`.
    func speak(_ utterance: Utterance) async throws -> (sound: SpokenSound, kana: String) {
        guard let (sound, trace) = try await self.synthesize(utterance) else {
            return (.silence(seconds: 0.2), "")
        }
        let whole = SpokenSound(
            samples: sound, shapes: MouthShapes.cues(for: trace.phones, shape: MouthShapes.japanese))
        let kana = trace.words.map(\.pronunciation).joined()
        return (whole.trimmed(to: trace.speech ?? sound.indices).leveled(), kana)
    }

    /// - Returns: The engine's own sound and trace; nil when it found nothing it can pronounce.
    func synthesize(_ utterance: Utterance) async throws -> (sound: [Int16], trace: JTalkTrace)? {
        let folder = try PrivateFolder.make(in: self.temporaryFolder)
        let sound = folder.url.appending(path: "line.wav")
        let trace = folder.url.appending(path: "trace.txt")
        let text = folder.url.appending(path: "text.txt")
        let dictionary = try self.prepare(utterance, text: text, in: folder.url)
        let result = try await Child.run(
            self.program, self.arguments(dictionary: dictionary, sound: sound, trace: trace) + [text.path])
        if result.errors.contains("waveform cannot be synthesized") { return nil }
        guard result.succeeded, let bytes = try? Data(contentsOf: sound), !bytes.isEmpty else {
            let reason = result.errors.split(separator: "\n").first.map(String.init) ?? "no sound"
            throw JobFailure(.engineFailed, self.program, detail: String(reason.prefix(120)))
        }
        // Without its trace a line is heard with the mouth closed, and is still heard.
        let labels = String(decoding: (try? Data(contentsOf: trace)) ?? Data(), as: UTF8.self)
        return (try SpokenSound.samples(ofWave: bytes, from: self.program), JTalkTrace(labels))
    }

    /// Writes the text, and a dictionary if the utterance has words of its own.
    ///
    /// - Returns: The dictionary to use.
    private func prepare(_ utterance: Utterance, text: URL, in folder: URL) throws -> URL {
        do {
            try Data("\(utterance.text)\n".utf8).write(to: text)
            guard !utterance.words.isEmpty else { return self.dictionary.folder }
            let copy = folder.appending(path: "dictionary")
            try self.dictionary.writeCopy(knowing: utterance.words, to: copy)
            return copy
        } catch {
            throw JobFailure(writing: folder.path, error)
        }
    }

    private func arguments(dictionary: URL, sound: URL, trace: URL) -> [String] {
        var arguments = ["-x", dictionary.path, "-m", self.voice.path, "-ow", sound.path, "-ot", trace.path]
        // The engine cuts off what is too loud, so it speaks 3 dB lower; the level is set afterwards.
        arguments += ["-g", "-3", "-r", String(self.settings.speed), "-fm", String(self.settings.semitones)]
        if let allPass = self.settings.allPass { arguments += ["-a", String(allPass)] }
        return arguments
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Media

/// Flite, run as `flite` once a line.
struct Flite: Sendable {
    struct Settings: Codable, Hashable, Sendable {
        /// One of ``voices(of:)``, or the path of a `.flitevox` file.
        var voice: String
        var speed: Double
        var semitones: Double
    }

    /// Used when a persona names none.
    static let defaultVoice = "slt"

    let program: String
    let settings: Settings
    /// Where each line has its own folder while it is spoken.
    let temporaryFolder: String

    /// The sound of a text, trimmed.
    ///
    /// - Throws: `engineFailed`; `voiceMissing` when the program is gone; `diskFull`, `outputUnwritable`.
    func speak(_ text: String) async throws -> SpokenSound {
        let folder = try PrivateFolder.make(in: self.temporaryFolder)
        let file = folder.url.appending(path: "line.wav")
        let result = try await Child.run(self.program, self.arguments(text: text, sound: file))
        guard result.succeeded, let bytes = try? Data(contentsOf: file), !bytes.isEmpty else {
            let reason = result.errors.split(separator: "\n").first.map(String.init) ?? "no sound"
            throw JobFailure(.engineFailed, self.program, detail: String(reason.prefix(120)))
        }
        let phones = Self.phones(result.output)
        let samples = try self.samples(of: bytes)
        let spoken = phones.filter { $0.name != "pau" && !$0.samples.isEmpty }
        guard let first = spoken.first, let last = spoken.last else { return .silence(seconds: 0.2) }
        let cues = MouthShapes.cues(for: Self.withGlides(phones), shape: MouthShapes.english)
        return SpokenSound(samples: samples, shapes: cues)
            .trimmed(to: first.samples.lowerBound..<last.samples.upperBound).leveled()
    }

    /// The names `-voice` takes.
    static func voices(of program: String) async throws -> [String] {
        let output = try await Child.run(program, ["-lv"]).output
        return output.split(separator: ":").last?.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
    }

    private func arguments(text: String, sound: URL) -> [String] {
        var arguments = ["-voice", self.settings.voice]
        arguments += ["--setf", "duration_stretch=\(1 / self.settings.speed)"]
        if self.settings.semitones != 0, let own = Self.ownPitchHz[self.settings.voice] {
            let mean = own * exp2(self.settings.semitones / 12)
            arguments += ["--setf", "int_f0_target_mean=\(mean)"]
        }
        return arguments + ["-t", text, "-o", sound.path, "-psdur"]
    }

    /// The mean pitch of the voices that let it be set, from their speech; `rms` and the others keep their own.
    private static let ownPitchHz = ["slt": 172.0]

    private func samples(of bytes: Data) throws -> [Int16] {
        do {
            let wave = try WaveFile.decode(bytes)
            guard wave.channelCount == 1 else {
                throw JobFailure(.engineFailed, self.program, detail: "\(wave.channelCount) channels")
            }
            return try Resampler.resample(wave.samples, from: wave.sampleRateHz, to: SoundFormat.sampleRateHz)
        } catch let error as MediaError {
            throw JobFailure(.engineFailed, self.program, detail: "\(error)")
        }
    }

    /// The phones of `-psdur`: `name:end` separated by blanks, ends in seconds from the start of an utterance.
    static func phones(_ output: String) -> [Phone] {
        var phones: [Phone] = []
        var start = 0.0
        var utterance = 0.0
        for field in output.split(whereSeparator: \.isWhitespace) {
            let parts = field.split(separator: ":")
            guard parts.count == 2, let seconds = Double(parts[1]), seconds >= 0, seconds < 36_000 else {
                continue
            }
            if utterance + seconds < start { utterance = start }
            let end = utterance + seconds
            phones.append(Phone(name: String(parts[0]), samples: Self.sample(start)..<Self.sample(end)))
            start = end
        }
        return phones
    }

    private static func sample(_ seconds: Double) -> Int {
        Int((seconds * Double(SoundFormat.sampleRateHz)).rounded())
    }

    /// Splits a diphthong in its two vowels, so that the mouth closes as it does.
    private static func withGlides(_ phones: [Phone]) -> [Phone] {
        phones.flatMap { phone -> [Phone] in
            guard let glide = MouthShapes.glide(of: phone.name) else { return [phone] }
            let middle = phone.samples.lowerBound + phone.samples.count * 3 / 5
            return [
                Phone(name: phone.name, samples: phone.samples.lowerBound..<middle),
                Phone(name: glide == .i ? "iy" : "uw", samples: middle..<phone.samples.upperBound),
            ]
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// What an engine of the VOICEVOX family is going to say: its answer to `/audio_query`, changed and sent back whole, for
/// each of the family has members that the others do not know.
struct AudioQuery {
    private var members: [String: Any]

    /// - Throws: What JSON it is not.
    init(json: Data) throws {
        guard let members = try JSONSerialization.jsonObject(with: json) as? [String: Any],
            members["accent_phrases"] is [[String: Any]]
        else { throw CocoaError(.coderReadCorrupt) }
        self.members = members
    }

    /// The reading in katakana, without marks.
    var kana: String { self.phrases.flatMap(Self.morae).map { $0["text"] as? String ?? "" }.joined() }

    var isSilent: Bool { self.phrases.allSatisfy { Self.morae($0).isEmpty } }

    /// - Parameter semitones: Added to each mora's pitch, which is the logarithm of its frequency; 0 is an unvoiced one.
    mutating func set(speed: Double, semitones: Double) {
        self.members["speedScale"] = speed
        self.members["outputSamplingRate"] = SoundFormat.sampleRateHz
        self.members["outputStereo"] = false
        guard semitones != 0 else { return }
        let shift = semitones / 12 * log(2)
        self.members["accent_phrases"] = self.phrases.map { phrase in
            var phrase = phrase
            phrase["moras"] = Self.morae(phrase).map { mora in
                guard let pitch = mora["pitch"] as? Double, pitch > 0 else { return mora }
                return mora.merging(["pitch": pitch + shift]) { $1 }
            }
            return phrase
        }
    }

    func json() throws -> Data {
        try JSONSerialization.data(withJSONObject: self.members, options: .sortedKeys)
    }

    /// Consonants and vowels over a sound of `sampleCount` samples. Their lengths are those of a speed of 1, and engines
    /// round them to their own frames: they are stretched to the sound.
    func phones(sampleCount: Int) -> [Phone] {
        var lengths = [(name: "pau", seconds: self.seconds("prePhonemeLength"))]
        for phrase in self.phrases {
            let morae = Self.morae(phrase)
            for mora in morae + ((phrase["pause_mora"] as? [String: Any]).map { [$0] } ?? []) {
                if let consonant = mora["consonant"] as? String {
                    lengths.append((consonant, mora["consonant_length"] as? Double ?? 0))
                }
                lengths.append((mora["vowel"] as? String ?? "pau", mora["vowel_length"] as? Double ?? 0))
            }
        }
        lengths.append(("pau", self.seconds("postPhonemeLength")))
        let total = lengths.reduce(0) { $0 + $1.seconds }
        guard total > 0, total.isFinite else { return [] }
        var (end, time) = (0, 0.0)
        return lengths.map { name, seconds in
            time += max(0, seconds)
            let next = min(sampleCount, Int((time / total * Double(sampleCount)).rounded()))
            defer { end = max(end, next) }
            return Phone(name: name, samples: end..<max(end, next))
        }
    }

    private func seconds(_ name: String) -> Double { self.members[name] as? Double ?? 0 }

    private var phrases: [[String: Any]] { self.members["accent_phrases"] as? [[String: Any]] ?? [] }

    private static func morae(_ phrase: [String: Any]) -> [[String: Any]] {
        phrase["moras"] as? [[String: Any]] ?? []
    }
}

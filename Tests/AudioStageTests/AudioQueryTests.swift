// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Testing

@testable import AudioStage

@Suite struct `What a VOICEVOX engine is going to say` {
    /// はい、か？ with a member that only one of the family has.
    private static let json = """
        {"accent_phrases": [
            {"moras": [
                {"text": "ハ", "consonant": "h", "consonant_length": 0.1, "vowel": "a", "vowel_length": 0.2, "pitch": 5.0},
                {"text": "イ", "consonant": null, "consonant_length": null, "vowel": "i", "vowel_length": 0.1, "pitch": 0.0}],
             "accent": 1, "is_interrogative": false,
             "pause_mora": {"text": "、", "consonant": null, "consonant_length": null, "vowel": "pau",
                "vowel_length": 0.3, "pitch": 0.0}},
            {"moras": [
                {"text": "カ", "consonant": "k", "consonant_length": 0.1, "vowel": "a", "vowel_length": 0.1, "pitch": 5.5}],
             "accent": 1, "pause_mora": null, "is_interrogative": true}],
         "speedScale": 1.0, "prePhonemeLength": 0.05, "postPhonemeLength": 0.05, "outputSamplingRate": 24000,
         "outputStereo": true, "tempoDynamicsScale": 1.0, "kana": "ハ'イ、カ'？"}
        """

    private func query() throws -> AudioQuery { try AudioQuery(json: Data(Self.json.utf8)) }

    @Test func `its kana are the morae's, without marks`() throws {
        #expect(try self.query().kana == "ハイカ")
    }

    @Test func `its phones fill the sound, whatever its speed made of their lengths`() throws {
        let phones = try self.query().phones(sampleCount: 2_000)
        #expect(phones.map(\.name) == ["pau", "h", "a", "i", "pau", "k", "a", "pau"])
        #expect(phones.map(\.samples.lowerBound) == [0, 100, 300, 700, 900, 1_500, 1_700, 1_900])
        #expect(phones.last?.samples.upperBound == 2_000)
    }

    @Test func `a pitch is added to what is voiced, and what nobody here knows is sent back`() throws {
        var query = try self.query()
        query.set(speed: 1.5, semitones: 12)
        let sent = try #require(
            try JSONSerialization.jsonObject(with: try query.json()) as? [String: Any])
        #expect(sent["speedScale"] as? Double == 1.5)
        #expect(sent["outputSamplingRate"] as? Int == SoundFormat.sampleRateHz)
        #expect(sent["outputStereo"] as? Bool == false)
        #expect(sent["tempoDynamicsScale"] as? Double == 1)
        let phrases = try #require(sent["accent_phrases"] as? [[String: Any]])
        let morae = try #require(phrases[0]["moras"] as? [[String: Any]])
        // An octave is a doubled frequency, whose logarithm this is.
        #expect(abs((morae[0]["pitch"] as? Double ?? 0) - (5 + log(2))) < 1e-9)
        #expect(morae[1]["pitch"] as? Double == 0)
    }

    @Test(arguments: ["", "[]", "{}", #"{"accent_phrases": 3}"#, "<html>"])
    func `anything else is refused`(text: String) {
        #expect(throws: (any Error).self) { try AudioQuery(json: Data(text.utf8)) }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Testing

@testable import AudioStage

@Suite struct `The user's dictionary` {
    private func spoken(_ text: String, _ words: [Pronunciation]) async throws -> String {
        try await RealEngine.pronunciation(of: text, userWords: UserDictionary(words))
    }

    @Test func `a word is said as its entry says, in kana of either kind`() async throws {
        let words = [
            Pronunciation(word: "蔵人", reading: "クランド"),
            Pronunciation(word: "沢山本", reading: "さわやまもと", accent: 0),
        ]
        #expect(try await self.spoken("蔵人と沢山本です", words) == "クランドトサワヤマモトデス")
    }

    @Test(arguments: ["MOVIEGENです", "ＭＯＶＩＥＧＥＮです"])
    func `width does not matter`(text: String) async throws {
        let words = [Pronunciation(word: "ＭＯＶＩＥＧＥＮ", reading: "ムービージェン")]
        #expect(try await self.spoken(text, words) == "ムービージェンデス")
    }

    @Test func `a Latin word is not found inside another`() async throws {
        let words = [Pronunciation(word: "AI", reading: "アイ"), Pronunciation(word: "go", reading: "ゴウ")]
        #expect(try await self.spoken("AIとMAIL", words) == "アイトメール")
        #expect(try await self.spoken("goとgolang", words).hasSuffix("トゴーラング"))
    }

    @Test func `capitals keep their case, other words do not`() {
        let words = UserDictionary([
            Pronunciation(word: "IT", reading: "アイティー"), Pronunciation(word: "Rust", reading: "ラスト"),
        ])
        #expect(words.match(in: Array("it"), at: 0) == nil)
        #expect(words.match(in: Array("RUST"), at: 0)?.count == 4)
    }

    @Test func `the higher priority wins, then the longer word`() {
        let words = UserDictionary([
            Pronunciation(word: "東京", reading: "ア", priority: 5),
            Pronunciation(word: "東京都", reading: "イ", priority: 5),
            Pronunciation(word: "東", reading: "ウ", priority: 4),
        ])
        #expect(words.match(in: Array("東京都"), at: 0)?.pronunciation.reading == "イ")
        let strong = UserDictionary([
            Pronunciation(word: "東京", reading: "ア", priority: 9),
            Pronunciation(word: "東京都", reading: "イ", priority: 5),
        ])
        #expect(strong.match(in: Array("東京都"), at: 0)?.pronunciation.reading == "ア")
    }

    @Test(arguments: [0, 1, 3, 5])
    func `the accent given is the accent spoken`(accent: Int) async throws {
        let userWords = UserDictionary([Pronunciation(word: "ZORG", reading: "ゾルグスト", accent: accent)])
        let reading = JapaneseReading(dictionary: try RealEngine.dictionary(), userWords: userWords)
        let utterance = try #require(reading.utterances(of: "ZORGが来た。").first)
        let trace = try #require(try await RealEngine.openJTalk().synthesize(utterance)).trace
        #expect(trace.words.first?.accent == "\(accent)/5")
    }

    @Test func `another accent is another melody`() async throws {
        var melodies: [[Double]] = []
        for accent in [1, 4] {
            let userWords = UserDictionary([Pronunciation(word: "ZORG", reading: "マメノミミ", accent: accent)])
            let reading = JapaneseReading(dictionary: try RealEngine.dictionary(), userWords: userWords)
            let utterance = try #require(reading.utterances(of: "ZORG").first)
            let (sound, trace) = try #require(try await RealEngine.openJTalk().synthesize(utterance))
            let vowels = trace.phones.filter { "aiueo".contains($0.name) }
            try #require(vowels.count == 5)
            melodies.append(vowels.map { Pitch.hertz(of: Array(sound[$0.samples])) })
        }
        // Early fall: the fourth mora is lower than the first. Late fall: it is higher.
        #expect(melodies[0][3] < melodies[0][0] * 0.9, "\(melodies)")
        #expect(melodies[1][3] > melodies[1][0], "\(melodies)")
    }

    @Test func `every part of speech the reference knows is spoken`() async throws {
        for kind in ["PROPER_NOUN", "COMMON_NOUN", "VERB", "ADJECTIVE", "SUFFIX", "something else"] {
            let words = [Pronunciation(word: "蔵人", reading: "クランド", accent: 1, wordType: kind)]
            #expect(try await self.spoken("この蔵人です", words) == "コノクランドデス", "\(kind)")
        }
    }

    @Test func `a reading that is no kana is text`() async throws {
        let words = [Pronunciation(word: "ZORG", reading: "東京駅")]
        #expect(try await self.spoken("ZORGへ", words) == "トーキョーエキエ")
    }

    @Test func `two hundred words in one line keep their readings`() async throws {
        let kana = Array("アイウエオカキクケコサシスセソタチツテト").map(String.init)
        let words = (0..<200).map { index in
            Pronunciation(word: "語\(index)番", reading: "マ" + kana[index / 20] + kana[index % 20], accent: 1)
        }
        let text = [0, 99, 199].map { "語\($0)番" }.joined(separator: "、")
        #expect(try await self.spoken(text, words) == "マアア、マオト、マコト")
        let all = (0..<200).map { "語\($0)番" }.joined()
        let spoken = try await self.spoken(all, words)
        #expect(spoken.hasPrefix("マアアマアイ") && spoken.hasSuffix("マコト"))
    }
}

@Suite struct `The engine's index of words` {
    @Test func `a word added is found with its value, and no other is disturbed`() throws {
        var generator = SystemRandomNumberGenerator()
        var keys: [String: UInt32] = [:]
        var array = GrowingDoubleArray(UnsafeRawBufferPointer(start: nil, count: 0))
        while keys.count < 400 {
            let key = (0..<Int.random(in: 1...6, using: &generator))
                .map { _ in String(Unicode.Scalar(UInt8.random(in: 97...102, using: &generator))) }.joined()
            guard keys[key] == nil else { continue }
            keys[key] = UInt32(keys.count) << 8 | 1
            array.insert(key.utf8, value: keys[key] ?? 0)
        }
        array.data.withUnsafeBytes { units in
            for (key, value) in keys {
                #expect(DoubleArray.value(of: key.utf8, in: units) == value, "\(key)")
            }
            #expect(DoubleArray.value(of: "zzz".utf8, in: units) == nil)
            let absent = (0..<200).map { "abcdef\($0)" }.filter {
                DoubleArray.value(of: $0.utf8, in: units) != nil
            }
            #expect(absent.isEmpty)
        }
    }

    @Test func `the dictionary's own words are found`() throws {
        let dictionary = try RealEngine.dictionary()
        #expect(dictionary.knowsNoun("東京"))
        #expect(dictionary.explains("マイクロサービス") && !dictionary.explains("クバネティス"))
        #expect(dictionary.reading(of: "server")?.reading == "サーバー")
    }

    @Test func `a file that is no dictionary is refused`() throws {
        #expect(throws: JobFailure.self) { try EngineDictionary(folder: "/etc") }
    }
}

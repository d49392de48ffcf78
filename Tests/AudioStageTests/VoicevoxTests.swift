// SPDX-License-Identifier: Apache-2.0
import Artifacts
import Domain
import Foundation
import Media
import TestServers
import Testing

@testable import AudioStage

/// Answers as the engine's published interface says; every kana is a mora of 0.1 s, and 橋 is read はし.
private func standIn(
    _ change: @escaping @Sendable (LocalServer.Request) -> LocalServer.Response? = { _ in nil }
)
    throws -> LocalServer
{
    try LocalServer { request in
        if let response = change(request) { return response }
        let parts = URLComponents(string: request.path)
        let text = parts?.queryItems?.first { $0.name == "text" }?.value ?? ""
        switch parts?.path {
        case "/speakers":
            let list = """
                [{"name": "四国めたん", "version": "0.1",
                  "styles": [{"name": "ノーマル", "id": 2, "type": "talk"}, {"name": "歌", "id": 9, "type": "sing"}]}]
                """
            return LocalServer.Response(body: Data(list.utf8))
        case "/audio_query":
            let kana = Morae.katakana(text.replacing("橋", with: "はし").filter(\.isLetter)) ?? "ン"
            let morae = kana.map {
                #"{"text": "\#($0)", "consonant": null, "vowel": "a", "vowel_length": 0.1, "pitch": 5.0}"#
            }
            let query = """
                {"accent_phrases": [{"moras": [\(morae.joined(separator: ","))], "pause_mora": null}],
                 "prePhonemeLength": 0.1, "postPhonemeLength": 0.1}
                """
            return LocalServer.Response(body: Data(query.utf8))
        case "/synthesis":
            guard let query = try? AudioQuery(json: request.body) else {
                return LocalServer.Response(status: "422 Unprocessable Entity")
            }
            let count = 4_800 * (2 + query.kana.count)
            let tone = (0..<count).map { Int16(8_000 * sin(Double($0) / 20)) }
            return LocalServer.Response(body: WaveFile.encode(tone, sampleRateHz: 48_000))
        default: return LocalServer.Response(status: "404 Not Found")
        }
    }
}

@Suite struct `A VOICEVOX engine's voice` {
    private func lines(
        _ narrations: [Narration], at address: String?, style: Int = 2, language: Language = .japanese
    ) async throws -> [SpokenLine] {
        try await withStore { store in
            var engines = try RealEngine.engines()
            engines.voicevox = address
            let voice = Voice(engine: .voicevox, speakerID: style)
            let cast = [Persona(id: "metan", name: "", role: .explainer, voice: voice, drawing: .pack(""))]
            let stage = AudioStage(store: store, engines: engines, pronunciations: [], parallelism: 1)
            let script = Script(
                title: "題", description: "", language: language,
                sections: [
                    Section(
                        title: "節", narrations: narrations,
                        slide: .points(heading: "", items: [], isOrdered: false))
                ])
            return try await stage.speak(script, cast: cast) { _ in }[0]
        }
    }

    private func narration(_ text: String, reading: String? = nil) -> Narration {
        Narration(personaID: "metan", text: text, reading: reading)
    }

    @Test func `speaks each line, moves the mouth and is credited`() async throws {
        let server = try standIn()
        let line = try await self.lines([self.narration("はしだ。")], at: server.url(""))[0]
        // Three morae and 20 ms at both ends.
        #expect(abs(line.sampleCount - (3 * 4_800 + 2 * 960)) < 100)
        #expect(line.mouthCues.map(\.shape) == [.a])
        #expect(line.voiceCredit == "VOICEVOX:四国めたん")
    }

    @Test func `reads the text where it sounds as the script wants, else the script's kana`() async throws {
        let server = try standIn()
        let lines = try await self.lines(
            [
                self.narration("橋だ", reading: "ハシダ"), self.narration("橋だ", reading: "キョウリョウダ"),
            ], at: server.url(""))
        #expect(abs(lines[0].sampleCount - (3 * 4_800 + 2 * 960)) < 100)
        #expect(lines[1].sampleCount > 6 * 4_800)
    }

    @Test func `that is not there or only sings is named with those that are`() async throws {
        let server = try standIn()
        let failure = await #expect(throws: JobFailure.self) {
            try await self.lines([self.narration("はい")], at: server.url(""), style: 9)
        }
        #expect(failure?.code == .voiceMissing && failure?.detail.contains("2 四国めたん (ノーマル)") == true)
    }

    @Test(arguments: ["/speakers", "/audio_query", "/synthesis"])
    func `is worth another attempt when its engine fails or talks nonsense`(path: String) async throws {
        for response in [
            LocalServer.Response(status: "500 Internal Server Error"),
            LocalServer.Response(body: Data("nonsense".utf8)),
        ] {
            let server = try standIn { $0.path.hasPrefix(path) ? response : nil }
            let failure = await #expect(throws: JobFailure.self) {
                try await self.lines([self.narration("はい")], at: server.url(""))
            }
            #expect(failure?.code == .engineFailed && failure?.subject == server.url(""))
        }
        let failure = await #expect(throws: JobFailure.self) {
            try await self.lines([self.narration("はい")], at: "http://127.0.0.1:9")
        }
        #expect(failure?.code == .engineFailed)
    }

    @Test func `is a local one where no engine is named, and in English`() async throws {
        let line = try await self.lines([self.narration("はい")], at: nil)[0]
        #expect(line.voiceCredit == nil && line.sampleCount > 0)
        let english = try await self.lines(
            [self.narration("Yes")], at: "http://127.0.0.1:9", language: .english)
        #expect(english[0].voiceCredit == nil && english[0].sampleCount > 0)
    }
}

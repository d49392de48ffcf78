// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@testable import AudioStage

@Suite struct `Reading English aloud` {
    @Test(arguments: [
        ("Hello, world!", "Hello, world!"),
        ("Call the API.", "Call the ay P I."),
        ("See https://example.com/a for more.", "See for more."),
        ("**Bold** and `code`", "Bold and code"),
        ("Upgrade to v1.2.3 now", "Upgrade to version 1 point 2 point 3 now"),
        ("Swift 6.3 is out", "Swift 6.3 is out"),
        ("It costs $1,200.50.", "It costs $1,200.50."),
        ("max_retry_count", "max retry count"),
        ("getUserName()", "get User Name"),
        ("NASA and JSON", "NASA and jayson"),
        ("R&D", "R and D"),
        ("50% of users", "50 percent of users"),
        ("a well-known e-mail", "a well known e mail"),
        ("It's Bob's, don't you know?", "It's Bob's, don't you know?"),
        ("rock — paper (scissors)", "rock, paper, scissors"),
        ("café", "café"),
        ("-5 degrees", "minus 5 degrees"),
        ("😀 ★ …", ""),
        ("", ""),
    ])
    func `what the engine would run together is respelled`(text: String, spoken: String) {
        #expect(EnglishReading(userWords: UserDictionary([])).text(of: text) == spoken)
    }

    @Test func `the user's words are respelled`() {
        let words = UserDictionary([Pronunciation(word: "Kohaku", reading: "koh hah koo")])
        #expect(EnglishReading(userWords: words).text(of: "Hi, Kohaku!") == "Hi, koh hah koo!")
    }

    @Test(arguments: [
        "café", "“Quoted” text – with marks…", "naïve 日本語 text", "a\nb\tc", "-t -o /tmp/x", "$(rm x)",
    ])
    func `no text breaks the engine`(text: String) async throws {
        let engine = Flite(
            program: "flite", settings: Flite.Settings(voice: "slt", speed: 1, semitones: 0),
            temporaryFolder: try RealEngine.engines().temporaryFolder)
        let sound = try await engine.speak(EnglishReading(userWords: UserDictionary([])).text(of: text))
        #expect(sound.samples.count > 4_800)
    }
}

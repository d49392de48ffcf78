// SPDX-License-Identifier: Apache-2.0
import Canvas
import Domain
import Testing

@testable import SlideStage

@Suite struct `Finding phrases` {
    @Test(
        arguments: [
            ("検索と生成を組み合わせる", ["検索と", "生成を", "組み合わせる"]),
            ("お客様のご要望", ["お客様の", "ご要望"]),
            ("十分の一にするための手法", ["十分の一にするための", "手法"]),
            ("「吾輩は猫」という一文", ["「吾輩は", "猫」", "という", "一文"]),
            ("latency of 31 ms under load", ["latency ", "of ", "31 ms ", "under ", "load"]),
            ("プログラムを作ってみましょう", ["プログラムを", "作ってみましょう"]),
            ("なぜ OAuth でリフレッシュする", ["なぜ ", "OAuth で", "リフレッシュする"]),
        ] as [(String, [String])])
    func `phrases end where a reader would pause`(text: String, phrases: [String]) {
        #expect(Phrases.split(text).map(String.init) == phrases)
    }

    @Test(arguments: 0..<40)
    func `phrases joined are the text`(seed: Int) {
        var maker = TextMaker(seed: UInt64(seed))
        let text = maker.text(.japanese, parts: 40)
        #expect(Phrases.split(text).joined() == text)
        #expect(Phrases.splitFinely(text).joined() == text)
    }
}

@Suite struct `Cleaning text` {
    @Test func `emoji, rare kanji and Arabic stay, for some font has them`() {
        var cleaner = TextCleaner(language: .japanese)
        let text = "😀👨‍👩‍👧 𠮷野家 العربية naïve"
        #expect(cleaner.prose(text) == text)
        #expect(cleaner.missingCount == 0)
    }

    @Test func `a character no font has is left out and counted`() {
        let brief = SlideBrief.points(
            heading: "私用\u{E123}領域", items: ["\u{F8FF}リンゴ", "\u{10FFFD}", "普通"], isOrdered: false)
        let (cleaned, missingCount) = brief.cleaned(language: .japanese)
        #expect(cleaned == .points(heading: "私用領域", items: ["リンゴ", "普通"], isOrdered: false))
        #expect(missingCount == 3)
        let plan = SlideDrawer(size: .hd720, theme: .light, language: .japanese).plan(brief)
        #expect(plan.notes.count == 1)
        for case .text(let layout, _, _) in plan.elements { #expect(layout.missingGlyphCount == 0) }
    }

    @Test func `line ends become spaces between words and nothing between Japanese characters`() {
        var cleaner = TextCleaner(language: .japanese)
        #expect(cleaner.prose("  two\n words ") == "two words")
        #expect(cleaner.prose("日本\n語") == "日本語")
    }

    @Test func `control and direction characters and towers of accents are removed`() {
        var cleaner = TextCleaner(language: .english)
        #expect(cleaner.prose("a\u{202E}b\u{0}c\u{7}") == "abc")
        let tower = cleaner.prose("e" + String(repeating: "\u{301}", count: 50))
        #expect(tower.unicodeScalars.count == 3)
    }

    @Test func `code loses what all its lines are indented by, and tabs`() {
        var cleaner = TextCleaner(language: .english)
        #expect(cleaner.code("\n\t\tif a {\r\n\t\t\tb\r\n\t\t}\n\n") == ["if a {", "    b", "}"])
    }

    @Test func `code without a visible character is empty`() {
        var cleaner = TextCleaner(language: .english)
        #expect(cleaner.code("\n \n\t\n").isEmpty)
    }
}

@Suite struct `Reading code` {
    private func tokens(_ text: String, _ language: String?) -> [String] {
        let bytes = Array(text.utf8)
        return CodeToken.tokens(of: text, language: language).map { token in
            "\(token.kind) " + String(decoding: bytes[token.range], as: UTF8.self)
        }
    }

    @Test func `keywords, strings, numbers and comments are told apart`() {
        #expect(
            self.tokens("let a = \"x // y\" + 0x1F // 終わり", "swift")
                == ["keyword let", "string \"x // y\"", "number 0x1F", "comment // 終わり"])
        #expect(
            self.tokens("def f(): # no\n  return 'a'", "python") == [
                "keyword def", "comment # no", "keyword return", "string 'a'",
            ])
        #expect(self.tokens("SELECT 1 -- one", "sql") == ["keyword SELECT", "number 1", "comment -- one"])
    }

    @Test func `an apostrophe in a command or a comment colours nothing else`() {
        #expect(self.tokens("it's here\nlet x", nil) == ["keyword let"])
        #expect(
            self.tokens("<!-- don't --> <a href=\"x\">", "html") == [
                "comment <!-- don't -->", "string \"x\"",
            ])
    }

    @Test(arguments: ["\"", "/*", "'", "`", "\"\"\"", "\\", "\"\\", "#", "日本語\"", "@"])
    func `what is never closed ends with the text`(text: String) {
        for token in CodeToken.tokens(of: text, language: "swift") {
            #expect(token.range.upperBound <= text.utf8.count)
        }
    }

    @Test func `a long line is broken into rows no longer than the width`() {
        let line =
            "let value = try await client.request(path: \"/api/v1/resources\", headers: [\"Accept\": \"日本語\"])"
        let code = CodeText(line, language: "swift", palette: Palette[.light].code)
        let rows = code.rows(width: 15)
        #expect(rows.map(\.text).joined() == line)
        #expect(rows.count > 2 && rows.dropFirst().allSatisfy { $0.lineNumber == nil && $0.indentation > 0 })
        let style = TextStyle(families: [Fonts.monospaced], sizePixels: 100)
        #expect(rows.allSatisfy { TextLayout($0.text, style).size.width / 100 + $0.indentation <= 15.1 })
    }
}

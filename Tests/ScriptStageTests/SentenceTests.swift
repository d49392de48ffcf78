// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import ScriptStage

@Suite struct `Finding sentences` {
    static let japanese: [(String, [String])] = [
        ("今日は晴れ。明日は雨です。", ["今日は晴れ。", "明日は雨です。"]),
        ("彼は「行こう。今すぐ。」と言った。私も続いた。", ["彼は「行こう。今すぐ。」と言った。", "私も続いた。"]),
        ("本当ですか？！ええ、本当です！", ["本当ですか？！", "ええ、本当です！"]),
        ("版は3.14です。次は4.0になる。", ["版は3.14です。", "次は4.0になる。"]),
        ("終わりに句点がない", ["終わりに句点がない"]),
        ("（注意。）だいじです。", ["（注意。）だいじです。"]),
        ("「引用だけ。」次の文。", ["「引用だけ。」次の文。"]),
        ("閉じない「かっこがある。それでも終わる。", ["閉じない「かっこがある。それでも終わる。"]),
        ("……。", []),
    ]

    @Test(arguments: japanese) func `Japanese ends at full stops outside brackets`(
        text: String, sentences: [String]
    ) {
        #expect(SentenceSegmentation.japanese(text) == sentences)
    }

    static let english: [(String, [String])] = [
        ("It works. It is fast.", ["It works.", "It is fast."]),
        ("Use tools, e.g. Make. They help.", ["Use tools, e.g. Make.", "They help."]),
        (
            "Dr. Smith wrote v1.2 in 3.5 days. It shipped.",
            ["Dr. Smith wrote v1.2 in 3.5 days.", "It shipped."]
        ),
        ("She moved to the U.S. last year. He stayed.", ["She moved to the U.S. last year.", "He stayed."]),
        ("J. R. Hacker agreed. So did we.", ["J. R. Hacker agreed.", "So did we."]),
        ("“Stop!” he said. Nobody did.", ["“Stop!” he said.", "Nobody did."]),
        ("Is it safe? Yes! Very.", ["Is it safe?", "Yes!", "Very."]),
        ("It said “no.” Then it stopped.", ["It said “no.”", "Then it stopped."]),
        ("Edit package.json first. Then run it.", ["Edit package.json first.", "Then run it."]),
        ("No end", ["No end"]),
        ("...", []),
    ]

    @Test(arguments: english) func `English ends at stops that belong to no abbreviation`(
        text: String, sentences: [String]
    ) {
        #expect(SentenceSegmentation.english(text) == sentences)
    }

    @Test func `a bracket left open does not swallow the article`() {
        let text = "「" + String(repeating: "終わらない話が続く。", count: 100)
        #expect(SentenceSegmentation.japanese(text).count > 2)
    }
}

@Suite struct `Cleaning for speech` {
    static let cases: [(String, String)] = [
        ("**太字**と[リンク](https://a.example/x)です。", "太字とリンクです。"),
        ("メッセージキュー（Message Queue）は便利です。", "メッセージキューは便利です。"),
        ("A hash (a short number) names it.", "A hash names it."),
        ("楽しい🎉話です。", "楽しい話です。"),
        ("改行の\nある文。", "改行のある文。"),
        ("Two\nlines here .", "Two lines here."),
        ("<b>Bold</b> text &", "Bold text &"),
        ("call f(x) now", "call f(x) now"),
    ]

    @Test(arguments: cases) func `markup, asides and pictographs go`(
        written: String, said: String
    ) {
        #expect(SpeechCleaning.clean(written) == said)
    }

    @Test(arguments: [
        "詳しくはhttps://example.com/pathを見る。", "Mail me@example.com today.", "Run foo() first.",
        "Set --force here.",
        "Open /etc/hosts now.", "Edit package.json first.", "std::move does it.", "a == b holds",
        "snake_case_name は",
        "see src/main/app.swift", "x -> y",
    ]) func `code and addresses are recognised`(text: String) {
        #expect(SpeechCleaning.holdsCode(SpeechCleaning.clean(text)))
    }

    @Test(arguments: [
        "Node.js と Vue.js を使う。", "C++ と C# で書く。", "TCP/IP の話。", "入出力（I/O）の話。", "and/or is fine.",
        "It costs 5% & more.", "Swift 6.3 is out.", "版は 3.14 です。", "It isn't, is it?",
    ]) func `names and numbers are no code`(text: String) {
        #expect(!SpeechCleaning.holdsCode(SpeechCleaning.clean(text)))
    }
}

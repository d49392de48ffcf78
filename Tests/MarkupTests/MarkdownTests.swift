// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Markup
import Testing

@Suite struct `Reading Markdown` {
    private static func read(_ text: String, source: String = "notes/my_page.md") throws -> Article {
        try ArticleReader.readMarkdown(Data(text.utf8), source: source)
    }

    @Test(
        arguments: [
            ("---\ntitle: \"題: 副題\"\nauthor: '高橋'\nlang: ja\n---\n本文", "題: 副題", "高橋"),
            ("---\ntitle: Plain\nauthors: [Ann, Bo]\n...\nbody", "Plain", "Ann"),
            ("+++\ntitle = \"TOML\"\n+++\nbody", "TOML", nil),
            ("---\r\ntitle: CRLF\r\n---\r\nbody", "CRLF", nil), ("# 見出し\n本文", "見出し", nil),
            ("前書き\n\n# 見出し\n本文", "見出し", nil), ("## 節\n本文", "節", nil),
            ("本文だけ", "my page", nil),
            ("---\n\n# 見出し\n本文\n\n---\n", "見出し", nil), ("Title\n=====\nbody", "Title", nil),
            ("<h1 align=center>Html <b>title</b></h1>\n\nbody", "Html title", nil),
        ] as [(String, String, String?)])
    func `the title is the front matter's, the first heading's or the file's`(
        text: String, title: String, author: String?
    ) throws {
        let article = try Self.read(text)
        #expect(article.title == title)
        #expect(article.author == author)
        #expect(
            !article.blocks.contains { if case .heading(_, let text) = $0 { text == title } else { false } })
    }

    @Test func `settings without an end are text`() throws {
        #expect(try Self.read("---\nnot settings").blocks == [.paragraph("not settings")])
    }

    @Test(arguments: [
        "[![CI](https://github.com/a/b/actions/workflows/ci.yml/badge.svg)](https://github.com/a/b)",
        "![npm](https://img.shields.io/npm/v/a)",
        "<!-- hidden -->", "<a href='https://a.example'><img src='https://badge.fury.io/js/a.svg'></a>",
        "<img width=1 height=1 src=t.png>",
        "- [One](#one)\n- [Two](#two)\n  - [Three](#three)", "<script>alert(1)</script>",
        "[ref]: https://example.com",
    ])
    func `badges, comments and tables of contents are left out`(text: String) throws {
        #expect(try Self.read("# T\n\n\(text)\n\nbody").blocks == [.paragraph("body")])
    }

    @Test(arguments: [
        ("**bold** and `code` and ~~gone~~ text", "bold and code and text"),
        ("a [link](https://example.com) and <b>html</b>", "a link and html"),
        ("一行目の\n続きの行", "一行目の続きの行"), ("https://example.com/a_b_c", "https://example.com/a_b_c"),
        ("&amp; &copy; \\*", "& © *"),
        ("text[^1]\n\n[^1]: the note", "text"), ("- [ ] todo\n", "todo"), ("H~2~O 2<sup>8</sup>", "HO 2⁸"),
    ])
    func `running text loses its marks`(text: String, plain: String) throws {
        let blocks = try Self.read("# T\n\n" + text).blocks
        #expect(blocks == [.paragraph(plain)] || blocks == [.list(items: [plain], isOrdered: false)])
    }

    @Test func `fences keep their info string's first word`() throws {
        #expect(
            try Self.read("```swift title=a.swift\nlet a = \"<b>\"\n\n\tb\n```\n\n    indented\n").blocks
                == [
                    .code(text: "let a = \"<b>\"\n\n\tb", language: "swift"),
                    .code(text: "indented", language: nil),
                ])
    }

    @Test func `tables, nested lists and quotes arrive whole`() throws {
        let text =
            "| a | b |\n|---|:-:|\n| 1 | `2` |\n| 3 |\n\n1. one\n   - inner\n2. two\n\n> said\n> > deeper\n>\n> — Who"
        #expect(
            try Self.read(text).blocks == [
                .table(header: ["a", "b"], rows: [["1", "2"], ["3", ""]], caption: nil),
                .list(items: ["one", "inner", "two"], isOrdered: true),
                .quote(text: "said\ndeeper\n— Who", attribution: nil),
            ] || (try Self.read(text).blocks.last) == .quote(text: "said\ndeeper", attribution: "Who"))
    }

    @Test func `a picture alone is a figure, beside the file or on the web`() throws {
        #expect(
            try Self.read("![図](img/a.png)", source: "/doc/README.md").blocks
                == [.figure(.init(source: "/doc/img/a.png", alternativeText: "図"))])
        #expect(
            try Self.read("![図](/a.png \"題\")", source: "https://example.com/x/README.md").blocks
                == [.figure(.init(source: "https://example.com/a.png", alternativeText: "図"))])
    }

    @Test func `html around Markdown is read as one document`() throws {
        let text =
            "<details>\n<summary>詳しく</summary>\n\n**中身**の段落\n\n</details>\n\n<div align=\"center\">\n\n## 中央\n\n</div>\n\n後の段落"
        #expect(
            try Self.read("# T\n" + text).blocks
                == [
                    .paragraph("詳しく"), .paragraph("中身の段落"), .heading(level: 2, text: "中央"),
                    .paragraph("後の段落"),
                ])
    }

    @Test(arguments: [
        "", " \n\n", "---\ntitle: only\n---\n", "<!-- nothing -->", "![](https://img.shields.io/a)",
    ])
    func `a document without text is empty`(text: String) {
        #expect { try Self.read(text) } throws: { ($0 as? JobFailure)?.code == .sourceEmpty }
    }
}

@Suite struct `Reading plain text` {
    private static func read(_ text: String) throws -> Article {
        try ArticleReader.readText(Data(text.utf8), source: "/a/my_notes.txt")
    }

    @Test(arguments: [
        ("題名\n\n本文です。", "題名"), ("■ 題名\n本文です。", "題名"), ("Title\n=====\nBody.", "Title"),
        ("本文が最初から始まります。\n続きます。", "my notes"),
        ("　字下げで始まる本文\n続き", "my notes"), ("- 項目\n- 項目", "my notes"), ("\n\n  題名  \r\n\r\n本文。", "題名"),
    ])
    func `a short first line is the title`(text: String, title: String) throws {
        #expect(try Self.read(text).title == title)
    }

    @Test func `empty lines and indents part paragraphs, line breaks do not`() throws {
        #expect(
            try Self.read("題\n\n一行目の\n続き。\n　字下げの段落。\n\nEnglish that\nwraps.").blocks
                == [.paragraph("一行目の続き。"), .paragraph("字下げの段落。"), .paragraph("English that wraps.")])
    }

    @Test(arguments: [
        ("■ 見出し", 2), ("【見出し】", 2), ("見出し\n-----", 2), ("見出し\n=====", 1), ("# 見出し", 1), ("### 見出し ###", 3),
        ("== 見出し ==", 2),
    ])
    func `marked lines are headings`(text: String, level: Int) throws {
        #expect(try Self.read("題\n\n本文。\n\n\(text)\n続きの本文。").blocks[1] == .heading(level: level, text: "見出し"))
    }

    @Test(arguments: [
        ("・一\n・二", ["一", "二"], false), ("- a\n- b", ["a", "b"], false), ("1. a\n2. b", ["a", "b"], true),
        ("（1）一\n（2）二", ["一", "二"], true),
        ("● 一\n● 二", ["一", "二"], false),
    ])
    func `bulleted and numbered lines are lists`(text: String, items: [String], isOrdered: Bool) throws {
        #expect(try Self.read("題\n\n\(text)").blocks == [.list(items: items, isOrdered: isOrdered)])
    }

    @Test(arguments: ["1.5倍になりました。", "-5度でした。", "2024年の話です。", "3) は例外"])
    func `numbers and signs at a line's head are no list`(text: String) throws {
        let blocks = try Self.read("題\n\n前の段落です。\n\n\(text)").blocks
        #expect(blocks.last == .paragraph(text) || text.hasPrefix("3)"))
    }

    @Test func `a text of one line is its own body`() throws {
        #expect(try Self.read("ひとこと").blocks == [.paragraph("ひとこと")])
    }

    @Test(arguments: ["", " \n\t\n", "\u{FEFF}", "　\n"])
    func `a text of white space is empty`(text: String) {
        #expect { try Self.read(text) } throws: { ($0 as? JobFailure)?.code == .sourceEmpty }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Domain
import Markup
import Testing

@Suite struct `Reading whole pages` {
    @Test(arguments: [
        ("blog.ja.html", "https://example.jp/subtitles"),
        ("docs.en.html", "https://docs.example.org/en/latest/retries.html"),
        ("legacy.ja.html", "http://www.example.jp/~moku/orgel.html"),
    ])
    func `a web page becomes its main text and nothing around it`(name: String, source: String) throws {
        try Golden.expect(
            try ArticleReader.readHTML(try Golden.page(name), charset: nil, source: source), isAsIn: name)
    }

    @Test func `a README becomes its text without badges`() throws {
        let source = "https://example.com/lantern/README.md"
        try Golden.expect(
            try ArticleReader.readMarkdown(try Golden.page("readme.md"), source: source), isAsIn: "readme.md")
    }

    @Test func `a Japanese memo becomes headings, lists and paragraphs`() throws {
        let page = try Golden.page("memo.ja.txt")
        try Golden.expect(try ArticleReader.readText(page, source: "memo.ja.txt"), isAsIn: "memo.ja.txt")
    }
}

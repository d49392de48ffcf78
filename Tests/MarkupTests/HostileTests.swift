// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Markup
import Testing

/// Input made to crash, hang or swell whoever reads it. Each must end in an article or a `JobFailure`, soon.
@Suite(.serialized, .timeLimit(.minutes(5))) struct `Surviving hostile input` {
    /// Reads on a thread of its own, since this suite would otherwise hold up every other: the pool has few threads.
    /// - Returns: The article, or nil for a `JobFailure`.
    @discardableResult
    private static func survive(_ read: @escaping @Sendable () throws -> Article) async throws -> Article? {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                do {
                    continuation.resume(returning: try read())
                } catch is JobFailure {
                    continuation.resume(returning: nil)
                } catch { continuation.resume(throwing: error) }
            }
        }
    }

    @Test(arguments: [
        "<div>", "<span>", "<ul><li>x", "<ol><li><p>", "<blockquote>x", "<table><tr><td>x",
        "<figure><div><figcaption>x",
        "<blockquote><div><footer>x<cite>", "<h1><div>x", "<a href=x><div>", "<pre><div>x", "<b><p>",
        "<dl><dt>x<dd>",
        "<ruby>", "<article class='post content'>", "<details><summary>x", "<svg>", "<template>", "<button>",
        "<font size=1>",
    ])
    func `tens of thousands of elements inside each other are read or refused`(element: String) async throws {
        let html = String(repeating: element, count: 30_000) + filler
        try await Self.survive { try ArticleReader.readHTML(Data(html.utf8), charset: nil, source: "x") }
    }

    /// What the page is refused for; nil when it is read.
    private static func refusal(of html: String) async throws -> String? {
        do {
            _ = try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread {
                    continuation.resume(
                        with: Result {
                            try ArticleReader.readHTML(Data(html.utf8), charset: nil, source: "x")
                        })
                }
            }
            return nil
        } catch let failure as JobFailure {
            #expect(failure.code == .sourceTooLarge)
            return failure.detail
        }
    }

    @Test(arguments: [
        (String(repeating: "<div>", count: 50_000), "elements nested 513 deep"),
        // Ends that end nothing, since another element is in their way, do not count.
        (String(repeating: "<div><object></div></object>", count: 50_000), "elements nested 513 deep"),
        (String(repeating: "<svg><desc><x/></svg>", count: 50_000), "elements nested 513 deep"),
        ((0..<2_000).map { "<p><b id=\($0)>" }.joined(), "65 formatting elements that are never closed"),
        (
            (0..<60).map { "<b id=\($0)>" }.joined() + String(repeating: "<p>x", count: 50_000),
            "more than 1000000 elements"
        ),
        (String(repeating: "<!---->", count: 1_100_000), "more than 1000000 elements"),
        ("<p " + (0..<50_000).map { "a\($0) " }.joined() + ">", "too many attributes"),
        ((0..<50_000).map { "<body a\($0)>" }.joined(), "too many attributes"),
    ])
    func `markup that would cost more than its size is refused, and the refusal says why`(
        markup: String, reason: String
    ) async throws {
        #expect(try await Self.refusal(of: markup + filler) == reason)
    }

    @Test(arguments: [
        String(repeating: "<p>x<ul><li>y<li>z</ul><dl><dt>x<dd>y</dl>", count: 10_000),
        "<table>" + String(repeating: "<tr><td>x<td><p>y", count: 20_000) + "</table>",
        String(repeating: "<p><a name=x>y<a href=z>w", count: 300),
        String(repeating: "<p><font size=2>x</p>", count: 400),
        "<svg>" + String(repeating: "<path d='M0 0'/><g><title>x</title></g>", count: 20_000) + "</svg>",
        String(repeating: "<script>'<div><div>'</script><style><div></style><!-- <div> -->", count: 5_000),
        "<script><!-- <script> </script> <div> --></script>",
        String(repeating: "<select><option>a<option>b</select><ruby>x<rt>y<rt>z</ruby>", count: 5_000),
        String(repeating: "<div title='<div>' class=\"<div>\">x</div>", count: 5_000),
    ])
    func `end tags that authors leave out, and tags that are none, do not count`(markup: String) async throws
    {
        #expect(try await Self.refusal(of: "<article>" + filler + markup) == nil)
    }

    @Test(arguments: [
        "<table><math><mi><![CDATA[x]]> ", "<table><svg><desc><![CDATA[<div>]]>x ",
        "<svg><style><![CDATA[ a > b { } ]]></style></svg>",
        "<template><script>if (a<b) { '<!--' }</script></template>",
    ])
    func `CDATA sections, and scripts in templates, are harmless`(markup: String) async throws {
        #expect(try await Self.refusal(of: "<article>" + filler + markup) == nil)
    }

    @Test(arguments: ["select", "td", "template", "caption"])
    func `parts of tables inside drawings, at which libgumbo may abort, are refused`(name: String)
        async throws
    {
        let html = "<table><svg><\(name)><title><select><thead></table>"
        #expect(try await Self.refusal(of: html + filler) == "a part of a table inside SVG or MathML")
    }

    @Test(arguments: [
        "<template><title/><!--</title><table/><svg><select><title><template></template><table>",
        "<template><title>", "<svg><p><style>",
    ])
    func `text that may be markup hides nothing from the gate`(markup: String) async throws {
        #expect(try await Self.refusal(of: markup + filler) != nil)
    }

    @Test func `a page of ten megabytes is read`() async throws {
        let paragraph = "<p>この段落は記事の本文として十分な長さを持っています。</p>"
        let html = String(repeating: paragraph, count: 9_900_000 / paragraph.utf8.count)
        #expect(try await Self.refusal(of: "<article>" + html) == nil)
    }

    @Test func `a hundred thousand headings are read`() async throws {
        let html = "<article>" + (0..<100_000).map { "<h2>heading \($0)</h2><p>text" }.joined() + filler
        let article = try await Self.survive {
            try ArticleReader.readHTML(Data(html.utf8), charset: nil, source: "x")
        }
        #expect(article?.blocks.count == 200_002)
    }

    @Test(arguments: [
        "<", "<!", "<!-", "<!--", "</", "&", "&#", "&#x", "&notin", "<script>", "<title>", "<a ", "<a b='",
        "<img srcset='a 1w,",
        "<p>", "]]>", "<![CDATA[", "\u{0}", "<td colspan=999999999 rowspan=999999999>x", "\"><'",
    ])
    func `fragments of markup, over and over, are read or refused`(fragment: String) async throws {
        let html = filler + "<table><tr><td>" + String(repeating: fragment, count: 30_000) + filler
        try await Self.survive { try ArticleReader.readHTML(Data(html.utf8), charset: nil, source: "x") }
    }

    @Test func `more elements than any article has are refused`() async throws {
        let html = String(repeating: "<p>a", count: 600_000)
        #expect(
            try await Self.survive { try ArticleReader.readHTML(Data(html.utf8), charset: nil, source: "x") }
                == nil)
    }

    @Test func `more bytes than any article has are refused unread`() {
        let bytes = Data(repeating: 0x41, count: ArticleReader.maximumHTMLBytes + 1)
        for read in [
            { try ArticleReader.readHTML(bytes, charset: nil, source: "x") },
            { try ArticleReader.readMarkdown(bytes, source: "x") },
            { try ArticleReader.readText(bytes, source: "x") },
        ] {
            #expect { _ = try read() } throws: { ($0 as? JobFailure)?.code == .sourceTooLarge }
        }
    }

    @Test(arguments: [
        ">", "> ", "- ", "* a\n", "[", "![", "[a](", "*a_ ", "_", "`", "<", "<!--", "<div>", "|a", "~~a",
        "[^1]: x\n", "[^1]\n", "&", "\\",
        "---\n", "[x]: y\n", "1. ",
    ])
    func `marks of Markdown, over and over, are read or refused`(mark: String) async throws {
        let text = String(repeating: mark, count: 50_000) + "\n\ntext"
        try await Self.survive { try ArticleReader.readMarkdown(Data(text.utf8), source: "x.md") }
    }

    @Test func `a table of Markdown that would fill memory stays text`() async throws {
        let header =
            String(repeating: "|a", count: 20_000) + "|\n" + String(repeating: "|-", count: 20_000) + "|\n"
        let text = "# T\n\n" + header + String(repeating: "x\n", count: 100_000)
        let article = try #require(
            try await Self.survive { try ArticleReader.readMarkdown(Data(text.utf8), source: "x.md") })
        #expect(!article.blocks.contains { if case .table = $0 { true } else { false } })
    }

    @Test(arguments: 0..<60) func `random pieces of markup end in an article or a failure`(seed: UInt64)
        async throws
    {
        var random = SplitMix(state: seed)
        let pieces = [
            "<div>", "</div>", "<p>", "</p>", "<table>", "<tr>", "<td>", "</table>", "<ul>", "<li>", "</ul>",
            "<a href=x>", "</a>", "<h2>", "</h2>",
            "<pre>", "</pre>", "<blockquote>", "</blockquote>", "<figure>", "<figcaption>", "</figure>",
            "<img src=a.png>", "<br>", "<b>", "</b>",
            "<script>", "</script>", "<!--", "-->", "<svg>", "</svg>", "&amp;", "&#x1F600;", "文章です。", "text ",
            "<", ">", "\"", "\n\n", "# ", "* ", "| a |\n|--|\n",
            "```\n", "> ", "---\n", "[a](b)", "<article>", "</article>", "<noscript>", "<button>", "<dl>",
            "<dt>", "<dd>", "<ruby>", "<rt>", "\u{3000}", "・項目\n",
        ]
        let text = (0..<400).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
        var bytes = Data(text.utf8)
        if seed.isMultiple(of: 2) {
            for _ in 0..<40 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
        }
        let input = bytes
        let charset = [nil, "shift_jis", "iso-2022-jp", "utf-16"][Int(seed % 4)]
        try await Self.survive {
            try ArticleReader.readHTML(input, charset: charset, source: "https://example.com/")
        }
        try await Self.survive { try ArticleReader.readMarkdown(input, source: "a.md") }
        try await Self.survive { try ArticleReader.readText(input, source: "a.txt") }
    }

    @Test(arguments: 0..<20) func `random references and attributes end in an article or a failure`(
        seed: UInt64
    ) async throws {
        var random = SplitMix(state: seed)
        let pieces = [
            "http:", "//", "/", "..", "?", "#", ":", "@", "[", "]", "%", "%41", "%zz", "日本", " ", ",", "x",
            "1w", "2x", "\\", "\t", "data:", "é", "\u{202E}", "🙂",
            "file:", "a.png", "&amp;", "&#0;", "..//..", "xn--", "0x7f", "127.1",
        ]
        func noise() -> String {
            let count = Int(random.next() % 12)
            return (0..<count).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
        }
        let html = (0..<300).map { _ in
            let name = ["src", "srcset", "data-src", "class", "style", "width", "colspan"][
                Int(random.next() % 7)]
            return "<img src='\(noise())' \(name)='\(noise())' alt='\(noise())'><a href='\(noise())'>text</a>"
        }.joined()
        for source in ["https://example.com/a", noise(), ""] {
            let (page, charset) = ("<base href='\(noise())'><article>\(html)\(filler)", noise())
            try await Self.survive {
                try ArticleReader.readHTML(Data(page.utf8), charset: charset, source: source)
            }
        }
    }

    private struct SplitMix {
        var state: UInt64
        mutating func next() -> UInt64 {
            self.state &+= 0x9E37_79B9_7F4A_7C15
            var z = self.state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}

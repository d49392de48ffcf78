// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Markup
import Testing

@Suite struct `Reading the pictures of a page` {
    private static func figures(
        _ html: String, head: String = "", source: String = "https://example.jp/a/b.html"
    ) throws -> [Article.Figure] {
        try read("<head>\(head)</head><article>\(html)\(filler)</article>", source: source).blocks.compactMap
        {
            if case .figure(let figure) = $0 { figure } else { nil }
        }
    }

    @Test(arguments: [
        ("<img src=c.png>", "https://example.jp/a/c.png"), ("<img src=/c.png>", "https://example.jp/c.png"),
        ("<img src=//cdn.example.com/c.png>", "https://cdn.example.com/c.png"),
        ("<img src='図 1.png'>", "https://example.jp/a/%E5%9B%B3%201.png"),
        ("<img src='data:image/gif;base64,AAAA' data-src=c.png>", "https://example.jp/a/c.png"),
        ("<img src=/loading.gif data-original=c.png>", "https://example.jp/a/c.png"),
        ("<img src=s.gif data-lazy-src=c.png>", "https://example.jp/a/c.png"),
        ("<img src=s.png srcset='m.png 640w, l.png 1280w, xxl.png 8000w'>", "https://example.jp/a/l.png"),
        ("<img src=s.png srcset='s.png 1x, l.png 2x'>", "https://example.jp/a/l.png"),
        ("<img data-srcset='huge.png 9000w, big.png 5000w'>", "https://example.jp/a/big.png"),
        (
            "<img srcset='https://i.example.com/a,b/c.png?x=1,2 800w'>",
            "https://i.example.com/a,b/c.png?x=1,2"
        ),
        (
            "<picture><source type=image/avif srcset=c.avif><source srcset=c.webp><img src=c.png></picture>",
            "https://example.jp/a/c.webp"
        ),
        ("<img class=lazy src='data:,'><noscript><img src=c.png></noscript>", "https://example.jp/a/c.png"),
        ("<a href=c-large.png><img src=c.png></a>", "https://example.jp/a/c.png"),
    ])
    func `the picture itself is found, as an absolute address`(html: String, source: String) throws {
        #expect(try Self.figures(html).map(\.source) == [source])
    }

    @Test(arguments: [
        "<img src=t.gif width=1 height=1>", "<img src=i.png width=32 height=32>",
        "<img class='avatar' src=me.png>", "<img class=wp-smiley src=s.png>",
        "<img src='https://www.gravatar.com/avatar/1'>", "<img role=presentation src=line.png>",
        "<img src='data:image/png;base64,AAAA'>",
        "<img src='javascript:x'>", "<img src='file:///etc/passwd'>", "<img>", "<img src=''>",
        "<img src='#'>", "<img src=c.avif>",
        "<img src='https://img.shields.io/badge/a-b'>", "<img hidden src=c.png>",
    ])
    func `decoration, trackers and unusable pictures are left out`(html: String) throws {
        #expect(try Self.figures(html) == [])
    }

    @Test func `text, caption and size come along`() throws {
        let html =
            "<figure><a href=big.png><img src=c.png alt=' 図の\n説明 ' width=800 height=450></a><figcaption>図1 <b>全体</b></figcaption></figure>"
        #expect(
            try Self.figures(html) == [
                .init(
                    source: "https://example.jp/a/c.png", alternativeText: "図の説明", caption: "図1 全体",
                    width: 800, height: 450)
            ])
    }

    @Test func `old captions are captions too`() throws {
        let html = "<div class=wp-caption><img src=c.png><p class=wp-caption-text>図の題</p></div>"
        #expect(try Self.figures(html).map(\.caption) == ["図の題"])
    }

    @Test func `pictures stand where they stood, and each once`() throws {
        let html = "<p>前<img src=1.png>後</p><figure><img src=2.png><img src=1.png></figure>"
        #expect(
            try Self.figures(html).map(\.source) == [
                "https://example.jp/a/1.png", "https://example.jp/a/2.png",
            ])
    }

    @Test func `a base address is honoured`() throws {
        #expect(
            try Self.figures("<img src=c.png>", head: "<base href='https://cdn.example.jp/x/'>").map(\.source)
                == ["https://cdn.example.jp/x/c.png"])
        #expect(
            try Self.figures("<img src=c.png>", head: "<base href='/y/'>").map(\.source) == [
                "https://example.jp/y/c.png"
            ])
        #expect(
            try Self.figures("<img src=c.png>", head: "<base href='javascript:1'>").map(\.source) == [
                "https://example.jp/a/c.png"
            ])
    }

    @Test func `a page from a file names files beside it`() throws {
        #expect(
            try Self.figures(
                "<img src='img/%E5%9B%B3.png?v=1'><img src=https://example.com/c.png>",
                source: "/home/me/page.html"
            ).map(\.source)
                == ["/home/me/img/図.png", "https://example.com/c.png"])
    }
}

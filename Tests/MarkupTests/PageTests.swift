// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Markup
import Testing

/// Enough prose to make a page an article, so that a test can be about what stands beside it.
let filler = """
    <p>この段落は記事の本文として十分な長さを持っています。テストの対象は、この段落の前後に置かれたものです。</p>
    <p>二つ目の段落も同じ役割を果たします。本文らしい文章が続くことで、ページは記事として読まれます。</p>
    """

func read(_ html: String, source: String = "https://example.jp/a/b.html") throws -> Article {
    try ArticleReader.readHTML(Data(html.utf8), charset: "utf-8", source: source)
}

/// The blocks before the filler's two paragraphs.
func blocks(_ html: String) throws -> [Article.Block] {
    Array(try read("<article>\(html)\(filler)</article>").blocks.dropLast(2))
}

func code(of html: String) -> JobFailure.Code? {
    do {
        _ = try read(html)
        return nil
    } catch { return (error as? JobFailure)?.code }
}

@Suite struct `Finding the article on a page` {
    @Test(arguments: [
        "<div class='cookie-banner'><p>当サイトはクッキーを使用しています。詳しくは規約をご覧ください。</p></div>",
        "<nav><p>ナビゲーションの中に置かれた、やや長い説明の文章です。</p></nav>",
        "<aside><p>本文とは別の、傍らに置かれた長めの文章です。読み上げません。</p></aside>",
        "<div class='share-buttons'>この記事をシェアしてください、という長い呼びかけの文。</div>",
        "<div hidden><p>隠された段落です。読者の目には触れません。読み上げもしません。</p></div>",
        "<div aria-hidden='true'><p>補助技術から隠された段落です。読み上げもしません。</p></div>",
        "<p style='display: none'>表示されない段落です。読者の目には触れません。</p>",
        "<span class='sr-only'>画面読み上げだけの文</span>",
        "<script>var text = '<p>スクリプトの中の文字列です</p>';</script>",
        "<style>p::before { content: '様式の中の文字列' }</style>",
        "<template><p>雛形の中の段落です。まだ誰にも見えていません。</p></template>",
        "<svg><text>図の中の文字</text></svg>", "<!-- コメントの中の文章 -->",
        "<noscript><p>スクリプトを有効にしてください。</p></noscript>",
        "<form class='newsletter'><p>メールマガジンに登録すると、毎週お知らせが届きます。</p><input name=mail></form>",
        "<div class='related-posts'><h3>関連記事</h3><p>関連する別の記事の、長めの紹介文がここに入ります。</p></div>",
        "<div id='comments'><p>とても参考になる記事でした。また読みに来ます。ありがとうございました。</p></div>",
        "<div class='adsbygoogle'><p>広告の文章です。いまだけ半額で手に入ります。お急ぎください。</p></div>",
        "<iframe src=x>枠の中の代わりの文</iframe>", "<button>押すボタン</button>", "<select><option>選択肢</option></select>",
        "<div id=toc><p>目次</p><ul><li><a href='#a'>一つ目の見出し</a></li></ul></div>",
        "<ul><li><a href='#a'>一つ目の見出し</a></li><li><a href='#b'>二つ目の見出し</a></li></ul>",
        "<footer><p>著作権に関する表示の文章です。無断で転載することを禁じます。</p></footer>",
        "<p>2024年4月1日</p>", "<p><a href='/next'>次の記事を読む</a></p>",
    ])
    func `what surrounds the text is left out`(html: String) throws {
        #expect(try blocks(html) == [])
    }

    @Test func `hints on wrappers, and words that only contain a hint, leave the text alone`() throws {
        for name in [
            "has-sidebar", "no-comments", "navy", "shared-ownership", "advantage", "header-image", "lead",
            "social-less",
        ] {
            let article = try read(
                "<body class='sidebar-open'><div class='\(name == "social-less" ? "lead" : name)'>\(filler)</div>"
            )
            #expect(article.blocks.count == 2, "\(name)")
        }
    }

    @Test func `a wrapper that is named after its smallest part is read all the same`() throws {
        #expect(try read("<div class='comments-enabled sidebar'>\(filler)</div>").blocks.count == 2)
    }

    @Test func `text without any telling element is found by its prose`() throws {
        let html = """
            <div><div><a href=1>家</a> <a href=2>庭</a> <a href=3>道</a></div>
            <div><p>導入の文章です。ここから記事が始まることを読者に伝えます。長さは十分にあります。</p>
            <div>\(filler)<p>三つ目の段落です。本文の大半はこの入れ物の中にあります。</p></div></div>
            <div><a href=4>会社概要</a> <a href=5>採用情報</a></div></div>
            """
        #expect(try read(html).blocks.count == 4)
    }

    @Test func `sections of one text stay together`() throws {
        let section = { (title: String) in "<div><h2>\(title)</h2>\(filler)</div>" }
        let article = try read("<div id=x>\(section("一"))\(section("二"))\(section("三"))</div>")
        #expect(article.blocks.count == 9)
    }

    @Test func `the article inside main wins over what else main holds`() throws {
        let others = String(repeating: "<div class=box><p>読者から寄せられた感想の文章です。記事の一部ではありません。</p></div>", count: 2)
        #expect(try read("<main><article>\(filler)</article>\(others)</main>").blocks.count == 2)
    }

    @Test func `a page of nothing but links is no article`() {
        let links = (1...60).map { "<li><a href='/\($0)'>これは\($0)番目の記事の題名で、長さもそれなりにあります</a></li>" }.joined()
        #expect(code(of: "<title>一覧</title><h1>一覧</h1><ul>\(links)</ul>") == .sourceNotArticle)
    }

    @Test func `a list of teasers is no article`() {
        let teasers = (1...6).map { index in
            """
            <article><h2><a href="/\(index)">\(index)番目の記事</a></h2><p>この記事では、\(index)番目の話題について、できるだけ丁寧に説明していきます。\
            続きは個別のページで読めます。</p></article>
            """
        }.joined()
        #expect(code(of: "<main>\(teasers)</main>") == .sourceNotArticle)
    }

    @Test func `an empty page is empty, and one that needs scripts says so`() throws {
        #expect(code(of: "<html><head><title>題</title></head><body>  \n </body></html>") == .sourceEmpty)
        #expect(code(of: "") == .sourceEmpty)
        let shell =
            "<html><body><noscript>You need to enable JavaScript.</noscript><div id=root></div><script src=/app.js></script></body></html>"
        #expect(code(of: shell) == .sourceNotArticle)
    }

    @Test(arguments: [
        (
            "<meta property='og:title' content='題名 - サイト'><meta property='og:site_name' content='サイト'><title>別</title>",
            "題名"
        ),
        ("<title>長めの題名をここに置く | サイトの名前</title>", "長めの題名をここに置く"),
        ("<title>サイト | 長い題名がうしろにある記事のページ</title>", "長い題名がうしろにある記事のページ"),
        ("<title>A - B</title>", "A - B"), ("<title>Swift 6 &amp; you – The Blog</title>", "Swift 6 & you"),
        ("<title>別</title><body><article><h1>見出し<a class=anchor href='#x'>¶</a></h1><p>", "見出し"), ("", "b"),
    ])
    func `the title comes from the page's own words, without the site`(head: String, title: String) throws {
        #expect(try read(head + (head.contains("<article>") ? "" : "<article>") + filler).title == title)
    }

    @Test(
        arguments: [
            ("<html lang=ja>", filler, Language.japanese), ("", filler, .japanese),
            ("<html lang=en>", filler, .japanese),
            (
                "<html lang=fr>",
                "<p>" + String(repeating: "Une phrase en français, et encore une autre. ", count: 9), nil
            ),
            ("", "<p>" + String(repeating: "Une phrase en français, et encore une autre. ", count: 9), nil),
            (
                "", "<p>" + String(repeating: "This is the plain text of a page in English. ", count: 9),
                .english
            ),
            (
                "<html lang=ja>",
                "<p>" + String(repeating: "This is the plain text of a page in English. ", count: 9), .english
            ),
            ("", "<p>" + String(repeating: "这是一个中文网页，没有假名。", count: 20), nil),
            ("", "<p>" + String(repeating: "Это страница на русском языке. ", count: 20), nil),
        ] as [(String, String, Language?)])
    func `the language is what the text is in, whatever the page says`(
        head: String, body: String, language: Language?
    ) throws {
        #expect(try read(head + "<body><article>" + body).language == language)
    }

    @Test func `author and description are read`() throws {
        let head = "<meta name=Author content=' 山田 花子 '><meta name=description content='要約の文'>"
        let article = try read(head + "<article>" + filler)
        #expect(article.author == "山田 花子")
        #expect(article.summary == "要約の文")
        #expect(
            try read("<meta property=article:author content='https://example.com/me'><article>" + filler)
                .author == nil)
    }
}

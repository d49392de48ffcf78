// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Markup
import Testing

@Suite struct `Reading the blocks of a page` {
    private static func p(_ text: String) -> Article.Block { .paragraph(text) }

    @Test(arguments: [
        ("日本語の\n      文は改行で切れない", "日本語の文は改行で切れない"),
        ("English\n  words stay apart", "English words stay apart"),
        ("日本語と\nEnglishの間", "日本語と Englishの間"), ("空白は 残す", "空白は 残す"), ("한국어는\n띄어쓴다", "한국어는 띄어쓴다"),
        ("a&nbsp;&nbsp;b \t c", "a b c"), ("zero\u{200B}width&shy;soft", "zerowidthsoft"),
        ("<b>太</b>い<i>字</i>", "太い字"), ("<code>let x</code> is <kbd>Ctrl</kbd>", "let x is Ctrl"),
        ("<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>を読む", "漢字を読む"),
        ("<ruby>東<rt>とう<rb>京<rt>きょう</ruby>", "東京"),
        ("10<sup>6</sup>個と2<sup>10</sup>", "10⁶個と2¹⁰"), ("事実<sup><a href='#f1'>[1]</a></sup>です", "事実です"),
        ("脚注<a href='#n'>[注 3]</a>も", "脚注も"), ("H<sub>2</sub>O", "H2O"),
        ("<del>古い</del><ins>新しい</ins>", "新しい"),
        (
            "&lt;div&gt; &amp;amp; &#x3042;&#12356; &copy; &hellip; &notareference;",
            "<div> &amp; あい © … ¬areference;"
        ),
        ("AT&T と a < b と &#150; と &#0;", "AT&T と a < b と – と \u{FFFD}"), ("一行目。<br>二行目。", "一行目。二行目。"),
        ("I said <q>no</q>", "I said “no”"),
    ])
    func `running text reads as a browser shows it`(html: String, text: String) throws {
        #expect(try blocks("<p>\(html)</p>") == [Self.p(text)])
    }

    @Test func `two breaks part paragraphs, and bullets after breaks are a list`() throws {
        #expect(try blocks("<p>前の段落<br><br/>後の段落</p>") == [Self.p("前の段落"), Self.p("後の段落")])
        #expect(
            try blocks("<div>用意するもの<br>・紙<br>・糊<br></div>")
                == [Self.p("用意するもの"), .list(items: ["紙", "糊"], isOrdered: false)])
    }

    @Test func `headings keep their level, and lose their marks`() throws {
        #expect(
            try blocks(
                "<h2>章 <a href='#a' class=anchor>#</a></h2><p>本文</p><h4 id=b><a href='#b'>節</a></h4><p>本文</p>"
            )
                == [.heading(level: 2, text: "章"), Self.p("本文"), .heading(level: 4, text: "節"), Self.p("本文")])
    }

    @Test func `headings that head nothing, and sections that are no text, are left out`() throws {
        let html =
            "<h2>空の章</h2><h2>次の章</h2><p>本文</p><h2>関連記事</h2><p>関連する記事の紹介です。</p><h3>下の見出し</h3><p>これも関連です。</p><h2>章</h2>"
        #expect(
            try blocks(html) == [
                .heading(level: 2, text: "次の章"), Self.p("本文"), .heading(level: 2, text: "章"),
            ])
    }

    @Test func `lists keep their items, nested ones in place`() throws {
        let html = "<ol><li>一<ul><li>一の一<li>一の二</ul><li><p>二</p><p>二の続き</p></ol>"
        #expect(try blocks(html) == [.list(items: ["一", "一の一", "一の二", "二：二の続き"], isOrdered: true)])
    }

    @Test func `an item's code follows its list, and several cut it where they stand`() throws {
        #expect(
            try blocks("<ol><li>書く<pre>a</pre></li><li>走らせる</li></ol>")
                == [.list(items: ["書く", "走らせる"], isOrdered: true), .code(text: "a", language: nil)])
        #expect(
            try blocks("<ol><li>書く<pre>a</pre></li><li>走らせる<pre>b</pre></li></ol>")
                == [
                    Self.p("書く"), .code(text: "a", language: nil), Self.p("走らせる"),
                    .code(text: "b", language: nil),
                ])
    }

    @Test func `cards made of list items are read as what they hold`() throws {
        #expect(
            try blocks("<ul><li><h3>速い</h3><p>すぐに終わります。</p></li><li><h3>軽い</h3><p>場所を取りません。</p></li></ul>")
                == [
                    .heading(level: 3, text: "速い"), Self.p("すぐに終わります。"), .heading(level: 3, text: "軽い"),
                    Self.p("場所を取りません。"),
                ])
    }

    @Test func `a term and its meaning are one item`() throws {
        #expect(
            try blocks("<dl><dt>語<dd>その意味<dt>term<dd>its meaning</dl>")
                == [.list(items: ["語：その意味", "term: its meaning"], isOrdered: false)])
    }

    @Test(
        arguments: [
            (
                "<pre><code class='language-swift'>let a = 1\n  let b = 2\n</code></pre>",
                "let a = 1\n  let b = 2", "swift"
            ),
            ("<div class='highlight highlight-source-shell'><pre>ls -l</pre></div>", "ls -l", "shell"),
            (
                "<div class='highlight-python notranslate'><div class=highlight><pre>\nx = 1</pre></div></div>",
                "x = 1", "python"
            ),
            ("<pre class='brush: java; toolbar: false'>int i;</pre>", "int i;", "java"),
            ("<pre data-lang=rust><code>fn f() {}</code></pre>", "fn f() {}", "rust"),
            ("<pre><code class='hljs language-text'>plain</code></pre>", "plain", nil),
            ("<pre class=prettyprint>x &lt; y<br>z</pre>", "x < y\nz", nil),
            (
                "<pre><code><span class='line-number'>1</span>a\r\n<span class='line-number'>2</span>b</code></pre>",
                "a\nb", nil
            ),
            ("<pre><code><div>a</div><div>  b</div></code></pre>", "a\n  b", nil),
            (
                "<table class=highlighttable><tr><td class=linenos><pre>1\n2</pre></td><td class=code><pre>a\nb</pre></td></tr></table>",
                "a\nb", nil
            ),
            (
                "<div class=code-frame data-lang=go><div class=code-lang>main.go</div><pre>package main</pre><button>Copy</button></div>",
                "package main", "go"
            ),
        ] as [(String, String, String?)])
    func `code keeps its lines and its language`(html: String, text: String, language: String?) throws {
        #expect(try blocks(html) == [.code(text: text, language: language)])
    }

    @Test func `tables have a header, equal rows and a caption`() throws {
        let html =
            "<table><caption>表の題</caption><tr><th>名<th>値<tr><td colspan=2>全部<tr><td>甲<td>一<td>余り</table>"
        #expect(
            try blocks(html)
                == [
                    .table(
                        header: ["名", "値", ""], rows: [["全部", "", ""], ["甲", "一", "余り"]], caption: "表の題")
                ])
    }

    @Test func `a cell over several rows is repeated in each`() throws {
        let html = "<table><thead><tr><td>a<td>b</thead><tr><td rowspan=2>x<td>1<tr><td>2</table>"
        #expect(
            try blocks(html) == [.table(header: ["a", "b"], rows: [["x", "1"], ["x", "2"]], caption: nil)])
    }

    @Test func `a table without a header has an empty one`() throws {
        #expect(
            try blocks("<table><tr><td>a<td>b<tr><td>c<td>d</table>") == [
                .table(header: ["", ""], rows: [["a", "b"], ["c", "d"]], caption: nil)
            ])
    }

    @Test func `a table that only lays out is read as what it holds`() throws {
        #expect(try blocks("<table><tr><td><p>一つの段落</p></td></tr></table>") == [Self.p("一つの段落")])
        #expect(
            try blocks("<table role=presentation><tr><td>左の文</td><td>右の文</td></tr></table>") == [
                Self.p("左の文"), Self.p("右の文"),
            ])
    }

    @Test(
        arguments: [
            ("<blockquote><p>言葉。</p><p>続き。</p><cite>— 著者</cite></blockquote>", "言葉。\n続き。", "著者"),
            ("<figure><blockquote>言葉。</blockquote><figcaption>著者『本』</figcaption></figure>", "言葉。", "著者『本』"),
            ("<blockquote>言葉。<footer>— 著者, <cite>本</cite></footer></blockquote>", "言葉。", "著者, 本"),
            ("<blockquote><p>Words.</p><p>— Someone</p></blockquote>", "Words.", "Someone"),
            ("<blockquote>言葉。</blockquote>", "言葉。", nil),
        ] as [(String, String, String?)])
    func `quotes keep who said them`(html: String, text: String, attribution: String?) throws {
        #expect(try blocks(html) == [.quote(text: text, attribution: attribution)])
    }

    @Test func `a quote that holds code is not somebody's words`() throws {
        #expect(
            try blocks("<blockquote><p>例</p><pre>x</pre></blockquote>") == [
                Self.p("例"), .code(text: "x", language: nil),
            ])
    }

    @Test func `broken markup loses no text`() throws {
        #expect(
            try blocks("<p>一<div>二</p>三</div><b><p>四</b>五</p></i></section><p>六")
                == [Self.p("一"), Self.p("二"), Self.p("三"), Self.p("四五"), Self.p("六")])
        #expect(try blocks("<p>前 < 後 <3 </ >終わり<p a=<b>c>次") == [Self.p("前 < 後 <3 終わり"), Self.p("c>次")])
    }
}

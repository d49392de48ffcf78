// SPDX-License-Identifier: Apache-2.0
import Domain
import Markup
import Testing

@Suite struct `Reading boxes, notes and numbers` {
    private static func p(_ text: String) -> Article.Block { .paragraph(text) }

    @Test(arguments: [
        // DocBook.
        """
        <div class=note><table border=0 summary=Note><tr><td rowspan=2><img alt="[Note]" src=note.png></td>
        <th align=left>Note</th></tr><tr><td><p>先に電源を切ります。</p></td></tr></table></div>
        """,
        "<div class=warning><h3 class=title>警告</h3><p>先に電源を切ります。</p></div>",
        // AsciiDoc.
        """
        <div class="admonitionblock tip"><table><tr><td class=icon><i class="fa icon-tip" title=Tip></i></td>
        <td class=content>先に電源を切ります。</td></tr></table></div>
        """,
        """
        <div class="admonitionblock note"><table><tr><td class=icon><div class=title>注記</div></td>
        <td class=content>先に電源を切ります。</td></tr></table></div>
        """,
        "<table class='callout'><tr><td>⚠</td><td>先に電源を切ります。</td></tr></table>",
        "<p><b>ヒント：</b></p><p>先に電源を切ります。</p>", "<p>先に電源を切ります。</p><p>※1 当社調べ。</p><p>*2 税別。</p><p>† 例外あり。</p>",
    ])
    func `a box of notes is read as its text`(html: String) throws {
        #expect(try blocks(html) == [Self.p("先に電源を切ります。")])
    }

    @Test(arguments: [
        "<table><tr><td>最初の説明です。</td><td>次の説明です。</td></tr></table>",
        "<table><tr><td>最初の説明です。</td></tr><tr><td>次の説明です。</td></tr></table>",
        "<table><tr><td>1</td><td>最初の説明です。</td></tr><tr><td>(2)</td><td>次の説明です。</td></tr></table>",
        """
        <table summary='Callout list'><tr><td><img src=1.png alt=1></td><td>最初の説明です。</td></tr>
        <tr><td><img src=2.png alt=2></td><td>次の説明です。</td></tr></table>
        """,
        "<table role=none><tr><td>最初の説明です。<td>次の説明です。</table>",
    ])
    func `a table that lays text out is read as its text`(html: String) throws {
        #expect(try blocks(html) == [Self.p("最初の説明です。"), Self.p("次の説明です。")])
    }

    @Test(arguments: [
        "<p>\(String(repeating: "長い文です。", count: 40))</p>", "<p>一つ目です。</p><p>二つ目です。</p>",
        "<ul><li>一つ目です。<li>二つ目です。</ul>",
    ])
    func `a table with prose in a cell is no data`(cell: String) throws {
        let html = "<table><tr><th>名<th>値<tr><td>甲<td>\(cell)<tr><td>乙<td>二</table>"
        #expect(try !blocks(html).contains { if case .table = $0 { true } else { false } })
    }

    @Test(arguments: [
        "<table><tr><th>年<th>数<tr><td>1<td>10<tr><td>2<td>20</table>",
        "<table class=info summary=数><tr><th>年<th>数<tr><td>1<td>10<tr><td>2<td>20</table>",
        "<table><thead><tr><td>年<td>数</thead><tr><td>1<td>10<tr><td>2<td>20</table>",
    ])
    func `a table of data with a header stays one, whatever it counts`(html: String) throws {
        #expect(
            try blocks(html) == [
                .table(header: ["年", "数"], rows: [["1", "10"], ["2", "20"]], caption: nil)
            ])
    }

    @Test(arguments: [
        "<table summary=会社概要><tr><th>名前<td>株式会社<tr><th>設立<td>1999</table>",
        "<div class=note><table><tr><td>名前<td>株式会社<tr><td>設立<td>1999<tr><td>数<td>1</table></div>",
        "<table class='info'><tr><td>名前<td>株式会社<tr><td>設立<td>1999</table>",
    ])
    func `a table of names and values stays one without a header`(html: String) throws {
        let table = try blocks(html).first
        guard case .table(let header, let rows, _)? = table else {
            Issue.record("no table")
            return
        }
        #expect(header == ["", ""])
        #expect(rows.prefix(2) == [["名前", "株式会社"], ["設立", "1999"]])
    }

    @Test(arguments: [
        ("B.3.3. カーネル", "カーネル"), ("14.4. Introduction to AppArmor", "Introduction to AppArmor"),
        ("第2章　ネットワーク", "ネットワーク"), ("第三節: 設定", "設定"), ("Chapter 3: Setup", "Setup"),
        ("Appendix B. Licence", "Licence"), ("§4 Rules", "Rules"), ("§4.2. Rules", "Rules"),
        ("1. はじめに", "はじめに"),
        ("１．はじめに", "はじめに"), ("(2) 方法", "方法"), ("1.はじめに", "はじめに"),
        ("3つの理由", "3つの理由"), ("2026年の見通し", "2026年の見通し"), ("5 ways to win", "5 ways to win"),
        ("HTTP/2 とは", "HTTP/2 とは"), ("1.5倍になった訳", "1.5倍になった訳"), ("3.11 で変わったこと", "3.11 で変わったこと"),
        ("2.0 Released", "2.0 Released"), ("第2章のまとめ", "第2章のまとめ"), ("第3回 勉強会", "第3回 勉強会"),
        ("Part 2 of the series", "Part 2 of the series"), ("C. elegans", "C. elegans"), ("§4", "§4"),
        ("192.168.1.1 の意味", "192.168.1.1 の意味"), ("10. ", "10."), ("2024. 1. 5 の記録", "2024. 1. 5 の記録"),
    ])
    func `a heading loses its number, and keeps what it counts`(heading: String, text: String) throws {
        #expect(try blocks("<h2>\(heading)</h2><p>本文</p>") == [.heading(level: 2, text: text), Self.p("本文")])
    }

    @Test func `numbers without a dot at their end are numbers where several headings have them`() throws {
        #expect(
            try blocks("<h2>2.1 Setup</h2><p>本文</p><h2>2.2 設定</h2><p>本文</p>") == [
                .heading(level: 2, text: "Setup"), Self.p("本文"), .heading(level: 2, text: "設定"), Self.p("本文"),
            ])
    }

    @Test(arguments: [
        ("https://example.com/a.png", ""), ("図1.png", ""), ("IMG_0123.JPG", ""), ("image", ""), ("画像", ""),
        ("Image 3", ""), ("IMG_0123", ""), ("全体の図", "全体の図"),
        ("The file a.png in a list", "The file a.png in a list"),
        ("An image of a fox", "An image of a fox"),
    ])
    func `alternative text that says nothing is none`(alt: String, text: String) throws {
        let blocks = try blocks("<img src=c.png alt='\(alt)'>")
        #expect(blocks == [.figure(.init(source: "https://example.jp/a/c.png", alternativeText: text))])
    }
}

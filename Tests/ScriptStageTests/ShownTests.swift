// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Markup
import Testing

@testable import ScriptStage

@Suite struct `What a film shows of an article` {
    private static func script(_ markdown: String, target: Int = 180) throws -> Script {
        let article = try ArticleReader.readMarkdown(Data(markdown.utf8), source: "article.md")
        let language = try #require(article.language)
        var options = ScriptOptions()
        options.targetSeconds = target
        let prose = try ProseLibrary.prose(of: article, in: language)
        return try OutlineWriter(prose: prose, cast: Cast([.kohaku, .sora]), options: options).script(
            for: article)
    }

    private static let summed = """
        # 鍵と通行証の違い

        鍵と通行証は、よく混同されます。鍵は、持ち主がだれかを確かめるための道具です。通行証は、何をしてよいかを示す紙です。

        ## 混同すると起きること

        通行証を鍵の代わりに使うと、拾った人が持ち主として扱われます。通行証は人に渡せるので、持ち主を確かめる役には立ちません。

        ## まとめ

        - 鍵と通行証は違う道具
        - 通行証を鍵の代わりに使ってはいけない
        - 持ち主を確かめるなら鍵を使う

        ## 余談

        この記事を書いている時に、祖父の鍵を思い出したので貼っておきます。祖父の鍵は、通行証よりも重いものでした。

        ## 追記 (2018-02-04)

        通行証の新しい規格が発表されました。鍵と通行証の規格は毎年変わります。
        """

    @Test func `an author's own list is what is taken home`() throws {
        let script = try Self.script(Self.summed)
        guard case .closing(_, let items, _) = script.sections.last?.slide else {
            Issue.record("the last slide is no closing")
            return
        }
        #expect(items == ["鍵と通行証は違う道具", "通行証を鍵の代わりに使ってはいけない", "持ち主を確かめるなら鍵を使う"])
        let told = script.sections.last?.narrations.map(\.text) ?? []
        #expect(told.contains { $0.hasSuffix("通行証を鍵の代わりに使ってはいけません。") })
    }

    @Test func `asides and additions are no part of the film`() throws {
        let script = try Self.script(Self.summed)
        let told = script.sections.flatMap(\.narrations).map(\.text).joined()
        #expect(!told.contains("祖父") && !told.contains("規格"))
        #expect(!script.sections.map(\.title).contains { $0.contains("余談") || $0.contains("追記") })
    }

    @Test(arguments: [
        ("https://jwt.io/", false), ("diagram-1.png", false), ("screenshot", false), ("図", false),
        ("How a request travels", true), ("注文が列に並ぶようす", true),
    ]) func `a picture is shown only with words that say what it is`(words: String, isShown: Bool) {
        let figure = Article.Figure(source: "https://example.com/a.png", alternativeText: words)
        #expect(DisplayChoice.isShowable(Display(block: 0, content: .figure(figure))) == isShown)
    }

    @Test func `a table of paragraphs is not shown`() {
        let long = String(repeating: "The program asks for the file. ", count: 24)
        let layout = Display(
            block: 0, content: .table(header: ["", ""], rows: [["1", long], ["2", long]], caption: nil))
        #expect(!DisplayChoice.isShowable(layout))
    }

    @Test(arguments: [
        ("short", "short"), ("one clause, and another one that is longer", "one clause…"),
        ("最初の節は短く、次の節はとても長く続いていきます", "最初の節は短く…"),
        ("several words without any stop", "several words…"),
    ]) func `a text is cut where a clause or a word ends`(text: String, shown: String) {
        #expect(SlideText.shortened(text, to: 14) == shown)
    }

    @Test func `a list that is announced is told whole or left to the screen`() throws {
        let items = (1...5).map { "- 部品その\($0)は`call(\($0))`で動かす" }.joined(separator: "\n")
        let script = try Self.script(
            "# 部品の話\n\n部品は五種類あります。部品は、機械を動かすためのものです。\n\n## 部品の一覧\n\n部品は順に動きます。部品は交換できます。\n\n\(items)\n")
        let told = script.sections.flatMap(\.narrations).filter { $0.personaID == "kohaku" }.map(\.text)
        #expect(!told.contains { $0.contains("5つ") })
        #expect(!told.contains { $0.hasPrefix("ふたつ目") || $0.hasPrefix("3つ目") })
    }

    @Test(arguments: [
        "14.4. Introduction to locks", "Chapter 4. Introduction to locks", "B.3.3 Introduction to locks",
    ])
    func `a chapter's number is no part of the title`(title: String) {
        let article = Article(source: "x.html", title: title, language: .english, blocks: [])
        #expect(TitleText.title(of: article) == "Introduction to locks")
    }
}

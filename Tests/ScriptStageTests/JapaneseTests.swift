// SPDX-License-Identifier: Apache-2.0
import Domain
import Morphology
import Testing

@testable import ScriptStage

private let analyzer = try! MorphologicalAnalyzer()
private let prose = JapaneseProse(analyzer: analyzer)

@Suite struct `Words of Japanese` {
    @Test func `surfaces and the spaces between them give the text back`() {
        let text = "Swift 6.3 で書いた  プログラムを、動かす。"
        #expect(analyzer.morphemes(of: text).text == text)
    }

    @Test func `a verb knows its base form and conjugation`() throws {
        let word = try #require(analyzer.morphemes(of: "本を読んだ").first { $0.partOfSpeech == .verb })
        #expect(word.baseForm == "読む")
        #expect(word.conjugationType == "五段・マ行")
        #expect(word.reading == "ヨン")
    }

    @Test func `a word the dictionary lacks has no reading`() throws {
        let word = try #require(analyzer.morphemes(of: "tidyfoldを使う").first)
        #expect(!word.isKnown)
        #expect(word.baseForm == "tidyfold")
    }

    @Test func `text without words, and with NULs, is no trouble`() {
        #expect(analyzer.morphemes(of: "").isEmpty)
        #expect(analyzer.morphemes(of: " \n ").isEmpty)
        #expect(analyzer.morphemes(of: "猫\0犬").map(\.surface) == ["猫", "犬"])
    }

    @Test func `a missing dictionary is named`() {
        let error = #expect(throws: JobFailure.self) { try MorphologicalAnalyzer(dictionary: "/nowhere") }
        #expect(error?.code == .assetMissing)
        #expect(error?.subject == "mecab-ipadic-utf8")
    }

    @Test func `many tasks share one analyzer`() async {
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { analyzer.morphemes(of: "すもももももももものうち").count } }
            for await count in group { #expect(count == 7) }
        }
    }
}

@Suite struct `Speaking politely` {
    static let endings: [(String, String)] = [
        ("これは仕組みだ。", "これは仕組みです。"),
        ("これは仕組みである。", "これは仕組みです。"),
        ("これは仕組みであった。", "これは仕組みでした。"),
        ("必要だった。", "必要でした。"),
        ("便利なのだ。", "便利なのです。"),
        ("便利なのである。", "便利なのです。"),
        ("必要だろう。", "必要でしょう。"),
        ("必要であろう。", "必要でしょう。"),
        ("必要ではない。", "必要ではありません。"),
        ("必要ではなかった。", "必要ではありませんでした。"),
        ("データを送る。", "データを送ります。"),
        ("データを使う。", "データを使います。"),
        ("本を読む。", "本を読みます。"),
        ("話を聞く。", "話を聞きます。"),
        ("海で泳ぐ。", "海で泳ぎます。"),
        ("友達と話す。", "友達と話します。"),
        ("結果を待つ。", "結果を待ちます。"),
        ("鳥を呼ぶ。", "鳥を呼びます。"),
        ("朝ご飯を食べる。", "朝ご飯を食べます。"),
        ("処理を実行する。", "処理を実行します。"),
        ("明日も来る。", "明日も来ます。"),
        ("問題がある。", "問題があります。"),
        ("データを使った。", "データを使いました。"),
        ("本を読んだ。", "本を読みました。"),
        ("処理を実行した。", "処理を実行しました。"),
        ("学校に行った。", "学校に行きました。"),
        ("朝ご飯を食べた。", "朝ご飯を食べました。"),
        ("処理が進まない。", "処理が進みません。"),
        ("処理できない。", "処理できません。"),
        ("処理しない。", "処理しません。"),
        ("列は小さくならない。", "列は小さくなりません。"),
        ("列が進まなかった。", "列が進みませんでした。"),
        ("理由がない。", "理由がありません。"),
        ("理由はなかった。", "理由はありませんでした。"),
        ("それかもしれない。", "それかもしれません。"),
        ("使わなければならない。", "使わなければなりません。"),
        ("動作が速い。", "動作が速いです。"),
        ("動作が速かった。", "動作が速かったです。"),
        ("もっと使いたい。", "もっと使いたいです。"),
        ("早めに試そう。", "早めに試しましょう。"),
        ("設定を確認しよう。", "設定を確認しましょう。"),
        ("なぜ使うのか。", "なぜ使うのでしょうか？"),
        ("本当に必要か？", "本当に必要でしょうか？"),
        ("使えないだろうか。", "使えないでしょうか？"),
        ("これが答えだよ。", "これが答えですよ。"),
        ("原因は設定の誤り。", "原因は設定の誤りです。"),
        ("新しい機能を追加。", "新しい機能を追加します。"),
        ("それは速度のため。", "それは速度のためです。"),
        ("使うべきだ。", "使うべきです。"),
        ("値は送られる。", "値は送られます。"),
        ("値が送られた。", "値が送られました。"),
        ("今も動いている。", "今も動いています。"),
        ("それは難しいが、必要だ。", "それは難しいですが、必要です。"),
        ("便利だが、遅い。", "便利ですが、遅いです。"),
        ("もう送りました。", "もう送りました。"),
        ("必要でしょうか。", "必要でしょうか？"),
        ("試してください。", "試してください。"),
        ("試してみましょう。", "試してみましょう。"),
        ("合言葉は「小さく始める」。", "合言葉は「小さく始める」です。"),
        ("「速いが、雑だ」と言われる。", "「速いが、雑だ」と言われます。"),
    ]

    @Test(arguments: endings) func `plain endings become polite`(plain: String, polite: String) {
        #expect(prose.politeness.sentence(plain) == polite)
    }

    @Test(arguments: ["試せ。", "早く行け！", "それなのに。", "走りながら。"])
    func `an ending that cannot be made polite is left unsaid`(plain: String) {
        #expect(prose.lines(saying: plain, keepsLead: true).isEmpty)
    }

    @Test func `the writer is not the speaker`() {
        #expect(prose.lines(saying: "私は毎朝歩く。", keepsLead: true) == ["筆者は毎朝歩きます。"])
        #expect(prose.lines(saying: "それがよいと思う。", keepsLead: true) == ["それがよいと、筆者は考えています。"])
        #expect(prose.lines(saying: "私たちは歩く。", keepsLead: true) == ["私たちは歩きます。"])
    }

    @Test func `a conjunction stays only after what it joins`() {
        #expect(prose.lines(saying: "しかし、列は伸びる。", keepsLead: false) == ["列は伸びます。"])
        #expect(prose.lines(saying: "しかし、列は伸びる。", keepsLead: true) == ["しかし、列は伸びます。"])
        #expect(prose.lines(saying: "だが、列は伸びる。", keepsLead: true) == ["ですが、列は伸びます。"])
    }

    @Test func `what the text points at is on screen`() {
        #expect(prose.lines(saying: "次のコードは、値を送る例です。", keepsLead: true) == ["画面のコードは、値を送る例です。"])
    }

    static let points: [(String, String)] = [
        ("メッセージキューは、送る側と受け取る側を切り離す仕組みです。", "メッセージキューは、送る側と受け取る側を切り離す仕組み"),
        ("値を分離します。", "値を分離"),
        ("値は送られました。", "値は送られた"),
        ("処理できません。", "処理できない"),
        ("よいことばかりではありません。", "よいことばかりではない"),
        ("部品を別々に作り直せます。", "部品を別々に作り直せる"),
        ("一週間は退屈でした。", "一週間は退屈だった"),
        ("ジムに通う意欲もありませんでした。", "ジムに通う意欲もなかった"),
        ("偶然ではないでしょう。", "偶然ではないだろう"),
        ("頼む側は、やってほしいことを短いメッセージに書いて列に並べ、すぐに次の仕事へ移ります。", "頼む側は、すぐに次の仕事へ移る"),
    ]

    @Test(arguments: points) func `a slide has the sentence without its politeness`(
        sentence: String, point: String
    ) {
        #expect(prose.point(of: sentence) == point)
    }

    @Test func `long sentences break where they breathe`() {
        let sentence = "キューを使うと応答は速くなりますが、処理が終わる時刻は約束できなくなるので、急ぎの仕事には「すぐに、その場で、必ず」返す別の方法を用意しておく必要があります。"
        let lines = prose.breaker.lines(of: sentence)
        #expect(lines.joined() == sentence)
        #expect(lines.count >= 2)
        #expect(lines.allSatisfy { $0.count <= 56 })
        #expect(!lines.contains { $0.contains("「") && !$0.contains("」") })
    }

    static let headings: [(String, Heading.Form, String?)] = [
        ("1. メッセージキューとは", .definition, "メッセージキュー"),
        ("メッセージキューとは何か？", .definition, "メッセージキュー"),
        ("第2章 導入の手順", .howTo, "導入の手順"),
        ("SQLiteを選ぶ理由", .why, "SQLiteを選ぶ理由"),
        ("処理の仕組み", .how, "処理の仕組み"),
        ("インストール", .installation, nil),
        ("まず小さく試す", .statement, nil),
        ("料金の違い", .difference, "料金の違い"),
        ("困ったこと", .thing, "困ったこと"),
    ]

    @Test(arguments: headings) func `a heading's grammar is known`(
        text: String, form: Heading.Form, phrase: String?
    ) {
        let heading = prose.heading(text)
        #expect(heading.form == form)
        #expect(heading.phrase == phrase)
    }

    @Test func `a heading that asks is asked aloud`() {
        #expect(prose.heading("なぜ速いのか").question == "なぜ速いんでしょうか？")
        #expect(prose.heading("なぜ速いのか").label == "なぜ速いのか")
    }

    @Test func `speech is counted in morae`() {
        // こ・ん・に・ち・わ: five morae and no pause inside.
        #expect(abs(prose.seconds(saying: "こんにちは。") - (5 / 7.2 + 0.15)) < 0.01)
        #expect(prose.seconds(saying: "きゃっと、いう。") > prose.seconds(saying: "きゃっという。"))
    }
}

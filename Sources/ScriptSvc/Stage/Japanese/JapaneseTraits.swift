// SPDX-License-Identifier: Apache-2.0
internal import Morphology

/// What a Japanese sentence does, by its wording.
enum JapaneseTraits {
    static func traits(of sentence: String, words: [Morpheme]) -> Traits {
        var traits: Traits = []
        for (trait, marks) in Self.marks where marks.contains(where: { sentence.contains($0) }) {
            traits.insert(trait)
        }
        for (trait, leads) in Self.leads where leads.contains(where: { sentence.hasPrefix($0) }) {
            traits.insert(trait)
        }
        if Self.holdsQuantity(words) { traits.insert(.number) }
        if sentence.contains("？") || sentence.hasSuffix("?") || sentence.hasSuffix("か。")
            || sentence.hasSuffix("か")
        {
            traits.insert(.question)
        }
        if Self.needsPrevious(sentence) { traits.insert(.needsPrevious) }
        if words.contains(where: { JapaneseVoice.isFirstPerson($0) }) { traits.insert(.firstPerson) }
        if SpeechCleaning.holdsCode(sentence) { traits.insert(.unspeakable) }
        if let first = sentence.first, "*＊※†".contains(first) { traits.insert(.pageTalk) }
        if Self.isFragment(sentence, words) { traits.insert(.fragment) }
        let marks: Set<String> = ["は", "が", "も", "とは", "って"]
        if !words.contains(where: { $0.partOfSpeech == .particle && marks.contains($0.surface) }) {
            traits.insert(.subjectless)
        }
        if Self.isDefinition(words) { traits.insert(.definition) }
        return traits
    }

    private static let marks: [(Traits, [String])] = [
        (.contrast, ["一方で", "とは限ら", "わけではな", "意外"]),
        (.reason, ["からです。", "ためです。", "からだ。", "ためだ。", "からである", "ためである", "なぜなら", "理由は", "原因は"]),
        (.example, ["たとえば", "例えば", "例として", "具体的には"]),
        (
            .problem,
            [
                "問題があ", "問題は", "問題が起", "問題にな", "問題点", "問題でした", "失敗", "危険", "注意", "落とし穴", "欠点", "弱点", "難し",
                "困る", "困っ", "困り", "壊れ", "できなくな", "いけない", "いけませ", "障害", "エラー", "失わ", "失い",
                "遅く", "リスク", "デメリット", "苦労", "不便", "つまず", "止まってしま",
            ]
        ),
        (.emphasis, ["重要", "大切", "大事", "ポイント", "鍵", "肝心", "最大の", "何より", "本質", "欠かせ", "必要"]),
        (
            .needsNext,
            [
                "たとえると", "例えると", "紹介しま", "紹介する", "見ていきま", "見ていこう", "見てみま", "見てみよう", "説明しま", "説明する。",
                "考えてみま", "考えてみよう", "つあります。", "つある。", "次のように", "以下のように", "それは、", "例を挙げ", "振り返ってみ", "つに分け",
                "つあり、", "種類あり",
            ]
        ),
        (
            .hedged,
            [
                "かもしれ", "でしょうか", "みたいです", "みたいだ", "ようです。", "ようだ。", "気がし", "感じがし", "印象", "らしいです", "と思います",
                "と思いまし",
            ]
        ),
        (.conclusion, ["つまり", "要するに", "結論", "まとめると", "結局", "このように"]),
        (.advice, ["ましょう", "おすすめ", "お勧め", "べきです", "べきだ", "べきである", "てください", "とよい", "といい", "するのがよ"]),
        (
            .pageTalk,
            [
                "ここに書", "ここに記", "ここにまとめ", "次の記事", "予定です", "予定だ", "予定である", "こちら", "クリック", "リンク", "前回", "次回",
                "前編", "後編", "記事一覧", "フォロー",
                "コメント", "シェア", "登録はこ",
                "お問い合わせ", "続きを読む", "追記", "脚注", "参考文献", "引用元", "別の記事", "他の記事", "ブログ", "スライドを",
                "後述", "前述", "上述", "先述", "詳しくは", "詳細は", "を参照", "をご覧", "本章", "本節", "次章", "次節", "第1章",
                // The writer speaks of the writing.
                "貼って", "紹介させて", "紹介だけ", "みてみま", "てみまし", "てみたいと思いま", "まとめました", "まとめてみ", "まとめる目的", "書きました",
                "書いた記事",
                "た記事です", "書いている", "書いてい", "調べた結果", "引っ越し", "ご留意", "ご参照", "ご了承", "あしからず", "いただけると", "幸いです",
                "乗り切", "嬉しいです", "うれしいです", "ツッコ", "余談", "この記事では", "本記事では", "挙げてみ", "この節", "取り上げません", "割愛",
                "省略しま",
                "訳がわかりません", "始めましょう", "時点のもの", "時点の情報", "以下に記", "上記の「", "以下のイメージ", "記載し", "紹介した", "対象外です",
            ]
        ),
    ]

    private static let leads: [(Traits, [String])] = [
        (.contrast, ["しかし", "ただし", "ただ、", "だが", "ところが", "けれど", "でも、", "とはいえ", "もっとも、", "一方"]),
        (.example, ["たとえば", "例えば"]),
        (.conclusion, ["つまり", "要するに", "結局"]),
    ]

    /// Whether a statement, standing alone, would stand for something that is not there.
    static func leans(_ text: String) -> Bool { self.needsPrevious(text) }

    /// Words at the head of a sentence, or of its first clause, that stand for something said before.
    private static func needsPrevious(_ sentence: String) -> Bool {
        // "このメッセージは…、この…" leans on itself by its second clause; the first two are what counts.
        let head = sentence.split(separator: "、", omittingEmptySubsequences: true).prefix(2).joined(
            separator: "、")
        if Self.selfContained.contains(where: { sentence.hasPrefix($0) }) { return false }
        if Self.anaphora.contains(where: { sentence.hasPrefix($0) }) { return true }
        return Self.innerAnaphora.contains { head.contains($0) }
            || Self.leaningLeads.contains { sentence.hasPrefix($0) }
    }

    private static let selfContained = [
        "この記事", "本記事", "この文章", "本稿", "この数年", "このごろ", "その昔", "それぞれ", "これまで", "これから", "そもそも",
        "ここ数", "ここでは", "この10年", "このプロジェクト", "このツール", "このライブラリ", "この本",
    ]
    private static let anaphora = [
        "これ", "それ", "あれ", "この", "その", "あの", "ここ", "そこ", "こう", "そう", "どちら", "いずれ", "両者", "前者", "後者",
        "同じ", "同様", "例として", "とある", "今回の", "なので", "ですので", "だから", "っていう", "って", "ほかにも", "他にも", "もう一つ", "もうひとつ",
        "もう1つ", "残り",
        "彼", "彼女", "とくに、", "特に、",
        "最後の", "二つ目", "2つ目", "三つ目", "3つ目", "2番目", "次に", "続いて", "最後に", "第二", "第三", "次の", "以下の言",
        "では、", "さて、", "よって", "したがって", "なぜなら", "すると", "つまり", "要するに", "だからこそ", "逆に", "反対に",
        "以上", "結果",
    ]
    /// "それ" alone would also be found in "それぞれ" and "おそれ".
    private static let innerAnaphora = [
        "これら", "この", "その", "これは", "これを", "これに", "これで", "それは", "それを", "それが", "それに", "これが", "前者", "後者",
        "ここには", "ここに", "ここが", "ここを", "そこで", "そこに", "こうした", "そうした", "そういう", "こういう", "両方", "どちら",
        "こういっ", "そういっ", "それによ", "これによ", "このよう", "そのよう", "こんな", "そんな",
    ]
    /// Dropping these would leave half a thought.
    private static let leaningLeads = ["というのも", "だって", "それでも", "とはいえ", "にもかかわらず"]

    private static func holdsQuantity(_ words: [Morpheme]) -> Bool {
        zip(words, words.dropFirst()).contains { word, next in
            guard word.subcategory == "数", let digit = word.surface.last, digit.isNumber, next.surface != "年"
            else {
                return false
            }
            // "2つ" and "3人" are counts one hardly hears as figures.
            let isLarge = word.surface.filter { Self.digits.contains($0) }.count >= 2
            let isShare = ["%", "％", "割", "倍", "万", "億", "GB", "MB", "TB"].contains(next.surface)
            return Self.digits.contains(digit) && (isShare || (isLarge && next.detail == "助数詞"))
        }
    }

    private static let digits = "0123456789０１２３４５６７８９"

    private static func isFragment(_ sentence: String, _ words: [Morpheme]) -> Bool {
        let body = words.filter { $0.partOfSpeech != .symbol }
        guard body.count >= 4, sentence.count >= 8, let last = body.last else { return true }
        if last.conjugationForm.hasPrefix("命令") || last.conjugationForm == "未然形" { return true }
        if sentence.hasSuffix("：") || sentence.hasSuffix(":") { return true }
        if last.partOfSpeech == .noun,
            !body.contains(where: { ["は", "が", "を", "も", "に"].contains($0.surface) })
        {
            return true
        }
        return false
    }

    /// 〜は〜です with a thing on both sides, or 〜とは〜 of any kind.
    private static func isDefinition(_ words: [Morpheme]) -> Bool {
        guard Self.subject(of: words) != nil else { return false }
        let opening = words.prefix(8).text
        if opening.contains("とは、") || opening.contains("とは ") { return true }
        let body = words.filter { $0.partOfSpeech != .symbol }
        guard let last = body.last, body.count >= 6 else { return false }
        let predicate: Morpheme? =
            switch (last.surface, last.partOfSpeech) {
            case ("です", _), ("だ", .auxiliary): body.dropLast().last
            case ("ある", .auxiliary): body.dropLast(2).last
            default: last.partOfSpeech == .noun ? last : nil
            }
        guard let predicate, predicate.partOfSpeech == .noun else { return false }
        let isThing = predicate.subcategory != "形容動詞語幹" && predicate.subcategory != "ナイ形容詞語幹"
        return isThing && predicate.detail != "助数詞" && predicate.subcategory != "数"
            && !["の", "ん", "ため", "よう", "はず", "わけ", "そう", "つもり", "ところ"].contains(predicate.surface)
    }

    /// What 〜は marks, when it opens the sentence and is a noun phrase of at most 12 characters.
    static func subject(of words: [Morpheme]) -> String? {
        var start = 0
        while start < words.count, words[start].partOfSpeech == .conjunction || words[start].surface == "、" {
            start += 1
        }
        guard
            let marker = words.indices.first(where: { index in
                index > start && (words[index].surface == "は" || words[index].surface == "とは")
                    && words[index].partOfSpeech == .particle
            })
        else { return nil }
        var phrase = words[start..<marker]
        if phrase.last?.surface == "と", phrase.last?.partOfSpeech == .particle { phrase = phrase.dropLast() }
        guard let first = phrase.first, let last = phrase.last, phrase.count <= 6 else { return nil }
        let text = phrase.text.trimmed
        guard (2...12).contains(text.count), first.partOfSpeech == .noun || first.partOfSpeech == .prefix,
            first.subcategory != "代名詞", last.partOfSpeech == .noun,
            !["非自立", "代名詞", "副詞可能", "数"].contains(last.subcategory), last.detail != "助数詞",
            phrase.allSatisfy({ word in
                word.partOfSpeech == .noun || word.partOfSpeech == .prefix
                    || ["の", "と", "・"].contains(word.surface)
            }),
            !phrase.contains(where: { JapaneseVoice.isFirstPerson($0) }),
            !Self.vagueSubjects.contains(text)
        else { return nil }
        return text
    }

    private static let vagueSubjects: Set<String> = [
        "きっかけ", "理由", "原因", "目的", "コツ", "こつ", "違い", "問題", "課題", "秘訣", "鍵", "結論", "教訓", "収穫", "利用者",
        "記事", "本記事", "今回", "人", "多く", "筆者", "本稿", "結果", "答え", "現在", "自分", "相手", "場合", "最初", "最後", "ポイント",
    ]

    /// 次のコード, 上の図, 下の表: fine while that is on screen, puzzling otherwise.
    static func exhibit(pointedAtBy sentence: String) -> Exhibit? {
        if sentence.hasPrefix("以下は") || sentence.hasPrefix("次は、") { return .code }
        if sentence.firstMatch(of: Self.counted.regex) != nil || sentence.contains("以下を") { return .list }
        guard let match = sentence.firstMatch(of: Self.pointing.regex) else { return nil }
        switch match.output.2 {
        case "図", "画像", "写真", "グラフ", "スクリーンショット": return .figure
        case "表": return .table
        case "リスト", "手順", "とおり", "通り", "点", "もの", "項目", "ステップ", "方法", "流れ": return .list
        default: return .code
        }
    }

    /// 「以下の4パターン」, 「次の3つ」.
    private static let counted = Pattern(
        #/(?:以下|次|下記|つぎ)の[0-9０-９一二三四五六七八九]+(?:つ|個|点|種類|パターン|通り|とおり|項目)/#)

    /// Ranges of what is pointed at: the pointing words, then what they point to.
    private static let pointing = Pattern(
        #/((?:次|以下|下記|上記|下|上|右|左|つぎ)の)(?:ような|簡単な|短い|[0-9０-９一二三四五]+(?:つ|個|種類)の)?(コード|プログラム|スクリプト|コマンド|例|サンプル|設定|図|画像|写真|グラフ|スクリーンショット|表|リスト|手順|とおり|通り|よう|点|もの|項目|ステップ|方法|流れ)/#
    )

    /// The sentence pointing at the screen instead of the page.
    static func pointingAtScreen(_ sentence: String) -> String {
        let sentence =
            sentence.hasPrefix("以下は") ? "画面に出ているのは、" + sentence.dropFirst(3).drop { $0 == "、" } : sentence
        return sentence.replacing(Self.pointing.regex) { match in
            let rest = match.output.0.dropFirst(match.output.1.count)
            return "画面の" + (rest.hasPrefix("ような") ? rest.dropFirst(3) : rest)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

extension Homograph {
    static let all: [Homograph] = Self.nouns + Self.amounts + Self.verbs + Self.empty

    private static let nouns = [
        Homograph("値", "アタイ", 0, .init(notBefore: ["す", "し"])),
        Homograph("他", "ホカ", 0, .init(notBefore: ["な"])),
        // 行う and 行く, in all their forms and spellings, are other words.
        Homograph("行", "ギョー", 1, .init(notBefore: "うっいきくけかわえおなこ".map { String($0) })),
        Homograph("行目", "ギョーメ", 0, .init(prefixes: Neighbours.anyKanji, joinsNext: true)),
        Homograph("行数", "ギョースー", 3, .init(joinsNext: true)),
        Homograph("行番号", "ギョーバンゴー", 3),
        Homograph("行末", "ギョーマツ", 0, .init(prefixes: Neighbours.anyKanji)),
        Homograph("複数行", "フクスーギョー", 3, .init(joinsNext: true)),
        Homograph("一行", "イチギョー", 2),
        Homograph("章", "ショー", 1),
        Homograph("節", "セツ", 1),
        Homograph("貼付", "テンプ", 0, .init(notBefore: ["け"])),
        Homograph("大人気", "ダイニンキ", 3, .init(notBefore: ["ない", "なく", "なか", "なさ"])),
        Homograph("一途", "イチズ", 0),
        Homograph("明後日", "アサッテ", 2),
        Homograph("頭数", "アタマカズ", 4),
        Homograph("重複", "チョーフク", 0, .init(joinsNext: true)),
        Homograph("辺", "ヘン", 0, .init(after: ["この", "その", "あの", "どの"], notBefore: ["り"])),
        // Behind のみ the engine finds the rare verb みやる.
        Homograph("やりとり", "ヤリトリ", 2),
        Homograph("やり取り", "ヤリトリ", 2),
        // In kanji words (同等, 音声等) the engine knows best.
        Homograph("等", "トー", 1, kind: .suffix, .init(notBefore: ["し"], prefixes: [])),
    ]

    /// After a full stop the engine takes 数 for カズ; behind other kanji it ends a word, as in 回数.
    private static let amounts: [Homograph] = {
        let prefixes = [
            "約", "計", "各", "最大", "最低", "最短", "最長", "通常", "平均", "合計", "過去", "今後", "毎回", "毎日", "直近",
        ]
        let counters = [
            ("人", "ニン"), ("名", "メー"), ("年", "ネン"), ("日", "ジツ"), ("回", "カイ"), ("分", "フン"), ("秒", "ビョー"),
            ("個", "コ"),
            ("行", "ギョー"), ("枚", "マイ"), ("件", "ケン"), ("倍", "バイ"), ("台", "ダイ"), ("社", "シャ"), ("本", "ホン"),
            ("円", "エン"),
            ("か月", "カゲツ"), ("ヶ月", "カゲツ"), ("カ月", "カゲツ"), ("か所", "カショ"), ("ヶ所", "カショ"), ("カ所", "カショ"),
            ("箇所", "カショ"), ("か国", "カコク"), ("ヶ国", "カコク"), ("カ国", "カコク"), ("週間", "シューカン"), ("時間", "ジカン"),
            ("種類", "シュルイ"),
        ]
        let words = counters.map { counter, reading in
            Homograph(
                "数\(counter)", "スー\(reading)", reading.count > 2 ? 3 : 0,
                .init(prefixes: prefixes, joinsNext: true))
        }
        let powers = ["十", "百", "千", "万", "億", "兆"]
        return words + [
            Homograph(
                "数", "スー", 1, kind: .number, .init(before: powers, prefixes: prefixes, joinsNext: true))
        ]
    }()

    private static let verbs = [
        // 行って is of 行く or of 行う; what one does is its object, and where one goes is seldom.
        Homograph(
            "行っ", kana: "おこなっ",
            .init(
                after: ["を", "処理は", "作業は", "検証は", "対応は", "設定は", "変更は", "更新は", "管理は", "確認は", "操作は", "調査は"],
                notAfter: ["道を", "先を", "前を", "上を", "下を", "街を", "町を", "空を", "海を", "山を", "間を", "中を"],
                before: ["た", "て"])),
        Homograph(
            "行っ", kana: "おこなっ",
            .init(
                after: ["が"],
                before: ["調査", "実験", "研究", "変更", "作業", "処理", "修正", "操作", "発表", "検証", "分析", "改善"].map {
                    "た" + $0
                })),
        Homograph("空", kana: "す", .init(after: ["腹が", "なかが"], before: ["く", "か", "け", "き", "い"])),
        Homograph("空", kana: "あ", .init(before: ["く", "かな", "けば", "きま"])),
        Homograph(
            "辛い", kana: "からい",
            .init(
                before: ["料理", "カレー", "ラーメン", "もの", "物", "食", "スープ", "ソース", "鍋", "麺", "味"], joinsNext: true)),
    ]

    /// 空 is the sky, but of what holds things it says that there are none.
    private static let empty = [
        Homograph("空文字", "カラモジ", 3),
        Homograph("空文字列", "カラモジレツ", 4),
        Homograph(
            "空", "カラ", 2,
            .init(before: [
                "の配列", "の文字", "のリスト", "の値", "の行", "の状態", "の要素", "の箱", "の容器", "の場合", "のディレクトリ", "のファイル",
                "のフォルダ", "のオブジェクト", "のテーブル", "のセル", "のページ", "のマップ", "の辞書", "のデータ", "の集合", "のクラス", "のタグ",
                "にな", "にす", "にし", "です", "だ", "でな", "でし", "であ", "ではな", "なら", "かどう", "じゃな",
            ])),
    ]
}

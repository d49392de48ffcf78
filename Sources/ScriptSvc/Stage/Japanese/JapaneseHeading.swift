// SPDX-License-Identifier: Apache-2.0
internal import Morphology

/// Reads the grammar of a Japanese heading, to ask for it as a person would.
struct JapaneseHeading: Sendable {
    let prose: JapaneseProse

    private static let numbering = Pattern(
        #/^(?:[■●◆★▼#]+|第[0-9０-９一二三四五六七八九十]+[章節回]|(?:ステップ|手順|STEP|Step|その|ポイント)\s?[0-9０-９①-⑳]+|[0-9０-９]+(?:[.．][0-9０-９]+)*[.．)）、:：]|[①-⑳]|[(（][0-9０-９]+[)）])[\s:：.．、]*/#
    )
    /// The longest phrase repeated inside a question.
    private static let longestPhrase = 20

    func heading(_ text: String) -> Heading {
        let label = Self.label(text)
        let words = self.prose.analyzer.morphemes(of: label)
        if let known = Self.known.first(where: { $0.names.contains(label.lowercased()) }) {
            return Heading(label: label, phrase: nil, form: known.form)
        }
        if let question = self.question(label, words) { return question }
        guard let last = words.last, last.partOfSpeech == .noun, last.surface.contains(where: \.isLetter),
            label.count <= Self.longestPhrase, !label.contains("、"), !SpeechCleaning.holdsCode(label)
        else { return Heading(label: label, phrase: nil, form: .statement) }
        let form = Self.endings.first { $0.words.contains { label.hasSuffix($0) } }?.form ?? .thing
        return Heading(label: label, phrase: label, form: form)
    }

    private static let known: [(names: Set<String>, form: Heading.Form)] = [
        (["インストール", "インストール方法", "導入", "導入方法", "セットアップ"], .installation),
        (["使い方", "使用方法", "利用方法", "使用例", "基本的な使い方"], .usage),
        (["特徴", "機能", "主な機能", "できること"], .features),
        (["必要なもの", "必要環境", "動作環境", "前提条件", "前提", "準備"], .requirements),
        (["設定", "設定項目", "設定方法", "カスタマイズ"], .configuration),
        (["背景", "はじめに", "概要", "経緯", "動機", "きっかけ"], .background),
        (["例", "具体例", "サンプル"], .examples),
    ]

    private static let endings: [(words: [String], form: Heading.Form)] = [
        (["方法", "やり方", "手順", "使い方", "作り方", "始め方", "書き方", "選び方", "コツ", "進め方", "付き合い方", "考え方"], .howTo),
        (["理由", "わけ", "ワケ"], .why),
        (["仕組み", "しくみ", "流れ", "構成", "動き"], .how),
        (["違い", "比較"], .difference),
        (["メリット", "利点", "効果", "よさ", "良さ", "魅力"], .merits),
        (["問題", "問題点", "課題", "注意点", "デメリット", "欠点", "落とし穴", "弱点", "限界"], .problems),
        (["例", "具体例", "事例"], .examples),
    ]

    /// Without its number, mark or closing colon: 「3. 」「第2章」「ステップ1：」「■」.
    static func label(_ text: String) -> String {
        var label = SpeechCleaning.clean(text).filter { $0 != SpeechCleaning.hole }
        label = label.replacing(
            Self.numbering.regex,
            with: "")
        while let last = label.last, "：:。、".contains(last) { label.removeLast() }
        let trimmed = label.trimmed
        return trimmed.isEmpty ? text.trimmed : trimmed
    }

    private func question(_ label: String, _ words: [Morpheme]) -> Heading? {
        var body = label
        while let last = body.last, "？?！!".contains(last) { body.removeLast() }
        let isMarked = label.hasSuffix("？") || label.hasSuffix("?")
        for ending in ["とは何か", "とはなにか", "とは何", "とは", "って何", "ってなに"] where body.hasSuffix(ending) {
            let phrase = String(body.dropLast(ending.count))
            guard (1...Self.longestPhrase).contains(phrase.count), !phrase.contains("、") else { break }
            return Heading(label: label, phrase: phrase, form: .definition)
        }
        guard isMarked || body.hasSuffix("か"), body.count <= 34 else { return nil }
        let core = self.prose.analyzer.morphemes(of: body)
        let asked = body.hasSuffix("か") ? body : body + "か"
        let spoken =
            self.prose.politeness.sentence(asked)
            ?? (core.last?.partOfSpeech == .noun ? body + "でしょうか？" : nil)
        return Heading(
            label: label, phrase: nil, form: .question, question: spoken.map { Self.casual($0) } ?? label)
    }

    /// A lively voice says 〜んでしょうか where a written one says 〜のでしょうか.
    private static func casual(_ question: String) -> String {
        question.replacing("のでしょうか？", with: "んでしょうか？")
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Morphology

/// Who speaks: the explainer reports what a writer wrote, and must not claim it as their own.
enum JapaneseVoice {
    private static let firstPersons: Set<String> = ["私", "僕", "俺", "わたし", "ぼく", "ワタシ", "ボク", "わたくし", "小生"]

    static func isFirstPerson(_ word: Morpheme) -> Bool {
        word.partOfSpeech == .noun && Self.firstPersons.contains(word.surface)
    }

    /// 私 becomes 筆者. 私たち is everybody, and stays, unless the sentence tells what they did.
    static func inThirdPerson(_ text: String, analyzer: MorphologicalAnalyzer) -> String {
        let words = analyzer.morphemes(of: text)
        guard words.contains(where: Self.isFirstPerson) else { return text }
        let tellsOfOwn =
            text.contains("私たちが") || ["た。", "た"].contains { text.hasSuffix($0) }
        var result = ""
        for (index, word) in words.enumerated() {
            let next = index + 1 < words.count ? words[index + 1].surface : ""
            let isPlural = ["たち", "達", "ども"].contains(next)
            result +=
                word.leadingSpace
                + (Self.isFirstPerson(word) && (!isPlural || tellsOfOwn) ? "筆者" : word.surface)
        }
        return result
    }

    private static let opinions: [(written: String, reported: String)] = [
        ("と個人的には感じていました。", "と、筆者は感じています。"),
        ("と個人的には感じています。", "と、筆者は感じています。"),
        ("と個人的には思います。", "と、筆者は考えています。"),
        ("ことと思います。", "だろうと、筆者は考えています。"),
        ("と思います。", "と、筆者は考えています。"),
        ("と思っています。", "と、筆者は考えています。"),
        ("と考えています。", "と、筆者は考えています。"),
        ("と考えます。", "と、筆者は考えています。"),
        ("と感じています。", "と、筆者は感じています。"),
        ("と感じます。", "と、筆者は感じています。"),
        ("と思いました。", "と、筆者は考えています。"),
        ("と感じました。", "と、筆者は感じています。"),
        ("と感じていました。", "と、筆者は感じています。"),
        ("気がします。", "気がすると、筆者は書いています。"),
    ]

    private static let findings = ["ということがわかりました。", "ということが分かりました。", "ということがわかった。", "ということが分かった。"]

    /// What the writer found out, said as what it is: 〜ということがわかりました is about the writing.
    static func stated(_ sentence: String) -> String {
        guard let ending = Self.findings.first(where: { sentence.hasSuffix($0) }) else { return sentence }
        var statement = sentence.dropLast(ending.count)
        while statement.last == "、" { statement.removeLast() }
        return statement.isEmpty ? sentence : statement + "。"
    }

    /// 〜と思います is the writer's opinion, and is said to be.
    static func attributingOpinion(_ sentence: String) -> String {
        guard !sentence.contains("筆者"),
            let opinion = Self.opinions.first(where: { sentence.hasSuffix($0.written) })
        else { return sentence }
        return sentence.dropLast(opinion.written.count) + opinion.reported
    }
}

/// The word a sentence hangs on to the one before it.
enum JapaneseLead {
    private static let droppable = [
        "しかしながら、", "しかし、", "しかし", "ただし、", "ただ、", "だが、", "ところが、", "けれども、", "けれど、", "でも、", "そして、",
        "また、", "さらに、", "なお、", "加えて、", "それから、", "そこで、", "そのため、", "このため、", "だから、", "なので、", "一方、",
        "一方で、", "まず、", "まずは、", "次に、", "最後に、", "もちろん、", "もっとも、", "ちなみに、", "とはいえ、", "では、", "さて、", "たとえば、",
        "例えば、", "つまり、", "要するに、", "要するに", "実際、", "もう一つ、", "すると、", "したがって、", "よって、", "結果、", "同様に、", "同じく、",
        "特に、", "とくに、", "逆に言えば、", "更に、", "あと、", "なお、",
    ]

    /// The sentence standing alone: without a conjunction that would lean on nothing.
    static func dropping(_ sentence: String, analyzer: MorphologicalAnalyzer) -> String {
        if let lead = Self.droppable.first(where: { sentence.hasPrefix($0) }) {
            return Self.dropping(String(sentence.dropFirst(lead.count)), analyzer: analyzer)
        }
        // 「また再発行の際には」 has no comma to know the conjunction by, 「またぐ」 and 「ただの」 are other words.
        guard Self.bareLeads.contains(where: { sentence.hasPrefix($0) }) else { return sentence }
        let words = analyzer.morphemes(of: sentence)
        guard let first = words.first, first.partOfSpeech == .conjunction, words.count > 1,
            Self.bareLeads.contains(first.surface), words[1].partOfSpeech != .particle
        else { return sentence }
        return words.dropFirst().text.trimmed
    }

    private static let bareLeads = ["また", "そして", "ただ", "しかし", "さらに", "更に", "なお", "ただし", "それから"]

    private static let pageLeads = [
        "先に説明した通り、", "先に述べた通り、", "先述の通り、", "前述の通り、", "上記の通り、", "前述のとおり、", "上記のとおり、", "上述の通り、",
        "先に述べたように、", "前述したように、",
    ]

    /// Without a reminder of a place on the page, where no viewer is.
    static func withoutPageLead(_ sentence: String) -> String {
        if let lead = Self.pageLeads.first(where: { sentence.hasPrefix($0) }) {
            return String(sentence.dropFirst(lead.count))
        }
        return sentence.replacing(Self.disclaimer.regex, with: "")
    }

    /// 「調べようと思ったきっかけでもあるのですが、」: of the writer, before what is said.
    private static let disclaimer = Pattern(
        #/^[^、。「]*(?:調べようと思った|きっかけでもある|詳しいことは知りません|詳しくは知りません|余談です|個人的な感想です|恐縮です)[^、。「]*が、/#)

    /// だが、 and だから、 open a sentence bluntly.
    static func politelyLed(_ sentence: String) -> String {
        let replacements = [
            ("だが、", "ですが、"), ("だから、", "ですから、"), ("だけど、", "ですけど、"), ("ゆえに、", "そのため、"), ("なぜなら、", "というのも、"),
            ("すなわち、", "つまり、"),
        ]
        guard let (written, spoken) = replacements.first(where: { sentence.hasPrefix($0.0) }) else {
            return sentence
        }
        return spoken + sentence.dropFirst(written.count)
    }
}

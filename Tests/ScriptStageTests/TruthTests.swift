// SPDX-License-Identifier: Apache-2.0
import Domain
import Morphology
import Testing

@testable import ScriptStage

private let japanese = JapaneseProse(analyzer: try! MorphologicalAnalyzer())
private let english = EnglishProse(vocabulary: ["programs"])

@Suite struct `Shortening without changing what is said` {
    /// Sentences that say the contrary, or more than they should, when cut in the wrong place.
    static let japanesePoints: [(String, String?)] = [
        ("例として最適ではないですが、OAuth2.0 を「認証」に使ってしまうのは、このようなリスクを孕んでいます。", nil),
        ("詳しいことは知りませんが、要するに「物質の最小単位」と思っていれば良さそうです。", "「物質の最小単位」と思っていれば良さそうだ"),
        ("よいことばかりではありません。", "よいことばかりではない"),
        ("この方法は速いですが、安全ではありません。", nil),
        ("キャッシュは速いですが、再起動すると中身は消えます。", "キャッシュは速いですが、再起動すると中身は消える"),
        ("また再発行の際には、二つの秘密の値も必要です。", "再発行の際には、二つの秘密の値も必要"),
        ("それによって、大きなリスクが生まれます。", nil),
        ("こういった特性から、相性がよいです。", nil),
        ("この部分は混同しやすいと思います。", nil),
    ]

    @Test(arguments: japanesePoints) func `a Japanese slide says no more than its sentence`(
        sentence: String, point: String?
    ) {
        #expect(japanese.point(of: sentence) == point)
    }

    static let negations = [
        "暗号化されていない通信は、途中で読まれるかもしれないので、社内であっても使わないほうがよいと言われています。",
        "パスワードを使い回さず、長い文字列を選び、だれにも教えないようにすれば、被害は広がりません。",
        "この方式は、鍵を共有しないため、相手を知らなくても安全に通信できるわけではありません。",
        "購入した本人でなければ使えない、という決まりはなく、だれが使っても改札を通れます。",
        "設定を変えない場合は、古い値が残るので、更新されないことがあります。",
    ]

    @Test(arguments: negations) func `no negation is lost from the clauses kept and the clauses before them`(
        sentence: String
    ) throws {
        guard let point = japanese.point(of: sentence, longest: 200) else { return }
        func count(_ text: String) -> Int {
            let words = japanese.analyzer.morphemes(of: text)
            return words.count { ["ない", "ん", "ぬ", "ず"].contains($0.baseForm) }
        }
        #expect(count(point) == count(sentence), "\(point)")
    }

    static let conditions = [
        "流れが速くない場合、この装置を使うメリットはほとんどありません。",
        "暗号化しておけば、箱を落としても中身を読まれる心配はありません。",
        "鍵を共有しているので、だれが署名したのかを区別することはできません。",
        "新しい部品に替えると、音が小さくなって夜でも使えるようになります。",
    ]

    @Test(arguments: conditions) func `what holds under a condition is not said without it`(sentence: String)
    {
        let point = japanese.point(of: sentence, longest: 200)
        #expect(point.map { $0.count >= sentence.count - 8 } ?? true, "\(point ?? "")")
    }

    static let englishPoints: [(String, String?)] = [
        (
            "If files are named by what they hold, several hard problems become easy.",
            "If files are named by what they hold, several hard problems become easy"
        ),
        ("Most programs do not have one.", nil),
        (
            "If you run Fedora, you can install the tool from official repositories, which are kept up to date.",
            "If you run Fedora, you can install the tool from official repositories"
        ),
        ("The cache is never wrong unless somebody changes a file on the disk behind its back by hand.", nil),
        ("One of them is always running on a machine nearby.", nil),
    ]

    @Test(arguments: englishPoints) func `an English slide says no more than its sentence`(
        sentence: String, point: String?
    ) {
        #expect(english.point(of: sentence) == point)
    }

    static let leaning = [
        "またそれによって、大きなリスクが発生することがあります。", "こういった特性から、相性がよいです。", "なので、調べる必要があります。",
    ]

    @Test(arguments: leaning) func `a sentence that leans on another is known`(sentence: String) {
        #expect(japanese.reading(of: sentence).traits.contains(.needsPrevious))
    }

    static let ofTheWriting = [
        "この記事を書いている時にふと思い出したので貼っておきます。", "いくつかあるので、紹介させていただきます。", "まずは百科事典をみてみます。",
        "*1 この機能は実験中です。", "違いをまとめる目的で書きました。",
    ]

    @Test(arguments: ofTheWriting) func `what a writer says of the writing is not said`(sentence: String) {
        #expect(japanese.reading(of: sentence).traits.contains(.pageTalk))
    }
}

@Suite struct `Lines as the article has them` {
    static let sentences = [
        "Deno は Node.js の作者でもあるライアン・ダール氏が作った、安全を大切にする新しい実行環境のひとつとして知られています。",
        "Bun は、互換性や速さを大切にしながら、開発に必要な道具をひとつにまとめて使えるようにした実行環境です。",
        "使う人が自分の持っているドメインを制約することで、知らない相手からの接続を受け付けないようにできるので安心です。",
    ]

    @Test(arguments: sentences) func `no comma is added, and no topic is left hanging`(sentence: String) {
        let lines = japanese.breaker.lines(of: sentence)
        #expect(lines.joined() == sentence)
        #expect(!lines.dropLast().contains { $0.hasSuffix("は、") || $0.hasSuffix("を、") })
    }

    @Test func `a question inside a sentence does not end it`() {
        let text = "そもそも量子って何？って感じですし、そう思う人も多いはずです。調べてみると面白いです。"
        #expect(
            SentenceSegmentation.japanese(text) == [
                "そもそも量子って何？って感じですし、そう思う人も多いはずです。", "調べてみると面白いです。",
            ])
    }
}

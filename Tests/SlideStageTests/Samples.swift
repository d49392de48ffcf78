// SPDX-License-Identifier: Apache-2.0
import Canvas
import Domain

@testable import SlideStage

/// Briefs as a script has them.
enum Samples {
    static let code = """
        func countPrimes(below limit: Int) -> Int {
            guard limit > 2 else { return 0 }  // 2 is the first prime
            var sieve = [Bool](repeating: true, count: limit)
            for i in 2..<limit where sieve[i] {
                for j in stride(from: i * i, to: limit, by: i) { sieve[j] = false }
            }
            return sieve.dropFirst(2).count(where: \\.self)
        }
        print("primes:", countPrimes(below: 1_000_000))
        """

    static let figure = Article.Figure(
        source: "https://example.com/flow.png", alternativeText: "流れ図", caption: "図1　検索した文書を質問と一緒に渡す流れ")

    /// One of each kind, by name.
    static let briefs: [(name: String, brief: SlideBrief)] = [
        ("title", .title(title: "RAGとは何か？ 検索拡張生成のしくみをやさしく解説", subtitle: "example.com の記事より")),
        (
            "points",
            .points(
                heading: "なぜ検索と生成を組み合わせるのか",
                items: ["最新の情報を回答に反映できる", "根拠となる文書を示せるので、読み手が確かめられる", "モデルを再学習しなくてよい"],
                isOrdered: true)
        ),
        ("code", .code(heading: "エラトステネスのふるい", text: Self.code, language: "swift")),
        (
            "table",
            .table(
                heading: "データベースの比較", header: ["製品", "ライセンス", "応答時間 (ms)", "価格"],
                rows: [
                    ["PostgreSQL", "OSS", "12.4", "¥0"], ["Oracle", "商用", "9.8", "¥5,200,000"],
                    ["SQLite", "パブリックドメイン", "3.2", "¥0"],
                ])
        ),
        (
            "quote",
            .quote(heading: "設計の原則", text: "単純であることは、信頼できることの前提である。", attribution: "エドガー・ダイクストラ")
        ),
        ("figure", .figure(heading: "全体の構成", figure: Self.figure)),
        (
            "closing",
            .closing(
                heading: "まとめ", items: ["根拠を集めてから答えを組み立てる", "小さく試す", "評価の仕組みを最初に作る"],
                source: "https://www.example.com/articles/rag?utm=1")
        ),
    ]

    static let sizes = [
        FrameSize(width: 1280, height: 720), FrameSize(width: 1080, height: 1080),
        FrameSize(width: 720, height: 1280), FrameSize(width: 480, height: 270),
        FrameSize(width: 3840, height: 2160), FrameSize(width: 1200, height: 300),
        FrameSize(width: 128, height: 128),
    ]

    /// An opaque picture of two boxes on a gradient.
    static func picture(width: Int = 800, height: Int = 450) -> Bitmap {
        let bitmap = Bitmap(width: width, height: height)
        let (w, h) = (Double(width), Double(height))
        bitmap.paint { painter in
            painter.fill(
                bitmap.bounds, gradient: [Color(0x7EC8E3), Color(0xFDE2B3)], from: Point(x: 0, y: 0),
                to: Point(x: 0, y: h))
            painter.fill(Rectangle(x: w * 0.1, y: h * 0.3, width: w * 0.25, height: h * 0.4), Color(0x355C7D))
            painter.fill(
                Rectangle(x: w * 0.65, y: h * 0.3, width: w * 0.25, height: h * 0.4), Color(0x6C5B7B))
        }
        return bitmap
    }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var z = self.state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Texts nobody wrote, with everything that makes lines hard to break.
struct TextMaker {
    var generator: SeededGenerator

    init(seed: UInt64) { self.generator = SeededGenerator(seed: seed) }

    private static let japanese = [
        "検索", "拡張", "生成", "データベース", "の", "を", "が", "は", "、", "。", "「", "」", "（", "）", "サーバー", "ちょっと", "行って",
        "きました", "ウィンドウ", "ティー", "々", "人々", "PostgreSQL", "GPT-4", "100", "％", "！", "？", "とても長い", "ファイル",
        "読み込み", "しゃっくり", "ー", "・", "…", "『", "』", "😀", "ヴェネツィア", "大規模言語モデル", " ",
    ]
    private static let english = [
        "retrieval", "augmented", "a", "of", "the", "performance", "internationalization", "PostgreSQL", "31",
        "ms",
        "https://example.com/a/very/long/path?with=query", "(see", "below)", "—", "“quoted”", "it’s", "x",
        "naïve",
        "supercalifragilisticexpialidocious", "C++", "100%", "end.", "e.g.", "and/or",
    ]

    mutating func text(_ language: Language, parts: Int) -> String {
        switch language {
        case .japanese: self.parts(of: Self.japanese, parts).joined()
        case .english: self.parts(of: Self.english, parts).joined(separator: " ")
        }
    }

    private mutating func parts(of words: [String], _ count: Int) -> [String] {
        (0..<max(1, count)).map { _ in words.randomElement(using: &self.generator)! }
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self.generator) }

    /// A brief of any kind, of little text or of far too much.
    mutating func brief(_ language: Language) -> SlideBrief {
        let much = self.number(0...3) == 0 ? 60 : 12
        func text(_ maker: inout TextMaker, _ limit: Int) -> String {
            maker.text(language, parts: maker.number(1...limit))
        }
        let heading = text(&self, much)
        switch self.number(0...5) {
        case 0: return .title(title: heading, subtitle: text(&self, much))
        case 1:
            let items = (0..<self.number(1...8)).map { _ in text(&self, much) }
            return .points(heading: heading, items: items, isOrdered: self.number(0...1) == 0)
        case 2:
            let lines = (0..<self.number(1...40)).map { _ in
                String(repeating: " ", count: self.number(0...12)) + text(&self, much)
            }
            return .code(heading: heading, text: lines.joined(separator: "\n"), language: "swift")
        case 3:
            let columns = self.number(1...9)
            let header = (0..<columns).map { _ in text(&self, 3) }
            let rows = (0..<self.number(0...15)).map { _ in (0..<columns).map { _ in text(&self, 8) } }
            return .table(heading: heading, header: header, rows: rows)
        case 4: return .quote(heading: heading, text: text(&self, 3 * much), attribution: text(&self, 8))
        default:
            let items = (0..<self.number(0...6)).map { _ in text(&self, much) }
            return .closing(heading: heading, items: items, source: "https://example.com/")
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Canvas
import Domain
import Testing

@testable import SlideStage

@Suite struct `Fitting text on a slide` {
    @Test(arguments: Samples.sizes, FilmFormat.Theme.allCases)
    func `every kind of slide keeps its ink inside`(size: FrameSize, theme: FilmFormat.Theme) {
        for (name, brief) in Samples.briefs {
            let drawer = SlideDrawer(size: size, theme: theme, language: .japanese)
            let plan = drawer.plan(brief, picture: .bitmap(Samples.picture(), isOpaque: true))
            expectInside(plan, drawer.context, name)
        }
    }

    @Test(arguments: 0..<60)
    func `text of any length keeps its ink inside, or says what it left out`(seed: Int) {
        var maker = TextMaker(seed: UInt64(seed))
        let language: Language = seed.isMultiple(of: 3) ? .english : .japanese
        let size = Samples.sizes[seed % Samples.sizes.count]
        let brief = maker.brief(language)
        let drawer = SlideDrawer(size: size, theme: .light, language: language)
        let plan = drawer.plan(brief)
        expectInside(plan, drawer.context, "\(size) \(brief)")
        #expect(!plan.isShortened || !plan.notes.isEmpty, "\(brief)")
    }

    @Test(arguments: 0..<60)
    func `no line of Japanese begins or ends with a character that may not`(seed: Int) {
        var maker = TextMaker(seed: UInt64(1000 + seed))
        let drawer = SlideDrawer(
            size: Samples.sizes[seed % 4], theme: .dark, language: .japanese)
        let brief = maker.brief(.japanese)
        if case .code = brief { return }
        for line in lines(of: drawer.plan(brief)) {
            for (index, text) in line.enumerated() {
                // After a space, which is a line's end wherever it stands, even a mark may come first.
                if index > 0, line[index - 1].last?.isWhitespace == false, let first = text.first {
                    #expect(!Kinsoku.neverBegins.contains(first), "\(line)")
                }
                if index < line.count - 1, let last = text.last(where: { !$0.isWhitespace }), line.count > 1 {
                    #expect(!Kinsoku.neverEnds.contains(last), "\(line)")
                }
            }
        }
    }

    @Test(
        arguments: [
            "RAGとは何か？ 検索拡張生成のしくみをやさしく解説", "Why PostgreSQL is the only database most teams will ever need",
            "大規模言語モデルの推論コストを十分の一にするための実践的な最適化手法", "今年もっとも読まれた記事を振り返ります",
        ])
    func `a title has no orphans, and its lines are about equally long`(title: String) {
        for size in Samples.sizes.prefix(4) {
            let drawer = SlideDrawer(size: size, theme: .light, language: .japanese)
            let layouts = lines(of: drawer.plan(.title(title: title, subtitle: nil)))
            let longest = layouts[0].map(\.count).max() ?? 0
            #expect(
                layouts[0].allSatisfy { $0.count > 2 && $0.count * 4 >= longest }, "\(size) \(layouts[0])")
        }
    }

    @Test func `what is too much is left out from the end, with a mark and a note`() {
        let items = (1...12).map { "\($0)番目の要点。" + String(repeating: "長い説明が続きます。", count: 12) }
        let drawer = SlideDrawer(size: .hd720, theme: .light, language: .japanese)
        let plan = drawer.plan(.points(heading: "多すぎる要点", items: items, isOrdered: true))
        let texts = lines(of: plan).map { $0.joined() }
        #expect(texts.contains("…"))
        #expect(texts.contains { $0.hasPrefix("1番目") } && !texts.contains { $0.hasPrefix("12番目") })
        #expect(plan.notes.count == 1)
    }

    @Test func `a long table keeps its head and its first rows`() {
        let rows = (1...50).map { ["第\($0)", "\($0 * 1000)"] }
        let drawer = SlideDrawer(size: .hd720, theme: .light, language: .japanese)
        let plan = drawer.plan(.table(heading: "人口", header: ["県", "人口"], rows: rows))
        let texts = lines(of: plan).map { $0.joined() }
        #expect(texts.contains("県") && texts.contains("第1") && texts.contains("…") && !texts.contains("第50"))
        #expect(plan.notes.count == 1)
    }

    @Test func `columns of numbers are set to the right`() {
        #expect(
            ["12.4", "¥5,200,000", "-0.3%", "1,234", "8k", "約300", "—"].allSatisfy(TableContent.isNumber))
        #expect(!["PostgreSQL", "2024年から続く取り組み", "v2 beta", ""].contains(where: TableContent.isNumber))
    }

    private func lines(of plan: SlidePlan) -> [[String]] {
        plan.elements.compactMap { element in
            guard case .text(let layout, _, _) = element, layout.text != "\u{201C}" else { return nil }
            return layout.lineTexts
        }
    }

    private func expectInside(_ plan: SlidePlan, _ context: SlideContext, _ what: String) {
        for case .text(let layout, let point, let frame) in plan.elements {
            guard let ink = layout.ink?.offset(by: point.x, point.y) else { continue }
            // Accents and descenders may reach a hair out of a line, and g out of its own box.
            let grace = layout.style.sizePixels * 0.1 + 0.5
            #expect(
                frame.inset(by: -grace, -grace).contains(ink),
                "\(what): \(layout.lineTexts) \(ink) in \(frame)")
            let safe = context.safeArea.inset(by: -grace, -grace)
            #expect(safe.contains(ink), "\(what): \(layout.lineTexts) \(ink) in \(safe)")
            #expect(layout.style.sizePixels >= 13 * context.unit, "\(what): \(layout.lineTexts)")
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Canvas
internal import Domain

/// Source code in a window of its own.
struct CodeSlide {
    let heading: String
    let text: String
    let language: String?

    private static let lineSpacing = 1.5

    func plan(in context: SlideContext) -> SlidePlan {
        var plan = SlidePlan()
        let area = plan.addHeading(self.heading, kind: context.localized("コード", "CODE"), in: context)
        let code = CodeText(self.text, language: self.language, palette: context.palette.code)
        let frame = Frame(area: area, digitCount: String(code.lines.count).count, unit: context.unit)
        let set = self.set(code, frame: frame, in: context)
        if set.omitted > 0 {
            plan.notes.append(
                context.localized(
                    "コードが長いため、\(code.lines.count)行のうち最後の\(set.omitted)行を省きました",
                    "the code is long: the last \(set.omitted) of \(code.lines.count) lines are left out"))
        }
        let needed = frame.header + Double(set.rows.count) * Self.lineSpacing * set.size + 2 * frame.padding
        let height = min(area.height, max(needed, min(area.height, 190 * context.unit)))
        let card = Rectangle(
            x: area.x, y: area.y + (area.height - height) * context.bias, width: area.width, height: height)
        self.addWindow(card, frame: frame, to: &plan, in: context)
        self.add(set, to: &plan, card: card, frame: frame, in: context)
        return plan
    }

    /// What surrounds the code.
    private struct Frame {
        let area: Rectangle
        let header: Double
        let padding: Double
        let digitCount: Int

        init(area: Rectangle, digitCount: Int, unit: Double) {
            self.area = area
            self.header = 46 * unit
            self.padding = 22 * unit
            self.digitCount = digitCount
        }

        /// Of line numbers and the room after them.
        func gutter(size: Double) -> Double { Double(max(2, self.digitCount)) * size * 0.5 + size * 1.1 }

        func codeWidth(size: Double) -> Double {
            max(size, self.area.width - 2 * self.padding - self.gutter(size: size))
        }

        func rowLimit(size: Double) -> Int {
            max(1, Int((self.area.height - self.header - 2 * self.padding) / (size * CodeSlide.lineSpacing)))
        }
    }

    private struct SetCode {
        let size: Double
        var rows: [CodeText.Row]
        /// Lines that found no room.
        var omitted = 0
    }

    /// Whole lines at a good size; else broken lines; else as many as there is room for, and "…".
    private func set(_ code: CodeText, frame: Frame, in context: SlideContext) -> SetCode {
        for size in context.sizes(from: 28, to: 19) {
            let fits = code.lines.count <= frame.rowLimit(size: size)
            if fits, code.longest * size <= frame.codeWidth(size: size) {
                return SetCode(size: size, rows: code.rows(width: .infinity))
            }
        }
        for size in context.sizes(from: 22, to: 16) {
            let rows = code.rows(width: frame.codeWidth(size: size) / size)
            if rows.count <= frame.rowLimit(size: size) { return SetCode(size: size, rows: rows) }
        }
        let size = 18 * context.unit
        var rows = code.rows(width: frame.codeWidth(size: size) / size)
        rows.removeLast(rows.count - max(1, frame.rowLimit(size: size) - 1))
        // Half a line is no code: a last line that was broken off goes with those after it.
        let shown = rows.compactMap(\.lineNumber).last ?? 1
        let mark = CodeText.Row(lineNumber: nil, text: "…", indentation: 0, spans: [])
        return SetCode(size: size, rows: rows + [mark], omitted: code.lines.count - shown)
    }

    private func addWindow(
        _ card: Rectangle, frame: Frame, to plan: inout SlidePlan, in context: SlideContext
    ) {
        let (unit, palette) = (context.unit, context.palette)
        let radius = 18 * unit
        let strip = Rectangle(x: card.x, y: card.y, width: card.width, height: frame.header)
        plan.elements += [
            .shadow(card, radius: radius, blur: 26 * unit, offsetY: 8 * unit, palette.shadow.withAlpha(0.22)),
            .fill(card, radius: radius, palette.code.header),
            .fill(
                Rectangle(
                    x: card.x, y: strip.maxY, width: card.width,
                    height: min(radius, card.height - frame.header)),
                radius: 0, palette.code.surface),
            .fill(
                Rectangle(x: card.x, y: strip.maxY, width: card.width, height: card.height - frame.header),
                radius: radius, palette.code.surface),
            .border(card, radius: radius, palette.code.border, width: max(1, 1.5 * unit)),
        ]
        for (index, color) in [palette.amber, palette.sky, palette.code.lineNumber].enumerated() {
            let center = Point(x: card.x + (26 + Double(index) * 20) * unit, y: strip.midY)
            plan.elements.append(.disc(center, radius: 5.5 * unit, color))
        }
        guard let language, !language.isEmpty else { return }
        let label = TextLayout(
            LanguageName.display(language),
            context.style(17 * unit, .bold, palette.code.label, lineSpacing: 1.3),
            maximumWidth: card.width / 2, maximumLineCount: 1)
        let place = Point(
            x: card.maxX - frame.padding - label.size.width, y: strip.midY - label.size.height / 2)
        plan.elements.append(.text(label, at: place, within: strip))
    }

    private func add(
        _ set: SetCode, to plan: inout SlidePlan, card: Rectangle, frame: Frame, in context: SlideContext
    ) {
        let palette = context.palette.code
        let gutter = frame.gutter(size: set.size)
        let spacing = set.size * Self.lineSpacing
        let free = card.height - frame.header - Double(set.rows.count) * spacing
        var y = card.y + frame.header + free / 2
        let codeX = card.x + frame.padding + gutter
        for row in set.rows {
            if let number = row.lineNumber {
                let layout = TextLayout(
                    "\(number)", self.style(set.size * 0.86, palette.lineNumber, set.size))
                let place = Point(x: codeX - set.size * 1.1 - layout.size.width, y: y)
                plan.elements.append(.text(layout, at: place, within: card))
            }
            // Rows were broken by sums of widths; should kerning or a ligature have made one longer, it is cut.
            let width = frame.codeWidth(size: set.size) - row.indentation * set.size
            let layout = TextLayout(
                row.text, self.style(set.size, palette.ink, set.size), maximumWidth: width + set.size * 0.4,
                maximumLineCount: 1, spans: row.spans)
            plan.elements.append(
                .text(layout, at: Point(x: codeX + row.indentation * set.size, y: y), within: card))
            y += spacing
        }
    }

    /// Of a line as high as that of code of `codeSize`.
    private func style(_ size: Double, _ color: Color, _ codeSize: Double) -> TextStyle {
        TextStyle(
            families: [Fonts.monospaced], sizePixels: size, color: color,
            lineSpacing: Self.lineSpacing * codeSize / size, language: .english)
    }
}

/// How languages write their own names.
enum LanguageName {
    static func display(_ name: String) -> String { self.names[name.lowercased()] ?? name }

    private static let names = [
        "swift": "Swift", "js": "JavaScript", "javascript": "JavaScript", "ts": "TypeScript",
        "typescript": "TypeScript", "jsx": "JSX", "tsx": "TSX", "py": "Python", "python": "Python",
        "rb": "Ruby",
        "ruby": "Ruby", "rs": "Rust", "rust": "Rust", "go": "Go", "golang": "Go", "java": "Java",
        "kotlin": "Kotlin",
        "kt": "Kotlin", "c": "C", "cpp": "C++", "c++": "C++", "cs": "C#", "csharp": "C#", "php": "PHP",
        "sh": "Shell",
        "bash": "Bash", "zsh": "Zsh", "shell": "Shell", "console": "Console", "sql": "SQL", "html": "HTML",
        "css": "CSS", "scss": "SCSS", "json": "JSON", "yaml": "YAML", "yml": "YAML", "toml": "TOML",
        "xml": "XML",
        "dockerfile": "Dockerfile", "makefile": "Makefile", "lua": "Lua", "haskell": "Haskell",
        "hs": "Haskell",
        "scala": "Scala", "dart": "Dart", "elixir": "Elixir", "diff": "Diff", "markdown": "Markdown",
        "md": "Markdown", "text": "Text", "txt": "Text", "graphql": "GraphQL", "hcl": "HCL", "vue": "Vue",
    ]
}

// SPDX-License-Identifier: Apache-2.0
internal import CCanvas
internal import Domain
internal import Synchronization

/// Pango, behind a lock.
///
/// A `PangoFontMap` and all that was made with it belong to one thread at a time, and a Swift task has no thread of its
/// own. So there is one map, used under one lock, and what leaves it are plain numbers and cairo fonts, which may be
/// drawn anywhere. Setting a line takes tenths of a millisecond; drawing, which takes longer, needs no lock.
///
/// - Note: `@unchecked Sendable`: `context` is used only inside `access`.
final class Typesetter: @unchecked Sendable {
    static let shared = Typesetter()
    private let access = Mutex(())
    private let map: UnsafeMutablePointer<PangoFontMap>
    private let context: OpaquePointer

    /// A line before it is placed: positions are from the left end of its baseline.
    struct Line {
        let range: Range<Int>
        let width: Double
        let ink: Rectangle
        let runs: [GlyphRun]
    }

    private init() {
        guard let map = pango_cairo_font_map_new(), let context = pango_font_map_create_context(map) else {
            preconditionFailure("Pango made no font map")
        }
        self.map = map
        self.context = context
        Self.configure(context)
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(self.context))
        g_object_unref(self.map)
    }

    /// The same glyphs on every machine: grey antialiasing, no hinting, no whole-pixel metrics.
    private static func configure(_ context: OpaquePointer) {
        let options = cairo_font_options_create()
        defer { cairo_font_options_destroy(options) }
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        pango_cairo_context_set_resolution(context, 96)
        pango_context_set_round_glyph_positions(context, 0)
    }

    func set(
        _ text: String, _ style: TextStyle, maximumWidth: Double?, maximumLineCount: Int?, spans: [TextSpan]
    ) -> (lines: [Line], missing: [Int], isEllipsized: Bool) {
        self.access.withLock { _ in
            pango_context_set_language(self.context, pango_language_from_string(style.language.rawValue))
            let layout = Layout(context: self.context)
            layout.apply(text, style, spans: spans)
            layout.limit(width: maximumWidth, lineCount: maximumLineCount)
            return layout.read(spans: spans)
        }
    }
}

/// A `PangoLayout` while it is measured.
private struct Layout: ~Copyable {
    private let layout: OpaquePointer

    init(context: OpaquePointer) {
        guard let layout = pango_layout_new(context) else { preconditionFailure("Pango made no layout") }
        self.layout = layout
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(self.layout)) }

    func apply(_ text: String, _ style: TextStyle, spans: [TextSpan]) {
        let description = pango_font_description_new()
        defer { pango_font_description_free(description) }
        pango_font_description_set_family(description, style.families.joined(separator: ","))
        pango_font_description_set_absolute_size(description, style.sizePixels * Double(PANGO_SCALE))
        pango_font_description_set_weight(description, PangoWeight(rawValue: UInt32(style.weight.rawValue)))
        pango_layout_set_font_description(self.layout, description)
        pango_layout_set_text(self.layout, text, -1)
        pango_layout_set_wrap(self.layout, PANGO_WRAP_WORD_CHAR)
        let attributes = pango_attr_list_new()
        defer { pango_attr_list_unref(attributes) }
        self.add(style, to: attributes)
        for span in spans { self.add(span, to: attributes) }
        pango_layout_set_attributes(self.layout, attributes)
    }

    private func add(_ style: TextStyle, to attributes: OpaquePointer?) {
        if style.letterSpacing != 0 {
            let spacing = style.letterSpacing * style.sizePixels * Double(PANGO_SCALE)
            pango_attr_list_insert(attributes, pango_attr_letter_spacing_new(Int32(spacing)))
        }
        if let features = style.features {
            pango_attr_list_insert(attributes, pango_attr_font_features_new(features))
        }
        // A hyphen that Pango adds where it breaks a word is not in the text, and Japanese has none.
        pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(0))
    }

    /// The colour itself is looked up by offset; the attribute makes sure that a run has but one.
    private func add(_ span: TextSpan, to attributes: OpaquePointer?) {
        func insert(_ attribute: UnsafeMutablePointer<PangoAttribute>?) {
            attribute?.pointee.start_index = guint(span.range.lowerBound)
            attribute?.pointee.end_index = guint(span.range.upperBound)
            pango_attr_list_insert(attributes, attribute)
        }
        if let color = span.color {
            insert(
                pango_attr_foreground_new(
                    UInt16(color.red * 65_535), UInt16(color.green * 65_535), UInt16(color.blue * 65_535)))
        }
        if let weight = span.weight { insert(pango_attr_weight_new(PangoWeight(UInt32(weight.rawValue)))) }
    }

    func limit(width: Double?, lineCount: Int?) {
        if let width { pango_layout_set_width(self.layout, Int32(max(1, width) * Double(PANGO_SCALE))) }
        if let lineCount {
            pango_layout_set_height(self.layout, -Int32(max(1, lineCount)))
            pango_layout_set_ellipsize(self.layout, PANGO_ELLIPSIZE_END)
        }
    }

    func read(spans: [TextSpan]) -> (lines: [Typesetter.Line], missing: [Int], isEllipsized: Bool) {
        var reader = RunReader(spans: spans)
        let lines = (0..<pango_layout_get_line_count(self.layout)).compactMap { index in
            pango_layout_get_line_readonly(self.layout, index).map { reader.read($0) }
        }
        return (lines, reader.missing.sorted(), pango_layout_is_ellipsized(self.layout) != 0)
    }
}

/// Turns Pango's runs into ours.
private struct RunReader {
    let spans: [TextSpan]
    /// UTF-8 offsets of characters without a glyph.
    var missing: Set<Int> = []
    private var fonts: [OpaquePointer: ScaledFont] = [:]

    init(spans: [TextSpan]) { self.spans = spans }

    private static let unit = 1 / Double(PANGO_SCALE)
    /// `PANGO_GLYPH_EMPTY` and `PANGO_GLYPH_UNKNOWN_FLAG`, which are casts and so not imported.
    private static let emptyGlyph: UInt32 = 0x0FFF_FFFF
    private static let unknownFlag: UInt32 = 0x1000_0000

    mutating func read(_ line: UnsafeMutablePointer<PangoLayoutLine>) -> Typesetter.Line {
        var (ink, logical) = (PangoRectangle(), PangoRectangle())
        pango_layout_line_get_extents(line, &ink, &logical)
        var runs: [GlyphRun] = []
        var x = 0.0
        var node = line.pointee.runs
        while let current = node {
            if let item = current.pointee.data?.assumingMemoryBound(to: PangoGlyphItem.self) {
                if let run = self.read(item.pointee, x: &x) { runs.append(run) }
            }
            node = current.pointee.next
        }
        let start = Int(line.pointee.start_index)
        return Typesetter.Line(
            range: start..<start + Int(line.pointee.length), width: Double(logical.width) * Self.unit,
            ink: Rectangle(
                x: Double(ink.x) * Self.unit, y: Double(ink.y) * Self.unit,
                width: Double(ink.width) * Self.unit,
                height: Double(ink.height) * Self.unit),
            runs: runs)
    }

    private mutating func read(_ item: PangoGlyphItem, x: inout Double) -> GlyphRun? {
        guard let string = item.glyphs?.pointee, let source = item.item?.pointee else { return nil }
        let offset = Int(source.offset)
        var glyphs: [(index: UInt, x: Double, y: Double)] = []
        glyphs.reserveCapacity(Int(string.num_glyphs))
        x += Double(item.start_x_offset) * Self.unit
        let y = -Double(item.y_offset) * Self.unit
        for index in 0..<Int(string.num_glyphs) {
            let glyph = string.glyphs[index]
            if glyph.glyph & Self.unknownFlag != 0 {
                self.missing.insert(offset + Int(string.log_clusters[index]))
            } else if glyph.glyph != Self.emptyGlyph {
                glyphs.append(
                    (
                        UInt(glyph.glyph), x + Double(glyph.geometry.x_offset) * Self.unit,
                        y + Double(glyph.geometry.y_offset) * Self.unit
                    ))
            }
            x += Double(glyph.geometry.width) * Self.unit
        }
        x += Double(item.end_x_offset) * Self.unit
        guard !glyphs.isEmpty, let font = self.font(source.analysis.font) else { return nil }
        return GlyphRun(font: font, color: self.color(at: offset), glyphs: glyphs)
    }

    private func color(at offset: Int) -> Color? {
        self.spans.last { $0.color != nil && $0.range.contains(offset) }?.color
    }

    private mutating func font(_ font: UnsafeMutablePointer<PangoFont>?) -> ScaledFont? {
        guard let font else { return nil }
        let key = OpaquePointer(font)
        if let known = self.fonts[key] { return known }
        // Every font of a PangoCairoFontMap is a PangoCairoFont.
        guard let scaled = pango_cairo_font_get_scaled_font(key) else { return nil }
        let description = pango_font_describe(font)
        defer { pango_font_description_free(description) }
        let family = pango_font_description_get_family(description).map { String(cString: $0) } ?? ""
        let made = ScaledFont(retaining: scaled, hasColor: family.contains("Emoji"))
        self.fonts[key] = made
        return made
    }
}

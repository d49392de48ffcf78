// SPDX-License-Identifier: Apache-2.0
internal import CCanvas
internal import CRsvg

/// What everything is drawn with.
package enum Drawing {
    /// The versions of Cairo, Pango, librsvg and the text font: part of the recipe of what is drawn, since another
    /// version may draw it otherwise.
    package static let version: String = {
        let cairo = String(cString: cairo_version_string())
        let pango = String(cString: pango_version_string())
        let rsvg = "\(rsvg_major_version).\(rsvg_minor_version).\(rsvg_micro_version)"
        return "cairo \(cairo), pango \(pango), librsvg \(rsvg), font \(Self.fontVersion)"
    }()

    /// The version in the font file, 16.16 fixed point; 0 when there is no such font.
    private static var fontVersion: Int32 {
        guard let wanted = FcNameParse(Fonts.sans) else { return 0 }
        defer { FcPatternDestroy(wanted) }
        FcConfigSubstitute(nil, wanted, FcMatchPattern)
        FcDefaultSubstitute(wanted)
        var result = FcResultNoMatch
        guard let font = FcFontMatch(nil, wanted, &result) else { return 0 }
        defer { FcPatternDestroy(font) }
        var version: Int32 = 0
        return FcPatternGetInteger(font, FC_FONTVERSION, 0, &version) == FcResultMatch ? version : 0
    }
}

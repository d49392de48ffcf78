// SPDX-License-Identifier: Apache-2.0
import Canvas
import Domain

@testable import SlideStage

/// Every colour of text, with the ground it is set on.
struct SlideDrawerColors {
    let pairs: [(text: Color, ground: Color)]

    init(_ theme: FilmFormat.Theme) {
        let palette = Palette[theme]
        let code = palette.code
        self.pairs = [
            (palette.ink, palette.background), (palette.ink, palette.surface), (palette.ink, palette.zebra),
            (palette.muted, palette.background), (palette.muted, palette.surface),
            (palette.inkOnAccent, palette.amber), (palette.inkOnAccent, palette.sky),
            (Color(0xF6F4EF), palette.band), (code.ink, code.surface), (code.label, code.header),
            (code.color(of: .keyword), code.surface), (code.color(of: .string), code.surface),
            (code.color(of: .number), code.surface), (code.color(of: .comment), code.surface),
        ]
    }
}

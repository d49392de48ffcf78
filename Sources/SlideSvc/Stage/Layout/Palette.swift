// SPDX-License-Identifier: Apache-2.0
internal import Canvas
internal import Domain

/// The colours of a theme. Amber and sky are the characters' own; text never wears them on a light ground, where they
/// would not be legible.
struct Palette {
    let isDark: Bool
    let background: Color
    let surface: Color
    let border: Color
    let ink: Color
    let muted: Color
    let faint: Color
    /// Behind the head of a table.
    let band: Color
    let zebra: Color
    let shadow: Color
    let amber = Color(0xF2A03D)
    let sky = Color(0x5BB8F0)
    /// On amber and on sky.
    let inkOnAccent = Color(0x1B2136)
    let code: CodePalette

    static subscript(theme: FilmFormat.Theme) -> Palette {
        switch theme {
        case .light: .light
        case .dark: .dark
        }
    }

    private static let light = Palette(
        isDark: false, background: Color(0xFBFAF7), surface: .white, border: Color(0xE8E3D9),
        ink: Color(0x1B2136),
        muted: Color(0x626980), faint: Color(0xA6AAB8), band: Color(0x232B47), zebra: Color(0xF7F4EE),
        shadow: Color(0x2A2415, alpha: 0.10),
        code: CodePalette(surface: Color(0x1B2238), border: Color(0x1B2238), header: Color(0x242C47)))

    private static let dark = Palette(
        isDark: true, background: Color(0x161B2E), surface: Color(0x1F263D), border: Color(0x323B59),
        ink: Color(0xF6F4EF), muted: Color(0xB0B7CE), faint: Color(0x7C86A6), band: Color(0x323C60),
        zebra: Color(0x242C46), shadow: Color(0x05070F, alpha: 0.38),
        code: CodePalette(surface: Color(0x101425), border: Color(0x2C3553), header: Color(0x1A2036)))
}

/// Code is set on dark in both themes: colours of tokens need a ground to stand out from.
struct CodePalette {
    let surface: Color
    let border: Color
    let header: Color
    let ink = Color(0xE9ECF5)
    let lineNumber = Color(0x5F6A8E)
    let label = Color(0xAAB3D0)

    func color(of token: CodeToken.Kind) -> Color {
        switch token {
        case .keyword: Color(0xF6B763)
        case .string: Color(0x86CDF8)
        case .number: Color(0xF3DDA6)
        case .comment: Color(0x8390B4)
        }
    }
}

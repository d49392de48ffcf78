// SPDX-License-Identifier: Apache-2.0
internal import Canvas
internal import Domain

/// What every layout measures by: the slide's size, its theme and its language.
struct SlideContext {
    let size: FrameSize
    let palette: Palette
    let language: Language
    /// One pixel of a slide of 1280x720. Everything is a multiple of it, so a slide looks the same at every size; it
    /// follows the area, so that a tall slide has type as large as a wide one, up to what its shorter side can hold.
    let unit: Double

    init(size: FrameSize, theme: FilmFormat.Theme, language: Language) {
        let (width, height) = (Double(size.width), Double(size.height))
        self.size = size
        self.palette = Palette[theme]
        self.language = language
        self.unit = min((width * height).squareRoot() / 960, min(width, height) / 560)
    }

    var bounds: Rectangle {
        Rectangle(x: 0, y: 0, width: Double(self.size.width), height: Double(self.size.height))
    }

    /// Nothing that matters is outside.
    var safeArea: Rectangle {
        self.bounds.inset(
            by: min(72 * self.unit, self.bounds.width * 0.075),
            min(58 * self.unit, self.bounds.height * 0.085))
    }

    var isTall: Bool { self.bounds.height > self.bounds.width * 1.2 }

    /// Of the room left by content, the share that goes above it: less than half, since the heading is above already.
    var bias: Double { self.isTall ? 0.2 : 0.32 }

    func localized(_ japanese: String, _ english: String) -> String {
        Localized(ja: japanese, en: english)[self.language]
    }

    /// Japanese is set proportionally in large type, where the full-width punctuation leaves holes.
    func style(
        _ size: Double, _ weight: TextStyle.Weight, _ color: Color, lineSpacing: Double = 1.42,
        tight: Bool = false
    ) -> TextStyle {
        TextStyle(
            sizePixels: size, weight: weight, color: color, lineSpacing: lineSpacing, language: self.language,
            features: tight ? "palt" : nil)
    }

    /// Sizes to try, in pixels, the largest first; both ends are in units and among them.
    func sizes(from largest: Double, to smallest: Double) -> [Double] {
        var sizes: [Double] = []
        var size = largest
        while size > smallest * 1.02 {
            sizes.append(size * self.unit)
            size *= 0.94
        }
        return sizes + [smallest * self.unit]
    }
}

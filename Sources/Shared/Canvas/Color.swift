// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// A colour in sRGB, not premultiplied; every component is 0...1.
package struct Color: Hashable, Sendable {
    package var red: Double
    package var green: Double
    package var blue: Double
    package var alpha: Double

    package init(red: Double, green: Double, blue: Double, alpha: Double = 1) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    /// `#RGB`, `#RRGGBB` or `#RRGGBBAA`; nil for anything else.
    package init?(hex text: String) {
        guard text.hasPrefix("#") else { return nil }
        let digits = text.dropFirst().compactMap(\.hexDigitValue)
        guard digits.count == text.dropFirst().count else { return nil }
        let bytes: [Int]
        switch digits.count {
        case 3: bytes = digits.map { $0 * 17 }
        case 6, 8: bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] * 16 + digits[$0 + 1] }
        default: return nil
        }
        let parts = bytes.map { Double($0) / 255 }
        self.init(red: parts[0], green: parts[1], blue: parts[2], alpha: parts.count == 4 ? parts[3] : 1)
    }

    /// A colour written in the source, `0xRRGGBB`.
    package init(_ rgb: UInt32, alpha: Double = 1) {
        self.init(
            red: Double(rgb >> 16 & 255) / 255, green: Double(rgb >> 8 & 255) / 255,
            blue: Double(rgb & 255) / 255,
            alpha: alpha)
    }

    package static let white = Color(0xFFFFFF)
    package static let black = Color(0x000000)
    package static let clear = Color(0x000000, alpha: 0)

    package func withAlpha(_ alpha: Double) -> Color {
        Color(red: self.red, green: self.green, blue: self.blue, alpha: alpha)
    }

    /// `share` of `other`, the rest of this one, mixed component by component; `share` is 0...1.
    package func mixed(with other: Color, _ share: Double) -> Color {
        func mix(_ a: Double, _ b: Double) -> Double { a + (b - a) * share }
        return Color(
            red: mix(self.red, other.red), green: mix(self.green, other.green),
            blue: mix(self.blue, other.blue),
            alpha: mix(self.alpha, other.alpha))
    }

    /// The contrast of two opaque colours, 1...21.
    ///
    /// - Note: WCAG 2.2, "contrast ratio" and "relative luminance"; 4.5 suffices for text of any size.
    package func contrast(with other: Color) -> Double {
        let (a, b) = (self.luminance, other.luminance)
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    private var luminance: Double {
        0.2126 * Self.linear(self.red) + 0.7152 * Self.linear(self.green) + 0.0722 * Self.linear(self.blue)
    }

    /// An sRGB component as light, 0...1 (IEC 61966-2-1).
    private static func linear(_ component: Double) -> Double {
        component <= 0.04045 ? component / 12.92 : pow((component + 0.055) / 1.055, 2.4)
    }
}

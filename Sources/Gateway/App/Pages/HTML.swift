// SPDX-License-Identifier: Apache-2.0

/// A piece of a page. Literal parts are markup; what is interpolated is text and is escaped, unless it is HTML itself.
struct HTML: ExpressibleByStringInterpolation, Sendable {
    let text: String

    init(stringLiteral value: String) { self.text = value }

    init(stringInterpolation: Interpolation) { self.text = stringInterpolation.text }

    init(joining parts: some Sequence<HTML>) { self.text = parts.map(\.text).joined() }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { self.text.reserveCapacity(literalCapacity * 2) }

        mutating func appendLiteral(_ literal: String) { self.text += literal }
        mutating func appendInterpolation(_ number: Int) { self.text += "\(number)" }
        mutating func appendInterpolation(_ html: HTML) { self.text += html.text }

        /// Scalar by scalar: a quotation mark with an accent on it is one character to Swift, and still ends an
        /// attribute for a browser.
        mutating func appendInterpolation(_ text: String) {
            for scalar in text.unicodeScalars {
                switch scalar {
                case "&": self.text += "&amp;"
                case "<": self.text += "&lt;"
                case ">": self.text += "&gt;"
                case "\"": self.text += "&quot;"
                case "'": self.text += "&#39;"
                default: self.text.unicodeScalars.append(scalar)
                }
            }
        }
    }
}

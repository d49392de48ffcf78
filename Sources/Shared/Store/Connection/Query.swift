// SPDX-License-Identifier: Apache-2.0

/// One statement; what is interpolated travels beside it as a parameter.
///
/// `"SELECT * FROM jobs WHERE id = \(id)"` sends `... WHERE id = $1`. Each distinct text is prepared once a connection.
package struct Query: ExpressibleByStringInterpolation, Sendable {
    package let text: String
    package let values: [SQLValue]

    package init(stringLiteral value: String) {
        self.text = value
        self.values = []
    }

    package init(stringInterpolation: Interpolation) {
        self.text = stringInterpolation.text
        self.values = stringInterpolation.values
    }

    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var values: [SQLValue] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            self.text.reserveCapacity(literalCapacity + 3 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { self.text += literal }

        package mutating func appendInterpolation(_ value: some SQLEncodable) {
            self.values.append(value.sqlValue)
            self.text += "$\(self.values.count)"
        }

        /// A piece of statement that several share. It is ours, so it is text.
        package mutating func appendInterpolation(literal: StaticString) {
            self.text += literal.description
        }
    }

    /// What tells prepared statements apart: the text, and the types of its parameters.
    var preparationKey: String {
        self.values.reduce(into: self.text) { $0 += "\u{1}\($1.typeID)" }
    }
}

// SPDX-License-Identifier: Apache-2.0
package import Foundation

extension JSONEncoder {
    /// How every value for programs is written, by the gateway and by `moviegen --json`: names in snake_case, times in
    /// ISO 8601, what is unknown left out.
    package static var ofReports: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return encoder
    }
}

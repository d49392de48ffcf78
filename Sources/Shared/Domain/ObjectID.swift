// SPDX-License-Identifier: Apache-2.0

/// The SHA-256 of an object's bytes, as 64 lower-case hexadecimal digits: its name in every artifact store.
package struct ObjectID: Hashable, Sendable, CustomStringConvertible {
    package let hexadecimal: String

    /// nil unless `text` is 64 lower-case hexadecimal digits, so that an id is always safe in a path.
    package init?(hexadecimal text: String) {
        guard text.utf8.count == 64,
            text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        self.hexadecimal = text
    }

    package var description: String { self.hexadecimal }
}

extension ObjectID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = ObjectID(hexadecimal: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not an object id: \(text)")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.hexadecimal)
    }
}

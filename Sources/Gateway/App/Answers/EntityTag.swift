// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// The strong name of some bytes (RFC 9110, section 8.8.3).
struct EntityTag: Hashable, Sendable {
    /// In its quotation marks.
    let text: String

    /// Bytes of that name.
    init(_ id: ObjectID) { self.text = "\"\(id.hexadecimal)\"" }

    /// Whether an If-Match or If-None-Match header names it.
    ///
    /// - Parameter isWeakEnough: `W/"x"` stands for `"x"`.
    func isNamed(in header: String, isWeakEnough: Bool) -> Bool {
        // Ours has no comma in it, so that whatever else has one is only split into what does not match either.
        header.split(separator: ",").contains { tag in
            let tag = tag.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
            return tag == "*" || tag == self.text || isWeakEnough && tag == "W/" + self.text
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// Finds the encoding a page names in its own beginning, all of which is ASCII whatever the encoding.
enum DeclaredCharset {
    /// - Parameter head: The first few kilobytes.
    /// - Returns: The label in `<?xml encoding>`, `<meta charset>` or `<meta http-equiv=Content-Type>`.
    static func find(in head: Data) -> String? {
        let ascii = head.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }
        if ascii.starts(with: "<?xml".utf8),
            let declaration = String(decoding: ascii, as: UTF8.self).split(separator: "?>").first,
            let label = self.value(after: "encoding", in: declaration)
        {
            return label
        }
        // A head that is refused names nothing that could be trusted.
        guard let tree = try? HTMLParser.parse(ascii.filter { $0 != 0 }, source: "") else { return nil }
        for node in tree.nodes.indices where tree.tag(node) == .meta {
            if let label = tree.attribute(.charset, of: node), !label.isEmpty { return label }
            if tree.attribute(.httpEquiv, of: node)?.lowercased() == "content-type",
                let content = tree.attribute(.content, of: node),
                let label = self.value(after: "charset", in: content[...])
            {
                return label
            }
        }
        return nil
    }

    private static func value(after name: String, in text: Substring) -> String? {
        guard let range = text.lowercased().range(of: name) else { return nil }
        let lower = text.lowercased()
        let rest = lower[range.upperBound...].drop { $0.isWhitespace }
        guard rest.first == "=" else { return nil }
        let value = rest.dropFirst().drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }
            .prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_:.+".contains($0)) }
        return value.isEmpty ? nil : String(value)
    }
}

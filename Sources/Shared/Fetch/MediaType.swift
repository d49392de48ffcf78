// SPDX-License-Identifier: Apache-2.0

/// A Content-Type header's value in its parts (RFC 9110 8.3.1).
package struct MediaType: Hashable, Sendable {
    /// `type/subtype` in lower case; nil when the header has no such thing.
    package let name: String?
    /// The charset parameter in lower case, without quotes.
    package let charset: String?

    /// Reads leniently, as browsers must: what cannot be understood is nil.
    package init(header: String) {
        let parts = Self.split(header)
        let name = parts.first.map { Self.trim($0).lowercased() } ?? ""
        let slash = name.split(separator: "/", omittingEmptySubsequences: false)
        let isMediaType =
            slash.count == 2 && slash.allSatisfy { !$0.isEmpty } && !name.contains(where: \.isWhitespace)
        self.name = isMediaType ? name : nil
        self.charset = parts.dropFirst().lazy.compactMap(Self.charset).first
    }

    /// Splits at semicolons outside quotes.
    private static func split(_ header: String) -> [Substring] {
        var isQuoted = false
        return header.split(omittingEmptySubsequences: false) { character in
            if character == "\"" { isQuoted.toggle() }
            return character == ";" && !isQuoted
        }
    }

    private static func charset(of parameter: Substring) -> String? {
        guard let equals = parameter.firstIndex(of: "="),
            self.trim(parameter[..<equals]).lowercased() == "charset"
        else { return nil }
        let value = self.trim(parameter[parameter.index(after: equals)...])
        let unquoted = value.filter { $0 != "\"" && $0 != "'" && !$0.isWhitespace }
        return unquoted.isEmpty ? nil : unquoted.lowercased()
    }

    private static func trim(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}

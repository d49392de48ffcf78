// SPDX-License-Identifier: Apache-2.0
internal import CMarkup
internal import Glibc

/// An element of libgumbo's, in this reader's terms. Valid as long as libgumbo's tree.
struct GumboElementView {
    private let element: GumboElement

    /// Longer values are pictures in base64, or an attack.
    private static let maximumValueBytes = 8_192
    private static let maximumAttributeCount = 32

    /// - Parameter node: Of the type `GUMBO_NODE_ELEMENT`.
    init(_ node: UnsafeMutablePointer<GumboNode>) { self.element = node.pointee.v.element }

    var tag: HTMLTag {
        let number = Int(self.element.tag.rawValue)
        if let tag = Self.tags[number] { return tag }
        guard self.element.tag == GUMBO_TAG_UNKNOWN else { return .other }
        // Elements younger than libgumbo.
        var name = self.element.original_tag
        gumbo_tag_from_original_text(&name)
        guard name.length > 0, name.length <= 16, let start = name.data else { return .other }
        let bytes = UnsafeRawBufferPointer(start: start, count: name.length)
        return HTMLTag.byName[String(decoding: bytes, as: UTF8.self).lowercased()] ?? .other
    }

    private static let tags: [HTMLTag?] = (0..<Int(GUMBO_TAG_UNKNOWN.rawValue) + 2).map { number in
        guard number < Int(GUMBO_TAG_UNKNOWN.rawValue) else { return nil }
        return HTMLTag.byName[String(cString: gumbo_normalized_tagname(GumboTag(UInt32(number))))] ?? .other
    }

    /// Those that ``HTMLAttribute`` names.
    var attributes: [(name: HTMLAttribute, value: String)] {
        var attributes: [(name: HTMLAttribute, value: String)] = []
        for position in 0..<Int(self.element.attributes.length) {
            guard let pointer = self.element.attributes.data[position],
                attributes.count < Self.maximumAttributeCount
            else { break }
            let attribute = pointer.assumingMemoryBound(to: GumboAttribute.self).pointee
            let value = UnsafeRawBufferPointer(
                start: attribute.value, count: strnlen(attribute.value, Self.maximumValueBytes + 1))
            guard value.count <= Self.maximumValueBytes,
                let name = HTMLAttribute.byName[String(cString: attribute.name)]
            else { continue }
            attributes.append((name, String(decoding: value, as: UTF8.self)))
        }
        return attributes
    }

    /// The text directly in the element.
    var text: String {
        (0..<Int(self.element.children.length)).compactMap { position in
            guard let child = self.element.children.data[position]?.assumingMemoryBound(to: GumboNode.self),
                [GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE].contains(child.pointee.type)
            else { return nil }
            return String(cString: child.pointee.v.text.text)
        }.joined()
    }

    /// A formula as plain text where its alternative text is plain enough to read, as in `x` or `n = 3`.
    var formula: String? {
        guard var text = self.attributes.first(where: { $0.name == .alttext })?.value else { return nil }
        for style in ["{\\displaystyle ", "{\\textstyle "] where text.hasPrefix(style) && text.hasSuffix("}")
        {
            text = String(text.dropFirst(style.count).dropLast())
        }
        return text.count <= 40 && !text.contains(where: { "\\{}^_".contains($0) }) ? text : nil
    }
}

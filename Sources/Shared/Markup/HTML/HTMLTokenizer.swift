// SPDX-License-Identifier: Apache-2.0

/// Cuts HTML into tags and text, following the HTML standard's tokenisation where it matters for reading.
///
/// Comments, doctypes, scripts, styles and drawings are passed over. Every byte is looked at a bounded number of times,
/// so any input takes O(n).
struct HTMLTokenizer: ~Copyable {
    enum Token {
        case text(String)
        case start(HTMLTag, [(name: HTMLAttribute, value: String)])
        case end(HTMLTag)
    }

    private let bytes: [UInt8]
    private var position = 0
    private var entities = EntityDecoder()
    private var lastEnds: [HTMLTag: Int] = [:]

    /// Longer values are pictures in base64, or an attack.
    private static let maximumValueBytes = 8_192
    private static let maximumAttributeCount = 32

    /// - Parameter bytes: UTF-8.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Token? {
        while self.position < self.bytes.count {
            if self.bytes[self.position] == UInt8(ascii: "<") {
                let start = self.position
                if let token = self.readMarkup() { return token }
                if self.position > start { continue }
            }
            return .text(self.readText())
        }
        return nil
    }

    private mutating func readText() -> String {
        // A "<" that began no markup is text.
        let from = self.position
        let searchFrom = self.bytes[from] == UInt8(ascii: "<") ? from + 1 : from
        let to = self.bytes[searchFrom...].firstIndex(of: UInt8(ascii: "<")) ?? self.bytes.count
        self.position = to
        return self.entities.decode(self.bytes[from..<to])
    }

    /// Reads what begins at a "<". Moves on without a token for what is passed over; stays where text begins.
    private mutating func readMarkup() -> Token? {
        let next = self.byte(1)
        if Self.isLetter(next) { return self.readStartTag() }
        if next == UInt8(ascii: "/") {
            if Self.isLetter(self.byte(2)) { return self.readEndTag() }
            self.skipBogusComment()
        } else if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
            self.skipDeclaration()
        }
        return nil
    }

    private func byte(_ offset: Int) -> UInt8 {
        let index = self.position + offset
        return index < self.bytes.count ? self.bytes[index] : 0
    }

    private mutating func skipBogusComment() {
        let end = self.bytes[self.position...].firstIndex(of: UInt8(ascii: ">"))
        self.position = end.map { $0 + 1 } ?? self.bytes.count
    }

    private mutating func skipDeclaration() {
        guard self.bytes[self.position...].starts(with: "<!--".utf8) else { return self.skipBogusComment() }
        // "<!-->" and "<!--->" are whole comments.
        var index = self.position + 2
        while let dash = self.bytes[index...].firstIndex(of: UInt8(ascii: "-")) {
            let rest = self.bytes[(dash + 1)...]
            if rest.starts(with: "->".utf8) {
                self.position = dash + 3
                return
            }
            if rest.starts(with: "-!>".utf8), dash > self.position + 2 {
                self.position = dash + 4
                return
            }
            index = dash + 1
        }
        self.position = self.bytes.count
    }
}

extension HTMLTokenizer {
    private mutating func readStartTag() -> Token? {
        self.position += 1
        let tag = self.readName()
        let attributes = self.readAttributes()
        switch tag {
        case .script, .style, .iframe, .noembed, .noframes, .xmp, .textarea:
            let hadContent = self.readRaw(until: tag) != nil
            // That there was a script tells an application from an empty page.
            return tag == .script && hadContent ? .start(.script, []) : nil
        case .title: return self.readTitle()
        case .svg, .template, .select:
            _ = self.skipElement(tag)
            return nil
        case .math: return self.readFormula(attributes)
        default: return .start(tag, attributes)
        }
    }

    private mutating func readEndTag() -> Token? {
        self.position += 2
        let tag = self.readName()
        _ = self.readAttributes()
        return .end(tag)
    }

    private mutating func readName() -> HTMLTag {
        let from = self.position
        while self.position < self.bytes.count, !Self.endsName(self.bytes[self.position]) {
            self.position += 1
        }
        guard self.position - from <= 16 else { return .other }
        let name = String(decoding: self.bytes[from..<self.position].map(Self.lowercase), as: UTF8.self)
        return HTMLTag.byName[name] ?? .other
    }

    /// Reads up to and including the tag's ">".
    private mutating func readAttributes() -> [(name: HTMLAttribute, value: String)] {
        var attributes: [(name: HTMLAttribute, value: String)] = []
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            if byte == UInt8(ascii: ">") {
                self.position += 1
                return attributes
            }
            if Self.isSpace(byte) || byte == UInt8(ascii: "/") {
                self.position += 1
                continue
            }
            guard let attribute = self.readAttribute() else { continue }
            if attributes.count < Self.maximumAttributeCount,
                !attributes.contains(where: { $0.name == attribute.name })
            {
                attributes.append(attribute)
            }
        }
        return attributes
    }

    private mutating func readAttribute() -> (name: HTMLAttribute, value: String)? {
        let from = self.position
        self.position += 1
        while self.position < self.bytes.count, !Self.endsName(self.bytes[self.position]),
            self.bytes[self.position] != UInt8(ascii: "=")
        {
            self.position += 1
        }
        let name = self.bytes[from..<self.position]
        let value = self.readValue()
        guard name.count <= 16, value.count <= Self.maximumValueBytes,
            let known = HTMLAttribute.byName[String(decoding: name.map(Self.lowercase), as: UTF8.self)]
        else { return nil }
        return (known, self.entities.decode(value))
    }

    private mutating func readValue() -> ArraySlice<UInt8> {
        self.skipSpaces()
        guard self.byte(0) == UInt8(ascii: "=") else { return [] }
        self.position += 1
        self.skipSpaces()
        let quote = self.byte(0)
        let from: Int
        let to: Int
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            from = self.position + 1
            to = self.bytes[from...].firstIndex(of: quote) ?? self.bytes.count
            self.position = min(to + 1, self.bytes.count)
        } else {
            from = self.position
            to =
                self.bytes[from...].firstIndex { Self.isSpace($0) || $0 == UInt8(ascii: ">") }
                ?? self.bytes.count
            self.position = to
        }
        return self.bytes[from..<to]
    }

    private mutating func skipSpaces() {
        while self.position < self.bytes.count, Self.isSpace(self.bytes[self.position]) { self.position += 1 }
    }

    fileprivate static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    fileprivate static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    fileprivate static func lowercase(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
    fileprivate static func endsName(_ byte: UInt8) -> Bool {
        self.isSpace(byte) || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
    }
}

extension HTMLTokenizer {
    /// Reads text in which only the element's own end tag is markup.
    /// - Returns: nil when there is none.
    private mutating func readRaw(until tag: HTMLTag) -> ArraySlice<UInt8>? {
        let from = self.position
        var index = from
        while let candidate = self.bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            if self.isEndTag(tag, at: candidate) {
                self.position = candidate
                _ = self.readEndTag()
                return self.bytes[from..<candidate]
            }
            index = candidate + 1
        }
        self.position = self.bytes.count
        return from < self.bytes.count ? self.bytes[from...] : nil
    }

    private func isEndTag(_ tag: HTMLTag, at index: Int) -> Bool {
        guard index + 1 < self.bytes.count, self.bytes[index + 1] == UInt8(ascii: "/") else { return false }
        return self.isName(tag, at: index + 2)
    }

    private func isName(_ tag: HTMLTag, at index: Int) -> Bool {
        let name = tag.rawValue.utf8
        guard index + name.count <= self.bytes.count else { return false }
        guard zip(self.bytes[index...], name).allSatisfy({ Self.lowercase($0) == $1 }) else { return false }
        return index + name.count == self.bytes.count || Self.endsName(self.bytes[index + name.count])
    }

    private mutating func readTitle() -> Token? {
        guard let raw = self.readRaw(until: .title) else { return nil }
        return .start(.title, [(.content, self.entities.decode(raw))])
    }

    /// Passes over an element with everything in it, those of its own kind inside it included.
    ///
    /// One that never ends is passed over as a tag alone: losing the rest of the page would be worse.
    private mutating func skipElement(_ tag: HTMLTag) -> Bool {
        guard self.lastEnd(of: tag) > self.position else { return false }
        var depth = 1
        var index = self.position
        while let candidate = self.bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            if self.isName(tag, at: candidate + 1) { depth += 1 }
            if self.isEndTag(tag, at: candidate) { depth -= 1 }
            index = candidate + 1
            guard depth == 0 || candidate == self.lastEnd(of: tag) else { continue }
            self.position = candidate
            _ = self.readEndTag()
            return true
        }
        return false
    }

    /// Where the last end tag of its kind is; looked for once a page, so that a thousand unended elements cost one
    /// search.
    private mutating func lastEnd(of tag: HTMLTag) -> Int {
        if let known = self.lastEnds[tag] { return known }
        let last =
            self.bytes.indices.last { self.bytes[$0] == UInt8(ascii: "<") && self.isEndTag(tag, at: $0) }
            ?? -1
        self.lastEnds[tag] = last
        return last
    }

    /// A formula as plain text where its alternative text is plain enough to read, as in `x` or `n = 3`.
    private mutating func readFormula(_ attributes: [(name: HTMLAttribute, value: String)]) -> Token? {
        guard self.skipElement(.math), var text = attributes.first(where: { $0.name == .alttext })?.value
        else {
            return nil
        }
        for style in ["{\\displaystyle ", "{\\textstyle "] where text.hasPrefix(style) && text.hasSuffix("}")
        {
            text = String(text.dropFirst(style.count).dropLast())
        }
        return text.count <= 40 && !text.contains(where: { "\\{}^_".contains($0) }) ? .text(text) : nil
    }
}

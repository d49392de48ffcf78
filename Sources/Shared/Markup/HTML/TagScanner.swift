// SPDX-License-Identifier: Apache-2.0

/// Finds the tags in HTML, as the standard's tokeniser does, without keeping what is in them.
///
/// Passes over comments, declarations, attribute values and the text of scripts and the like. O(n).
struct TagScanner {
    struct Tag {
        /// In lower case.
        var name: String
        var isEnd = false
        /// Ends in `/>`.
        var isSelfClosing = false
        var attributeCount = 0
        /// Of the whole tag's bytes: equal tags have equal ones.
        var hash = 0
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// What may be read as text, as a comment or as markup, by what is around it: CDATA sections, and tags inside
    /// scripts and the like, in SVG, MathML and templates. None of it is text that anybody sees.
    private(set) var doubtful: [Range<Int>] = []
    /// Comments, declarations and what is taken for one.
    private(set) var commentCount = 0

    /// - Parameter bytes: Must outlive the scanner.
    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The next tag.
    /// - Parameter mayBeForeign: Whether this may be inside SVG, MathML or another element where scripts hold elements
    ///   and CDATA sections exist.
    mutating func next(mayBeForeign: Bool) -> Tag? {
        while let start = self.find(UInt8(ascii: "<"), from: self.position) {
            self.position = start + 1
            switch self.byte(start + 1) {
            case let next where Self.isLetter(next): return self.readTag(isEnd: false)
            case UInt8(ascii: "/"):
                self.position = start + 2
                if Self.isLetter(self.byte(start + 2)) { return self.readTag(isEnd: true) }
                self.skipBogusComment()
            case UInt8(ascii: "!"): self.skipDeclaration(at: start, mayBeForeign: mayBeForeign)
            case UInt8(ascii: "?"): self.skipBogusComment()
            default: break
            }
        }
        return nil
    }

    /// Passes over the text of the element whose start tag was read last, if only its end tag is markup in it.
    /// - Parameter mayBeForeign: Whether that is not sure.
    /// - Returns: false if it is not sure what the rest of the page is.
    mutating func skipText(after tag: Tag, mayBeForeign: Bool) -> Bool {
        guard !tag.isEnd, Self.rawTextElements.contains(tag.name) else { return true }
        let start = self.position
        self.skipRawText(of: tag.name)
        guard mayBeForeign else { return true }
        guard self.position < self.bytes.count else { return false }
        if self.bytes[start..<self.position].contains(UInt8(ascii: "<")) {
            self.doubtful.append(start..<self.position)
        }
        return true
    }

    private mutating func skipBogusComment() {
        self.commentCount += 1
        self.skip(past: ">")
    }

    private static let rawTextElements: Set<String> = [
        "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
    ]

    private func byte(_ index: Int) -> UInt8 { index < self.bytes.count ? self.bytes[index] : 0 }

    private func find(_ byte: UInt8, from start: Int) -> Int? {
        var index = start
        while index < self.bytes.count {
            if self.bytes[index] == byte { return index }
            index += 1
        }
        return nil
    }

    /// Whether ASCII text, given in lower case, stands at an index in either case.
    private func stands(_ text: StaticString, at index: Int) -> Bool {
        guard index + text.utf8CodeUnitCount <= self.bytes.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy {
            Self.lowercase(self.bytes[index + $0]) == text.utf8Start[$0]
        }
    }

    private func find(_ text: StaticString, from start: Int) -> Int? {
        var index = start
        while let found = self.find(text.utf8Start[0], from: index) {
            if self.stands(text, at: found) { return found }
            index = found + 1
        }
        return nil
    }

    private mutating func skip(past text: StaticString) {
        self.position =
            self.find(text, from: self.position).map { $0 + text.utf8CodeUnitCount } ?? self.bytes.count
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C || byte == 0x0D
    }
    private static func endsName(_ byte: UInt8) -> Bool {
        self.isSpace(byte) || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
    }
}

extension TagScanner {
    /// - Returns: nil when the page ends inside the tag.
    private mutating func readTag(isEnd: Bool) -> Tag? {
        let start = self.position
        while self.position < self.bytes.count, !Self.endsName(self.bytes[self.position]) {
            self.position += 1
        }
        let name = self.bytes[start..<self.position].lazy.map(Self.lowercase)
        var tag = Tag(name: String(decoding: name, as: UTF8.self), isEnd: isEnd)
        while self.position < self.bytes.count {
            switch self.bytes[self.position] {
            case UInt8(ascii: ">"):
                var hasher = Hasher()
                hasher.combine(
                    bytes: UnsafeRawBufferPointer(
                        rebasing: UnsafeRawBufferPointer(self.bytes)[start..<self.position]))
                tag.hash = hasher.finalize()
                self.position += 1
                return tag
            case UInt8(ascii: "/"):
                self.position += 1
                tag.isSelfClosing = self.byte(self.position) == UInt8(ascii: ">")
            case let byte where Self.isSpace(byte): self.position += 1
            default:
                self.skipAttribute()
                tag.attributeCount += 1
            }
        }
        return nil
    }

    private mutating func skipAttribute() {
        // An "=" that stands first is part of the name.
        self.position += 1
        while self.position < self.bytes.count, !Self.endsName(self.bytes[self.position]),
            self.bytes[self.position] != UInt8(ascii: "=")
        {
            self.position += 1
        }
        self.skipSpaces()
        guard self.byte(self.position) == UInt8(ascii: "=") else { return }
        self.position += 1
        self.skipSpaces()
        let quote = self.byte(self.position)
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            self.position = self.find(quote, from: self.position + 1).map { $0 + 1 } ?? self.bytes.count
        } else {
            while self.position < self.bytes.count, !Self.isSpace(self.bytes[self.position]),
                self.bytes[self.position] != UInt8(ascii: ">")
            {
                self.position += 1
            }
        }
    }

    private mutating func skipSpaces() {
        while self.position < self.bytes.count, Self.isSpace(self.bytes[self.position]) { self.position += 1 }
    }

    /// - Parameter start: Of the "<" before the "!".
    private mutating func skipDeclaration(at start: Int, mayBeForeign: Bool) {
        self.commentCount += 1
        if self.stands("<!--", at: start) {
            self.position = self.endOfComment(at: start)
        } else if mayBeForeign, self.stands("<![cdata[", at: start) {
            self.skip(past: "]]>")
            self.doubtful.append(start..<self.position)
        } else {
            self.skip(past: ">")
        }
    }

    /// `<!-->` and `<!--->` are whole comments; `--!>` ends one too.
    private func endOfComment(at start: Int) -> Int {
        var index = start + 2
        while let dash = self.find(UInt8(ascii: "-"), from: index) {
            if self.stands("-->", at: dash) { return dash + 3 }
            if dash >= start + 4, self.stands("--!>", at: dash) { return dash + 4 }
            index = dash + 1
        }
        return self.bytes.count
    }

    /// Moves to the end tag of an element in which nothing else is markup, or to the end of the page.
    private mutating func skipRawText(of name: String) {
        var isInComment = false
        var isInInnerScript = false
        while self.position < self.bytes.count {
            let start = self.position
            self.position += 1
            if name == "script", isInComment, self.stands("-->", at: start) {
                (isInComment, isInInnerScript) = (false, false)
            }
            guard self.bytes[start] == UInt8(ascii: "<") else { continue }
            if name == "script", !isInComment, self.stands("<!--", at: start) {
                isInComment = true
                // The dashes may be the end's as well.
                self.position = start + 2
            } else if name == "script", isInComment, !isInInnerScript, self.isTag("script", at: start + 1) {
                isInInnerScript = true
            } else if self.byte(start + 1) == UInt8(ascii: "/"), self.isTag(name, at: start + 2) {
                guard isInInnerScript else {
                    self.position = start
                    return
                }
                isInInnerScript = false
            }
        }
    }

    private func isTag(_ name: String, at index: Int) -> Bool {
        let length = name.utf8.count
        guard index + length <= self.bytes.count else { return false }
        return zip(self.bytes[index...], name.utf8).allSatisfy { Self.lowercase($0) == $1 }
            && (index + length == self.bytes.count || Self.endsName(self.bytes[index + length]))
    }
}

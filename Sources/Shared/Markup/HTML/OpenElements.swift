// SPDX-License-Identifier: Apache-2.0

/// The elements that are open at a place of a page, counted so that a tree builder has few times more of them.
///
/// An end tag closes its element only where every tree builder does so; what is closed late is counted on. Only the
/// end tags that HTML lets authors leave out are supplied.
struct OpenElements {
    private struct Element {
        var name: String
        /// Of the tag as written, for formatting; nil for everything else.
        var formatting: Int?
    }

    private var elements: [Element] = []
    private var foreignCount = 0
    private var templateCount = 0
    /// Whether HTML was met inside something that is named like a part of a table, or a list of choices, in SVG or
    /// MathML. libgumbo 0.10.1 takes that for what its name says, looks for what is not there, and aborts.
    private(set) var hasTableInDrawing = false
    /// Whether a tag was met since the outermost SVG or MathML began that may have ended it.
    private var isForeignDoubtful = false
    /// Formatting elements that are open, or were when a block around them ended, and come back in the next.
    private(set) var formattingCount = 0

    var depth: Int { self.elements.count }

    /// Whether this may be inside SVG, MathML or another element where scripts and the like are not told apart.
    var mayBeForeign: Bool { self.foreignCount + self.templateCount > 0 }

    mutating func start(_ tag: TagScanner.Tag) {
        if self.foreignCount > 0, Self.knownNames.contains(tag.name) { self.isForeignDoubtful = true }
        if self.foreignCount > 0, Self.integrationPoints.contains(tag.name) {
            self.hasTableInDrawing = self.hasTableInDrawing || self.isInTableInDrawing
        }
        if self.isVoid(tag) || self.isOutOfPlace(tag.name) { return }
        self.closeImplied(by: tag.name)
        let isFormatting = Self.formatting.contains(tag.name)
        if tag.name == "a" { self.endLink() }
        if Self.foreign.contains(tag.name) { self.foreignCount += 1 }
        if tag.name == "template" { self.templateCount += 1 }
        self.elements.append(Element(name: tag.name, formatting: isFormatting ? tag.hash : nil))
        // Few formatting elements are alike: libgumbo opens no more than three such anew.
        if isFormatting, self.elements.count(where: { $0.formatting == tag.hash }) <= 3 {
            self.formattingCount += 1
        }
    }

    mutating func end(_ name: String) {
        if self.isOutOfPlace(name) { return }
        if self.isForeign, let index = self.foreignElement(name) { return self.close(from: index) }
        if Self.formatting.contains(name) { return self.endFormatting(name) }
        var index = self.elements.count
        while index > 0 {
            index -= 1
            guard self.elements[index].formatting == nil else { continue }
            if self.elements[index].name == name { return self.close(from: index) }
            guard Self.mayEnd(self.elements[index].name, with: name) else { break }
        }
        if self.foreignCount > 0 { self.isForeignDoubtful = true }
    }

    /// Whether the end of one element ends another inside it as well.
    private static func mayEnd(_ inner: String, with outer: String) -> Bool {
        switch outer {
        case "ruby": self.rubyParts.contains(inner)
        case "select": inner == "option" || inner == "optgroup"
        default: self.blocks.contains(outer) && self.optional.contains(inner)
        }
    }

    /// Void elements have no content, in SVG and MathML those that end in "/>".
    func isVoid(_ tag: TagScanner.Tag) -> Bool {
        guard self.foreignCount > 0 else { return Self.void.contains(tag.name) }
        if Self.voidEverywhere.contains(tag.name) { return true }
        return tag.isSelfClosing && self.isForeign
    }

    /// Whether this is certainly SVG or MathML, and not HTML inside of it.
    private var isForeign: Bool {
        self.foreignCount > 0 && !self.isForeignDoubtful
            && !self.elements.contains { Self.integrationPoints.contains($0.name) }
    }

    /// Where an element of SVG or MathML stands, whose end tag ends whatever is in it.
    private func foreignElement(_ name: String) -> Int? {
        for index in self.elements.indices.reversed() {
            if self.elements[index].name == name { return index }
            if Self.foreign.contains(self.elements[index].name) { return nil }
        }
        return nil
    }

    /// Whether this is a part of a table outside any, which is passed over.
    private func isOutOfPlace(_ name: String) -> Bool {
        Self.tableParts.contains(name) && self.foreignCount == 0
            && !self.elements.contains { $0.name == "table" || $0.name == "template" }
    }

    private var isInTableInDrawing: Bool {
        guard let drawing = self.elements.firstIndex(where: { $0.name == "svg" || $0.name == "math" }) else {
            return false
        }
        return self.elements[drawing...].contains { Self.modal.contains($0.name) }
    }

    private mutating func closeImplied(by name: String) {
        if Self.blocks.contains(name) { self.closeTop { $0 == "p" } }
        switch name {
        case "li": self.closeTop { $0 == "li" }
        case "dd", "dt": self.closeTop { $0 == "dd" || $0 == "dt" }
        case "h1", "h2", "h3", "h4", "h5", "h6": self.closeLast { Self.headings.contains($0) }
        case "option", "optgroup": self.closeLast { $0 == "option" }
        case "rt", "rp", "rb", "rtc":
            if self.isDirectlyInRuby { self.closeTop { Self.rubyParts.contains($0) } }
        case "td", "th": while self.closeTop({ ["td", "th", "p", "colgroup"].contains($0) }) {}
        case "tr": while self.closeTop({ ["td", "th", "p", "tr", "colgroup"].contains($0) }) {}
        case "tbody", "thead", "tfoot", "colgroup":
            while self.closeTop({ Self.tableParts.contains($0) || $0 == "p" }) {}
        default: break
        }
    }

    /// Closes the innermost element that is no formatting, if it matches.
    @discardableResult private mutating func closeTop(_ matches: (String) -> Bool) -> Bool {
        guard let top = self.elements.lastIndex(where: { $0.formatting == nil }),
            matches(self.elements[top].name)
        else { return false }
        self.close(from: top)
        return true
    }

    /// Closes the innermost element, formatting included, if it matches.
    private mutating func closeLast(_ matches: (String) -> Bool) {
        if let last = self.elements.last, matches(last.name) { self.close(from: self.elements.count - 1) }
    }

    /// Whether the element around the innermost one is a `<ruby>`.
    private var isDirectlyInRuby: Bool {
        self.elements.lazy.filter { $0.formatting == nil }.suffix(2).first?.name == "ruby"
    }

    /// Closes everything from an index on but the formatting, which comes back after it.
    private mutating func close(from index: Int) {
        for element in self.elements[index...] {
            self.foreignCount -= Self.foreign.contains(element.name) ? 1 : 0
            self.templateCount -= element.name == "template" ? 1 : 0
        }
        if self.foreignCount == 0 { self.isForeignDoubtful = false }
        let formatting = self.elements[index...].filter { $0.formatting != nil }
        self.elements.replaceSubrange(index..., with: formatting)
    }

    /// Formatting that ends inside a block other than the one it began in stays: tree builders may open it anew.
    private mutating func endFormatting(_ name: String) {
        var index = self.elements.count
        while index > 0, let hash = self.elements[index - 1].formatting {
            index -= 1
            if self.elements[index].name == name { return self.removeFormatting(at: index, hash: hash) }
        }
        if self.foreignCount > 0 { self.isForeignDoubtful = true }
    }

    /// A link ends the one before it, wherever that began, unless a cell or the like lies between.
    private mutating func endLink() {
        for index in self.elements.indices.reversed() {
            let element = self.elements[index]
            if element.name == "a", let hash = element.formatting {
                return self.removeFormatting(at: index, hash: hash)
            }
            if Self.walls.contains(element.name) { return }
        }
    }

    private mutating func removeFormatting(at index: Int, hash: Int) {
        self.elements.remove(at: index)
        if self.elements.count(where: { $0.formatting == hash }) < 3 { self.formattingCount -= 1 }
    }
}

extension OpenElements {
    static let formatting: Set<String> = [
        "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
    ]
    private static let foreign: Set<String> = ["svg", "math", "select", "frameset"]
    /// Elements of SVG and MathML that hold HTML, and those that hold neither.
    private static let integrationPoints: Set<String> = [
        "title", "desc", "foreignobject", "mi", "mo", "mn", "ms", "mtext", "annotation-xml", "select",
        "frameset",
    ]
    private static let voidEverywhere: Set<String> = ["br", "embed", "hr", "img", "meta"]
    private static let void: Set<String> = voidEverywhere.union([
        // There is one of these three, however often they are written.
        "html", "head", "body",
        "area", "base", "basefont", "bgsound", "col", "frame", "image", "input", "isindex", "keygen", "link",
        "menuitem", "param", "source", "track", "wbr",
    ])
    private static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]
    private static let tableParts: Set<String> = [
        "tbody", "thead", "tfoot", "tr", "td", "th", "colgroup", "caption",
    ]
    /// Elements whose end tags authors may leave out.
    private static let optional: Set<String> = tableParts.union([
        "p", "li", "dd", "dt", "option", "optgroup", "rt", "rp", "rb", "rtc",
    ])
    /// Elements whose start ends a paragraph, and whose end ends what was left open in them.
    private static let blocks: Set<String> = headings.union(tableParts).union([
        "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "header", "hgroup", "li", "main", "menu", "nav",
        "ol", "p", "pre", "section", "summary", "table", "ul",
    ])
    /// Elements that tell libgumbo how to go on.
    private static let modal: Set<String> = tableParts.union([
        "select", "template", "frameset", "html", "head", "body",
    ])
    private static let rubyParts: Set<String> = ["rt", "rp", "rb", "rtc"]
    /// What no link reaches through.
    private static let walls: Set<String> = foreign.union([
        "applet", "caption", "marquee", "object", "table", "td", "template", "th",
    ])
    /// Names that may end SVG or MathML where they stand inside; those that both languages have are left out.
    private static let knownNames = Set(HTMLTag.byName.keys).union(["listing", "var", "select"])
        .subtracting(["a", "style", "script", "title", "svg", "math", "text"])
}

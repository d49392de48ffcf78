// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Measures a page in one pass and turns away what would cost libgumbo more than its size.
///
/// libgumbo looks through its open elements for every tag and every character, through a tag's attributes for every
/// attribute, and opens formatting that was never closed anew in every block. So the gate bounds how deep elements
/// lie inside each other, how much formatting stays open and how many attributes a tag has.
/// What libgumbo will have is at most a few times what it counts, and less only for pages that never close anything.
struct HTMLGate {
    /// Browsers nest no deeper; pages that people wrote stay under 60.
    static let maximumDepth = 512
    /// Formatting that stays open, each kind as often as libgumbo opens it anew.
    static let maximumOpenFormatting = 64
    /// Tags, those that libgumbo adds for open formatting included.
    static let maximumTagCount = 1_000_000
    /// Comparisons of attributes. Measured: 20,000 attributes in one tag, twice as many, take libgumbo 0.7 s.
    static let maximumComparisonCount = 200_000_000

    private static let tooManyElements = "more than \(Self.maximumTagCount) elements"

    private var open = OpenElements()
    private var tagCount = 0
    private var comparisonCount = 0
    /// Attributes of `<html>` and `<body>`, which libgumbo gathers from all such tags.
    private var pageAttributeCount = 0

    /// - Parameter bytes: UTF-8 without NULs.
    /// - Returns: The same with blanks for what may be text or markup, and is never read: so it is nothing for sure.
    ///   CDATA sections are among it; with a table around them they make libgumbo abort the process
    ///   (`<table><math><mi><![CDATA[x]]> `).
    /// - Throws: `sourceTooLarge`.
    static func pass(_ bytes: [UInt8], source: String) throws(JobFailure) -> [UInt8] {
        let (reason, doubtful) = bytes.withUnsafeBufferPointer { bytes -> (String?, [Range<Int>]) in
            var gate = HTMLGate()
            var scanner = TagScanner(bytes)
            while let tag = scanner.next(mayBeForeign: gate.open.mayBeForeign) {
                let isEmpty = gate.open.isVoid(tag)
                if let reason = gate.take(tag) { return (reason, []) }
                if !isEmpty, !scanner.skipText(after: tag, mayBeForeign: gate.open.mayBeForeign) {
                    return ("a <\(tag.name)> without an end inside SVG, MathML or a template", [])
                }
            }
            // Comments cost what elements cost; there is no tag after the last of them.
            let isTooMuch = gate.tagCount + scanner.commentCount > Self.maximumTagCount
            return (isTooMuch ? Self.tooManyElements : nil, scanner.doubtful)
        }
        if let reason {
            throw JobFailure(
                .sourceTooLarge, source, detail: Localized(ja: "ページの作りが複雑すぎます", en: reason))
        }
        var passed = bytes
        for range in doubtful {
            for index in range { passed[index] = UInt8(ascii: " ") }
        }
        return passed
    }

    /// - Returns: What there is too much of, if anything.
    private mutating func take(_ tag: TagScanner.Tag) -> String? {
        if tag.isEnd {
            self.open.end(tag.name)
        } else {
            self.open.start(tag)
            self.countComparisons(tag)
        }
        // libgumbo makes a whole form of an <isindex>.
        self.tagCount += (tag.name == "isindex" ? 16 : 1) + self.open.formattingCount
        if self.open.depth > Self.maximumDepth { return "elements nested \(self.open.depth) deep" }
        if self.open.formattingCount > Self.maximumOpenFormatting {
            return "\(self.open.formattingCount) formatting elements that are never closed"
        }
        if self.open.hasTableInDrawing { return "a part of a table inside SVG or MathML" }
        if self.tagCount > Self.maximumTagCount { return Self.tooManyElements }
        return self.comparisonCount > Self.maximumComparisonCount ? "too many attributes" : nil
    }

    private mutating func countComparisons(_ tag: TagScanner.Tag) {
        var count = tag.attributeCount
        if tag.name == "html" || tag.name == "body" {
            self.pageAttributeCount += count
            count = self.pageAttributeCount
        }
        let peers = OpenElements.formatting.contains(tag.name) ? 1 + self.open.formattingCount : 1
        self.comparisonCount += count * count * peers
    }
}

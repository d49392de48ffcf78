// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Takes the numbers off headings: `B.3.3. カーネル`, `第2章 準備`, `Chapter 3: Setup`. Numbers that count something in
/// the heading stay: `3つの理由`, `5 ways`, `2026年`.
enum HeadingNumber {
    static func removing(from drafts: [Draft]) -> [Draft] {
        // "2.1 Setup" alone may be a version; where other headings begin so too, it is a number.
        let bareCount = drafts.count {
            if case .heading(_, let text) = $0.block { self.afterBareNumber(text[...]) != nil } else { false }
        }
        return drafts.map { draft in
            guard case .heading(let level, let text) = draft.block else { return draft }
            var draft = draft
            draft.block = .heading(level: level, text: self.removing(from: text, takesBare: bareCount > 1))
            return draft
        }
    }

    /// - Parameter takesBare: Whether a number with dots inside but none after it counts.
    static func removing(from text: String, takesBare: Bool = false) -> String {
        let rest =
            self.afterChapter(text[...]) ?? self.afterWord(text[...]) ?? self.afterSectionSign(text[...])
            ?? self.afterNumber(text[...]) ?? (takesBare ? self.afterBareNumber(text[...]) : nil)
        guard let title = rest.map({ $0.trimming { $0.isWhitespace || "：:—–―-".contains($0) } }),
            title.contains(where: \.isLetter)
        else { return text }
        return title
    }

    /// `第2章　…`
    private static func afterChapter(_ text: Substring) -> Substring? {
        guard text.first == "第" else { return nil }
        let number = text.dropFirst().prefix { $0.isNumber || "一二三四五六七八九十百".contains($0) }
        let rest = text.dropFirst(1 + number.count)
        guard !number.isEmpty, let unit = rest.first, "章節部編".contains(unit) else { return nil }
        return self.afterSeparator(rest.dropFirst())
    }

    /// `Chapter 3: …`, `Appendix B. …`
    private static func afterWord(_ text: Substring) -> Substring? {
        let word = text.prefix(while: \.isLetter)
        guard ["chapter", "section", "part", "appendix", "付録"].contains(word.lowercased()) else { return nil }
        let rest = text.dropFirst(word.count)
        guard rest.first?.isWhitespace == true || word == "付録" else { return nil }
        let number = rest.drop(while: \.isWhitespace)
        let digits = number.prefix { $0.isASCII && ($0.isNumber || $0.isUppercase || $0 == ".") }
        guard (1...8).contains(digits.count) else { return nil }
        let title = number.dropFirst(digits.count)
        // "Part 2 of the series" goes on with the number.
        let goesOn = !digits.hasSuffix(".") && title.drop(while: \.isWhitespace).first?.isLowercase == true
        return goesOn ? nil : self.afterSeparator(title)
    }

    /// `§4.2 …`
    private static func afterSectionSign(_ text: Substring) -> Substring? {
        guard text.first == "§" else { return nil }
        let rest = text.drop { $0 == "§" || $0.isWhitespace }
        let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        return digits.isEmpty ? nil : self.afterSeparator(rest.dropFirst(digits.count))
    }

    /// `1. …`, `14.4. …`, `B.3.3. …`, `(2) …`
    private static func afterNumber(_ text: Substring) -> Substring? {
        let isBracketed = text.first == "(" || text.first == "（"
        let (parts, rest) = self.number(isBracketed ? text.dropFirst() : text)
        guard let mark = rest.first, parts > 0, (isBracketed ? ")）" : ".．)）、").contains(mark) else {
            return nil
        }
        let title = rest.dropFirst()
        guard let next = title.first else { return nil }
        return next.isWhitespace || (next.unicodeScalars.first?.isWide ?? false) ? title : nil
    }

    /// `14.4 …`: dots inside the number and a space after it.
    private static func afterBareNumber(_ text: Substring) -> Substring? {
        let (parts, rest) = self.number(text)
        guard parts > 1, rest.first?.isWhitespace == true,
            let next = rest.drop(while: \.isWhitespace).first, next.isLetter, !next.isLowercase,
            !("ぁ"..."ん").contains(next)
        else { return nil }
        return rest
    }

    /// - Returns: How many parts a number of a section has; 0 for none, and for what is a year, an address or a letter
    ///   alone.
    private static func number(_ text: Substring) -> (parts: Int, rest: Substring) {
        var rest = text
        var parts = 0
        if let letter = rest.first, letter.isASCII, letter.isUppercase, rest.dropFirst().first == "." {
            rest = rest.dropFirst()
            parts = 1
        }
        while true {
            let digits = (parts > 0 ? rest.dropFirst() : rest).prefix { $0.isNumber }
            guard (1...2).contains(digits.count), parts == 0 || rest.first == "." else { break }
            rest = text[digits.endIndex...]
            parts += 1
        }
        return (rest.first?.isNumber == true || parts == 1 && text.first?.isNumber == false ? 0 : parts, rest)
    }

    private static func afterSeparator(_ text: Substring) -> Substring? {
        guard let mark = text.first, mark.isWhitespace || "：:.．、—–―-".contains(mark) else { return nil }
        return text.dropFirst()
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Cuts running text into lines short enough to be one subtitle each.
///
/// The reference's rules: a line ends with its sentence; a sentence of more than 40 characters is cut at a
/// comma, or where it must be; nothing is cut inside 「」 unless the quotation is very long itself. Commas cut
/// only where a line would be too long, so that 「まず、」 does not become a subtitle of its own.
enum NarrationSplitter {
    private static let maximumWide = 40
    /// Latin letters are half as wide.
    private static let maximumNarrow = 90
    private static let longQuotation = 60
    private static let quotedSentence = 20

    static func lines(of text: String) -> [String] {
        self.sentences(of: text).flatMap { sentence in
            let isWide = sentence.contains { !$0.isASCII && $0.isLetter }
            return self.packed(
                self.clauses(of: sentence), limit: isWide ? self.maximumWide : self.maximumNarrow)
        }
    }

    /// Sentences with their full stops; pieces of punctuation alone are dropped.
    static func sentences(of text: String) -> [String] {
        self.pieces(of: text) { piece, depth, next in
            switch piece.last {
            case "\n": depth == 0
            case "。", "！", "？": !Self.trails(next) && (depth == 0 || piece.count >= self.quotedSentence)
            case ".", "!", "?": depth == 0 && (next == nil || next?.isWhitespace == true)
            default: false
            }
        }
    }

    /// A closing mark belongs to the sentence before it.
    private static func trails(_ next: Character?) -> Bool {
        next.map { "。！？!?」』）)".contains($0) } ?? false
    }

    private static func clauses(of sentence: String) -> [String] {
        self.pieces(of: sentence) { piece, depth, next in
            switch piece.last {
            case "、": depth == 0
            case ",", ";": depth == 0 && next?.isWhitespace == true
            case "」": !Self.trails(next) && piece.count >= self.longQuotation
            default: false
            }
        }
    }

    /// Cuts after every character where `ends` says so, given the piece so far, how many 「 are open, and what
    /// comes.
    private static func pieces(
        of text: String, where ends: (_ piece: String, _ depth: Int, _ next: Character?) -> Bool
    ) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var depth = 0
        var index = text.startIndex
        while index < text.endIndex {
            let character = text[index]
            index = text.index(after: index)
            piece.append(character)
            if "「『".contains(character) { depth += 1 }
            if "」』".contains(character) { depth = max(0, depth - 1) }
            if ends(piece, depth, index < text.endIndex ? text[index] : nil) {
                pieces.append(piece)
                piece = ""
            }
        }
        pieces.append(piece)
        return pieces.map(\.asOneLine).filter { $0.contains { $0.isLetter || $0.isNumber } }
    }

    /// Clauses joined again while they fit; those that cannot fit are cut outside quotations.
    private static func packed(_ clauses: [String], limit: Int) -> [String] {
        var lines: [String] = []
        for clause in clauses.flatMap({ self.cut($0, limit: limit) }) {
            let separator = clause.first?.isASCII == true ? " " : ""
            if let last = lines.last, last.count + separator.count + clause.count <= limit {
                lines[lines.count - 1] = last + separator + clause
            } else {
                lines.append(clause)
            }
        }
        return lines
    }

    private static func cut(_ clause: String, limit: Int) -> [String] {
        guard clause.count > limit else { return [clause] }
        var lines: [String] = []
        var line = ""
        var depth = 0
        for character in clause {
            line.append(character)
            if "「『".contains(character) { depth += 1 }
            if "」』".contains(character) { depth = max(0, depth - 1) }
            guard line.count >= limit, depth == 0 || line.count >= self.longQuotation else { continue }
            let end = self.lastBlank(in: line) ?? line.endIndex
            lines.append(String(line[..<end]).asOneLine)
            line = String(line[end...])
        }
        return (lines + [line.asOneLine]).filter { $0.contains { $0.isLetter || $0.isNumber } }
    }

    /// The blank to cut a line of words at, not too near its start.
    private static func lastBlank(in line: String) -> String.Index? {
        guard let blank = line.lastIndex(of: " "), line.distance(from: line.startIndex, to: blank) > 20 else {
            return nil
        }
        return blank
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Numbers that only point elsewhere: to a note, a source or a section of the manual.
enum References {
    /// Drops `[1]`, `*1`, `※1`, `[要出典]`, raised numbers, and the section of `apt-get(8)`. An index, a product, a
    /// power and a call stay: `a[1]`, `2*3`, `x²`, `log(2)`.
    static func dropped(from text: String) -> String {
        guard text.contains(where: { "[*※＊¹²³⁴⁵⁶⁷⁸⁹(".contains($0) }) else { return text }
        var text = text.replacing(/\(?※ ?[0-9]{1,2}\)?(?![0-9])/, with: "")
        text = Self.removing(/\[(?:\^?[1-9][0-9]{0,2}|注 ?[0-9]{1,3}|要出典)\]/, from: text) { before, _ in
            before.last.map { !$0.isLatinWordCharacter && !"_])".contains($0) } ?? true
        }
        text = Self.removing(/[*＊][0-9]{1,2}/, from: text) { before, after in
            let last = before.last { $0 != " " }
            let isFree = last.map { !$0.isLatinWordCharacter && !"*_)".contains($0) } ?? true
            return isFree && !(after.map { $0.isDigit || ".*%".contains($0) } ?? false)
        }
        text = Self.removing(/[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}/, from: text) { before, _ in
            before.last.map { $0.isHiragana || $0.isKatakana || $0.isKanji || "。、」』".contains($0) } ?? false
        }
        return Self.withoutManualSections(text)
    }

    /// Removes what matches where its neighbours allow it: up to four characters before, and the one after.
    private static func removing(
        _ pattern: Regex<Substring>, from text: String, where isReference: (Substring, Character?) -> Bool
    ) -> String {
        text.replacing(pattern) { match in
            let before = text[..<match.range.lowerBound].suffix(4)
            return isReference(before, text[match.range.upperBound...].first) ? "" : String(match.output)
        }
    }

    private static func withoutManualSections(_ text: String) -> String {
        text.replacing(/([A-Za-z][A-Za-z0-9_.+\-]{1,60})\([1-8](?:p|pm|ssl|posix|x)?\)/) { match in
            Self.functions.contains(match.output.1.lowercased())
                ? String(match.output.0) : String(match.output.1)
        }
    }

    /// Names whose number in brackets is more often an argument than a section.
    private static let functions: Set<String> = [
        "log", "ln", "sin", "cos", "tan", "exp", "sqrt", "range", "print", "min", "max", "abs", "fib", "fact",
        "len", "add", "sum", "pow", "foo", "bar", "func", "fn", "square", "double", "factorial", "fibonacci",
    ]
}

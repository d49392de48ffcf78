// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// Turns a line of English into what Flite should be given.
///
/// Flite reads plain prose, numbers, money and common abbreviations itself. This takes out what is for the eye, and
/// respells what it would run together: identifiers, versions, abbreviations, symbols, and the user's own words.
struct EnglishReading: Sendable {
    let userWords: UserDictionary

    /// - Returns: One line of ASCII and Latin letters; empty when there is nothing to say.
    func text(of line: String) -> String {
        let text = Array(PlainText.of(line))
        var spoken = ""
        var index = 0
        while index < text.count {
            if let (pronunciation, count) = self.userWords.match(in: text, at: index) {
                spoken += " \(pronunciation.reading) "
                index += count
            } else if text[index].isLatinWordCharacter {
                let run = Self.token(in: text, at: index)
                spoken += Self.reading(of: run)
                index += run.count
            } else {
                spoken += Self.reading(of: text[index], in: text, at: index)
                index += 1
            }
        }
        return Self.tidied(spoken)
    }

    /// Letters and digits, with what ties them together inside a word.
    private static func token(in text: [Character], at start: Int) -> String {
        var end = start
        while end < text.count {
            let isTie =
                "_.,'’-".contains(text[end]) && end + 1 < text.count && text[end + 1].isLatinWordCharacter
            guard text[end].isLatinWordCharacter || (text[end].isLetter && text[end] < "\u{250}") || isTie
            else { break }
            end += 1
        }
        return String(text[start..<end])
    }

    private static func reading(of token: String) -> String {
        if let version = Self.version(token) { return version }
        // A word, a contraction, a hyphenated word, a number: all of them Flite's own.
        if token.allSatisfy({ $0.isNumber || ",.".contains($0) }) { return token }
        return token.split(whereSeparator: { "_-".contains($0) }).map { part in
            part.contains(".") && !part.contains("..")
                ? part.split(separator: ".").map { Self.word(String($0)) }.joined(separator: " dot ")
                : Self.word(String(part))
        }.joined(separator: " ")
    }

    /// `v1.2.3` is "version 1 point 2 point 3"; two parts are a decimal.
    private static func version(_ token: String) -> String? {
        let hasMark = token.first?.lowercased() == "v"
        let numbers = (hasMark ? token.dropFirst() : token[...]).split(
            separator: ".", omittingEmptySubsequences: false)
        guard numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isDigit) }), hasMark || numbers.count > 2
        else { return nil }
        return (hasMark ? "version " : "") + numbers.joined(separator: " point ")
    }

    private static func word(_ word: String) -> String {
        if let respelled = Self.respellings[word.lowercased()] { return respelled }
        return LatinReading.parts(of: word).map(Self.part).joined(separator: " ")
    }

    private static func part(_ part: String) -> String {
        if let respelled = Self.respellings[part.lowercased()] { return respelled }
        let isAbbreviation = (2...5).contains(part.count) && part.allSatisfy { $0.isUppercase && $0.isASCII }
        guard isAbbreviation, !Self.pronounceable.contains(part) else { return part }
        // Flite reads capitals with blanks between them as letters; "A" alone would be the article.
        return part.map { $0 == "A" ? "ay" : String($0) }.joined(separator: " ")
    }

    /// Written in capitals, said as words.
    private static let pronounceable: Set<String> = [
        "NASA", "RAM", "ROM", "LAN", "WAN", "JSON", "REST", "GIF", "SIM", "PIN", "RAID", "BIOS", "DOS",
        "NATO", "AIDS",
        "ASCII", "OK", "NOT", "AND", "THE", "ALL", "NEW", "NO", "IS", "IT", "OR", "TO", "IN", "ON", "YES",
    ]

    /// What spelling alone would mislead the engine about.
    private static let respellings = [
        "github": "git hub", "gitlab": "git lab", "json": "jayson", "yaml": "yammle", "sql": "sequel",
        "mysql": "my sequel",
        "postgresql": "post gress", "postgres": "post gress", "sqlite": "sequel light", "nginx": "engine x",
        "kubernetes": "koobernettees", "k8s": "koobernettees", "linux": "linnux", "ubuntu": "oo boon too",
        "javascript": "java script", "typescript": "type script", "openai": "open ay eye",
        "chatgpt": "chat G P T",
        "wifi": "why fie", "ios": "eye O S", "macos": "mack O S", "iphone": "eye phone", "ipad": "eye pad",
        "youtube": "you tube", "facebook": "face book", "jpeg": "jay peg", "png": "P N G", "oauth": "oh auth",
        "numpy": "num pie", "pytorch": "pie torch", "async": "ay sink", "regex": "reg ex", "latex": "lay tek",
        "cli": "C L I", "devops": "dev ops", "async/await": "ay sink a wait", "vs": "versus",
        "etc": "et cetera",
    ]

    private static func reading(of mark: Character, in text: [Character], at index: Int) -> String {
        let previous = index > 0 ? text[index - 1] : " "
        let next = index + 1 < text.count ? text[index + 1] : " "
        switch mark {
        case "$", "£": return next.isDigit ? String(mark) : ""
        case "€": return " euros "
        case "&": return " and "
        case "@": return " at "
        case "%": return " percent"
        case "+": return " plus "
        case "=": return " equals "
        case "×": return previous.isDigit || previous == " " ? " times " : " "
        case "#": return next.isDigit ? " number " : " "
        case "°": return " degrees "
        case "/": return previous.isLatinLetter && next.isLatinLetter ? " slash " : " "
        case "-" where next.isDigit && !previous.isLatinWordCharacter: return " minus "
        case "–" where previous.isDigit && next.isDigit: return " to "
        case ".", ",", "!", "?", ";", ":": return String(mark)
        case "\n": return previous.isLatinWordCharacter ? ". " : " "
        case "—", "–", "(", ")", "[", "]", "{", "}", "→", "⇒", "|", "…", "、", "。": return ", "
        case "'", "’": return previous.isLetter && next.isLetter ? "'" : " "
        default: return mark.isLetter ? String(mark) : " "
        }
    }

    /// One blank between words, none before marks, no mark at the start or twice.
    private static func tidied(_ text: String) -> String {
        var tidy = ""
        for character in text {
            let isMark = ".,!?;:".contains(character)
            if character.isWhitespace || isMark {
                if isMark, tidy.hasSuffix(" ") { tidy.removeLast() }
                guard let last = tidy.last, character.isWhitespace ? last != " " : !".,!?;:".contains(last)
                else {
                    continue
                }
                tidy.append(isMark ? character : " ")
            } else {
                if let last = tidy.last, ",;:!?".contains(last), !character.isNumber { tidy.append(" ") }
                tidy.append(character)
            }
        }
        let hasWord = tidy.contains { $0.isLetter || $0.isNumber }
        while let last = tidy.last, last == " " || last == "," { tidy.removeLast() }
        return hasWord ? tidy : ""
    }
}

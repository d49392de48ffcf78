// SPDX-License-Identifier: Apache-2.0
package import Domain

/// A value that has the kind its key asks for.
enum SettingValue: Hashable, Sendable {
    case wholeNumber(Int)
    case number(Double)
    case flag(Bool)
    case text(String)
}

extension SettingKey {
    /// The value `text` stands for; nil when it is of another kind or out of range.
    func value(of text: String) -> SettingValue? {
        switch self.kind {
        case .wholeNumber(let range):
            Int(text).flatMap { range.contains($0) ? .wholeNumber($0) : nil }
        case .number(let range):
            Double(text).flatMap { range.contains($0) ? .number($0) : nil }
        case .flag: Self.flags[text.lowercased()].map(SettingValue.flag)
        case .choice(let names): names.contains(text.lowercased()) ? .text(text.lowercased()) : nil
        case .path: text.utf8.count <= 4096 && Self.isPrintable(text) ? .text(text) : nil
        case .address(let schemes): Self.isAddress(text, schemes: schemes) ? .text(text) : nil
        case .word(let count):
            text.utf8.count <= count && text.utf8.allSatisfy(Self.isWord) ? .text(text) : nil
        case .token(let count):
            (count...256).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
                ? .text(text) : nil
        case .identifier: Self.isIdentifier(text) ? .text(text) : nil
        case .host:
            text.utf8.count <= 253 && text.utf8.allSatisfy { Self.isWord($0) || $0 == UInt8(ascii: ":") }
                ? .text(text) : nil
        case .networks: IPNetwork.list(text) == nil ? nil : .text(text)
        }
    }

    private static let flags = [
        "true": true, "yes": true, "on": true, "1": true,
        "false": false, "no": false, "off": false, "0": false,
    ]

    private static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    private static func isAddress(_ text: String, schemes: [String]) -> Bool {
        guard let end = text.firstRange(of: "://") else { return false }
        return schemes.contains(text[..<end.lowerBound].lowercased()) && end.upperBound < text.endIndex
            && self.isPrintable(text) && !text.contains(" ")
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        let character = Character(UnicodeScalar(byte))
        return byte < 0x80 && (character.isLetter || character.isNumber || "._-".contains(character))
    }

    private static func isIdentifier(_ text: String) -> Bool {
        text.utf8.count <= 63 && text.first.map { "a"..."z" ~= $0 || $0 == "_" } == true
            && text.allSatisfy { "a"..."z" ~= $0 || "0"..."9" ~= $0 || $0 == "_" }
    }

    /// What a value may be, in words.
    package var range: Localized {
        switch self.kind {
        case .wholeNumber(let range): Self.span("\(range.lowerBound)", "\(range.upperBound)")
        case .number(let range): Self.span(Self.short(range.lowerBound), Self.short(range.upperBound))
        case .flag: Localized(ja: "true または false", en: "true or false")
        case .choice(let names):
            Localized(ja: names.joined(separator: "、"), en: names.joined(separator: ", "))
        case .path: Localized(ja: "パス", en: "a path")
        case .address(let schemes):
            Localized(
                ja: schemes.map { "\($0)://" }.joined(separator: " または ") + " で始まるアドレス",
                en: "an address starting with " + schemes.map { "\($0)://" }.joined(separator: " or "))
        case .word(let count):
            Localized(ja: "英数字と . _ - で\(count)字まで", en: "letters, digits, . _ and -, at most \(count)")
        case .token(let count):
            Localized(
                ja: "空白のない印字できるASCII文字で\(count)〜256字",
                en: "\(count) to 256 printable ASCII characters without spaces")
        case .identifier:
            Localized(ja: "英小文字・数字・_ で63字まで", en: "small letters, digits and _, at most 63")
        case .host: Localized(ja: "ホスト名またはIPアドレス", en: "a host name or an IP address")
        case .networks:
            Localized(ja: "カンマ区切りのIPネットワーク", en: "IP networks with commas between them")
        }
    }

    private static func span(_ low: String, _ high: String) -> Localized {
        Localized(ja: "\(low)〜\(high)", en: "\(low) to \(high)")
    }

    private static func short(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? "\(number)"
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// Turns a page's bytes into UTF-8.
enum TextDecoder {
    /// The order is that of browsers: a byte order mark, the server's word, the page's own, a guess from the bytes.
    ///
    /// Nothing about the encoding fails: what fits no character becomes U+FFFD. NULs are dropped. O(n).
    ///
    /// - Parameters:
    ///   - charset: The label in the Content-Type header.
    ///   - declared: Finds the label inside a page, given its first 4 KiB; called only when nothing came before.
    /// - Throws: `sourceNotText` for bytes that are no text in any encoding.
    static func decode(
        _ bytes: Data, charset: String?, source: String, declared: (Data) -> String? = { _ in nil }
    ) throws(JobFailure) -> [UInt8] {
        if let kind = BinarySniffer.kind(of: bytes) { throw JobFailure(.sourceNotText, source, detail: kind) }
        let text = self.utf8(of: bytes, charset: charset, declared: declared)
        if BinarySniffer.isMostlyControls(text) {
            throw JobFailure(
                .sourceNotText, source, detail: Localized(ja: "文字のデータではありません", en: "binary data"))
        }
        return text.contains(0) ? text.filter { $0 != 0 } : text
    }

    private static func utf8(of bytes: Data, charset: String?, declared: (Data) -> String?) -> [UInt8] {
        if let (name, length) = self.byteOrderMark(of: bytes) {
            return self.convert(bytes.dropFirst(length), from: name)
        }
        if let name = charset.flatMap(CharsetLabel.iconvName) { return self.convert(bytes, from: name) }
        if let name = self.unmarkedUTF16(bytes) { return self.convert(bytes, from: name) }
        if let name = declared(bytes.prefix(4096)).flatMap(CharsetLabel.iconvName) {
            // A page that could be read far enough to find this word is not in UTF-16, whatever the word is.
            return self.convert(bytes, from: name.hasPrefix("UTF-16") ? "UTF-8" : name)
        }
        if self.isUTF8(bytes) { return [UInt8](bytes) }
        // A megabyte is plenty to tell encodings apart, and uchardet is slow.
        let guess = CharsetDetector().guess(bytes.prefix(1 << 20)).flatMap(CharsetLabel.iconvName)
        return self.convert(bytes, from: guess ?? "UTF-8")
    }

    private static func convert(_ bytes: Data, from name: String) -> [UInt8] {
        // Labels lie: bytes that are valid UTF-8 beyond ASCII are hardly ever anything else, so UTF-8 wins where the
        // named encoding breaks.
        guard name != "UTF-8", let decoder = IconvDecoder(from: name) else { return self.repairedUTF8(bytes) }
        let (text, replacementCount) = decoder.decode(bytes)
        return replacementCount > 0 && self.isUTF8(bytes) ? [UInt8](bytes) : text
    }

    private static func repairedUTF8(_ bytes: Data) -> [UInt8] {
        if self.isUTF8(bytes) { return [UInt8](bytes) }
        // A page that claims UTF-8 and is not, through and through, was mislabelled: its bytes are asked.
        let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
        guard let name = CharsetDetector().guess(bytes.prefix(1 << 20)).flatMap(CharsetLabel.iconvName),
            name != "UTF-8", let decoder = IconvDecoder(from: name)
        else { return repaired }
        let (text, replacementCount) = decoder.decode(bytes)
        return replacementCount == 0 ? text : repaired
    }

    private static func isUTF8(_ bytes: Data) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

    private static func byteOrderMark(of bytes: Data) -> (name: String, length: Int)? {
        let head = [UInt8](bytes.prefix(4))
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return ("UTF-8", 3) }
        if head == [0xFF, 0xFE, 0, 0] { return ("UTF-32LE", 4) }
        if head == [0, 0, 0xFE, 0xFF] { return ("UTF-32BE", 4) }
        if head.starts(with: [0xFF, 0xFE]) { return ("UTF-16LE", 2) }
        if head.starts(with: [0xFE, 0xFF]) { return ("UTF-16BE", 2) }
        return nil
    }

    /// UTF-16 that says so nowhere: markup is ASCII, so every other byte of its beginning is zero.
    private static func unmarkedUTF16(_ bytes: Data) -> String? {
        let head = [UInt8](bytes.prefix(64))
        guard head.count >= 8 else { return nil }
        func zeros(_ first: Int) -> Int { stride(from: first, to: head.count, by: 2).count { head[$0] == 0 } }
        let (even, odd) = (zeros(0), zeros(1))
        if even == 0, odd * 4 >= head.count { return "UTF-16LE" }
        if odd == 0, even * 4 >= head.count { return "UTF-16BE" }
        return nil
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import CMarkup
internal import Foundation
internal import Glibc

/// glibc's iconv, from one encoding to UTF-8.
struct IconvDecoder: ~Copyable {
    private let descriptor: iconv_t

    /// nil when glibc has no such encoding.
    init?(from name: String) {
        let descriptor = iconv_open("UTF-8", name)
        // iconv reports failure as the pointer -1.
        guard let descriptor, Int(bitPattern: descriptor) != -1 else { return nil }
        self.descriptor = descriptor
    }

    deinit { iconv_close(self.descriptor) }

    /// Decodes everything; each byte that fits no character becomes U+FFFD. O(n).
    /// - Returns: UTF-8, and how many bytes were replaced.
    func decode(_ bytes: Data) -> (text: [UInt8], replacementCount: Int) {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 2)
        var replacementCount = 0
        var chunk = [UInt8](repeating: 0, count: 65_536)
        bytes.withUnsafeBytes { source in
            // iconv takes a mutable pointer by its signature only: it never writes to its input.
            var input = UnsafeMutablePointer(mutating: source.bindMemory(to: CChar.self).baseAddress)
            var remaining = source.count
            while remaining > 0 {
                let (written, status) = self.step(&input, &remaining, into: &chunk)
                text.append(contentsOf: chunk[..<written])
                if status == 0 || status == E2BIG { continue }
                text.append(contentsOf: [0xEF, 0xBF, 0xBD])
                replacementCount += 1
                input = input.map { $0 + 1 }
                remaining -= 1
            }
            // Some encodings hold a character back until they know that nothing combines with it.
            input = nil
            let (written, _) = self.step(&input, &remaining, into: &chunk)
            text.append(contentsOf: chunk[..<written])
        }
        return (text, replacementCount)
    }

    private func step(
        _ input: inout UnsafeMutablePointer<CChar>?, _ remaining: inout Int, into chunk: inout [UInt8]
    ) -> (written: Int, status: Int32) {
        chunk.withUnsafeMutableBytes { buffer in
            var output = buffer.bindMemory(to: CChar.self).baseAddress
            var space = buffer.count
            let result = iconv(self.descriptor, &input, &remaining, &output, &space)
            let status = result == -1 ? errno : 0
            return (buffer.count - space, status)
        }
    }
}

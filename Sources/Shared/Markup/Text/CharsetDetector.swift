// SPDX-License-Identifier: Apache-2.0
internal import CMarkup
internal import Foundation

/// uchardet: guesses an encoding from the bytes.
struct CharsetDetector: ~Copyable {
    private let detector: uchardet_t

    init() {
        guard let detector = uchardet_new() else { preconditionFailure("out of memory") }
        self.detector = detector
    }

    deinit { uchardet_delete(self.detector) }

    /// The name uchardet gives, as in `SHIFT_JIS`; nil when it has no idea.
    consuming func guess(_ bytes: Data) -> String? {
        let status = bytes.withUnsafeBytes {
            uchardet_handle_data(self.detector, $0.bindMemory(to: CChar.self).baseAddress, $0.count)
        }
        guard status == 0 else { return nil }
        uchardet_data_end(self.detector)
        guard let name = uchardet_get_charset(self.detector) else { return nil }
        let text = String(cString: name)
        return text.isEmpty ? nil : text
    }
}

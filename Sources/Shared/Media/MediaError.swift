// SPDX-License-Identifier: Apache-2.0
internal import CMedia

/// What a media library refused, and why it said so.
package struct MediaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried: "open the AAC encoder".
    package let operation: String
    package let reason: String

    init(_ operation: String, reason: String) {
        self.operation = operation
        self.reason = reason
    }

    /// `status` is a negative result of libav*.
    init(_ operation: String, status: Int32) {
        var text = [CChar](repeating: 0, count: 128)
        av_strerror(status, &text, text.count)
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        self.init(operation, reason: String(decoding: bytes, as: UTF8.self))
    }

    package var description: String { "could not \(self.operation): \(self.reason)" }
}

/// Turns libav's status into a value or an error.
@discardableResult
func check(_ status: Int32, _ operation: @autoclosure () -> String) throws(MediaError) -> Int32 {
    guard status >= 0 else { throw MediaError(operation(), status: status) }
    return status
}

/// libav* would write to standard error, which is our user's; what it has to say comes back as a status.
let libavIsQuiet: Void = av_log_set_level(AV_LOG_QUIET)

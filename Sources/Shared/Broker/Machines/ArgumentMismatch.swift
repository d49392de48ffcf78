// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// What RabbitMQ says when a queue or exchange exists with another argument.
///
/// Its text (3.10 to 4.x): `PRECONDITION_FAILED - inequivalent arg 'x-delivery-limit' for queue 'movie.audio.v1' in
/// vhost '/': received '20' but current is '5'`, or `received none but current is the value '5' of type 'long'`.
struct ArgumentMismatch: Hashable {
    let argument: String
    let object: String
    let wanted: String
    let found: String

    /// Nil for any other text.
    init?(parsing text: String) {
        guard let argument = Self.between("inequivalent arg '", "'", in: text),
            let object = Self.between("' for ", " in vhost", in: text),
            let wanted = Self.between("received ", " but current is ", in: text),
            let found = text.range(of: " but current is ").map({ String(text[$0.upperBound...]) })
        else { return nil }
        self.argument = argument
        self.object = object.filter { $0 != "'" }
        self.wanted = Self.plain(wanted)
        self.found = Self.plain(found)
    }

    var message: String {
        "The \(self.object) exists with another \(self.argument): \(self.found) instead of \(self.wanted)."
            + " Rename it in the configuration, or delete it once it is empty."
    }

    private static func between(_ start: String, _ end: String, in text: String) -> String? {
        guard let head = text.range(of: start),
            let tail = text.range(of: end, range: head.upperBound..<text.endIndex)
        else { return nil }
        return String(text[head.upperBound..<tail.lowerBound])
    }

    /// `the value '5' of type 'long'` is 5.
    private static func plain(_ value: String) -> String {
        Self.between("'", "'", in: value) ?? value
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain

/// What opens the administration. It appears in nothing that is printed, and is compared in a time that does not tell how
/// much of a guess was right.
package struct AdminToken: Sendable {
    private let text: String

    /// - Parameter text: At least 16 characters, as the setting requires.
    package init(_ text: String) { self.text = text }

    func matches(_ guess: String) -> Bool {
        // Digests have one length, whatever the guess has.
        let (own, other) = (Self.digest(self.text), Self.digest(guess))
        return zip(own.utf8, other.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// What a session is kept under; another token's sessions are not found by it.
    func digest(ofSession secret: String) -> String { Self.digest("session\n\(self.text)\n\(secret)") }

    private static func digest(_ text: String) -> String {
        ContentHash.id(of: Array(text.utf8)).hexadecimal
    }
}

extension AdminToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<secret>" }
    package var debugDescription: String { self.description }
    package var customMirror: Mirror { Mirror(reflecting: self.description) }
}

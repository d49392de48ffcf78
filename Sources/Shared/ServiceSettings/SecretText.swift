// SPDX-License-Identifier: Apache-2.0

/// A text that does not appear where it is printed: an address with a password.
package struct SecretText: Hashable, Sendable {
    package let value: String

    package init(_ value: String) { self.value = value }
}

extension SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<secret>" }
    package var debugDescription: String { self.description }
    package var customMirror: Mirror { Mirror(reflecting: self.description) }
}

// SPDX-License-Identifier: Apache-2.0
package import Domain
internal import Foundation

/// What made an object: a stage's step, its version, and everything that went in.
///
/// Two equal recipes give interchangeable objects, so one that was made is never made again. Raise `version` whenever
/// the step's output changes for the same inputs.
package struct Recipe: Hashable, Sendable {
    package let key: ObjectID

    /// - Throws: `EncodingError` when `inputs` holds a number JSON cannot (NaN, infinity).
    package init(step: String, version: Int, inputs: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let head = "\(step)\u{0}\(version)\u{0}"
        self.key = ContentHash.id(of: Array(head.utf8) + Array(try encoder.encode(inputs)))
    }
}

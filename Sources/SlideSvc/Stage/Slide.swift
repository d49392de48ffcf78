// SPDX-License-Identifier: Apache-2.0
package import Domain

/// A slide that has been drawn.
package struct Slide: Codable, Hashable, Sendable {
    /// An opaque PNG of exactly the size that was asked for.
    package var picture: ObjectID
    /// What is not on it and why, in the script's language; empty for nearly every slide.
    package var notes: [String]

    package init(picture: ObjectID, notes: [String] = []) {
        self.picture = picture
        self.notes = notes
    }
}

// SPDX-License-Identifier: Apache-2.0
package import Domain

/// How a script is to be written.
package struct ScriptOptions: Codable, Hashable, Sendable {
    /// The film's language; nil is the article's own. The outline writer does not translate.
    package var language: Language?
    /// The length the writer aims at, in seconds, 20...3600; it never pads a short article.
    package var targetSeconds = 180
    /// The length no script exceeds by the writer's own estimate, in seconds; wins over the target.
    package var maximumSeconds = 300
    /// Chooses among equally good phrasings. Equal inputs give equal scripts.
    package var seed: UInt64 = 0

    package init() {}
}

// SPDX-License-Identifier: Apache-2.0
internal import CCanvas
package import Domain

/// The fonts this machine has, as fontconfig knows them.
package enum Fonts {
    /// What all our pictures are set in.
    package static let sans = "Noto Sans CJK JP"
    package static let monospaced = "Noto Sans Mono CJK JP"
    package static let emoji = "Noto Color Emoji"

    /// - Throws: ``JobFailure`` with `fontMissing` for the first family that is not installed.
    package static func require(_ families: [String]) throws(JobFailure) {
        for family in families where !self.isInstalled(family) { throw JobFailure(.fontMissing, family) }
    }

    package static func isInstalled(_ family: String) -> Bool {
        let pattern = FcPatternCreate()
        defer { FcPatternDestroy(pattern) }
        let wanted = FcObjectSetCreate()
        defer { FcObjectSetDestroy(wanted) }
        guard FcPatternAddString(pattern, "family", family) != 0, FcObjectSetAdd(wanted, "family") != 0,
            let found = FcFontList(nil, pattern, wanted)
        else { return false }
        defer { FcFontSetDestroy(found) }
        return found.pointee.nfont > 0
    }
}

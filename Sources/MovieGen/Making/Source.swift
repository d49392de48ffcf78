// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import ScriptStage

/// What a film is made from, as a person names it.
enum Source: Sendable {
    case script(path: String)
    case article(ArticleSource)

    /// An http(s) URL, `-`, a script (`.yaml`, `.yml`), or a file with an article.
    ///
    /// - Throws: ``JobFailure`` with `sourceNotFound` or `addressInvalid`.
    static func parse(_ text: String) throws -> Source {
        if text == "-" { return .article(.standardInput(FileHandle.standardInput.readDataToEndOfFile())) }
        if let scheme = text.range(of: "://") {
            guard ["http", "https"].contains(text[..<scheme.lowerBound].lowercased()) else {
                throw JobFailure(.addressInvalid, text)
            }
            return .article(.address(text))
        }
        guard FileManager.default.fileExists(atPath: text) else { throw JobFailure(.sourceNotFound, text) }
        let isScript = ["yaml", "yml"].contains(URL(fileURLWithPath: text).pathExtension.lowercased())
        return isScript ? .script(path: text) : .article(.file(path: text))
    }
}

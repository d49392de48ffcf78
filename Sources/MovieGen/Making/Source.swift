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
        if text == "-" { return .article(.standardInput(try Self.readStandardInput())) }
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

    /// Looks up from waiting several times a second, so that Ctrl-C ends it; what is too large is not read to its end.
    private static func readStandardInput() throws -> Data {
        var bytes = Data()
        while true {
            try Task.checkCancellation()
            var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, 200) > 0 else { continue }
            let block = FileHandle.standardInput.availableData
            guard !block.isEmpty else { return bytes }
            bytes.append(block)
            guard bytes.count <= Self.maximumBytes else {
                throw JobFailure(.sourceTooLarge, "-", detail: "more than \(Self.maximumBytes >> 20) MiB")
            }
        }
    }

    private static let maximumBytes = 10 << 20
}

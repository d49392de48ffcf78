// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Fetch
package import Foundation
internal import Markup

/// Where an article is read from.
package enum ArticleSource: Hashable, Sendable {
    /// A page on the web: `http` or `https`.
    case address(String)
    case file(path: String)
    /// What was piped in.
    case standardInput(Data)
    /// Text that came with a request; the name's ending says how to read it.
    case document(name: String, Data)
}

/// Gets an article's bytes, and decides how to read them.
struct SourceReader: Sendable {
    let fetcher: Fetcher

    /// No page of prose is longer; a few are, of which only the first minutes would be told.
    private static let maximumBytes = 10 * 1024 * 1024
    private static let accept =
        "text/html, application/xhtml+xml, text/markdown;q=0.9, text/plain;q=0.8, */*;q=0.1"

    func article(at source: ArticleSource) async throws -> Article {
        switch source {
        case .address(let address): try await self.article(at: address)
        case .file(let path): try self.article(inFile: path)
        case .standardInput(let bytes): try Self.article(from: bytes, as: nil, charset: nil, source: "-")
        case .document(let name, let bytes):
            try Self.article(from: bytes, as: SourceKind(fileName: name), charset: "utf-8", source: name)
        }
    }

    private func article(at address: String) async throws -> Article {
        let page = try await self.fetcher.get(address, maximumBytes: Self.maximumBytes, accept: Self.accept)
        let path = URL(string: page.address)?.path() ?? page.address
        let kind: SourceKind? =
            switch page.contentType {
            case "text/html", "application/xhtml+xml": .html
            case "text/markdown", "text/x-markdown": .markdown
            // Raw views of repositories serve every text file as plain.
            case "text/plain": SourceKind(fileName: path) ?? .text
            case nil, "application/octet-stream", "application/xml", "text/xml": SourceKind(fileName: path)
            case .some(let type) where type.hasPrefix("text/"): SourceKind(fileName: path)
            case .some(let type): throw JobFailure(.sourceNotText, page.address, detail: Localized(type))
            }
        return try Self.article(from: page.body, as: kind, charset: page.charset, source: page.address)
    }

    private func article(inFile path: String) throws -> Article {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw JobFailure(.sourceNotFound, path)
        }
        if isDirectory.boolValue { throw JobFailure(.sourceUnreadable, path, detail: "this is a folder") }
        let bytes: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }  // Nothing was written: a failing close loses nothing.
            bytes = try handle.read(upToCount: Self.maximumBytes + 1) ?? Data()
        } catch {
            throw JobFailure(.sourceUnreadable, path)
        }
        return try Self.article(from: bytes, as: SourceKind(fileName: path), charset: nil, source: path)
    }

    private static func article(
        from bytes: Data, as kind: SourceKind?, charset: String?, source: String
    ) throws -> Article {
        guard bytes.count <= Self.maximumBytes else {
            throw JobFailure(
                .sourceTooLarge, source,
                detail: Localized(
                    ja: "\(Self.maximumBytes >> 20) MiBを超えています",
                    en: "more than \(Self.maximumBytes >> 20) MiB"))
        }
        if let name = SourceKind.nonText(bytes) { throw JobFailure(.sourceNotText, source, detail: name) }
        return switch kind ?? SourceKind(sniffing: bytes) {
        case .html: try ArticleReader.readHTML(bytes, charset: charset, source: source)
        case .markdown: try ArticleReader.readMarkdown(bytes, source: source)
        case .text: try ArticleReader.readText(bytes, source: source)
        }
    }
}

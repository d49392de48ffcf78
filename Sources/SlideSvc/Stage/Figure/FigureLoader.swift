// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Fetch
internal import Foundation

/// Finds the bytes of an article's picture.
struct FigureLoader {
    let store: any ArtifactStore
    let fetcher: Fetcher
    /// Whether paths are read: not for an article from the web, which has no say in what is read here.
    let readsFiles: Bool

    static let maximumBytes = 12 << 20

    /// The bytes, downloaded at most once; nil when they cannot be had.
    ///
    /// - Throws: `CancellationError`, and what the store throws.
    func bytes(of source: String) async throws -> Data? {
        let scheme = source.prefix { $0 != ":" }.lowercased()
        switch scheme {
        case "data": return DataAddress.decode(source, maximumBytes: Self.maximumBytes)
        case "http", "https": return try await self.download(source)
        default: return self.readsFiles ? self.file(source) : nil
        }
    }

    private func download(_ address: String) async throws -> Data? {
        let recipe = try Recipe(step: "slide.download", version: 1, inputs: address)
        if let id = try await self.store.object(for: recipe) { return try await self.store.bytes(of: id) }
        let page: FetchedPage
        do {
            page = try await self.fetcher.get(address, maximumBytes: Self.maximumBytes, accept: "image/*")
        } catch is CancellationError {
            throw CancellationError()
        } catch let failure as JobFailure where failure.code == .cancelled {
            throw failure
        } catch {
            // A film is not lost for a picture: the slide says its caption instead, and a note says why.
            try Task.checkCancellation()
            return nil
        }
        guard !page.body.isEmpty else { return nil }
        try await self.store.store(page.body, for: recipe)
        return page.body
    }

    private func file(_ source: String) -> Data? {
        let url = source.hasPrefix("file:") ? URL(string: source) : URL(filePath: source)
        guard let url, let values = try? url.resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey]),
            values.isRegularFile == true, (1...Self.maximumBytes).contains(values.fileSize ?? 0)
        else { return nil }
        // A file that cannot be read is a picture that is not there.
        return try? Data(contentsOf: url)
    }
}

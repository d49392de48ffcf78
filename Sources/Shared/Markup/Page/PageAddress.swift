// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// Where a page is, and so what its relative references mean.
struct PageAddress {
    /// nil for a page from a file.
    private let url: URL?
    /// The folder of a page from a file, with the slash it ends in; empty for the current one.
    private let folder: String

    /// - Parameter base: The page's `<base href>`.
    init(source: String, base: String? = nil) {
        let own = URL(string: source).flatMap { Self.isWeb($0) ? $0 : nil }
        let based = base.flatMap { URL(string: $0, relativeTo: own) }.map(\.absoluteURL)
        self.url = based.flatMap { Self.isWeb($0) ? $0 : nil } ?? own
        self.folder = source.lastIndex(of: "/").map { String(source[...$0]) } ?? ""
    }

    /// An absolute http(s) URL; for a page from a file also a path. nil for anything else (`data:`, `javascript:`).
    func resolve(_ reference: String) -> String? {
        let reference = reference.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reference.isEmpty, !reference.hasPrefix("#"), reference.utf8.count <= 4_096 else { return nil }
        if let base = self.url {
            guard let url = URL(string: reference, relativeTo: base)?.absoluteURL, Self.isWeb(url) else {
                return nil
            }
            return url.absoluteString
        }
        if reference.hasPrefix("//") { return self.resolveAbsolute("https:" + reference) }
        if reference.prefix(while: { $0 != "/" && $0 != "?" }).contains(":") {
            return self.resolveAbsolute(reference)
        }
        let path = reference.prefix { $0 != "?" && $0 != "#" }
        let decoded = path.removingPercentEncoding ?? String(path)
        guard !decoded.isEmpty, !decoded.contains("\0") else { return nil }
        return decoded.hasPrefix("/") ? decoded : self.folder + decoded
    }

    private func resolveAbsolute(_ reference: String) -> String? {
        URL(string: reference).flatMap { Self.isWeb($0) ? $0.absoluteString : nil }
    }

    private static func isWeb(_ url: URL) -> Bool {
        let scheme = url.scheme?.lowercased()
        return (scheme == "http" || scheme == "https") && url.host()?.isEmpty == false
    }
}

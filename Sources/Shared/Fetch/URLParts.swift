// SPDX-License-Identifier: Apache-2.0
internal import CCurl

/// A URL as libcurl understands it.
struct URLParts {
    let url: String
    let host: String
    let port: Int
    let hasCredentials: Bool

    struct Problem: Error {
        let detail: String
    }

    init(_ text: String) throws(Problem) {
        let handle = try URLHandle.parse(text)
        try handle.set(CURLUPART_FRAGMENT, nil)
        self.hasCredentials = handle.part(CURLUPART_USER) != nil || handle.part(CURLUPART_PASSWORD) != nil
        guard let url = handle.part(CURLUPART_URL), let host = handle.part(CURLUPART_HOST), !host.isEmpty
        else {
            throw Problem(detail: "no host")
        }
        self.url = url
        self.host = host
        self.port = handle.part(CURLUPART_PORT, flags: UInt32(CURLU_DEFAULT_PORT)).flatMap { Int($0) } ?? 0
    }
}

/// A `CURLU`, freed with its owner.
private struct URLHandle: ~Copyable {
    private let handle: OpaquePointer

    private init(adopting handle: OpaquePointer) { self.handle = handle }

    deinit { curl_url_cleanup(self.handle) }

    static func parse(_ text: String) throws(URLParts.Problem) -> URLHandle {
        guard let handle = curl_url() else { throw URLParts.Problem(detail: "out of memory") }
        let owner = URLHandle(adopting: handle)
        try owner.set(CURLUPART_URL, text)
        return owner
    }

    func set(_ part: CURLUPart, _ value: String?) throws(URLParts.Problem) {
        // URLENCODE accepts a path in any script, as people copy it from a browser's address bar.
        let status = curl_url_set(self.handle, part, value, UInt32(CURLU_URLENCODE))
        guard status == CURLUE_OK else {
            throw URLParts.Problem(detail: String(cString: curl_url_strerror(status)))
        }
    }

    func part(_ part: CURLUPart, flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(self.handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}

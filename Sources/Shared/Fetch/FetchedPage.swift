// SPDX-License-Identifier: Apache-2.0
package import struct Foundation.Data

/// What a server sent.
package struct FetchedPage: Sendable {
    /// Where it came from in the end, after redirects, without a fragment.
    package let address: String
    /// The media type alone, lower case, as in `text/html`; nil when the server named none.
    package let contentType: String?
    /// The charset parameter, lower case and unquoted; nil when the server named none.
    package let charset: String?
    /// Decoded from whatever compression it travelled in.
    package let body: Data

    package init(address: String, contentType: String?, charset: String?, body: Data) {
        self.address = address
        self.contentType = contentType
        self.charset = charset
        self.body = body
    }
}

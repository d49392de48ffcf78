// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Names of HTTP status codes (RFC 9110 15). A server's own wording is not shown: HTTP/2 has none, and it is a
/// stranger's text.
enum HTTPStatus {
    /// `404 Not Found`; the number alone when it is not a well-known one.
    static func text(of status: Int) -> String {
        self.names[status].map { "\(status) \($0)" } ?? "\(status)"
    }

    /// The number alone in Japanese: its names are English.
    static func told(_ status: Int) -> Localized {
        Localized(ja: "HTTP \(status)", en: self.text(of: status))
    }

    private static let names: [Int: String] = [
        300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other",
        304: "Not Modified",
        307: "Temporary Redirect", 308: "Permanent Redirect",
        400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
        405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict",
        410: "Gone",
        418: "I'm a teapot", 421: "Misdirected Request", 425: "Too Early", 426: "Upgrade Required",
        429: "Too Many Requests", 451: "Unavailable For Legal Reasons",
        500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
        504: "Gateway Timeout", 505: "HTTP Version Not Supported",
    ]
}

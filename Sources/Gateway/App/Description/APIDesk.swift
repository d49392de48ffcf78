// SPDX-License-Identifier: Apache-2.0
internal import Hummingbird
internal import HummingbirdCore

/// Tells what the API is, to programs and to people.
struct APIDesk: Sendable {
    private let description: APIDescription
    /// `GET /openapi.json`
    let document: FixedContent

    init(settings: GatewaySettings) {
        self.description = APIDescription(settings: settings)
        self.document = FixedContent(self.description.document.bytes, type: "application/json; charset=utf-8")
    }

    /// `GET /api`
    @Sendable func page(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let visitor = Visitor(request)
        let page = APIPage(
            description: self.description, language: visitor.language, address: Self.address(request))
        return PageDesk.page(page.html, visitor)
    }

    /// Where the sender of a request found us.
    private static func address(_ request: Request) -> String {
        let authority = request.head.authority ?? ""
        let isPlain = authority.utf8.allSatisfy { byte in
            UInt8(ascii: "a") <= byte | 0x20 && byte | 0x20 <= UInt8(ascii: "z")
                || "0123456789.:-[]".utf8.contains(byte)
        }
        // What it asks for is only repeated to it; still nothing that a shell would read.
        let host = isPlain && !authority.isEmpty ? authority : "localhost"
        return "\(request.headers[.xForwardedProto] == "https" ? "https" : "http")://\(host)"
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

/// Bytes that are the same for everybody as long as this program runs.
struct FixedContent: Sendable {
    private let bytes: ByteBuffer
    private let type: String
    private let entityTag: EntityTag

    init(_ text: String, type: String) {
        self.init(ByteBuffer(string: text), type: type)
    }

    init(_ bytes: ByteBuffer, type: String) {
        self.bytes = bytes
        self.type = type
        self.entityTag = EntityTag(ContentHash.id(of: bytes.readableBytesView))
    }

    @Sendable func answer(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let headers: HTTPFields = [.eTag: self.entityTag.text, .cacheControl: "public, max-age=300"]
        if request.headers[.ifNoneMatch].map({ self.entityTag.isNamed(in: $0, isWeakEnough: true) }) == true {
            return Response(status: .notModified, headers: headers)
        }
        var response = Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: self.bytes))
        response.headers[.contentType] = self.type
        return response
    }
}

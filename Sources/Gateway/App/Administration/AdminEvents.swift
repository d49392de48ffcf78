// SPDX-License-Identifier: Apache-2.0
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

/// `GET /admin/events`: says that something moved, once a second at most; the page then asks for itself again.
struct AdminEvents: Sendable {
    let door: AdminDoor
    let newsroom: JobNewsroom

    private static let pause = Duration.seconds(1)

    @Sendable func open(_ request: Request, _ context: GatewayContext) async throws -> Response {
        // A redirection to the login would be a page: an EventSource is told to stay away.
        guard try await self.door.hasSession(request) else { throw Problem(.tokenInvalid) }
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no",
        ]
        guard request.method == .get else { return Response(status: .ok, headers: headers) }
        guard let news = self.newsroom.followAll() else {
            throw Problem(.tooManyStreams, headers: [.retryAfter: "30"])
        }
        let door = self.door
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
                for await _ in news {
                    // Logged out, or too long inside.
                    guard try await door.hasSession(request) else { break }
                    try await writer.write(ByteBuffer(string: "event: moved\ndata:\n\n"))
                    try await Task.sleep(for: Self.pause)
                }
                try await writer.finish(nil)
            })
    }
}

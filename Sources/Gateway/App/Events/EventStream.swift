// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import Store

/// `GET /api/jobs/{id}/events`: a job's progress as server-sent events (html.spec.whatwg.org, "Server-sent events").
///
/// Every event is the whole job, and its id says which state that was, the same in every gateway. So a client that
/// comes back with Last-Event-ID is told only what it has not seen, and one that saw the end is told not to come back.
struct EventStream: Sendable {
    let desk: JobDesk
    let newsroom: JobNewsroom

    @Sendable func open(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let job = try JobDesk.job(context)
        let status = try await self.desk.status(of: job)
        let seen = request.headers[.lastEventID]
        // 204 is how a browser's EventSource is told to stay away.
        if status.state != .open, seen == Self.id(of: status) { return Response(status: .noContent) }
        let scribe = Scribe(url: try await self.desk.url(of: job), language: request.language)
        let newsroom = self.newsroom
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no",
            .contentLanguage: scribe.language.rawValue, .vary: "Accept-Language",
        ]
        guard request.method == .get else { return Response(status: .ok, headers: headers) }
        // Followed before it is looked at: nothing falls between.
        guard let news = newsroom.follow(job) else {
            throw Problem(.tooManyStreams, headers: [.retryAfter: "30"])
        }
        let first = try await self.desk.status(of: job)
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                try await Self.write(first, news, seen: seen, scribe, to: &writer)
                try await writer.finish(nil)
            })
    }

    @concurrent private static func write(
        _ first: JobStatus, _ news: JobNewsroom.News, seen: String?, _ scribe: Scribe,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
        var last = first
        var lastID = seen
        if self.id(of: first) != seen {
            try await writer.write(scribe.event(first))
            lastID = self.id(of: first)
        }
        guard first.state == .open else { return }
        for await status in news {
            // Removed: there is nothing more to tell.
            guard let status else { return }
            let isNews = self.id(of: status) != lastID && status.movedAt >= last.movedAt
            try await writer.write(isNews ? scribe.event(status) : ByteBuffer(string: ": still here\n\n"))
            guard isNews else { continue }
            (last, lastID) = (status, self.id(of: status))
            if status.state != .open { return }
        }
    }

    static func id(of status: JobStatus) -> String {
        let flag = status.isCancelRequested ? "-cancelling" : ""
        // A job that is tried again, or edited, ends more than once, and differently each time.
        let end = status.finishedAt.map { "-\(Int($0.timeIntervalSince1970 * 1_000))" } ?? ""
        return "\(status.state.rawValue)\(flag)-\(status.percent)-\(status.step.rawValue)"
            + "-\(status.donePartCount)of\(status.partCount)-\(status.queuePosition ?? 0)" + end
    }

    /// Writes a job down for one client.
    private struct Scribe: Sendable {
        let url: String?
        let language: Language

        func event(_ status: JobStatus) -> ByteBuffer {
            let name = status.state == .open ? "progress" : status.state.rawValue
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            // One line: JSON escapes what would break it. Our own values, which JSON has.
            let data =
                (try? encoder.encode(JobAnswer(status, url: self.url, language: self.language))) ?? Data()
            var buffer = ByteBuffer(string: "id: \(EventStream.id(of: status))\nevent: \(name)\ndata: ")
            buffer.writeBytes(data)
            buffer.writeString("\n\n")
            return buffer
        }
    }
}

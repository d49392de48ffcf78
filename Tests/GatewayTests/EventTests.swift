// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Store
internal import Testing

@testable internal import GatewayApp

@Suite(.rig, .timeLimit(.minutes(1))) struct `Server-sent events` {
    private let rig: Rig

    init() throws { self.rig = try Rig.current }

    private static func open(_ job: UUID, port: Int, lastID: String? = nil) throws -> Wire {
        let wire = try Wire(port: port)
        let header = lastID.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        wire.send("GET /api/jobs/\(job)/events HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\(header)\r\n")
        return wire
    }

    /// The ids of the events in what was read.
    private static func ids(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("id: ") }.map {
            String($0.dropFirst(4))
        }
    }

    @Test func `tell a job's way to its end, and end there`() async throws {
        let lease = try await self.rig.claimedJob()
        let queue = self.rig.queue
        try await self.rig.withPort { port in
            let wire = try Self.open(lease.task.job, port: port)
            let begin = try #require(try await wire.read { $0.contains("event: progress") })
            #expect(
                begin.contains("content-type: text/event-stream")
                    || begin.contains("Content-Type: text/event-stream"))
            #expect(begin.contains("retry: 3000\n\n") && Self.ids(begin) == ["open-0-script-0of1-0"])
            _ = try await queue.renew(lease, progress: 50)
            let middle = try #require(try await wire.read { $0.contains("event: progress") })
            #expect(Self.ids(middle) == ["open-10-script-0of1-0"])
            _ = try await queue.complete(lease)
            let end = try #require(try await wire.read())
            #expect(
                end.contains("event: done") && Self.ids(end).last?.hasPrefix("done-100-done-0of0-0-") == true)
            let data = try #require(end.split(whereSeparator: \.isNewline).last { $0.hasPrefix("data: ") })
                .dropFirst(6)
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any])
            #expect(json["status"] as? String == "completed" && json["progress"] as? Int == 100)
        }
    }

    @Test func `go on after the last one a client saw`() async throws {
        let lease = try await self.rig.claimedJob()
        let queue = self.rig.queue
        try await self.rig.withPort({ $0.heartbeat = .milliseconds(100) }) { port in
            // It saw this state: only heartbeats come until it changes.
            let wire = try Self.open(lease.task.job, port: port, lastID: "open-0-script-0of1-0")
            let quiet = try #require(try await wire.read { $0.contains(": still here\n\n") })
            #expect(Self.ids(quiet).isEmpty)
            _ = try await queue.renew(lease, progress: 50)
            let news = try #require(try await wire.read { $0.contains("event: progress") })
            #expect(Self.ids(news) == ["open-10-script-0of1-0"])
            // One who saw an older state is told the newest at once.
            let other = try Self.open(lease.task.job, port: port, lastID: "open-0-script-0of1-0")
            let caught = try #require(try await other.read { $0.contains("event: progress") })
            #expect(Self.ids(caught) == ["open-10-script-0of1-0"])
        }
    }

    @Test func `tell a browser that saw the end not to come back`() async throws {
        let job = try await self.rig.finishedJob()
        try await self.rig.withPort { port in
            let first = try #require(try await Self.open(job, port: port).read())
            let id = try #require(Self.ids(first).last)
            #expect(first.contains("event: done"))
            let again = try #require(try await Self.open(job, port: port, lastID: id).read())
            #expect(again.hasPrefix("HTTP/1.1 204 "))
            // Edited or tried again since: this end it did not see.
            try await self.rig.store.rows(
                "UPDATE jobs SET finished_at = finished_at + interval '1 s' WHERE id = \(job)")
            let other = try #require(try await Self.open(job, port: port, lastID: id).read())
            #expect(other.contains("event: done"))
        }
    }

    @Test func `are the same for fifty followers of one job, who are forgotten after it`() async throws {
        let lease = try await self.rig.claimedJob()
        let queue = self.rig.queue
        try await self.rig.withPort { port in
            let wires = try (0..<50).map { _ in try Self.open(lease.task.job, port: port) }
            for wire in wires { _ = try #require(try await wire.read { $0.contains("event: progress") }) }
            _ = try await queue.complete(lease)
            for wire in wires {
                let text = try #require(try await wire.read())
                #expect(Self.ids(text).last?.hasPrefix("done-100-done-0of0-0-") == true)
            }
        }
    }

    @Test func `have a limit`() async throws {
        let lease = try await self.rig.claimedJob()
        try await self.rig.withPort({ $0.eventStreamLimit = 1 }) { port in
            let first = try Self.open(lease.task.job, port: port)
            _ = try #require(try await first.read { $0.contains("event: progress") })
            let second = try #require(try await Self.open(lease.task.job, port: port).read())
            #expect(second.hasPrefix("HTTP/1.1 503 ") && second.contains("tooManyStreams"))
        }
    }

    @Test func `end when the gateway stops`() async throws {
        let lease = try await self.rig.claimedJob()
        let ended = Locked<Task<String?, any Error>?>(nil)
        try await self.rig.withPort { port in
            let wire = try Self.open(lease.task.job, port: port)
            _ = try #require(try await wire.read { $0.contains("event: progress") })
            ended.withLock { $0 = Task { try await wire.read() } }
        }
        #expect(try await ended.withLock { $0 }?.value != nil)
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Store
internal import Testing

@testable internal import GatewayApp

@Suite struct `A Range header` {
    @Test(
        arguments: [
            (nil, .whole), ("bytes=0-4", .part(0...4)), ("bytes=5-", .part(5...9)),
            ("bytes=-3", .part(7...9)),
            ("bytes=-99", .part(0...9)), ("bytes=8-99", .part(8...9)), ("bytes=9-9", .part(9...9)),
            ("BYTES=0-0", .part(0...0)), ("bytes=0-99999999999999999999999", .part(0...9)),
            ("bytes= 1-2", .part(1...2)), ("bytes=10-", .unsatisfiable), ("bytes=10-20", .unsatisfiable),
            ("bytes=-0", .unsatisfiable), ("bytes=99999999999999999999999-", .unsatisfiable),
            // What is wrong, of another unit, or several ranges is as if it were not there.
            ("bytes=4-2", .whole), ("bytes=", .whole), ("bytes=-", .whole), ("bytes=a-b", .whole),
            ("bytes", .whole),
            ("bytes=0-1,3-4", .whole), ("items=0-1", .whole), ("bytes=--1", .whole), ("bytes=1-2-3", .whole),
            ("bytes=+1-2", .whole), ("bytes=0x1-2", .whole), ("", .whole),
        ] as [(String?, ByteRange)])
    func `of a file of ten bytes`(header: String?, range: ByteRange) {
        #expect(ByteRange(header, size: 10) == range)
    }

    @Test(arguments: ["bytes=0-", "bytes=-1", "bytes=0-0"])
    func `finds nothing in an empty file`(header: String) {
        #expect(ByteRange(header, size: 0) == .unsatisfiable)
    }
}

@Suite struct `A date of HTTP` {
    private static let date = HTTPDate(Date(timeIntervalSince1970: 784_111_777.9))

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func `is read in each way there is, and written in one`(header: String) throws {
        let date = try #require(HTTPDate(header, now: Date(timeIntervalSince1970: 1_800_000_000)))
        #expect(date == Self.date && date.text == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test(arguments: [
        "", "now", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 PST", "Sun, -6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 99999999999999999999 08:49:37 GMT", "Sun, 06 Nov 1994 +8:49:37 GMT",
    ])
    func `that is none is nothing`(header: String) {
        #expect(HTTPDate(header) == nil)
    }

    @Test func `of two digits is of this century until it is too far ahead`() throws {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        #expect(HTTPDate("Sunday, 06-Nov-76 08:49:37 GMT", now: now)?.text.contains(" 2076 ") == true)
        #expect(HTTPDate("Sunday, 06-Nov-78 08:49:37 GMT", now: now)?.text.contains(" 1978 ") == true)
    }
}

@Suite(.rig, .timeLimit(.minutes(1))) struct `A film` {
    private let rig: Rig
    private let gateway: Gateway

    init() throws {
        self.rig = try Rig.current
        self.gateway = try self.rig.gateway()
    }

    private func get(
        _ job: UUID, _ part: String = "video", _ headers: HTTPFields = [:], method: HTTPRequest.Method = .get
    ) async throws -> Reply {
        try await self.gateway.send(method, "/api/jobs/\(job)/\(part)", headers: headers)
    }

    @Test func `is sent whole, by part, from the end, and to the end`() async throws {
        let job = try await self.rig.finishedJob()
        let whole = try await self.get(job)
        #expect(whole.status == 200 && whole.body == Data("0123456789".utf8))
        #expect(whole.headers[.contentType] == "video/mp4" && whole.headers[.acceptRanges] == "bytes")
        #expect(whole.headers[.contentLength] == "10" && whole.headers[.contentRange] == nil)
        for (range, bytes, described) in [
            ("bytes=2-4", "234", "bytes 2-4/10"), ("bytes=-2", "89", "bytes 8-9/10"),
            ("bytes=7-", "789", "bytes 7-9/10"), ("bytes=0-", "0123456789", "bytes 0-9/10"),
        ] {
            let part = try await self.get(job, "video", [.range: range])
            #expect(part.status == 206 && part.body == Data(bytes.utf8))
            #expect(part.headers[.contentRange] == described)
            #expect(part.headers[.contentLength] == "\(bytes.utf8.count)")
            #expect(part.headers[.eTag] == whole.headers[.eTag] && whole.headers[.eTag] != nil)
        }
        let beyond = try await self.get(job, "video", [.range: "bytes=10-"])
        #expect(beyond.status == 416 && beyond.headers[.contentRange] == "bytes */10")
        #expect(beyond.code == "rangeUnsatisfiable")
        let ignored = try await self.get(job, "video", [.range: "bytes=0-1,3-4"])
        #expect(ignored.status == 200 && ignored.body.count == 10)
    }

    @Test func `has a head without a body, for which a range means nothing`() async throws {
        let head = try await self.get(
            try await self.rig.finishedJob(), "video", [.range: "bytes=0-1"], method: .head)
        #expect(head.status == 200 && head.body.isEmpty && head.headers[.contentLength] == "10")
        #expect(head.headers[.acceptRanges] == "bytes" && head.headers[.eTag] != nil)
    }

    @Test func `goes on where a client stopped only when it is still the same`() async throws {
        let job = try await self.rig.finishedJob()
        let first = try await self.get(job)
        let tag = try #require(first.headers[.eTag])
        let date = try #require(first.headers[.lastModified])
        for (condition, status) in [
            (tag, 206), (date, 206), (#""other""#, 200), ("W/\(tag)", 200),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 200),
        ] {
            let reply = try await self.get(job, "video", [.range: "bytes=1-2", .ifRange: condition])
            #expect(reply.status == status, "\(condition)")
        }
    }

    @Test func `is not sent again to who has it`() async throws {
        let job = try await self.rig.finishedJob()
        let first = try await self.get(job)
        let tag = try #require(first.headers[.eTag])
        #expect(first.headers[.cacheControl] == "private, no-cache")
        for header in [tag, "W/\(tag)", "\"a\", \(tag)", "*"] {
            let reply = try await self.get(job, "video", [.ifNoneMatch: header])
            #expect(reply.status == 304 && reply.body.isEmpty && reply.headers[.eTag] == tag)
        }
        #expect(try await self.get(job, "video", [.ifNoneMatch: "\"a\""]).status == 200)
        let date = try #require(first.headers[.lastModified])
        #expect(try await self.get(job, "video", [.ifModifiedSince: date]).status == 304)
        #expect(
            try await self.get(job, "video", [.ifModifiedSince: date, .ifNoneMatch: "\"a\""]).status == 200)
        #expect(try await self.get(job, "video", [.ifMatch: "\"a\""]).status == 412)
        #expect(try await self.get(job, "video", [.ifMatch: tag]).status == 200)
        #expect(try await self.get(job, "video", [.ifMatch: "W/\(tag)"]).status == 412)
    }

    @Test func `is judged by its date where nothing is said of its tag`() async throws {
        let job = try await self.rig.finishedJob()
        let tag = try #require(try await self.get(job).headers[.eTag])
        try await self.rig.store.rows(
            "UPDATE jobs SET finished_at = to_timestamp(784111777.6) WHERE id = \(job)")
        let (before, after) = ("Sun, 06 Nov 1994 08:49:36 GMT", "Sunday, 06-Nov-94 08:49:38 GMT")
        let same = "Sun Nov  6 08:49:37 1994"
        for (headers, status) in [
            ([.ifModifiedSince: before], 200), ([.ifModifiedSince: same], 304),
            ([.ifModifiedSince: after], 304), ([.ifModifiedSince: "yesterday"], 200),
            ([.ifUnmodifiedSince: before], 412), ([.ifUnmodifiedSince: same], 200),
            ([.ifUnmodifiedSince: after], 200), ([.ifUnmodifiedSince: "yesterday"], 200),
            ([.ifUnmodifiedSince: before, .ifMatch: tag], 200),
            ([.ifRange: same, .range: "bytes=0-1"], 206), ([.ifRange: after, .range: "bytes=0-1"], 200),
            ([.ifNoneMatch: tag, .range: "bytes=0-1"], 304), ([.ifMatch: "\"a\"", .ifNoneMatch: tag], 412),
        ] as [(HTTPFields, Int)] {
            #expect(try await self.get(job, "video", headers).status == status, "\(headers)")
        }
    }

    @Test func `is dated as HTTP writes dates`() async throws {
        let job = try await self.rig.finishedJob()
        try await self.rig.store.rows(
            "UPDATE jobs SET finished_at = to_timestamp(784111777.6) WHERE id = \(job)")
        #expect(try await self.get(job).headers[.lastModified] == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test func `has subtitles, a thumbnail and a name to be saved under`() async throws {
        let files = ["vtt": Data("WEBVTT".utf8), "srt": Data("1".utf8), "jpg": Data([0xFF, 0xD8])]
        let job = try await self.rig.finishedJob(other: files)
        for (part, ending, type) in [
            ("subtitles.vtt", "vtt", "text/vtt; charset=utf-8"),
            ("subtitles.srt", "srt", "application/x-subrip; charset=utf-8"),
            ("thumbnail", "jpg", "image/jpeg"),
        ] {
            let reply = try await self.get(job, part)
            #expect(reply.status == 200 && reply.body == files[ending] && reply.headers[.contentType] == type)
        }
        let download = try await self.get(job, "download")
        let name = "movie_\(job.uuidString.lowercased()).mp4"
        #expect(download.headers[.contentDisposition] == "attachment; filename=\"\(name)\"")
        #expect(download.body.count == 10)
        let links = try #require(
            try await self.gateway.send(.get, "/api/jobs/\(job)").json()["links"] as? [String: String])
        for (_, path) in links where !path.hasSuffix("/events") && !path.hasSuffix("/script") {
            #expect(try await self.gateway.send(.get, path).status == 200, "\(path)")
        }
        #expect(links.count == 10)
    }

    @Test func `that is not there yet, or never will be, says which`() async throws {
        let open = try await self.rig.claimedJob().task.job
        for part in ["video", "download", "thumbnail"] {
            let reply = try await self.get(open, part)
            #expect(reply.status == 400 && reply.code == "filmNotReady" && reply.headers[.retryAfter] == "5")
            #expect(try reply.json()["title"] as? String == "動画はまだ生成されていません")
        }
        let failed = try await self.rig.failedJob(JobFailure(.sourceEmpty, "a"))
        #expect(try await self.get(failed).code == "filmMissing")
        let bare = try await self.rig.finishedJob()
        #expect(try await self.get(bare, "thumbnail").status == 404)
    }

    @Test func `whose file is gone is 404, and no path is told`() async throws {
        let job = try await self.rig.finishedJob()
        try FileManager.default.removeItem(at: self.rig.objects.root.appending(path: "objects"))
        let reply = try await self.get(job)
        #expect(reply.status == 404 && reply.code == "filmMissing")
        #expect(!String(decoding: reply.body, as: UTF8.self).contains(self.rig.objects.root.path))
    }

    @Test func `of many megabytes comes byte for byte, in part too`() async throws {
        let bytes = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) })
        let job = try await self.rig.finishedJob(video: bytes)
        #expect(try await self.get(job).body == bytes)
        let part = try await self.get(job, "video", [.range: "bytes=524287-2097153"])
        #expect(part.body == bytes[524_287...2_097_153])
    }
}

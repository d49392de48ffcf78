// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import HTTPTypes
internal import Store
internal import Testing

@testable internal import GatewayApp

@Suite(.rig, .timeLimit(.minutes(1))) struct `A film's bundle` {
    private let rig: Rig

    init() throws { self.rig = try Rig.current }

    @Test func `holds all that was made, as unzip reads it`() async throws {
        // Longer than one piece.
        let video = Data((0..<700_001).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let record = """
            {"script": {"title": "題名", "description": "説明", "language": "ja", "roles": [], "sections": []},
             "credits": [{"work": "声", "author": "誰か", "licence": "CC BY 3.0"}]}
            """
        let job = try await self.rig.finishedJob(
            video: video,
            other: [
                "vtt": Data("WEBVTT\n".utf8), "srt": Data("1\n".utf8), "jpg": Data([0xFF, 0xD8]),
                "json": Data(record.utf8),
            ])
        let path = "/api/jobs/\(job.uuidString.lowercased())/bundle"
        let reply = try await self.rig.gateway().send(.get, path)
        #expect(reply.status == 200 && reply.headers[.contentType] == "application/zip")
        #expect(reply.headers[.contentDisposition]?.contains(".zip") == true)
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).zip")
        try reply.body.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let names = try Self.unzip(["-Z1", file.path])
        #expect(
            String(decoding: names, as: UTF8.self).split(separator: "\n").map(String.init) == [
                "movie.mp4", "subtitles.vtt", "subtitles.srt", "thumbnail.jpg", "film.json", "script.yaml",
                "credits.txt",
            ])
        #expect(try Self.unzip(["-p", file.path, "movie.mp4"]) == video)
        #expect(
            try Self.unzip(["-p", file.path, "credits.txt"]) == Data("声: 誰か (CC BY 3.0)\n".utf8))
        let script = String(decoding: try Self.unzip(["-p", file.path, "script.yaml"]), as: UTF8.self)
        #expect(script.contains("title: 題名"))
        _ = try Self.unzip(["-t", file.path])
    }

    @Test func `of no film is not found`() async throws {
        let gateway = try self.rig.gateway()
        let lease = try await self.rig.claimedJob()
        let path = "/api/jobs/\(lease.task.job.uuidString.lowercased())/bundle"
        #expect(try await gateway.send(.get, path).code == "filmNotReady")
        _ = try await self.rig.queue.fail(lease, TaskFailure(.permanent, code: "sourceEmpty", text: ""))
        #expect(try await gateway.send(.get, path).code == "filmMissing")
    }

    private static func unzip(_ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/unzip")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "unzip \(arguments)")
        return output
    }
}

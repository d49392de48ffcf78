// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Logging
internal import Testing

@testable internal import Telemetry

@Suite struct `A log line` {
    @Test func `is one JSON object with the fixed keys in their order and the metadata after them`() throws {
        let file = LogFile()
        var logger = file.makeLogger()
        logger[metadataKey: LogKey.jobID] = "j1"
        logger.notice("Task done", metadata: [LogKey.taskPart: "3", LogKey.taskStage: "render"])
        let line = try #require(try file.lines().first)
        let keys = ["time", "level", "message", "service", "instance", "job.id", "task.part", "task.stage"]
        let places = keys.map { line.range(of: "\"\($0)\":")?.lowerBound }
        #expect(!places.contains(nil))
        #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
        let object = try #require(try file.objects().first as? [String: String])
        #expect(object["level"] == "notice" && object["message"] == "Task done")
        #expect(object["service"] == "render-svc" && object["instance"] == "host-1")
        #expect(object["job.id"] == "j1" && object["task.part"] == "3")
    }

    @Test(arguments: [
        (0, 0, "1970-01-01T00:00:00.000Z"), (951_782_400, 7, "2000-02-29T00:00:00.007Z"),
        (1_798_761_599, 999, "2026-12-31T23:59:59.999Z"),
    ])
    func `has the time in UTC to the millisecond`(seconds: Int, milliseconds: Int, text: String) {
        #expect(Timestamp(seconds: seconds, milliseconds: milliseconds).text == text)
    }

    @Test func `carries the present time`() throws {
        let file = LogFile()
        let before = Date.now.addingTimeInterval(-0.002)
        file.makeLogger().info("x")
        let text = try #require(try file.objects().first?["time"] as? String)
        let time = try Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text)
        #expect((before...Date.now).contains(time))
    }

    @Test func `stays one line of plain text whatever is logged`() throws {
        let file = LogFile()
        let hostile = "a\nb\r\u{0}\u{1B}[2J\u{7F}\u{85}\u{2028}\u{202E}\"\\\u{10FFFF}猫"
        let broken = String(decoding: [0x66, 0xFF, 0x6F] as [UInt8], as: UTF8.self)
        file.makeLogger().error("\(hostile)", metadata: ["k\n\"": "\(hostile)", "broken": "\(broken)"])
        let line = try #require(try file.lines().first)
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
        #expect(!line.contains("\u{202E}") && !line.contains("\u{2028}"))
        let object = try #require(try file.objects().first)
        #expect(object["message"] as? String == hostile)
        #expect(object["k\n\""] as? String == hostile)
        #expect(object["broken"] as? String == "f\u{FFFD}o")
    }

    @Test func `never exceeds 16 KiB and says when something is missing`() throws {
        let file = LogFile()
        let metadata = Dictionary(
            uniqueKeysWithValues: (0..<50).map {
                ("key\($0)", Logger.MetadataValue.string(String(repeating: "\u{1}猫", count: 5000)))
            })
        file.makeLogger().info("\(String(repeating: "\"", count: 100_000))", metadata: metadata)
        let line = try #require(try file.lines().first)
        #expect(line.utf8.count + 1 <= 16 * 1024)
        #expect(line.utf8.count > 12 * 1024)
        let object = try #require(try file.objects().first)
        #expect(object["log.truncated"] as? Bool == true)
        #expect((object["message"] as? String)?.hasSuffix("\"…") == true)
        #expect((object["key0"] as? String)?.hasSuffix("…") == true)
    }

    @Test func `keeps nested metadata as JSON and a foreign key apart from the fixed ones`() throws {
        let file = LogFile()
        file.makeLogger().info("x", metadata: ["list": ["a", ["b": "c"]], "level": "mine"])
        let object = try #require(try file.objects().first)
        let list = try #require(object["list"] as? [Any])
        #expect(list.first as? String == "a" && (list.last as? [String: String]) == ["b": "c"])
        #expect(object["level"] as? String == "info" && object["metadata.level"] as? String == "mine")
    }

    @Test func `ends what is nested without limit`() throws {
        let file = LogFile()
        var value: Logger.MetadataValue = "deep"
        for _ in 0..<1000 { value = .array([value]) }
        file.makeLogger().info("x", metadata: ["list": value])
        #expect(try file.lines().first?.contains("[[[[[[[[\"…\"]]]]]]]]") == true)
    }

    @Test func `takes metadata of the context, and the line's own wins`() throws {
        let file = LogFile()
        let logger = file.makeLogger(provider: .init { ["trace.id": "t", "queue": "context"] })
        logger.info("x", metadata: [LogKey.queue: "own"])
        let object = try #require(try file.objects().first)
        #expect(object["trace.id"] as? String == "t" && object["queue"] as? String == "own")
    }

    @Test func `below the level is not written`() throws {
        let file = LogFile()
        let logger = file.makeLogger(level: .warning)
        logger.info("no")
        logger.warning("yes")
        #expect(try file.objects().map { $0["message"] as? String } == ["yes"])
    }

    @Test(.timeLimit(.minutes(1))) func `is never mixed with another's`() async throws {
        let file = LogFile()
        let logger = file.makeLogger()
        let filling = String(repeating: "x", count: 3000)
        await withTaskGroup { group in
            for writer in 0..<8 {
                group.addTask {
                    for number in 0..<200 {
                        logger.info("\(writer)-\(number)", metadata: ["f": "\(filling)"])
                    }
                }
            }
        }
        let messages = try file.objects().compactMap { $0["message"] as? String }
        #expect(Set(messages).count == 1600 && messages.count == 1600)
    }
}

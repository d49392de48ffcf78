// SPDX-License-Identifier: Apache-2.0
internal import Testing

@testable internal import Broker

@Suite struct `Putting frames together` {
    enum Frame: Sendable {
        case method
        case header(UInt64)
        case body(Int)
    }

    static let announcement = FrameAssembler.Announcement.return(code: 312, reason: "NO_ROUTE")

    /// Feeds the frames; gives the sizes of the bodies that came out.
    static func assemble(_ frames: [Frame]) throws -> [Int] {
        var assembler = FrameAssembler()
        return try frames.compactMap { frame in
            switch frame {
            case .method:
                try assembler.method(Self.announcement)
                return nil
            case .header(let size):
                return try assembler.header(ReceivedProperties(), bodyBytes: size)?.body.count
            case .body(let count):
                return try Array(repeating: UInt8(7), count: count).withUnsafeBytes {
                    try assembler.body($0)?.body.count
                }
            }
        }
    }

    static let good: [(frames: [Frame], bodies: [Int])] = [
        ([.method, .header(0)], [0]),
        ([.method, .header(3), .body(3)], [3]),
        ([.method, .header(5), .body(2), .body(0), .body(3)], [5]),
        ([.method, .header(0), .method, .header(1), .body(1)], [0, 1]),
        ([.method, .header(9), .body(8)], []),
    ]

    @Test(arguments: good)
    func `gives a message when its last byte is there`(frames: [Frame], bodies: [Int]) throws {
        #expect(try Self.assemble(frames) == bodies)
    }

    static let bad: [[Frame]] = [
        [.header(1)], [.body(1)], [.method, .method], [.method, .body(1)], [.method, .header(2), .method],
        [.method, .header(2), .header(2)], [.method, .header(2), .body(3)], [.method, .header(0), .body(1)],
        [.method, .header(.max)], [.method, .header(1 << 20 + 1)],
    ]

    @Test(arguments: bad)
    func `frames out of order are a broken peer`(frames: [Frame]) {
        let error = #expect(throws: BrokerError.self) { try Self.assemble(frames) }
        #expect(error?.code == .protocolViolation)
    }

    @Test func `any order of frames ends in messages or an error, never a crash`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<5_000 {
            let frames = (0..<Int.random(in: 0...12, using: &random)).map { _ -> Frame in
                switch Int.random(in: 0..<3, using: &random) {
                case 0: .method
                case 1: .header(UInt64.random(in: 0...4, using: &random))
                default: .body(Int.random(in: 0...4, using: &random))
                }
            }
            do {
                #expect(try Self.assemble(frames).allSatisfy { $0 <= 4 })
            } catch {
                #expect((error as? BrokerError)?.code == .protocolViolation)
            }
        }
    }
}

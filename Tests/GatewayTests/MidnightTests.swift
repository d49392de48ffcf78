// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Store
internal import TestServers
internal import Testing

@Suite(.timeLimit(.minutes(3))) struct `Four gateway processes` {
    private static let limit = 50

    /// The database's clock decides, so it is the database's clock that goes through midnight: a server of the test's own,
    /// whose time is set to 23:50:00 and then to 23:59:58.
    @Test func `admit exactly the limit of 1,000 at once from one IPv6 network, on either side of midnight`()
        async throws
    {
        try await MidnightServer.withDatabase { address in
            let store = Store(Endpoint(address), sessions: 1)
            try await store.migrate()
            let answers = try await GatewayProcess.with(
                4, database: address,
                settings: [
                    "MOVIEGEN_DAILY_JOB_LIMIT": "\(Self.limit)", "MOVIEGEN_OPEN_JOB_LIMIT": "1000",
                    "MOVIEGEN_TRUSTED_PROXIES": "127.0.0.1",
                ]
            ) { gateways in
                let ports = gateways.map(\.port)
                try await MidnightServer.setClock(secondsToMidnight: 600)
                let evening = try await Self.ask(ports) { _ in true }
                try await MidnightServer.setClock(secondsToMidnight: 2)
                return try await evening + Self.ask(ports) { $0.allSatisfy { $0.secondsToReset > 43_200 } }
            }
            #expect(answers.count >= 2_000)
            let days = Dictionary(grouping: answers) { $0.secondsToReset > 43_200 }
            for isAfter in [false, true] { Self.judge(days[isAfter] ?? []) }
            let used = try await store.rows("SELECT used FROM quotas ORDER BY day").map {
                try $0.get("used", as: Int.self)
            }
            #expect(used == [Self.limit, Self.limit])
            let jobs: Int = try await store.rows("SELECT count(*) AS count FROM jobs")[0].get("count")
            #expect(jobs == 2 * Self.limit)
        }
    }

    /// The answers of one day.
    private static func judge(_ answers: [Answer]) {
        let statuses = Dictionary(grouping: answers, by: \.status)
        #expect(statuses.keys.sorted() == [202, 429])
        // Each that was let in was told another number of what is left.
        #expect(statuses[202]?.map(\.remaining).sorted() == Array(0..<Self.limit))
        for refused in statuses[429] ?? [] {
            #expect(refused.remaining == 0 && refused.retryAfter == refused.secondsToReset)
        }
    }

    /// A thousand at once, and again, until a burst `isLast`.
    private static func ask(
        _ ports: [Int], until isLast: @escaping @Sendable ([Answer]) -> Bool
    ) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: [Answer].self) { group in
            for (lane, port) in ports.enumerated() {
                group.addTask {
                    var answers: [Answer] = []
                    while true {
                        let burst = try await Self.burst(250, to: port, from: lane * 250)
                        answers += burst
                        if isLast(burst) { return answers }
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    /// All are sent before the first answer is read.
    private static func burst(_ count: Int, to port: Int, from first: Int) async throws -> [Answer] {
        let wires = try (first..<first + count).map { number in
            let wire = try Wire(port: port)
            let body = #"{"text": "\#(number)番の記事です。"}"#
            let host = String(number * 37 + 1, radix: 16)
            wire.send(
                """
                POST /api/jobs HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r
                X-Forwarded-For: 2001:db8:1:2:\(host)::1\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)
                """)
            return wire
        }
        var answers: [Answer] = []
        for wire in wires {
            answers.append(try Answer(try #require(try await wire.read(), "a request was not answered")))
        }
        return answers
    }
}

/// What the limits' tests read of an answer.
private struct Answer {
    let status: Int
    let remaining: Int
    let secondsToReset: Int
    let retryAfter: Int?

    init(_ text: String) throws {
        let lines = text.prefix { $0 != "{" }.split(separator: "\r\n")
        func number(_ name: String) -> Int? {
            lines.first { $0.lowercased().hasPrefix(name + ":") }.flatMap {
                Int($0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces))
            }
        }
        self.status = try #require(lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        self.remaining = try #require(number("ratelimit-remaining"), "\(text)")
        self.secondsToReset = try #require(number("ratelimit-reset"), "\(text)")
        self.retryAfter = number("retry-after")
        #expect(number("ratelimit-limit") != nil)
    }
}

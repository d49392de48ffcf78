// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Store

@Suite struct `A round of admissions` {
    private static let key = QuotaKey(scope: "network", subject: "192.0.2.1")

    private func requests(_ count: Int, limit: Int, openJobLimit: Int = 100) -> [AdmissionRequest] {
        (0..<count).map { _ in
            var request = AdmissionRequest(client: "a", first: NewTask(.script))
            request.quotas = [DailyQuota(scope: "network", subject: "192.0.2.1", limit: limit)]
            request.openJobLimit = openJobLimit
            return request
        }
    }

    private func decide(
        _ requests: [AdmissionRequest], used: Int?, openCount: Int = 0,
        _ candidates: [Int: AdmissionFacts.Candidate] = [:]
    ) -> (outcomes: [String], corrections: [QuotaKey: Int], receipts: [AdmissionReceipt]) {
        let facts = AdmissionFacts(
            candidates: requests.indices.map { candidates[$0] ?? .init() },
            usedBefore: used.map { [Self.key: $0] } ?? [:], openCount: openCount,
            waitingCounts: ["script": 4], time: .now, secondsToReset: 60)
        var round = AdmissionRound(requests, facts)
        let receipts = requests.indices.map { round.decide($0) }
        let outcomes = receipts.map { receipt in
            switch receipt.outcome {
            case .admitted: "in"
            case .existing: "existing"
            case .quotaSpent: "spent"
            case .blocked: "blocked"
            case .full: "full"
            }
        }
        return (outcomes, round.corrections, receipts)
    }

    @Test func `lets in as many as a quota has left, and counts no more`() {
        let round = self.decide(self.requests(4, limit: 3), used: 1)
        #expect(round.outcomes == ["in", "in", "spent", "spent"])
        #expect(round.corrections == [Self.key: 3])
        #expect(round.receipts.map { $0.quotas[0].remainingCount } == [1, 0, 0, 0])
        #expect(round.receipts.map { $0.status?.queuePosition } == [5, 5, nil, nil])
    }

    @Test(arguments: [(999, 1_000, false), (1_000, nil, true)] as [(Int, Int?, Bool)])
    func `tells the place in the queue as far as that was counted`(
        waiting: Int, position: Int?, isFarBack: Bool
    ) {
        let requests = self.requests(1, limit: 3)
        let facts = AdmissionFacts(
            candidates: [.init()], usedBefore: [Self.key: 0], openCount: 0,
            waitingCounts: ["script": waiting], time: .now, secondsToReset: 60)
        var round = AdmissionRound(requests, facts)
        let status = round.decide(0).status
        #expect(status?.queuePosition == position && status?.isFarBack == isFarBack)
    }

    @Test func `changes no count that is right already`() {
        let round = self.decide(self.requests(3, limit: 3), used: 0)
        #expect(round.outcomes == ["in", "in", "in"])
        #expect(round.corrections == [:])
    }

    @Test func `lets nobody in on a quota that is spent, and leaves it alone`() {
        let round = self.decide(self.requests(2, limit: 3), used: nil)
        #expect(round.outcomes == ["spent", "spent"])
        #expect(round.corrections == [:])
        #expect(round.receipts.map { $0.quotas[0].remainingCount } == [0, 0])
    }

    @Test func `stops where the house is full`() {
        let round = self.decide(self.requests(3, limit: 9, openJobLimit: 2), used: 0, openCount: 1)
        #expect(round.outcomes == ["in", "full", "full"])
        #expect(round.corrections == [Self.key: 1])
    }

    @Test func `counts neither who is blocked nor who was here before`() {
        let job = UUID()
        let round = self.decide(
            self.requests(3, limit: 1), used: 0,
            [0: .init(blockReason: "abuse"), 1: .init(existing: (job, false))])
        #expect(round.outcomes == ["blocked", "existing", "in"])
        #expect(round.corrections == [Self.key: 1])
        #expect(round.receipts.map(\.isSameRequest) == [true, false, true])
    }

    @Test func `counts all quotas of a request, or none`() {
        var requests = self.requests(2, limit: 5)
        let other = QuotaKey(scope: "key", subject: "k")
        requests[0].quotas.append(DailyQuota(scope: "key", subject: "k", limit: 2, cost: 3))
        let facts = AdmissionFacts(
            candidates: [.init(), .init()], usedBefore: [Self.key: 0, other: 0], openCount: 0,
            waitingCounts: [:], time: .now, secondsToReset: 60)
        var round = AdmissionRound(requests, facts)
        #expect(round.decide(0).outcome == .quotaSpent(scope: "key", secondsToReset: 60))
        #expect(round.decide(1).outcome == .admitted(requests[1].id))
        #expect(round.corrections == [Self.key: 1, other: 0])
    }
}

@Suite(.migratedDatabase, .timeLimit(.minutes(2))) struct `The line of admissions` {
    private func outcomes(
        of requests: [AdmissionRequest], _ lines: [AdmissionLine]
    ) async -> [UUID: Result<AdmissionReceipt, any Error>] {
        await withTaskGroup(of: (UUID, Result<AdmissionReceipt, any Error>).self) { group in
            for (index, request) in requests.enumerated() {
                group.addTask {
                    do {
                        return (request.id, .success(try await lines[index % lines.count].admit(request)))
                    } catch { return (request.id, .failure(error)) }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    @Test func `lets in exactly what each client has left, in fewer transactions than jobs`() async throws {
        let fixture = try QueueFixture()
        // As two gateways would.
        let lines = [AdmissionLine(fixture.queue), AdmissionLine(JobQueue(try TestDatabase.store()))]
        let requests = (0..<400).map { index in
            var request = AdmissionRequest(client: "c\(index % 10)", first: NewTask(.script))
            request.quotas = [DailyQuota(scope: "network", subject: request.client, limit: 12)]
            return request
        }
        let outcomes = await self.outcomes(of: requests, lines)
        let admittedCount = try outcomes.values.count { try $0.get().status != nil }
        #expect(admittedCount == 120)
        #expect(try await fixture.count("SELECT count(*) AS count FROM outbox") == 120)
        let used = try await fixture.store.rows("SELECT used FROM quotas").map {
            try $0.get("used", as: Int.self)
        }
        #expect(used == Array(repeating: 12, count: 10))
        #expect(try await fixture.count("SELECT count(DISTINCT xmin::text) AS count FROM jobs") < 120)
    }

    @Test func `gives one client's one key one job, also to those who come together`() async throws {
        let fixture = try QueueFixture()
        let requests = (0..<40).map { index in
            AdmissionRequest(client: "a", idempotencyKey: "k\(index % 4)", first: NewTask(.script))
        }
        let outcomes = await self.outcomes(of: requests, [AdmissionLine(fixture.queue)])
        let jobs = try outcomes.values.map { result in
            switch try result.get().outcome {
            case .admitted(let job), .existing(let job): job
            default: UUID()
            }
        }
        #expect(Set(jobs).count == 4)
        #expect(try await fixture.count("SELECT count(*) AS count FROM jobs") == 4)
    }

    @Test func `lets nobody suffer for a neighbour whose request cannot be stored`() async throws {
        let fixture = try QueueFixture()
        var requests = (0..<60).map { _ in AdmissionRequest(client: "a", first: NewTask(.script)) }
        for index in stride(from: 0, to: 60, by: 6) { requests[index].request = #"{"text": "\u0000"}"# }
        let outcomes = await self.outcomes(of: requests, [AdmissionLine(fixture.queue)])
        for (index, request) in requests.enumerated() {
            let result = try #require(outcomes[request.id])
            let isAdmitted = (try? result.get().outcome) == .admitted(request.id)
            #expect(isAdmitted == !index.isMultiple(of: 6))
        }
        #expect(try await fixture.count("SELECT count(*) AS count FROM jobs") == 50)
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Foundation
internal import Store
internal import Synchronization
internal import Worker

/// Asks for jobs at their time, whatever becomes of those before: a system in trouble gets no easier load.
final class Load: Sendable {
    struct Counts: Sendable {
        /// Calls that asked for a job, repetitions included.
        var submitted = 0
        /// By key, every id that a call gave.
        var ids: [String: Set<UUID>] = [:]
        /// Calls that told of a job that was there already.
        var existing = 0
        var retriedCalls = 0
        var cancelled = 0
        var repeatedMessages = 0
        /// Messages that mean nothing, by their ids.
        var junk: [String: Junk] = [:]
    }

    private let ledger: Ledger
    private let address: BrokerAddress
    private let journal: Journal
    private let state = Mutex(Counts())

    var counts: Counts { self.state.withLock { $0 } }

    init(ledger: Ledger, address: BrokerAddress, journal: Journal) {
        self.ledger = ledger
        self.address = address
        self.journal = journal
    }

    /// Returns when every call has been answered.
    func run(_ jobs: [PlannedJob]) async {
        await withDiscardingTaskGroup { group in
            for job in jobs {
                try? await Task.sleep(for: job.time - self.journal.elapsed)
                group.addTask { await self.submit(job) }
                if let delay = job.repeatedAfter {
                    group.addTask {
                        try? await Task.sleep(for: delay)
                        await self.submit(job)
                    }
                }
            }
        }
    }

    private func submit(_ job: PlannedJob) async {
        var request = AdmissionRequest(
            client: "chaos", idempotencyKey: job.key, first: NewTask(.script))
        guard let body = try? JSONEncoder.sorted.encode(job.request) else { return }
        request.request = String(decoding: body, as: UTF8.self)
        request.deadline = .seconds(900)
        self.state.withLock { $0.submitted += 1 }
        guard let outcome = await self.insisting(job.key, { try await self.ledger.queue.admit(request) })
        else {
            return
        }
        switch outcome {
        case .admitted(let id):
            self.state.withLock { _ = $0.ids[job.key, default: []].insert(id) }
            self.journal.note("admitted", ["key": job.key, "job": "\(id)", "kind": job.kind.rawValue])
            await self.cancelLater(job, id)
        case .existing(let id):
            self.state.withLock {
                $0.existing += 1
                _ = $0.ids[job.key, default: []].insert(id)
            }
            self.journal.note("existing", ["key": job.key, "job": "\(id)"])
        default: self.journal.note("refused", ["key": job.key, "outcome": "\(outcome)"])
        }
    }

    private func cancelLater(_ job: PlannedJob, _ id: UUID) async {
        guard let delay = job.cancelledAfter else { return }
        try? await Task.sleep(for: delay)
        let outcome = await self.insisting(job.key) { try await self.ledger.queue.cancel(id, actor: "chaos") }
        self.state.withLock { $0.cancelled += 1 }
        self.journal.note(
            "cancelled", ["key": job.key, "outcome": "\(outcome.map { "\($0)" } ?? "unknown")"])
    }

    /// As a client does: a call without an answer is made again, with the same key.
    private func insisting<Value: Sendable>(
        _ key: String, _ call: () async throws -> Value
    ) async -> Value? {
        for _ in 0..<240 {
            do {
                return try await call()
            } catch {
                self.state.withLock { $0.retriedCalls += 1 }
                self.journal.note("unanswered", ["key": key, "error": "\(error)"])
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
        return nil
    }

    /// Sends messages again that were sent before, and some that mean nothing, until its task is cancelled.
    func disturb() async {
        let publisher = Publisher(to: self.address, name: "chaos")
        var round = 0
        while !Task.isCancelled {
            round += 1
            // What cannot be read or sent now is left out: another second brings others.
            let tasks = (try? await self.ledger.tasksToRepeat()) ?? []
            var batch = tasks.map { Self.message(Junk.pointer($0), key: $0.stage.queue) }
            if round.isMultiple(of: 4) {
                let kinds = Junk.allCases
                let junk = kinds[round / 4 % kinds.count]
                // Of no job, lest one of a newer schema puts off a task.
                let message = Self.message(
                    junk.body(TaskReference(job: UUID(), stage: .render)), key: "render")
                self.state.withLock { $0.junk[message.message.messageID] = junk }
                batch.append(message)
            }
            let outcomes = (try? await publisher.publish(batch)) ?? []
            let confirmed = outcomes.count { $0 == .confirmed }
            self.state.withLock { $0.repeatedMessages += min(confirmed, tasks.count) }
            try? await Task.sleep(for: .seconds(1))
        }
        await publisher.close(within: .seconds(1))
    }

    private static func message(
        _ body: String, key: String
    ) -> (message: Message, exchange: String, routingKey: String) {
        (
            message: Message(messageID: UUID().uuidString.lowercased(), body: Array(body.utf8)),
            exchange: PipelineTopology.jobsExchange, routingKey: key
        )
    }
}

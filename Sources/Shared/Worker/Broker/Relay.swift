// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import Store
internal import Telemetry

/// Publishes the outbox. Every service runs one; no two send the same row at once, and none leads.
struct Relay: Service {
    let queue: JobQueue
    let publisher: Publisher
    let bell: Bell
    let batchSize: Int
    let applicationID: String
    /// Told at each turn: the service's liveness.
    let pulse: Pulse
    let logger: Logger

    /// Outbox rows of others are left to them for this long: who wrote them publishes them.
    private static let courtesy = Duration.milliseconds(100)

    func run() async throws {
        await withTaskGroup { group in
            let news = Bell()
            group.addTask { await self.listen(news) }
            group.addTask { await self.passOn(news) }
            group.addTask { await self.relayUntilStopped() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Read as fast as they come: what a listener leaves unread fills the server's queue of notifications.
    private func listen(_ news: Bell) async {
        while !Task.isCancelled {
            do {
                for try await _ in self.queue.store.notifications(on: JobQueue.outboxChannel) { news.ring() }
            } catch {
                // The poll finds what a lost notification told.
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func passOn(_ news: Bell) async {
        while !Task.isCancelled {
            await news.wait(atMost: .seconds(60))
            // Cancelled: nobody waits for the ring.
            try? await Task.sleep(for: Self.courtesy)
            self.bell.ring()
        }
    }

    /// Ends when its task is cancelled; what is due then is sent by another service, or after the next start.
    private func relayUntilStopped() async {
        var failures = 0
        while !Task.isCancelled {
            self.pulse.beat()
            do {
                let (confirmed, taken) = try await self.queue.relay(
                    limit: self.batchSize, publish: self.publish)
                if confirmed < taken {
                    self.logger.warning(
                        "Messages were not taken by the broker",
                        metadata: [LogKey.count: "\(taken - confirmed)"])
                }
                failures = confirmed < taken ? failures + 1 : 0
                if taken == self.batchSize, failures == 0 { continue }
            } catch {
                failures += 1
                if failures == 1 || failures.isMultiple(of: 30) {
                    self.logger.warning(
                        "The outbox cannot be relayed", metadata: [LogKey.errorDetail: "\(error)"])
                }
            }
            CrashPoint.reached(.afterRelay)
            await self.bell.wait(atMost: failures == 0 ? .seconds(1) : Self.backOff(failures))
        }
    }

    /// 0.2 s doubled up to 5 s, jittered.
    private static func backOff(_ failures: Int) -> Duration {
        min(.seconds(5), .milliseconds(100 << min(failures, 7))) * Double.random(in: 0.5...1)
    }

    private func publish(_ messages: [OutboxMessage]) async throws -> [UUID: RelayOutcome] {
        CrashPoint.reached(.beforePublish)
        let batch = messages.map { row in
            (message: self.message(row), exchange: row.exchange, routingKey: row.routingKey)
        }
        let outcomes = try await self.publisher.publish(batch)
        CrashPoint.reached(.afterConfirm)
        for outcome in outcomes { PipelineMetrics.published(outcome) }
        return Dictionary(
            zip(messages, outcomes).map { ($0.id, Self.outcome(of: $1)) },
            uniquingKeysWith: { first, _ in first })
    }

    private func message(_ row: OutboxMessage) -> Message {
        var message = Message(messageID: row.id.uuidString.lowercased(), body: row.body)
        message.contentType = "application/json"
        message.type = "movie.task"
        message.applicationID = self.applicationID
        message.headers = Self.headers(row.headers)
        if case .text(let job) = message.headers["job"] {
            message.correlationID = job
            message.headers[TraceParent.headerName] = Self.trace(of: job, row.id).map {
                .text($0.description)
            }
        }
        return message
    }

    /// A job is one trace, and each of its messages a span: both ids follow from what the database knows, so that they
    /// are the same however often a message is sent.
    private static func trace(of job: String, _ message: UUID) -> TraceParent? {
        let span = message.uuidString.lowercased().replacing("-", with: "").prefix(16)
        return TraceParent("00-\(job.replacing("-", with: ""))-\(span)-01")
    }

    /// Headers are ours and flat; what is of another kind is left out.
    private static func headers(_ json: String) -> [String: FieldValue] {
        guard let values = try? JSONDecoder().decode([String: HeaderValue].self, from: Data(json.utf8)) else {
            return [:]
        }
        return values.compactMapValues(\.field)
    }

    private static func outcome(of outcome: PublishOutcome) -> RelayOutcome {
        switch outcome {
        case .confirmed: .confirmed
        case .nacked: .refused(reason: "the broker refused it: its queue is full or has no leader")
        case .unroutable(_, let reason): .refused(reason: "no queue is bound for it: \(reason)")
        case .unknown: .unknown
        }
    }
}

private struct HeaderValue: Decodable {
    let field: FieldValue?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self) {
            self.field = .integer(number)
        } else if let text = try? container.decode(String.self) {
            self.field = .text(String(text.prefix(512)))
        } else {
            self.field = nil
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Broker
internal import Domain
internal import Foundation
internal import Logging
internal import Store
internal import Telemetry

/// A worker's life with one message: claim, run, record, and last of all acknowledge.
struct TaskRunner: Sendable {
    let handler: any StageHandler
    let queue: JobQueue
    let objects: DirectoryStore
    let settings: WorkerSettings
    let relayBell: Bell
    let drain: DrainSignal
    let news: StopNews
    let disk: DiskGuard
    let company = Company()

    /// What is left to say to the database after the time to finish is over.
    private static let farewell = Duration.seconds(2)
    let logger: Logger

    /// Settles `delivery` once, whatever happens.
    func process(_ delivery: Delivery, from queueName: String) async {
        var logger = self.logger
        if let id = delivery.properties.messageID { logger[metadataKey: LogKey.messageID] = "\(id)" }
        if case .text(let header) = delivery.properties.headers[TraceParent.headerName],
            let trace = TraceParent(header)
        {
            for (key, value) in trace.logMetadata { logger[metadataKey: key] = value }
        }
        CrashPoint.reached(.beforeClaim)
        do {
            switch TaskMessage(body: delivery.body) {
            case .task(let task): try await self.look(at: task, logger)
            case .newerSchema(let task, let schema): try await self.putOff(task, schema: schema, logger)
            case .malformed(let reason):
                try await self.bury(delivery, from: queueName, reason: reason, logger)
            }
            delivery.ack()
        } catch {
            // The database stayed away for as long as we wait, or we are to stop: the message goes to who can.
            logger.warning("A message goes back to its queue", metadata: [LogKey.errorDetail: "\(error)"])
            delivery.nack(requeue: true)
        }
        self.relayBell.ring()
    }

    private func look(at task: TaskReference, _ logger: Logger) async throws {
        var logger = logger
        logger[metadataKey: LogKey.jobID] = "\(task.job.uuidString.lowercased())"
        logger[metadataKey: LogKey.taskStage] = "\(task.stage.rawValue)"
        logger[metadataKey: LogKey.taskPart] = "\(task.part)"
        logger[metadataKey: LogKey.taskGeneration] = "\(task.generation)"
        let claim = try await self.patiently {
            try await self.queue.claim(task, owner: self.settings.instance)
        }
        switch claim {
        case .claimed(let lease):
            logger[metadataKey: LogKey.taskAttempt] = "\(lease.attempt)"
            PipelineMetrics.claimed(task.stage)
            CrashPoint.reached(.afterClaim)
            try await self.run(lease, logger)
        case .skipped(let reason):
            PipelineMetrics.skipped(reason)
            logger.debug("A message asked for nothing", metadata: [LogKey.taskOutcome: "\(reason.rawValue)"])
        case .exhausted:
            logger.error("A task is dead: its workers died in every attempt")
        }
    }

    private func run(_ lease: Lease, _ logger: Logger) async throws {
        let clock = ContinuousClock()
        let began = clock.now
        logger.debug("Task started")
        let ending = await self.ending(of: lease)
        PipelineMetrics.ran(lease.task.stage, for: clock.now - began, outcome: ending.name)
        CrashPoint.reached(.beforeComplete)
        try await self.record(ending, lease, logger, seconds: (clock.now - began) / .seconds(1))
    }

    private func ending(of lease: Lease) async -> AttemptEnding {
        let percent = Percent()
        let store = LeasedStore(objects: self.objects, queue: self.queue, lease: lease)
        let context = TaskContext(
            lease: lease, queue: self.queue, artifacts: store, percent: percent)
        return await Attempt(
            handler: self.handler, context: context, percent: percent,
            renewInterval: self.settings.renewInterval,
            deadline: self.settings.deadline(of: lease.task.stage), drain: self.drain, news: self.news,
            company: self.company
        ).run()
    }

    private func putOff(_ task: TaskReference, schema: Int, _ logger: Logger) async throws {
        logger.warning(
            "A message is of a newer schema than this service",
            metadata: [LogKey.errorDetail: "schema \(schema)"])
        PipelineMetrics.newerSchema()
        _ = try await self.patiently { try await self.queue.deferTask(task, by: .seconds(60), limit: 10) }
    }

    private func bury(_ delivery: Delivery, from queueName: String, reason: String, _ logger: Logger)
        async throws
    {
        logger.error(
            "A message is no task: it is kept as a dead letter", metadata: [LogKey.errorDetail: "\(reason)"])
        PipelineMetrics.malformed()
        try await self.patiently {
            try await self.queue.keepMalformed(delivery, from: queueName, reason: reason)
        }
    }

    /// Tries again while the database is away, for as long as work that is done is worth keeping; when this service
    /// ends, only for a moment: leases run out by themselves.
    func patiently<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws
        -> Value
    {
        try await withThrowingTaskGroup { group in
            group.addTask { try await self.insist(body) }
            group.addTask {
                guard await self.drain.isOver() else { throw CancellationError() }
                try await Task.sleep(for: Self.farewell)
                throw StoreError(.unreachable, "the database is away, and this service ends")
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }

    private func insist<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let clock = ContinuousClock()
        let end = clock.now + self.settings.databasePatience
        var pause = Duration.milliseconds(100)
        while true {
            do {
                return try await body()
            } catch let error as StoreError where error.mayPass && clock.now < end {
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(5))
            }
        }
    }
}

extension StoreError {
    /// The server is away, overloaded or in a restart; the same call may go through later.
    package var mayPass: Bool {
        switch self.code {
        case .unreachable, .connectionLost, .outcomeUnknown, .timedOut, .lockTimedOut, .conflict, .busy: true
        case .cancelled, .constraint, .valueInvalid, .rowUnexpected, .migrationChanged, .server: false
        }
    }
}

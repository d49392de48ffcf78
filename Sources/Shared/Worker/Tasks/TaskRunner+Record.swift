// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Logging
internal import Store
internal import Telemetry

extension TaskRunner {
    /// Writes down how an attempt ended. Each call may be made again when its answer was lost.
    func record(_ ending: AttemptEnding, _ lease: Lease, _ logger: Logger, seconds: Double) async throws {
        switch ending {
        case .finished(let result): try await self.complete(lease, result, logger, seconds: seconds)
        case .failed(let error): try await self.fail(lease, error, logger)
        case .timedOut(let limit):
            let failure = JobFailure(
                .engineFailed, lease.task.stage.rawValue,
                detail: "not done after \(limit.components.seconds) s")
            try await self.fail(lease, TaskFailure(.timeout, failure), logger)
        case .stopRequested:
            _ = try await self.patiently { try await self.queue.giveUp(lease) }
            logger.info("Task stopped: its job was cancelled or has failed")
        case .fenced:
            PipelineMetrics.fenced()
            logger.warning("Task discarded: it is another worker's now")
        case .interrupted:
            _ = try await self.patiently { try await self.queue.handBack(lease) }
            CrashPoint.reached(.afterHandBack)
            logger.info("Task handed back: this service stops")
        }
    }

    private func complete(_ lease: Lease, _ result: TaskResult, _ logger: Logger, seconds: Double)
        async throws
    {
        let outcome = try await self.patiently {
            try await self.queue.complete(
                lease, result: result.result, objects: result.objects.map(\.hexadecimal),
                fanOuts: result.fanOuts,
                next: result.next)
        }
        CrashPoint.reached(.afterComplete)
        switch outcome {
        case .completed(_, let isJobDone):
            logger.info(
                "Task done", metadata: [LogKey.durationSeconds: "\((seconds * 1000).rounded() / 1000)"])
            if isJobDone { logger.info("Job done") }
        case .alreadyCompleted: logger.debug("Task was done already")
        case .cancelled: logger.info("Task stopped: its job was cancelled or has failed")
        case .fenced:
            PipelineMetrics.fenced()
            logger.warning("Task discarded: it is another worker's now")
        }
    }

    private func fail(_ lease: Lease, _ error: any Error, _ logger: Logger) async throws {
        if let failure = error as? JobFailure, failure.code == .artifactVanished {
            let isBegunAgain = try await self.patiently {
                try await self.queue.startOver(lease, reason: failure.subject)
            }
            if isBegunAgain {
                logger.error(
                    "Job begun again: an artifact vanished",
                    metadata: [LogKey.errorDetail: "\(failure.subject)"])
                return
            }
        }
        if let error = error as? StoreError, error.isOfConnection {
            // Nothing of the task's doing: no attempt is spent, and the call below waits until there is a database.
            _ = try await self.patiently { try await self.queue.handBack(lease) }
            logger.warning(
                "Task handed back: the database went away", metadata: [LogKey.errorDetail: "\(error)"])
            return
        }
        if let failure = error as? JobFailure, failure.code == .diskFull, await !self.disk.hasRoom() {
            // Nothing of the task's doing either: it rests until the intake has noticed and another may have it.
            _ = try await self.patiently {
                try await self.queue.handBack(lease, after: self.settings.diskRest)
            }
            logger.warning(
                "Task handed back: the disk is full", metadata: [LogKey.errorDetail: "\(failure.subject)"])
            return
        }
        try await self.fail(lease, TaskFailure(error), logger)
    }

    private func fail(_ lease: Lease, _ failure: TaskFailure, _ logger: Logger) async throws {
        let outcome = try await self.patiently {
            try await self.queue.fail(lease, failure, ladder: self.settings.ladder)
        }
        let metadata: Logger.Metadata = [
            LogKey.errorCode: "\(failure.code)", LogKey.errorDetail: "\(failure.text)",
        ]
        switch outcome {
        case .retrying(let delay):
            logger.warning(
                "Task failed and is tried again",
                metadata: metadata.merging([LogKey.delaySeconds: "\(delay.components.seconds)"]) { $1 })
        case .dead where failure.isOfItsAsker:
            logger.info("Task failed for good, by what was asked for", metadata: metadata)
        case .dead: logger.error("Task failed for good, and its job with it", metadata: metadata)
        case .cancelled: logger.info("Task stopped: its job was cancelled or has failed")
        case .fenced:
            PipelineMetrics.fenced()
            logger.warning("Task discarded: it is another worker's now", metadata: metadata)
        }
    }
}

extension StoreError {
    /// The server could not be reached, or was lost on the way: whatever was asked.
    fileprivate var isOfConnection: Bool {
        switch self.code {
        case .unreachable, .connectionLost, .outcomeUnknown: true
        case .timedOut, .lockTimedOut, .conflict, .busy, .cancelled, .constraint, .valueInvalid,
            .rowUnexpected,
            .migrationChanged, .server:
            false
        }
    }
}

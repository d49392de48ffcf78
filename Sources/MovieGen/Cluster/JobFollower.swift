// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Store
internal import Worker

/// Tells how a job goes until it is over. Ending it does not end the job.
struct JobFollower: Sendable {
    let queue: JobQueue
    let reporter: Reporter

    /// - Throws: ``JobFailure`` when the job failed or was cancelled; what the database throws once it does not come back.
    func follow(_ job: UUID) async throws -> JobStatus {
        let bell = Bell()
        let listener = Task { await self.listen(bell) }
        defer { listener.cancel() }
        while true {
            try Task.checkCancellation()
            guard let status = try await self.look(at: job) else {
                throw JobFailure(.sourceNotFound, job.uuidString.lowercased(), detail: "no such job")
            }
            self.reporter.show(status)
            switch status.state {
            case .open: await bell.wait(atMost: .seconds(1))
            case .done: return status
            case .cancelled: throw JobFailure(.cancelled, job.uuidString.lowercased())
            case .failed:
                throw JobFailure(code: status.errorCode, text: status.errorText)
                    ?? JobFailure(.internalFailure, job.uuidString.lowercased())
            }
        }
    }

    private func listen(_ bell: Bell) async {
        do {
            for try await _ in self.queue.store.notifications(on: JobQueue.jobsChannel) { bell.ring() }
        } catch {
            // The look once a second sees the same, later.
        }
    }

    /// Nil for an unknown job. A restart of the database is waited for.
    private func look(at job: UUID) async throws -> JobStatus? {
        var tries = 0
        while true {
            do {
                return try await self.queue.status(of: job)
            } catch let error as StoreError where error.mayPass && tries < 60 {
                tries += 1
                try await Task.sleep(for: .seconds(1))
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Store

/// How one run of a task ended, whoever ended it.
enum AttemptEnding: Sendable {
    case finished(TaskResult)
    case failed(any Error)
    /// The job is to stop.
    case stopRequested
    /// The task is somebody else's now.
    case fenced
    case timedOut(after: Duration)
    /// This service stops; the task goes on elsewhere.
    case interrupted

    /// As metrics call it.
    var name: String {
        switch self {
        case .finished: "finished"
        case .failed: "failed"
        case .stopRequested: "stopped"
        case .fenced: "fenced"
        case .timedOut: "timedOut"
        case .interrupted: "interrupted"
        }
    }
}

/// Runs a handler beside those who may end it: the renewal, the deadline and the service's own end.
struct Attempt: Sendable {
    let handler: any StageHandler
    let context: TaskContext
    let percent: Percent
    let renewInterval: Duration
    let deadline: Duration
    let drain: DrainSignal
    let news: StopNews

    /// Returns when the handler has ended: with it every process it began.
    func run() async -> AttemptEnding {
        let job = self.context.lease.task.job
        self.news.watch(job)
        defer { self.news.forget(job) }
        return await withTaskGroup { group in
            group.addTask { await self.work() }
            group.addTask { await self.renew() }
            group.addTask { await self.expire() }
            group.addTask { await self.drain.isOver() ? .interrupted : nil }
            var ending: AttemptEnding?
            while ending == nil, let ended = await group.next() { ending = ended }
            group.cancelAll()
            // What the handler still says is late: it was told to stop.
            await group.waitForAll()
            return ending ?? .interrupted
        }
    }

    private func work() async -> AttemptEnding? {
        do {
            return .finished(try await self.handler.run(self.context))
        } catch is CancellationError where Task.isCancelled {
            return nil
        } catch {
            return .failed(error)
        }
    }

    /// Progress is told once a second where there is some, and news of the job asked for as soon; the lease is renewed
    /// at its own pace.
    private func renew() async -> AttemptEnding? {
        let clock = ContinuousClock()
        var renewed = clock.now
        var told = 0
        while true {
            guard (try? await clock.sleep(for: min(.seconds(1), self.renewInterval))) != nil else {
                return nil
            }
            let percent = self.percent.current
            guard
                percent > told || clock.now - renewed >= self.renewInterval
                    || self.news.hasNews(of: self.context.lease.task.job)
            else { continue }
            // A database that does not answer is no reason to stop: what it says at the end decides.
            guard let outcome = try? await self.context.queue.renew(self.context.lease, progress: percent)
            else {
                continue
            }
            renewed = clock.now
            told = percent
            switch outcome {
            case .held: break
            case .stopRequested: return .stopRequested
            case .fenced: return .fenced
            }
        }
    }

    private func expire() async -> AttemptEnding? {
        (try? await Task.sleep(for: self.deadline)) == nil ? nil : .timedOut(after: self.deadline)
    }
}

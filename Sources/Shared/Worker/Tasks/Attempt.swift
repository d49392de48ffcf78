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
    let company: Company

    /// So many workers that went down with a task make it a suspect: it runs by itself, so that it can take no others
    /// along and none it.
    private static let suspectLosses = 2

    /// Returns when the handler has ended: with it every process it began.
    func run() async -> AttemptEnding {
        let job = self.context.lease.task.job
        self.news.watch(job)
        defer { self.news.forget(job) }
        let (turn, hasCome) = AsyncStream<Void>.makeStream()
        return await withTaskGroup { group in
            group.addTask { await self.work(hasCome) }
            group.addTask { await self.renew() }
            group.addTask { await self.expire(after: turn) }
            group.addTask { await self.drain.isOver() ? .interrupted : nil }
            var ending: AttemptEnding?
            while ending == nil, let ended = await group.next() { ending = ended }
            group.cancelAll()
            // What the handler still says is late: it was told to stop.
            await group.waitForAll()
            return ending ?? .interrupted
        }
    }

    private func work(_ hasCome: AsyncStream<Void>.Continuation) async -> AttemptEnding? {
        do {
            let isSuspect = self.context.lease.lossCount >= Self.suspectLosses
            return .finished(
                try await self.company.join(alone: isSuspect) {
                    hasCome.yield()
                    return try await self.handler.run(self.context)
                })
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

    /// The wait for others is not its own time.
    private func expire(after turn: AsyncStream<Void>) async -> AttemptEnding? {
        for await _ in turn { break }
        return (try? await Task.sleep(for: self.deadline)) == nil ? nil : .timedOut(after: self.deadline)
    }
}

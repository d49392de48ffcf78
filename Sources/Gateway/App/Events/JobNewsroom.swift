// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Logging
internal import Metrics
internal import ServiceLifecycle
internal import Store
internal import Synchronization
internal import Telemetry

/// Tells followers how their jobs are: one listener on the database and one look for each change, whatever their number.
///
/// A follower gets the newest status; what it was too slow to read is replaced by what is true now.
final class JobNewsroom: Service {
    typealias News = AsyncStream<JobStatus?>

    private struct State {
        var lastNumber = 0
        var followers: [UUID: [Int: News.Continuation]] = [:]
        /// Told that some job moved, whichever.
        var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
        var changed: Set<UUID> = []

        var count: Int { self.followers.values.reduce(self.watchers.count) { $0 + $1.count } }
        var isOver = false
    }

    private let queue: JobQueue
    private let heartbeat: Duration
    private let limit: Int
    private let logger: Logger
    private let state = Mutex(State())
    /// Rung when `changed` got its first job.
    private let bell: AsyncStream<Void>
    private let rope: AsyncStream<Void>.Continuation

    /// - Parameters:
    ///   - heartbeat: How long a follower waits at most for a status, changed or not.
    ///   - limit: Followers at once.
    init(queue: JobQueue, heartbeat: Duration, limit: Int, logger: Logger) {
        self.queue = queue
        self.heartbeat = heartbeat
        self.limit = limit
        self.logger = logger
        (self.bell, self.rope) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The statuses of a job from now on, nil once it is unknown; ends when the service stops.
    ///
    /// - Returns: Nil when there are too many followers already.
    func follow(_ job: UUID) -> News? {
        let (news, continuation) = News.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number: Int? = self.state.withLock { state in
            guard state.count < self.limit else { return nil }
            state.lastNumber += 1
            if state.isOver {
                continuation.finish()
            } else {
                state.followers[job, default: [:]][state.lastNumber] = continuation
            }
            return state.lastNumber
        }
        guard let number else { return nil }
        // Called when the reader's task ends or the stream is dropped.
        continuation.onTermination = { _ in self.forget(job, number) }
        self.measure()
        return news
    }

    /// Rings now, whenever a job moves, and at every heartbeat; ends when the service stops.
    ///
    /// - Returns: Nil when there are too many followers already.
    func followAll() -> AsyncStream<Void>? {
        let (news, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number: Int? = self.state.withLock { state in
            guard state.count < self.limit else { return nil }
            state.lastNumber += 1
            if state.isOver { continuation.finish() } else { state.watchers[state.lastNumber] = continuation }
            return state.lastNumber
        }
        guard let number else { return nil }
        continuation.onTermination = { _ in
            self.state.withLock { $0.watchers[number] = nil }
            self.measure()
        }
        continuation.yield()
        self.measure()
        return news
    }

    private func forget(_ job: UUID, _ number: Int) {
        self.state.withLock { state in
            state.followers[job]?[number] = nil
            if state.followers[job]?.isEmpty == true { state.followers[job] = nil }
        }
        self.measure()
    }

    private func measure() {
        let count = self.state.withLock { $0.count }
        Meter(label: MetricName.eventStreams).set(count)
    }

    /// Until the graceful shutdown, which ends every stream.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.listen() }
                group.addTask { await self.beat() }
                await self.tell()
                group.cancelAll()
            }
        }
        let (followers, watchers) = self.state.withLock { state in
            state.isOver = true
            return (state.followers.values.flatMap(\.values), Array(state.watchers.values))
        }
        // Outside of the lock: each ending forgets itself under it.
        followers.forEach { $0.finish() }
        watchers.forEach { $0.finish() }
    }

    private func listen() async {
        while !Task.isCancelled {
            do {
                for try await event in self.queue.store.notifications(on: JobQueue.jobsChannel) {
                    switch event {
                    // What was sent before is lost: everybody's job may have moved.
                    case .listening: self.mark(nil)
                    case .notified(let notification): UUID(uuidString: notification.payload).map(self.mark)
                    }
                }
            } catch {
                self.logger.warning("Jobs are not listened to", metadata: [LogKey.errorDetail: "\(error)"])
            }
            // Cancelled: the loop sees it.
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Also finds what a lost notification told.
    private func beat() async {
        while (try? await Task.sleep(for: self.heartbeat)) != nil { self.mark(nil) }
    }

    /// - Parameter job: Nil is every one that is followed.
    private func mark(_ job: UUID?) {
        for watcher in self.state.withLock({ Array($0.watchers.values) }) { watcher.yield() }
        let isNew = self.state.withLock { state in
            if let job {
                guard state.followers[job] != nil else { return false }
                state.changed.insert(job)
            } else {
                state.changed.formUnion(state.followers.keys)
            }
            return !state.changed.isEmpty
        }
        if isNew { self.rope.yield() }
    }

    /// One look after the other, so that no older status follows a newer one.
    private func tell() async {
        for await _ in self.bell {
            while let job = self.state.withLock({ $0.changed.popFirst() }), !Task.isCancelled {
                do {
                    let status = try await self.queue.status(of: job)
                    let followers = self.state.withLock { Array(($0.followers[job] ?? [:]).values) }
                    for follower in followers { follower.yield(status) }
                } catch {
                    // The next heartbeat looks again.
                    self.logger.debug("A job was not looked at", metadata: [LogKey.errorDetail: "\(error)"])
                }
            }
        }
    }
}

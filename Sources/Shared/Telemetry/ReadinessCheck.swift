// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// One thing a service needs before it takes work: its database, its broker, room on its disk.
package struct ReadinessCheck: Sendable {
    package struct Result: Hashable, Sendable {
        package let isOK: Bool
        /// For people: what was found. Never a secret.
        package let detail: String

        package init(isOK: Bool, detail: String) {
            self.isOK = isOK
            self.detail = detail
        }

        package static func ready(_ detail: String = "ok") -> Result { Result(isOK: true, detail: detail) }
        package static func notReady(_ detail: String) -> Result { Result(isOK: false, detail: detail) }
    }

    package let name: String
    package let check: @Sendable () async -> Result

    /// - Parameter check: What has not answered within 2 s counts as not ready; it is not run again before it
    ///   has returned.
    package init(name: String, check: @escaping @Sendable () async -> Result) {
        self.name = name
        self.check = check
    }
}

/// Runs one check, at most once at a time, and answers for it within the limit even when it hangs where no
/// cancellation reaches it.
final class LimitedCheck: Sendable {
    private struct Run {
        let task: Task<ReadinessCheck.Result, Never>
        let deadline: ContinuousClock.Instant
    }

    let name: String
    private let check: @Sendable () async -> ReadinessCheck.Result
    private let limit: Duration
    private let current = Mutex<Run?>(nil)

    init(_ check: ReadinessCheck, limit: Duration) {
        self.name = check.name
        self.check = check.check
        self.limit = limit
    }

    /// The result of the run under way, or of a new one.
    func result() async -> ReadinessCheck.Result {
        let run = self.current.withLock { current in
            if let current { return current }
            // Unstructured, because a task group would wait for a check that hangs. A hung one stays alone:
            // callers share it, and after its deadline they no longer wait.
            let task = Task {
                let result = await self.check()
                self.current.withLock { $0 = nil }
                return result
            }
            let run = Run(task: task, deadline: .now + self.limit)
            current = run
            return run
        }
        let timedOut = ReadinessCheck.Result.notReady("no answer within \(self.limit)")
        guard ContinuousClock.now < run.deadline else { return timedOut }
        return await Self.first(of: run.task, until: run.deadline) ?? timedOut
    }

    /// The task's value; nil when the deadline comes first.
    private static func first(
        of task: Task<ReadinessCheck.Result, Never>, until deadline: ContinuousClock.Instant
    ) async -> ReadinessCheck.Result? {
        let (answers, continuation) = AsyncStream.makeStream(
            of: ReadinessCheck.Result?.self, bufferingPolicy: .bufferingOldest(1))
        let timer = Task {
            // Cancelled when the answer came first; then nobody reads what it yields.
            try? await Task.sleep(until: deadline, clock: .continuous)
            continuation.yield(nil)
        }
        defer { timer.cancel() }
        Task { continuation.yield(await task.value) }
        for await answer in answers { return answer }
        return nil
    }
}

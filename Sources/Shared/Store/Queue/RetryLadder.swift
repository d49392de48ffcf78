// SPDX-License-Identifier: Apache-2.0

/// How long a task rests before its next attempt: 10 s x 3^n up to 30 min, the second half of each step jittered.
package struct RetryLadder: Hashable, Sendable {
    package var first = Duration.seconds(10)
    package var factor = 3.0
    package var longest = Duration.seconds(1_800)
    /// No one may make us wait longer than this, whatever `Retry-After` says.
    package var longestAskedFor = Duration.seconds(3_600)

    package init() {}

    /// - Parameters:
    ///   - attempt: The one that failed, from 1.
    ///   - jitter: 0...1: half of the step up to all of it.
    package func delay(after kind: TaskFailure.Kind, attempt: Int, jitter: Double) -> Duration {
        var step = self.first
        for _ in 1..<min(max(attempt, 1), 64) where step < self.longest { step = step * self.factor }
        let chosen = min(step, self.longest) * (0.5 + 0.5 * min(1, max(0, jitter)))
        guard case .rateLimited(let retryAfter) = kind else { return chosen }
        return max(chosen, min(retryAfter, self.longestAskedFor))
    }
}

// SPDX-License-Identifier: Apache-2.0

/// The keys of log metadata: declared once, so that a search for one finds every line about it.
package enum LogKey {
    package static let jobID = "job.id"
    package static let taskStage = "task.stage"
    package static let taskPart = "task.part"
    package static let taskGeneration = "task.generation"
    package static let taskAttempt = "task.attempt"
    package static let taskOutcome = "task.outcome"
    /// The fencing token of a lease.
    package static let leaseToken = "lease.token"
    package static let errorCode = "error.code"
    package static let errorDetail = "error.detail"
    package static let messageID = "message.id"
    package static let queue = "queue"
    package static let exchange = "exchange"
    package static let traceID = "trace.id"
    package static let spanID = "span.id"
    package static let durationSeconds = "duration.seconds"
    package static let delaySeconds = "delay.seconds"
    package static let count = "count"
    package static let check = "check"
    package static let metric = "metric"
    package static let host = "host"
    package static let port = "port"
    /// Whose request it is, as limits count it.
    package static let clientNetwork = "client.network"
    /// An HTTP route's pattern, or where there is none the path.
    package static let route = "http.route"
    package static let status = "http.status"
    /// A configuration key, as it is spelled in the environment.
    package static let setting = "setting"
}

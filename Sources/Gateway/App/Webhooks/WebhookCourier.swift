// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Fetch
internal import FilmTasks
internal import Foundation
internal import Logging
internal import Metrics
internal import ServiceLifecycle
internal import Store
internal import Telemetry

/// Tells webhooks of jobs that are over: at least once each, again after ever longer pauses where nobody takes it.
struct WebhookCourier: Service {
    /// Pauses after the first, second, … attempt that failed; after the last of them it is given up.
    static let pauses: [Duration] = [
        .seconds(5), .seconds(30), .seconds(120), .seconds(600), .seconds(1_800), .seconds(3_600),
        .seconds(7_200),
        .seconds(14_400),
    ]
    /// For one call, from the name's look-up to the answer.
    private static let timeout = Duration.seconds(10)
    private static let callsAtOnce = 8

    let queue: JobQueue
    let fetcher: Fetcher
    let period: Duration
    let logger: Logger

    init(queue: JobQueue, settings: GatewaySettings, logger: Logger) {
        self.queue = queue
        var policy = FetchPolicy()
        policy.allowsPrivateAddresses = settings.allowsPrivateAddresses
        policy.timeout = Self.timeout
        self.fetcher = Fetcher(policy: policy)
        self.period = settings.webhookPeriod
        self.logger = logger
    }

    /// Until the graceful shutdown. A call that it cuts off is made again by another gateway.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let isBusy = await self.round()
                if isBusy { continue }
                // Cancelled: the loop sees it.
                try? await Task.sleep(for: self.period)
            }
        }
    }

    /// - Returns: True when there may be more that is due.
    private func round() async -> Bool {
        do {
            let due = try await self.queue.takeWebhooks(
                limit: Self.callsAtOnce, lease: Self.timeout + .seconds(20))
            await withDiscardingTaskGroup { group in
                for each in due { group.addTask { await self.tell(each) } }
            }
            return due.count == Self.callsAtOnce
        } catch {
            self.logger.debug("Webhooks were not looked at", metadata: [LogKey.errorDetail: "\(error)"])
            return false
        }
    }

    private func tell(_ due: DueWebhook) async {
        do {
            let problem = try await self.call(due)
            Counter(
                label: MetricName.webhooks, dimensions: [("outcome", problem == nil ? "told" : "refused")]
            ).increment()
            guard let problem else { return try await self.queue.settle(due) }
            self.logger.notice(
                "A webhook did not take its message",
                metadata: [
                    LogKey.jobID: "\(due.job.uuidString.lowercased())", LogKey.errorDetail: "\(problem.text)",
                ])
            if problem.isFinal || due.attempt > Self.pauses.count {
                try await self.queue.settle(due, error: problem.text)
            } else {
                try await self.queue.postpone(due, by: Self.pauses[due.attempt - 1], error: problem.text)
            }
        } catch {
            // Not recorded: it is due again when its lease is over.
            self.logger.warning(
                "A webhook's outcome was not kept",
                metadata: [
                    LogKey.jobID: "\(due.job.uuidString.lowercased())", LogKey.errorDetail: "\(error)",
                ])
        }
    }

    /// - Returns: Nil when the message was taken.
    private func call(_ due: DueWebhook) async throws -> (text: String, isFinal: Bool)? {
        guard let status = try await self.queue.status(of: due.job), status.state != .open else { return nil }
        let url = try await self.queue.articleAddress(of: due.job)
        let message = try WebhookMessage(due, status, url: url, time: Date())
        do {
            let code = try await self.fetcher.post(
                due.webhook.address, body: message.body, headers: message.headers)
            if (200..<300).contains(code) { return nil }
            // Gone: its receiver wants no more of them.
            return ("it answered \(code)", code == 410)
        } catch let failure as JobFailure {
            return ("\(failure.code.rawValue) \(failure.detail)", false)
        }
    }
}

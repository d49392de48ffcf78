// SPDX-License-Identifier: Apache-2.0
internal import Logging
internal import ServiceLifecycle
internal import Store
internal import Synchronization
internal import Telemetry
internal import Worker

/// A service inside the test's process, told to stop as by a signal.
final class RunningService: Sendable {
    let service: StageService
    let instance: String
    private let group: ServiceGroup
    private let running = Mutex<Task<Void, any Error>?>(nil)

    init(_ service: StageService, instance: String) {
        self.service = service
        self.instance = instance
        self.group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)
                ], logger: .silent))
    }

    func start() {
        let group = self.group
        self.running.withLock { $0 = Task { try await group.run() } }
    }

    /// Stops it gently, and waits for its end.
    func stop() async throws {
        await self.group.triggerGracefulShutdown()
        try await self.end()
    }

    /// Waits for it to end by itself.
    func end() async throws { try await self.running.withLock { $0 }?.value }

    func isReady(_ name: String) async -> Bool {
        guard let check = self.service.readinessChecks.first(where: { $0.name == name }) else { return false }
        return await check.check().isOK
    }
}

/// A handler that is a function, and remembers what it ran.
final class Handler: StageHandler {
    private let runs = Mutex<[TaskReference]>([])
    private let body: @Sendable (TaskContext) async throws -> TaskResult

    init(_ body: @escaping @Sendable (TaskContext) async throws -> TaskResult = { _ in TaskResult() }) {
        self.body = body
    }

    convenience init(around handler: any StageHandler) { self.init { try await handler.run($0) } }

    func run(_ task: TaskContext) async throws -> TaskResult {
        self.runs.withLock { $0.append(task.lease.task) }
        return try await self.body(task)
    }

    /// Every attempt that began.
    var begun: [TaskReference] { self.runs.withLock { $0 } }
}

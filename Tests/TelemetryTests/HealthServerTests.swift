// SPDX-License-Identifier: Apache-2.0
internal import CoreMetrics
internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import Synchronization
internal import Testing

@testable internal import Telemetry

@Suite(.timeLimit(.minutes(1))) struct `The health port` {
    /// Runs a server while `body` uses its port; the graceful shutdown is part of it.
    private func withServer(
        liveness: @escaping @Sendable () async -> String? = { nil }, readiness: [ReadinessCheck] = [],
        metrics: PrometheusRegistry = PrometheusRegistry(), checkLimit: Duration = HealthServer.checkLimit,
        connectionLifetime: Duration = HealthServer.connectionLifetime, _ body: (Int) async throws -> Void
    ) async throws {
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "health")
        logger.logLevel = .error
        let server = HealthServer(
            host: "127.0.0.1", port: 0, liveness: liveness, readiness: readiness, metrics: metrics,
            checkLimit: checkLimit, connectionLifetime: connectionLifetime, logger: logger,
            onListening: { continuation.yield($0) })
        let group = ServiceGroup(services: [server], logger: logger)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            #expect(port > 0)
            try await body(port)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test(arguments: ["/health/live", "/healthz"])
    func `is live while nothing says otherwise`(path: String) async throws {
        try await self.withServer { port in
            let answer = try await get(path, port: port)
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "application/json; charset=utf-8")
            #expect(try answer.json()["status"] as? String == "live")
        }
    }

    @Test func `is not live when the loop has stopped, with the reason`() async throws {
        try await self.withServer(liveness: { "the \"loop\" stopped" }) { port in
            let answer = try await get("/health/live", port: port)
            #expect(answer.status == 503)
            #expect(try answer.json()["reason"] as? String == "the \"loop\" stopped")
        }
    }

    @Test(arguments: ["/health/ready", "/readyz"])
    func `is ready only when every check is, and lists them all`(path: String) async throws {
        let isBrokerUp = Atomic(false)
        let checks = [
            ReadinessCheck(name: "database") { .ready("15.4") },
            ReadinessCheck(name: "broker") {
                isBrokerUp.load(ordering: .relaxed) ? .ready() : .notReady("connection refused")
            },
        ]
        try await self.withServer(readiness: checks) { port in
            let answer = try await get(path, port: port)
            #expect(answer.status == 503)
            let entries = try #require(try answer.json()["checks"] as? [[String: Any]])
            #expect(entries.map { $0["name"] as? String } == ["database", "broker"])
            #expect(entries.map { $0["ok"] as? Bool } == [true, false])
            #expect(entries.map { $0["detail"] as? String } == ["15.4", "connection refused"])
            isBrokerUp.store(true, ordering: .relaxed)
            #expect(try await get(path, port: port).status == 200)
        }
    }

    @Test func `does not wait for a check that hangs, and does not start it twice`() async throws {
        let starts = Atomic(0)
        let release = AsyncStream.makeStream(of: Void.self)
        let hanging = ReadinessCheck(name: "hanging") {
            starts.wrappingAdd(1, ordering: .relaxed)
            // Cancellation does not end it: the task that waits is not cancelled by the server.
            for await _ in release.stream {}
            return .ready()
        }
        try await self.withServer(readiness: [hanging], checkLimit: .milliseconds(100)) { port in
            for _ in 0..<3 {
                let answer = try await get("/health/ready", port: port)
                #expect(answer.status == 503 && answer.body.contains("no answer within"))
            }
            #expect(starts.load(ordering: .relaxed) == 1)
            #expect(try await get("/health/live", port: port).status == 200)
            release.continuation.finish()
            while try await get("/health/ready", port: port).status != 200 {}
            #expect(starts.load(ordering: .relaxed) == 2)
        }
    }

    @Test func `shows the metrics`() async throws {
        let registry = PrometheusRegistry()
        Counter(label: MetricName.rescues, factory: registry).increment(by: 2)
        try await self.withServer(metrics: registry) { port in
            let answer = try await get("/metrics", port: port)
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(answer.body == registry.render())
        }
    }

    @Test(arguments: [("GET", "/"), ("GET", "/metrics/"), ("POST", "/metrics"), ("GET", "/health/../x")])
    func `answers anything else with 404 in JSON`(method: String, path: String) async throws {
        try await self.withServer { port in
            let answer = try await get(path, port: port, method: method)
            #expect(answer.status == 404)
            #expect(try answer.json()["error"] as? String == "notFound")
        }
    }

    @Test func `answers HEAD without a body`() async throws {
        try await self.withServer { port in
            let answer = try await get("/healthz", port: port, method: "HEAD")
            #expect(answer.status == 200 && answer.body.isEmpty)
        }
    }

    @Test func `answers others while slow clients wait, and cuts those off`() async throws {
        // Long enough for a busy machine to answer the one that is not slow.
        try await self.withServer(connectionLifetime: .seconds(3)) { port in
            let requests = ["", "GET /heal", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab"]
            try await withThrowingTaskGroup { group in
                for request in requests {
                    group.addTask {
                        try await onThread {
                            let connection = try RawConnection(port: port)
                            connection.send(request)
                            #expect(connection.readToEnd() != nil, "\(request)")
                        }
                    }
                }
                #expect(try await get("/health/live", port: port).status == 200)
                try await group.waitForAll()
            }
        }
    }

    @Test func `cuts off a client that asks much and reads nothing`() async throws {
        let registry = PrometheusRegistry()
        for number in 0..<200 {
            let name = String(repeating: "x", count: 200)
            Timer(label: "t", dimensions: [("n", "\(number)\(name)")], factory: registry).recordSeconds(1)
        }
        #expect(registry.render().utf8.count > 500_000)
        try await self.withServer(metrics: registry, connectionLifetime: .milliseconds(300)) { port in
            let wasCut = try await onThread {
                let connection = try RawConnection(port: port)
                connection.send(
                    String(repeating: "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", count: 200))
                Thread.sleep(forTimeInterval: 0.6)  // Not read for twice the connection's lifetime.
                return (connection.readToEnd()?.utf8.count ?? .max) < 200 * 500_000
            }
            #expect(wasCut)
        }
    }

    @Test func `stops quickly while a client holds its connection`() async throws {
        let start = Mutex(ContinuousClock.now)
        let (done, continuation) = AsyncStream.makeStream(of: Void.self)
        let (connected, connectedContinuation) = AsyncStream.makeStream(of: Void.self)
        let client = Mutex<Task<Void, any Error>?>(nil)
        try await self.withServer(connectionLifetime: .seconds(30)) { port in
            let task = Task {
                try await onThread {
                    let connection = try RawConnection(port: port)
                    connection.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab")
                    #expect(connection.readAnswer()?.status == 404)
                    connectedContinuation.yield()
                    #expect(connection.readToEnd() != nil)
                }
                continuation.yield()
            }
            client.withLock { $0 = task }
            _ = await connected.first { _ in true }
            start.withLock { $0 = .now }
        }
        #expect(start.withLock(\.self).duration(to: .now) < .seconds(4))
        _ = await done.first { _ in true }
        try await client.withLock(\.self)?.value
    }

    @Test func `that is taken stops the start with a sentence`() async throws {
        try await self.withServer { port in
            let second = HealthServer(
                host: "127.0.0.1", port: port, readiness: [], metrics: PrometheusRegistry())
            let error = try await #require(throws: HealthServerError.self) { try await second.run() }
            #expect(error.description.contains("127.0.0.1:\(port) could not be opened"))
            #expect(error.description.contains("MOVIEGEN_HEALTH_PORT"))
        }
    }
}

@Suite struct `A pulse` {
    @Test func `stops counting as alive when the loop has not turned for its limit`() {
        let pulse = Pulse(limit: .seconds(10))
        #expect(pulse.stopReason() == nil)
        #expect(pulse.stopReason(now: .now + .seconds(11)) == "the loop has not turned for 11 s")
        pulse.beat()
        #expect(pulse.stopReason() == nil)
    }
}

@Suite struct `Starting telemetry` {
    @Test func `happens once in a process`() {
        let first = Telemetry.bootstrap(service: "a-svc", instance: "1", level: .error)
        let second = Telemetry.bootstrap(service: "b-svc", instance: "2", level: .trace)
        #expect(first === second)
        #expect(first.render().contains(#"moviegen_service_info{instance="1",service="a-svc"} 1"#))
        Counter(label: "bootstrapped").increment()
        #expect(first.render().contains("bootstrapped_total 1\n"))
        #expect(Logger(label: "x").handler is JSONLogHandler)
    }
}

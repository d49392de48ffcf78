// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Foundation
internal import Store
internal import Worker

/// A crash point of the gateway: one that dies while it lets a job in, and a client that asks again with the same key.
struct AdmissionScene {
    let scene: CrashScene

    func play() async throws -> CrashReport {
        let (address, ledger, artifacts) = try await self.scene.prepare()
        let port = try FreePorts.take(1)[0]
        let variables = ["MOVIEGEN_HTTP_PORT": "\(port)"]
        let dying = try self.scene.start("gateway", artifacts, crashAt: self.scene.point, variables)
        try await self.scene.untilGatewayAnswers(port)
        let began = ContinuousClock.now
        if let status = await self.scene.submit(to: port) {
            throw CrashScene.Failure(description: "it did not die, and answered \(status)")
        }
        guard await dying.ending(within: .seconds(20)) == .killed else {
            dying.send(SIGKILL)
            throw CrashScene.Failure(description: "it did not die there")
        }
        var report = CrashReport(point: self.scene.point, faults: [])
        // What was not committed is nowhere; what was is whole.
        let expected = self.scene.point == .duringAdmit ? 0 : 1
        report.leftBehind = try await self.remains(ledger, expected: expected, &report)
        let next = try self.scene.start("gateway", artifacts, crashAt: nil, variables)
        do {
            try await self.check(port, ledger, address, &report)
        } catch {
            await next.stop()
            throw error
        }
        await next.stop()
        report.seconds = (ContinuousClock.now - began) / .seconds(1)
        return report
    }

    private func check(
        _ port: Int, _ ledger: Ledger, _ address: BrokerAddress, _ report: inout CrashReport
    ) async throws {
        try await self.scene.untilGatewayAnswers(port)
        let status = await self.scene.submit(to: port)
        if status != 202 { report.faults.append("asked again, it answered \(status ?? 0)") }
        _ = try await self.remains(ledger, expected: 1, &report)
        try await self.scene.until("its message is sent", within: .seconds(30)) {
            let queue = PipelineTopology.workQueue("script")
            let left = try await ledger.count("SELECT count(*) AS count FROM outbox")
            return try await address.counts(of: [queue], name: "chaos")[queue]?.readyCount == 1 && left == 0
        }
    }

    private func remains(
        _ ledger: Ledger, expected: Int, _ report: inout CrashReport
    ) async throws -> String {
        let jobs = try await ledger.count("SELECT count(*) AS count FROM jobs")
        let tasks = try await ledger.count("SELECT count(*) AS count FROM tasks")
        let used = try await ledger.count("SELECT coalesce(sum(used), 0) AS count FROM quotas")
        if [jobs, tasks, used] != [expected, expected, expected] {
            report.faults.append("\(jobs) jobs, \(tasks) tasks, \(used) counted, and not \(expected) of each")
        }
        return "\(jobs) jobs, \(used) counted"
    }
}
